"""A spec's text and the places in it."""

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple, final

from speccnn.values import Record

BYTE_ORDER_MARK = "\ufeff"


class Position(NamedTuple):
    """A place for people: line and column from 1, the column in code points."""

    line: int
    column: int


class Span(NamedTuple):
    """A stretch of text: code points from `start` up to, not including, `end`."""

    start: int
    end: int


@final
class Source(Record):
    """The bytes of one spec and the name to call it by in messages."""

    path: str
    raw: bytes

    @cached_property
    def text(self) -> str:
        """The decoded text without a byte-order mark; bytes that are not UTF-8 become U+FFFD."""
        return self.raw.decode("utf-8", errors="replace").removeprefix(BYTE_ORDER_MARK)

    @property
    def is_json(self) -> bool:
        """Whether the text is JSON: by its name's ending, or else by its first character."""
        lowered = self.path.lower()
        if lowered.endswith((".json", ".toml")):
            return lowered.endswith(".json")
        return self.text.lstrip(" \t\r\n").startswith("{")

    def position(self, offset: int) -> Position:
        """Return the line and column of a code point of `text`."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Return the text of one line, counted from 1, without its line break."""
        starts = self._line_starts
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    @property
    def line_count(self) -> int:
        """How many lines the text has; an empty text has one."""
        return len(self._line_starts)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        found = self.text.find("\n")
        while found >= 0:
            starts.append(found + 1)
            found = self.text.find("\n", found + 1)
        return starts
