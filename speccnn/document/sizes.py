"""What stands in a shape in the place of a size, and what is meant by it."""

import re
from typing import Literal

from speccnn.engine import PydanticCustomError
from speccnn.fields import is_list

MOST_DIGITS = 9
CHANNELS = (1, 3)
IMAGE = 3

# What programs write for a size that is not known; a size with a name is known by its name.
_UNKNOWN = frozenset(
    (
        *("none", "null", "nan", "nil", "na", "n/a", "undefined", "unknown", "unspecified"),
        *("any", "dynamic", "variable", "varying", "auto", "-1", "?", "*", "_", "-", ":"),
        *("...", "…", ""),
    )
)
_BATCH = frozenset({"batch", "batch_size", "batchsize", "batch_axis", "bs", "minibatch"})
_NAMES = {1: ("N",), 2: ("L",), 3: ("H", "W"), 4: ("D", "H", "W")}
_DIGITS = re.compile(rf"[0-9]{{1,{MOST_DIGITS}}}(?:\.0*)?")

Flaw = Literal["unknown", "batch", "quoted"]


def checked(shape: object) -> object:
    """Return a shape as it is; raise pydantic's error for one with sizes that are none."""
    for size in shape if is_list(shape) else ():
        found = flaw(size)
        if found is not None:
            raise PydanticCustomError("no_size", "{flaw}", {"flaw": found})
    return shape


def flaw(size: object) -> Flaw | None:
    """Return in which way something is no size, for the ways that mean another thing."""
    if size is None or (type(size) is int and size == -1):
        return "unknown"
    if not isinstance(size, str):
        return None
    word = size.strip().lower()
    if word in _UNKNOWN:
        return "unknown"
    if word in _BATCH:
        return "batch"
    return "quoted" if number(size) is not None else None


def number(size: str) -> int | None:
    """Return the number that stands in quotes, in any digits, or None."""
    plain = size.strip()
    if not _DIGITS.fullmatch(plain if plain.isascii() else _ascii(plain)):
        return None
    return int(float(plain))


def _ascii(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


def meant_shapes(shape: list[object]) -> list[list[object]]:
    """Return the shapes that may be meant by one with sizes that are none, the likeliest first."""
    plain = [number(s) if isinstance(s, str) and flaw(s) == "quoted" else s for s in shape]
    kinds = [flaw(size) for size in plain]
    found: list[list[object]] = []
    if kinds[:1] == ["batch"] or (len(kinds) > IMAGE and kinds[:1] == ["unknown"]):
        found.append(named(plain[1:]))
    elif kinds[:1] == ["unknown"] and not any(kinds[1:]) and plain[-1] not in CHANNELS:
        found += [plain[1:], *([*plain[1:], channels] for channels in CHANNELS)]
    if len(kinds) > 1 and kinds[-1] is not None:
        found += [named([*plain[:-1], channels]) for channels in CHANNELS]
    elif len(kinds) <= IMAGE or kinds.count("unknown") > 1:
        found.append(named(plain))
    return [meant for meant in found if meant and not any(map(flaw, meant))]


def named(shape: list[object]) -> list[object]:
    """Return a shape with a name for each size that is not known; channels are a number."""
    letters = [n for n in _NAMES.get(len(shape), ()) if n not in shape]
    letters += [f"N{place}" for place in range(1, len(shape) + 1)]
    free = iter(letters)
    return [next(free) if flaw(size) == "unknown" else size for size in shape]
