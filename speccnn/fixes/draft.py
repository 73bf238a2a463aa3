"""A spec as written, and changes of its values as edits of its text."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias, final

from speccnn.diagnostics.fix import Edit
from speccnn.diagnostics.sink import Path, Place, Sink
from speccnn.diagnostics.source import Source, Span
from speccnn.document.lookup import value_at
from speccnn.fields import is_table
from speccnn.language.canonical import key_text, value_text
from speccnn.syntax.parse import parse
from speccnn.syntax.tree import Tree

Table: TypeAlias = Mapping[str, object]

_COMMENTS_ABOVE = re.compile(r"(?:[ \t]*#[^\n]*\n)+\Z")


@final
class Set(NamedTuple):
    """Give the key at a path a value, and write the key where it is not written."""

    path: Path
    value: object


@final
class Rename(NamedTuple):
    """Give the key at a path another name."""

    path: Path
    key: str


@final
class Remove(NamedTuple):
    """Take out a key with its value, or an element of a list."""

    path: Path


@final
class Insert(NamedTuple):
    """Put a table before the one at a path, which leads to an element of a list."""

    path: Path
    table: Table


@final
class Rewrite(NamedTuple):
    """Put other text in a place."""

    span: Span
    text: str


Change: TypeAlias = Set | Rename | Remove | Insert | Rewrite


class CannotEditError(Exception):
    """A change that has no place in the text as it is written."""


@final
@dataclass(frozen=True)
class Draft:
    """The text of a spec with its values and their places, if the text can be read at all."""

    source: Source

    def edits(self, changes: tuple[Change, ...]) -> tuple[Edit, ...]:
        """Return the edits that make changes; raise `CannotEditError` where there are none."""
        edits = tuple(edit for change in changes for edit in self._edits(change))
        ordered = sorted(edit.span for edit in edits)
        for one, other in pairwise(ordered):
            if other.start < one.end:
                raise CannotEditError
        return edits

    def at(self, path: Path) -> object:
        """Return the value that is written at a path, or None."""
        return value_at(self.values, path)

    @property
    def values(self) -> dict[str, object]:
        """The values as written: with variables and blocks."""
        return self._tree.value if self._tree else {}

    @property
    def text(self) -> str:
        """The text of the spec."""
        return self.source.text

    @cached_property
    def _tree(self) -> Tree | None:
        return parse(self.source, Sink(self.source))

    @cached_property
    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _edits(self, change: Change) -> Iterator[Edit]:
        match change:
            case Rewrite(span, text):
                yield Edit(span, text)
            case Rename(path, key):
                place = self._place(path)
                if place.key is None:
                    raise CannotEditError
                yield Edit(place.key, self._key(key))
            case Set(path, value):
                yield self._set(path, value)
            case Remove(path):
                yield self._remove(path)
            case Insert(path, table):
                yield self._insert(path, table)

    def _set(self, path: Path, value: object) -> Edit:
        place = self._locate(path)
        if place is None:
            return self._add(path[:-1], str(path[-1]), value)
        if _is_header(place):
            raise CannotEditError
        return Edit(place.value, self._value(value))

    def _add(self, path: Path, key: str, value: object) -> Edit:
        """Return the edit that writes a new key after the other keys of a table."""
        pair = f"{self._key(key)}{': ' if self.source.is_json else ' = '}{self._value(value)}"
        pairs = [place for place in self._children(path) if not _is_header(place)]
        start = self._place(path).value if path else None
        if self.source.is_json or (start and self.text[start.start] == "{"):
            return self._add_inline(pairs, start or Span(self.text.index("{"), 0), pair)
        if not pairs and not path:
            return Edit(Span(0, 0), pair + self._newline)
        last = max(pairs, key=lambda place: place.value.end).value.end if pairs else None
        if start and self.text[start.start] != "[":
            raise CannotEditError
        end = self._line_end(last if last is not None else (start.end if start else 0))
        indent = self._indent(last if last is not None else end)
        return Edit(Span(end, end), f"{self._newline}{indent}{pair}")

    def _add_inline(self, pairs: list[Place], table: Span, pair: str) -> Edit:
        if not pairs:
            return Edit(Span(table.start + 1, table.start + 1), pair)
        *others, last = sorted(pairs, key=lambda place: place.value.start)
        between = ", "
        if others and last.key:
            found = self.text[others[-1].value.end : last.key.start]
            between = found if re.fullmatch(r",\s+", found) else between
        return Edit(Span(last.value.end, last.value.end), between + pair)

    def _remove(self, path: Path) -> Edit:
        place = self._place(path)
        if _is_header(place):
            start = self._above(place.value.start)
            return Edit(Span(start, self._next_header(path, place.value.start)), "")
        start, end = (place.key or place.value).start, place.value.end
        after = re.compile(r"\s*,[ \t]*(?:\r?\n[ \t]*)?").match(self.text, end)
        if after and self._is_inline(path):
            return Edit(Span(start, after.end()), "")
        before = re.search(r",\s*\Z", self.text[:start])
        if before and self._is_inline(path):
            return Edit(Span(before.start(), end), "")
        line = self.text.rfind("\n", 0, start) + 1
        rest = re.compile(r"[ \t]*\r?\n").match(self.text, end)
        if not self.text[line:start].strip() and rest and not self._is_inline(path):
            return Edit(Span(line, rest.end()), "")
        return Edit(Span(start, end), "")

    def _is_inline(self, path: Path) -> bool:
        """Whether commas stand between what is written at a path and its neighbours."""
        if self.source.is_json or isinstance(path[-1], int):
            return True
        parent = self._locate(path[:-1])
        return parent is not None and self.text[parent.value.start] == "{"

    def _insert(self, path: Path, table: Table) -> Edit:
        place = self._place(path)
        start = place.value.start
        if _is_header(place):
            above = self._above(start)
            head = self.text[start : place.value.end]
            pairs = [f"{key_text(key)} = {value_text(value)}" for key, value in table.items()]
            lines = self._newline.join([head, *pairs])
            return Edit(Span(above, above), lines + self._newline * 2)
        line = self.text.rfind("\n", 0, start) + 1
        between = self.text[line:start]
        between = " " if between.strip() else self._newline + between
        return Edit(Span(start, start), f"{self._value(dict(table))},{between}")

    def _above(self, start: int) -> int:
        """Return where the comments begin that stand right above the line of a place."""
        line = self.text.rfind("\n", 0, start) + 1
        found = _COMMENTS_ABOVE.search(self.text[:line])
        return found.start() if found else line

    def _next_header(self, path: Path, start: int) -> int:
        starts = [
            place.value.start
            for other, place in self._all.items()
            if place.value.start > start and _is_header(place) and other[: len(path)] != path
        ]
        return self._above(min(starts)) if starts else len(self.text)

    def _line_end(self, offset: int) -> int:
        found = re.compile(r"\r?\n|\Z").search(self.text, offset)
        return found.start() if found else len(self.text)

    def _indent(self, offset: int) -> str:
        line = self.text.rfind("\n", 0, offset) + 1
        found = re.compile(r"[ \t]*").match(self.text, line)
        return found[0] if found else ""

    def _key(self, key: str) -> str:
        return _json(key) if self.source.is_json else key_text(key)

    def _value(self, value: object) -> str:
        return _json(value) if self.source.is_json else value_text(value)

    def _children(self, path: Path) -> list[Place]:
        table = self.at(path)
        keys = table if is_table(table) else ()
        found = [self._locate((*path, key)) for key in keys]
        return [place for place in found if place]

    def _place(self, path: Path) -> Place:
        place = self._locate(path)
        if place is None:
            raise CannotEditError
        return place

    def _locate(self, path: Path) -> Place | None:
        return self._tree.locate(path) if self._tree else None

    @cached_property
    def _all(self) -> Mapping[Path, Place]:
        return self._tree.scan() if self._tree else {}


def _is_header(place: Place) -> bool:
    """Whether a place is a header, or the dotted key of tables that are nowhere else."""
    return place.key is not None and place.value.start <= place.key.start < place.value.end


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
