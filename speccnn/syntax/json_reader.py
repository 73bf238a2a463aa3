"""A strict reader of JSON (RFC 8259) that knows where each value stands, and what is wrong."""

import re
from functools import partial
from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Path, Place, Sink
from speccnn.diagnostics.source import Span
from speccnn.syntax.alike import other_reason
from speccnn.syntax.findings import (
    DuplicateKey,
    NestedTooDeeply,
    NotATable,
    NumberNotFinite,
    SyntaxProblem,
)
from speccnn.syntax.json_reasons import character_reason, string_reason, word_reason
from speccnn.syntax.limits import MAX_DEPTH, MAX_FINDINGS
from speccnn.syntax.numbers import ALWAYS_SAFE, flaw
from speccnn.syntax.tree import Tree

_SPACE = re.compile(r"[ \t\r\n]*+")
_WORD = re.compile(r"[\w.+-]++")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)((?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)")
_NOT_FINITE = ("NaN", "Infinity", "-Infinity")
_CONSTANTS = {"true": True, "false": False, "null": None}

# The closing quote is optional, so that the pattern matches wherever a string starts, and ends
# where the string goes wrong.
_STRING = re.compile(
    r'"([^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\x00-\x1f]*+)*)("?)'
)
_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9A-Fa-f]{2})\\u([dD][c-fC-F][0-9A-Fa-f]{2})"
    r"|u([0-9A-Fa-f]{4})|(.))"
)
_SHORT_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_SURROGATES = range(0xD800, 0xE000)


def read_closely(text: str, out: Sink) -> Tree | None:
    """Return the values and places of a JSON object, or report why there is none.

    Duplicate keys and numbers out of range do not end the reading. Their values are then not to
    be used, since the text has errors.
    """
    reader = _Reader(text, out)
    try:
        return Tree(reader.document(), lambda: reader.places)
    except _Stop as stop:
        other = other_reason(out.source, stop.span) if stop.is_syntax else None
        finding, span = other or (stop.finding, stop.span)
        out.report(finding, at=span)
        return None


@final
class _Stop(Exception):  # noqa: N818  it carries the finding that ends the reading
    def __init__(self, finding: Finding, span: Span) -> None:
        super().__init__(finding, span)
        self.finding = finding
        self.span = span
        self.is_syntax = isinstance(finding, SyntaxProblem)


