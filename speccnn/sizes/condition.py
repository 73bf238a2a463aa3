"""What must hold of named sizes, and the questions that layers ask about any size.

A question about whole numbers is answered. One about a formula is taken to be answered as it should
be, and what that demands is noted among the formula's conditions. So a layer guards itself in the
same words whether its sizes are known or not.
"""

from collections.abc import Mapping
from typing import TypeAlias, final

from speccnn.sizes.formula import Formula, Size, TooIntricateError
from speccnn.values import Record


@final
class Zero(Record):
    """That a formula is 0."""

    formula: Formula

    @property
    def names(self) -> frozenset[str]:
        """The names that it is about."""
        return self.formula.names

    def holds(self, sizes: Mapping[str, int]) -> bool:
        """Whether it holds for sizes given by name."""
        return self.formula.at(sizes) == 0


@final
class NotNegative(Record):
    """That a formula is 0 or more."""

    formula: Formula

    @property
    def names(self) -> frozenset[str]:
        """The names that it is about."""
        return self.formula.names

    def holds(self, sizes: Mapping[str, int]) -> bool:
        """Whether it holds for sizes given by name."""
        return self.formula.at(sizes) >= 0


@final
class Either(Record):
    """That at least one of several formulas is 0."""

    formulas: tuple[Formula, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names that it is about."""
        return frozenset[str]().union(*(formula.names for formula in self.formulas))

    def holds(self, sizes: Mapping[str, int]) -> bool:
        """Whether it holds for sizes given by name."""
        return any(formula.at(sizes) == 0 for formula in self.formulas)


Condition: TypeAlias = Zero | NotNegative | Either


def at_least(size: Size, least: int) -> bool:
    """Whether a size is `least` or more."""
    if isinstance(size, int):
        return size >= least
    room = size - least
    assert isinstance(room, Formula), "a formula less a number is a formula"
    size.conditions.append(NotNegative(room))
    return True


def divides(divisor: int, size: Size) -> bool:
    """Whether a size is a multiple of `divisor`, which may be 0: then it is none."""
    return divisor != 0 and equal(size % divisor, 0)


def equal(size: Size, other: Size) -> bool:
    """Whether two sizes are equal."""
    difference = size - other
    if isinstance(difference, int):
        return difference == 0
    difference.conditions.append(Zero(difference))
    return True


def broadcast(size: Size, other: Size) -> Size | None:
    """Return what two sizes are stretched to: the larger, if they are equal or one is 1.

    None if they are neither. Of formulas, the one that is larger for all sizes is known; raise
    `TooIntricateError` where neither is.
    """
    if isinstance(size, int) and isinstance(other, int):
        return max(size, other) if size == other or 1 in {size, other} else None
    if other in {size, 1}:
        return size
    if size == 1:
        return other
    from speccnn.sizes.solve import never_below  # noqa: PLC0415  it asks this module

    larger, smaller = (size, other) if never_below(size, other) else (other, size)
    if not never_below(larger, smaller):
        raise TooIntricateError
    ways = tuple(way for way in (larger - smaller, smaller - 1) if isinstance(way, Formula))
    if not ways:
        return None
    ways[0].conditions.append(Either(ways))
    return larger
