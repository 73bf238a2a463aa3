"""Where each key and value of a TOML text stands, for text that a parser has accepted."""

import re
from typing import NamedTuple, final

from speccnn.diagnostics.sink import Path, Place
from speccnn.diagnostics.source import Span
from speccnn.syntax.limits import MAX_DEPTH
from speccnn.syntax.tree import Places

_BLANK = re.compile(r"[ \t]*+")
_GAP = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*")
_KEY_PART = re.compile(
    r"""[ \t]*+([A-Za-z0-9_-]++|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"|'[^'\n]*+')[ \t]*+"""
)
_SCALAR = re.compile(
    r'"""[^"\\]*+(?:(?:\\[\s\S]|"(?!""))[^"\\]*+)*"{3,5}'
    r"|'''[^']*+(?:'(?!'')[^']*+)*'{3,5}"
    r'|"(?!"")[^"\\\n]*+(?:\\.[^"\\\n]*+)*"'
    r"|'(?!'')[^'\n]*+'"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[^\s,\]}#]++"
    r"|[^\s,\]}#'\"]++"
)
# A small number or short word, which nothing is found wrong with, or a list of them; its comma.
_PLAIN = r"""(?:[+-]?[0-9]{1,17}+(?:\.[0-9]{1,17}+)?|true|false|"[^"\\\n]*+"|'[^'\n]*+')"""
_PLAIN_ITEM = re.compile(
    rf"(?:{_PLAIN}|\[(?:[ \t]*+{_PLAIN}[ \t]*+,?)*+[ \t]*+\])[ \t]*+,[ \t\r\n]*+"
)
MOST_PLACES = 10_000
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|(.))")
_SHORT_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


class Conflict(NamedTuple):
    """A key, or a part of one, that cannot stand here since it stood there first."""

    key: str
    first: Span
    second: Span


def scan(text: str) -> Places:
    """Return the place of each value in accepted TOML 1.1, save of the document itself.

    The value of a table with a header, and of an element of an array of tables, stands at the
    header; its key is the header's last part. A table made by a dotted key stands where that key
    and its value do. What is mentioned several times stands at its first mention. Places deeper
    than any document may be are left out, and so are plain items of a list after so many others
    that the list itself is too long.
    """
    return _scanned(text).places


def conflict(text: str) -> Conflict | None:
    """Return why the last key of `text` clashes, where `text` ends at a parser's complaint."""
    scanner = _scanned(text)
    if not scanner.recent:
        return None
    start = scanner.recent[0].span.start
    for length in range(len(scanner.recent), 0, -1):
        mention = scanner.recent[length - 1]
        place = scanner.places.get(mention.path)
        if place is not None and place.key is not None and place.key.start < start:
            names = (str(part.path[-1]) for part in scanner.recent[:length])
            return Conflict(".".join(names), place.key, mention.span)
    return None


class _Part(NamedTuple):
    name: str
    span: Span


class _Mention(NamedTuple):
    path: Path
    span: Span


class _End(Exception):  # noqa: N818  the text ends inside a value
    pass


def _scanned(text: str) -> "_Scanner":
    scanner = _Scanner(text)
    try:
        scanner.document()
    except _End:
        return scanner
    return scanner


@final
class _Scanner:
    def __init__(self, text: str) -> None:
        self.places: dict[Path, Place] = {}
        self.recent: list[_Mention] = []
        self._text = text
        self._sizes: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        at = self._match(_GAP, 0).end()
        while at < len(self._text):
            if self._text.startswith("[", at):
                table, at = self._header(at)
            else:
                at = self._pair(at, table)
            at = self._match(_GAP, at).end()

    def _header(self, at: int) -> tuple[Path, int]:
        is_array = self._text.startswith("[[", at)
        width = 2 if is_array else 1
        parts, end = self._key(at + width)
        end += width
        self.recent = self._mentions(parts)
        for mention in self.recent:
            self._record(mention.path, Place(mention.span, Span(at, end)))
        path, span = self.recent[-1]
        if not is_array:
            return path, end
        index = self._sizes.get(path, 0)
        self._sizes[path] = index + 1
        element = (*path, index)
        self._record(element, Place(span, Span(at, end)))
        return element, end

    def _mentions(self, parts: list[_Part]) -> list[_Mention]:
        """Resolve a header's parts; a part that names an array means its last element."""
        mentions: list[_Mention] = []
        path: Path = ()
        for part in parts:
            path = (*path, part.name)
            mentions.append(_Mention(path, part.span))
            if path in self._sizes:
                path = (*path, self._sizes[path] - 1)
        return mentions

    def _pair(self, at: int, table: Path) -> int:
        parts, equals = self._key(at)
        if not self._text.startswith("=", equals):
            raise _End
        start = self._match(_BLANK, equals + 1).end()
        names = tuple(part.name for part in parts)
        end = self._value(start, table + names)
        mentions = [
            _Mention(table + names[: count + 1], part.span) for count, part in enumerate(parts)
        ]
        for path, span in mentions[:-1]:
            self._record(path, Place(span, Span(span.start, end)))
        self._record(table + names, Place(parts[-1].span, Span(start, end)))
        self.recent = mentions
        return end

    def _value(self, at: int, path: Path) -> int:
        if self._text.startswith("[", at):
            return self._array(at, path)
        if self._text.startswith("{", at):
            return self._inline_table(at, path)
        return self._match(_SCALAR, at).end()

    def _array(self, at: int, path: Path) -> int:
        index = 0
        at = self._match(_GAP, at + 1).end()
        while not self._text.startswith("]", at):
            if index >= MOST_PLACES and (plain := _PLAIN_ITEM.match(self._text, at)):
                index, at = index + 1, plain.end()
                continue
            end = self._value(at, (*path, index))
            self._record((*path, index), Place(None, Span(at, end)))
            index += 1
            at = self._after_comma(end)
        return at + 1

    def _inline_table(self, at: int, path: Path) -> int:
        at = self._match(_GAP, at + 1).end()
        while not self._text.startswith("}", at):
            at = self._after_comma(self._pair(at, path))
        return at + 1

    def _after_comma(self, at: int) -> int:
        at = self._match(_GAP, at).end()
        if self._text.startswith(",", at):
            return self._match(_GAP, at + 1).end()
        return at

    def _key(self, at: int) -> tuple[list[_Part], int]:
        parts: list[_Part] = []
        while True:
            found = self._match(_KEY_PART, at)
            parts.append(_Part(_decoded(found[1]), Span(*found.span(1))))
            at = found.end()
            if not self._text.startswith(".", at):
                return parts, at
            at += 1

    def _match(self, pattern: re.Pattern[str], at: int) -> re.Match[str]:
        found = pattern.match(self._text, at)
        if found is None:
            raise _End
        return found

    def _record(self, path: Path, place: Place) -> None:
        if len(path) <= MAX_DEPTH + 1:
            self.places.setdefault(path, place)


def _decoded(key: str) -> str:
    if key.startswith("'"):
        return key[1:-1]
    if key.startswith('"'):
        return _ESCAPE.sub(_unescape, key[1:-1])
    return key


def _unescape(found: re.Match[str]) -> str:
    *codes, short = found.groups()
    code = next(filter(None, codes), None)
    return _SHORT_ESCAPES.get(short, short) if code is None else chr(int(code, 16))