@final
class _Reader:
    def __init__(self, text: str, out: Sink) -> None:
        self.places: dict[Path, Place] = {}
        self._text = text
        self._out = out
        self._reported = 0

    def document(self) -> dict[str, object]:
        start = self._skip(0)
        if not self._text.startswith("{", start):
            raise self._not_a_table(start)
        table, end = self._object(start, ())
        self._check_end(end)
        return table

    def _value(self, at: int, path: Path) -> tuple[object, int]:
        match self._text[at : at + 1]:
            case '"':
                return self._string(at)
            case "{":
                return self._object(at, path)
            case "[":
                return self._array(at, path)
            case _:
                return self._scalar(at)

    def _object(self, at: int, path: Path) -> tuple[dict[str, object], int]:
        self._check_depth(at, path)
        members: dict[str, object] = {}
        at = self._skip(at + 1)
        if self._text.startswith("}", at):
            return members, at + 1
        while True:
            at = self._skip(self._member(at, path, members))
            if self._text.startswith("}", at):
                return members, at + 1
            at = self._after_comma(at, "}")

    def _member(self, at: int, path: Path, members: dict[str, object]) -> int:
        if not self._text.startswith('"', at):
            raise self._unexpected(at, "a key in double quotes")
        key, key_end = self._string(at)
        colon = self._skip(key_end)
        if not self._text.startswith(":", colon):
            raise self._unexpected(colon, "`:`")
        start = self._skip(colon + 1)
        inner = (*path, key)
        value, end = self._value(start, inner)
        place = Place(Span(at, key_end), Span(start, end))
        if key in members:
            self._report(DuplicateKey(key), Span(at, key_end), first=self.places[inner].key)
        else:
            members[key] = value
            self.places[inner] = place
        return end

    def _array(self, at: int, path: Path) -> tuple[list[object], int]:
        self._check_depth(at, path)
        items: list[object] = []
        at = self._skip(at + 1)
        if self._text.startswith("]", at):
            return items, at + 1
        while True:
            inner = (*path, len(items))
            item, end = self._value(at, inner)
            items.append(item)
            self.places[inner] = Place(None, Span(at, end))
            at = self._skip(end)
            if self._text.startswith("]", at):
                return items, at + 1
            at = self._after_comma(at, "]")

    def _after_comma(self, at: int, closer: str) -> int:
        if not self._text.startswith(",", at):
            raise self._unexpected(at, f"`,` or `{closer}`")
        after = self._skip(at + 1)
        if self._text.startswith(closer, after):
            reason = f"JSON has no comma before a closing `{closer}`"
            raise _Stop(SyntaxProblem(reason), Span(at, at + 1))
        return after

    def _string(self, at: int) -> tuple[str, int]:
        found = _STRING.match(self._text, at)
        assert found is not None, "a string is only read where a quote stands"
        if not found[2]:
            raise self._broken_string(at, found.end())
        if "\\" not in found[1]:
            return found[1], found.end()
        return _ESCAPE.sub(partial(_unescape, at + 1), found[1]), found.end()

    def _scalar(self, at: int) -> tuple[object, int]:
        found = _WORD.match(self._text, at)
        if found is None:
            raise self._unexpected(at, "a value")
        word = found[0]
        if word in _CONSTANTS:
            return _CONSTANTS[word], found.end()
        number = _NUMBER.fullmatch(word)
        if number is not None:
            return self._number(at, word, is_integer=not number[1]), found.end()
        if word not in _NOT_FINITE:
            raise _Stop(SyntaxProblem(word_reason(word)), Span(*found.span()))
        self._report(NumberNotFinite(word), Span(*found.span()))
        return None, found.end()

    def _number(self, at: int, word: str, *, is_integer: bool) -> int | float | None:
        if is_integer and len(word) <= ALWAYS_SAFE:
            return int(word)
        finding = flaw(word)
        if finding is not None:
            self._report(finding, Span(at, at + len(word)))
            return None
        return int(word) if is_integer else float(word)

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _not_a_table(self, at: int) -> _Stop:
        value, end = self._value(at, ())
        self._check_end(end)
        return _Stop(NotATable(_kind(value)), Span(at, end))

    def _check_end(self, at: int) -> None:
        at = self._skip(at)
        if at < len(self._text):
            raise self._unexpected(at, "the end of the text")

    def _check_depth(self, at: int, path: Path) -> None:
        if len(path) >= MAX_DEPTH:
            raise _Stop(NestedTooDeeply(MAX_DEPTH), Span(at, at + 1))

    def _report(self, finding: Finding, span: Span, *, first: Span | None = None) -> None:
        self._reported += 1
        if self._reported <= MAX_FINDINGS:
            notes = [("it is given here already", first)] if first else []
            self._out.report(finding, at=span, notes=notes)

    def _unexpected(self, at: int, expected: str) -> _Stop:
        reason = character_reason(self._text[at : at + 2], expected)
        return _Stop(SyntaxProblem(reason), Span(at, min(at + 1, len(self._text))))

    def _broken_string(self, start: int, at: int) -> _Stop:
        reason, length = string_reason(self._text[at : at + 6])
        span = Span(at, at + length) if length else Span(start, at)
        return _Stop(SyntaxProblem(reason), span)


def _unescape(offset: int, found: re.Match[str]) -> str:
    high, low, code, short = found.groups()
    if high is not None:
        return chr(0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF))
    if code is None:
        return _SHORT_ESCAPES.get(short, short)
    if int(code, 16) not in _SURROGATES:
        return chr(int(code, 16))
    reason = f"`{found[0]}` is half of a surrogate pair, and no character"
    raise _Stop(SyntaxProblem(reason), Span(offset + found.start(), offset + found.end()))


def _kind(value: object) -> str:
    match value:
        case list():
            return "an array"
        case str():
            return "a string"
        case bool():
            return "a boolean"
        case None:
            return "null"
        case _:
            return "a number"
