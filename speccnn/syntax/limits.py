"""Limits that keep a hostile text from costing time or memory, checked before it is parsed."""

import re
from itertools import accumulate
from string import ascii_letters, digits

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import BYTE_ORDER_MARK, Source, Span
from speccnn.syntax.findings import NestedTooDeeply, NotUtf8, TooLarge, TooManyKeyParts

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_KEY_PARTS = 16
MAX_FINDINGS = 100

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

# Every alternative matches whatever follows its first character, so that a search never goes back
# over text: the closing quotes are optional, and a class is possessive where it is repeated.
_OPAQUE = re.compile(
    r'"""[^"\\]*+(?:(?:\\[\s\S]|"(?!""))[^"\\]*+)*(?:"{3,5})?'
    r"|'''[^']*+(?:'(?!'')[^']*+)*(?:'{3,5})?"
    r'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+"
)
_BRACKETS = re.compile(r"[\[\]{}]")
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
_MANY_DOTS = re.compile(rf"\.(?:[^.\n]*+\.){{{MAX_KEY_PARTS - 1}}}")
_MANY_PARTS = re.compile(rf"\.(?:[ \t]*+[A-Za-z0-9_-]++[ \t]*+\.){{{MAX_KEY_PARTS - 1}}}")
_KEY_CHARACTERS = ascii_letters + digits + "_-"


def check_bytes(source: Source, out: Sink) -> bool:
    """Report bytes that are too many or not UTF-8, and say whether the text may be looked at."""
    if len(source.raw) > MAX_BYTES:
        finding = _other_format(source) or TooLarge(len(source.raw), MAX_BYTES)
        out.report(finding, at=Span(0, 0))
        return False
    try:
        source.raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        if other := _other_format(source):
            out.report(other, at=Span(0, 0))
            return False
        finding = NotUtf8(problem.start, _guess(source.raw))
        out.report(finding, at=_span_of_byte(source.raw, problem.start))
        return False
    return True


def _other_format(source: Source) -> Finding | None:
    from speccnn.syntax.formats import binary_format  # noqa: PLC0415  specs do not pay
    from speccnn.syntax.other_findings import OtherFormat  # noqa: PLC0415

    found = binary_format(source.raw, source.path)
    return OtherFormat(found) if found else None


def check_toml(text: str, out: Sink) -> bool:
    """Report brackets nested too deeply and keys of too many parts; say whether to parse `text`.

    Takes time linear in the text, whatever it holds. In a text that is not TOML the answer holds
    up to the place where a parser stops.
    """
    brackets = _BRACKETS.findall(_OPAQUE.sub("_", text))
    if max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > MAX_DEPTH:
        out.report(NestedTooDeeply(MAX_DEPTH), at=_deepest(text))
        return False
    key = _long_key(text) if _MANY_DOTS.search(text) else None
    if key is not None:
        out.report(TooManyKeyParts(MAX_KEY_PARTS), at=key)
        return False
    return True


def without_strings(text: str) -> str:
    """Return `text` with as many underscores in place of each TOML string and comment."""
    return _OPAQUE.sub(lambda found: "_" * len(found[0]), text)


def strings(text: str) -> list[Span]:
    """Return where the TOML strings in `text` stand, closed or not."""
    return [Span(*found.span()) for found in _OPAQUE.finditer(text) if found[0][0] != "#"]


def _guess(raw: bytes) -> str:
    return "UTF-16" if raw.startswith(_UTF16_MARKS) else ""


def _span_of_byte(raw: bytes, offset: int) -> Span:
    before = raw[:offset].decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    return Span(len(before), len(before) + 1)


def _deepest(text: str) -> Span:
    depth = 0
    for found in _BRACKETS.finditer(without_strings(text)):
        depth += _STEPS[found[0]]
        if depth > MAX_DEPTH:
            return Span(*found.span())
    raise AssertionError("only a text that is nested too deeply is asked for the place")


def _long_key(text: str) -> Span | None:
    blank = without_strings(text)
    found = _MANY_PARTS.search(blank)
    if found is None:
        return None
    line = blank.rfind("\n", 0, found.start()) + 1
    before = blank[line : found.start()].rstrip(" \t").rstrip(_KEY_CHARACTERS)
    return Span(line + len(before), found.end())
