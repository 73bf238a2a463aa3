"""Sets of sizes in words: `multiples of 32, at least 32`."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import assert_never

from speccnn.sizes.condition import Condition, Either, NotNegative, Zero
from speccnn.sizes.formula import Formula, Size
from speccnn.sizes.sets import Piece, SizeSet

MOST_LISTED = 12
MOST_PARTS = 8
PAIR = 2


def words(sizes: SizeSet) -> str:
    """Return a set of sizes as people say it."""
    parts = [_part(piece, end) for piece, end in sizes.ranges()]
    if len(parts) > MOST_PARTS:
        parts[MOST_PARTS - 1 :] = [f"and {len(parts) - MOST_PARTS + 1} more stretches"]
    return "; ".join(parts) or "no size"


def listed(items: list[str], last: str = "and") -> str:
    """Return items as a list in a sentence."""
    *others, end = items
    return f"{', '.join(others)} {last} {end}" if others else end


def _part(piece: Piece, end: int | None) -> str:
    window = range(piece.start, piece.start + piece.period)
    least = next(size for size in window if size in piece)
    if end is None:
        if piece.period == 1:
            return "any size" if least == 1 else f"any size at least {least}"
        first = min(residue or piece.period for residue in piece.residues)
        is_told = least == first and piece.residues != (0,)
        return _kind(piece) if is_told else f"{_kind(piece)}, at least {least}"
    most = next(size for size in range(end - 1, piece.start - 1, -1) if size in piece)
    first = list(islice(_members(piece, least, most), MOST_LISTED + 1))
    if piece.period == 1 and len(first) > PAIR:
        return f"{least} to {most}"
    if len(first) <= MOST_LISTED:
        return listed([str(size) for size in first])
    return f"{_kind(piece)}, from {least} to {most}"


def _members(piece: Piece, least: int, most: int) -> Iterator[int]:
    places = sorted((residue - least) % piece.period for residue in piece.residues)
    for start in range(least, most + 1, piece.period):
        yield from (start + place for place in places if start + place <= most)


def _kind(piece: Piece) -> str:
    residues = piece.residues
    if residues == (0,):
        return f"multiples of {piece.period}"
    if residues == (1,) and piece.period == PAIR:
        return "odd sizes"
    if len(residues) == 1:
        return f"{residues[0]} more than multiples of {piece.period}"
    missing = sorted(set(range(piece.period)).difference(residues))
    if len(missing) < len(residues):
        if missing == [0]:
            return f"all but multiples of {piece.period}"
        return f"all that do not leave {_stretches(missing, 'or')} when divided by {piece.period}"
    return f"all that leave {_stretches(list(residues), 'or')} when divided by {piece.period}"


def _stretches(numbers: list[int], last: str) -> str:
    """Return rising numbers as a list in which neighbours are `2 to 5`."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    texts = [
        text
        for run in found
        for text in ([f"{run[0]} to {run[-1]}"] if len(run) > PAIR else map(str, run))
    ]
    return listed(texts, last)


def with_sizes(sizes: Mapping[str, int]) -> str:
    """Return under which sizes something happens: `with H = 17 and W = 4`."""
    return f"with {assigned(sizes)}"


def assigned(sizes: Mapping[str, int]) -> str:
    """Return sizes with their names: `H = 17 and W = 4`."""
    return listed([f"{name} = {size}" for name, size in sizes.items()])


def said(condition: Condition) -> str:
    """Return a condition as an equation or inequality."""
    match condition:
        case Zero(formula):
            return f"{_side(formula, 1)} = {_side(formula, -1)}"
        case NotNegative(formula):
            return f"{_side(formula, 1)} >= {_side(formula, -1)}"
        case Either(formulas):
            return " or ".join(said(Zero(formula)) for formula in formulas)
        case _:
            assert_never(condition)


def _side(formula: Formula, sign: int) -> Size:
    """Return the terms that are added, or those that are subtracted."""
    terms = {monomial: sign * count for monomial, count in formula.terms.items()}
    return formula.of({monomial: count for monomial, count in terms.items() if count > 0})
