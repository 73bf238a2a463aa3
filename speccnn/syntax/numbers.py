"""Numbers that may be written but not meant: infinite ones and integers of more than 64 bits."""

import re
from math import isfinite

from speccnn.diagnostics.finding import Finding
from speccnn.syntax.findings import IntegerOutOfRange, NumberNotFinite

# Integers of up to this many characters are in range, whatever they are.
ALWAYS_SAFE = 18

_SIGNED_64_BIT = range(-(2**63), 2**63)
_DECIMAL = re.compile(r"[+-]?[0-9](?:_?[0-9])*")
_POWER_OF_TWO_BASE = re.compile(r"0[xob][0-9A-Fa-f_]+")
_FLOAT = re.compile(r"[+-]?(?:inf|nan|[0-9][0-9_]*(?:\.[0-9_]+)?(?:[eE][+-]?[0-9_]+)?)")

# Nineteen digits, underscores between them, and a sign.
_LONGEST_DECIMAL = 19 + 18 + 1


def fits(number: int) -> bool:
    """Return whether an integer fits into 64 bits, sign included."""
    return number in _SIGNED_64_BIT


def flaw(written: str) -> Finding | None:
    """Return what is wrong with a number as TOML or JSON writes it; None for any other text."""
    if _DECIMAL.fullmatch(written):
        # Python refuses to convert more than 4300 decimal digits.
        good = len(written) <= _LONGEST_DECIMAL and fits(int(written))
        return None if good else IntegerOutOfRange(written)
    if _POWER_OF_TWO_BASE.fullmatch(written):
        return None if fits(int(written, 0)) else IntegerOutOfRange(written)
    if _FLOAT.fullmatch(written) and not isfinite(float(written)):
        return NumberNotFinite(written)
    return None
