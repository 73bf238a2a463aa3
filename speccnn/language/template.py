"""Values of a spec with `${…}` in their strings."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from speccnn.fields import is_list, is_table
from speccnn.language.expand import MARK
from speccnn.language.expression import LONGEST, ExpressionError, Result, evaluate, names_in

# Braces and quotes inside the quotes of an expression belong to it; `$${` stands for `${`.
_PIECES = re.compile(r"""\$\$\{|\$\{((?:[^{}'"]++|'[^']*+'|"[^"]*+")*+)(\}?)""")


class Problem(NamedTuple):
    """What is wrong with a string, and which characters of it are meant; `text` is they."""

    error: ExpressionError
    start: int
    end: int
    text: str = ""


class TemplateError(Exception):
    """A string of a spec that has no value, at a path below where it was looked for."""

    def __init__(self, problem: Problem, path: tuple[str | int, ...]) -> None:
        super().__init__(problem.error.reason)
        self.problem = problem
        self.path = path


def resolved(
    value: object, scope: Mapping[str, Result], path: tuple[str | int, ...] = ()
) -> object:
    """Return a value with all expressions evaluated; raise `TemplateError` at a bad one."""
    if isinstance(value, str):
        return _text(value, scope, path) if MARK in value else value
    if is_table(value):
        return resolved_table(value, scope, path)
    if is_list(value):
        return [resolved(item, scope, (*path, index)) for index, item in enumerate(value)]
    return value


def resolved_table(
    table: dict[str, object], scope: Mapping[str, Result], path: tuple[str | int, ...]
) -> dict[str, object]:
    """Return a table with all expressions in it evaluated, as `resolved` does."""
    return {
        key: item if isinstance(item, int) else resolved(item, scope, (*path, key))
        for key, item in table.items()
    }


def names_read(value: object) -> Iterator[str]:
    """Yield the names that the expressions in a value read, as far as they can be parsed."""
    if isinstance(value, str) and MARK in value:
        for piece in _pieces(value):
            if piece[1] is not None:
                try:
                    yield from names_in(piece[1])
                except ExpressionError:
                    continue
    for item in value.values() if is_table(value) else value if is_list(value) else ():
        if not isinstance(item, int | float):
            yield from names_read(item)


def texts_with_expressions(value: object) -> Iterator[str]:
    """Yield the strings in a value that hold expressions."""
    if isinstance(value, str):
        if MARK in value:
            yield value
        return
    for item in value.values() if is_table(value) else value if is_list(value) else ():
        if not isinstance(item, int):
            yield from texts_with_expressions(item)


@cache
def _pieces(text: str) -> tuple[re.Match[str], ...]:
    return tuple(_PIECES.finditer(text))


def _text(text: str, scope: Mapping[str, Result], path: tuple[str | int, ...]) -> object:
    pieces = _pieces(text)
    if len(pieces) == 1 and pieces[0][0] == text and pieces[0][1] is not None:
        return _piece(pieces[0], scope, path)
    values = [_piece(piece, scope, path) for piece in pieces]
    whole, end = "", 0
    for piece, value in zip(pieces, values, strict=True):
        whole += text[end : piece.start()] + _inserted(value, piece, path)
        end = piece.end()
        if len(whole) > LONGEST:
            error = ExpressionError(f"with it, the text is longer than {LONGEST} characters")
            raise TemplateError(Problem(error, *piece.span()), path)
    return whole + text[end:]


def _piece(
    piece: re.Match[str], scope: Mapping[str, Result], path: tuple[str | int, ...]
) -> Result:
    if piece[1] is None:
        return MARK
    if not piece[2]:
        error = ExpressionError("`${` has no `}` to end it")
        raise TemplateError(Problem(error, *piece.span()), path)
    try:
        return evaluate(piece[1], scope)
    except ExpressionError as error:
        raise TemplateError(Problem(error, *piece.span(), piece[0]), path) from None


def _inserted(value: Result, piece: re.Match[str], path: tuple[str | int, ...]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        error = ExpressionError("a list cannot stand inside a text")
        raise TemplateError(Problem(error, *piece.span()), path)
    return str(value)
