"""Which files are specs: by the keys at the root of their text, whether it can be parsed or not."""

import json
import re
import sys
from collections.abc import Iterable
from enum import Enum
from typing import cast, final

import tomli

from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import Source
from speccnn.syntax.limits import MAX_BYTES, check_toml, without_strings

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2}))")
# White space within a line, with what only looks like none.
_BLANK = r"(?:[^\S\n]|[\u200b\u2060\ufeff])*+"
_HEADER = re.compile(rf"^{_BLANK}\[\[?{_BLANK}([\w\"'.-]++)[\w\"'. \t-]*+\]", re.MULTILINE)
# Straight and curly ones.
_QUOTES = "\"'\u2018\u2019\u201c\u201d"
_KEY = re.compile(
    rf"(?:^|(?<=[{{,])){_BLANK}[{_QUOTES}]?(speccnn|inputs|layers)[{_QUOTES}]?{_BLANK}"
    rf"([=:.\uff1d\uff1a]){_BLANK}(\S?)",
    re.MULTILINE,
)
_BRACKETS = re.compile(r"[\[\]{}]")
# How strings, lists and tables begin, closed or not.
_NO_NUMBER = frozenset(f"{_QUOTES}[{{")


@final
class Kind(Enum):
    """What a file is, as far as `speccnn check` of its folder is concerned."""

    SPEC = "spec"
    LOOKALIKE = "lookalike"
    OTHER = "other"


def kind_of(source: Source) -> Kind:
    """Return what a `.toml` or `.json` file is; takes time linear in its text.

    A spec's root has a key `speccnn`, however it is spelled. Where its value is a string, a list
    or a table it is another program's, unless the root has `inputs` and `layers` too. A text that
    no parser takes is judged by what looks like keys at its root.
    """
    if not _may_be_spec(source.raw):
        return Kind.OTHER
    text = source.raw.decode(json.detect_encoding(source.raw), "replace").removeprefix("\ufeff")
    plain = _ESCAPE.sub(_unescape, text)
    if not _has_words(plain):
        return Kind.OTHER
    is_json = source.path.lower().endswith(".json")
    root = _parsed(source, text, is_json=is_json)
    if root is None:
        root = _scanned(plain, is_json=is_json)
    looks_so = "inputs" in root and "layers" in root
    if "speccnn" in root:
        return Kind.SPEC if root["speccnn"] or looks_so else Kind.OTHER
    if not looks_so:
        return Kind.OTHER
    return Kind.SPEC if len(source.raw) > MAX_BYTES else Kind.LOOKALIKE


def _may_be_spec(raw: bytes) -> bool:
    """Whether bytes hold the words of a spec, or may once they are decoded."""
    return (
        b"\\" in raw or b"\0" in raw or b"speccnn" in raw or (b"inputs" in raw and b"layers" in raw)
    )


def _has_words(text: str) -> bool:
    return "speccnn" in text or ("inputs" in text and "layers" in text)


def _parsed(source: Source, text: str, *, is_json: bool) -> dict[str, bool] | None:
    """Return the keys at the root, and whether each value is a single one and no string.

    Return None where the text cannot be parsed, an empty table for JSON that is no object.
    """
    try:
        if is_json:
            root = json.loads(text, object_pairs_hook=tuple)
            # Objects are tuples here, so that none of two equal keys is lost.
            pairs = cast("Iterable[tuple[str, object]]", root if isinstance(root, tuple) else ())
        elif check_toml(text, Sink(source)):
            pairs = tomli.loads(text).items()
        else:
            return None
    except (ValueError, RecursionError):
        return None
    found = sorted((key, _is_single(value)) for key, value in pairs)
    return dict(found)


def _is_single(value: object) -> bool:
    return not isinstance(value, str | list | tuple | dict)


def _scanned(plain: str, *, is_json: bool) -> dict[str, bool]:
    """Return what `_parsed` does for a text that is broken, by the look of it."""
    blank = without_strings(plain)
    is_json = is_json or plain.lstrip().startswith("{")
    headers = [] if is_json else list(_HEADER.finditer(blank))
    root = {found[1].partition(".")[0].strip("\"' \t"): False for found in headers}
    end = headers[0].start() if headers else len(plain)
    brackets = [
        (found.start(), 1 if found[0] in "[{" else -1) for found in _BRACKETS.finditer(blank)
    ]
    # Where a bracket is missing, depths say nothing.
    deepest = len(brackets) if sum(step for _, step in brackets) else int(is_json)
    depth, passed = 0, 0
    for found in _KEY.finditer(plain, 0, end):
        while passed < len(brackets) and brackets[passed][0] < found.start(1):
            depth += brackets[passed][1]
            passed += 1
        if depth <= deepest and (found[2] != "." or found[1] != "speccnn"):
            is_single = found[2] != "." and found[3] not in _NO_NUMBER
            root[found[1]] = root.get(found[1], False) or is_single
    return root


def _unescape(found: re.Match[str]) -> str:
    code = int(next(filter(None, found.groups())), 16)
    return chr(code) if code <= sys.maxunicode else found[0]
