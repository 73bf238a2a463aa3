"""The largest of several exact sizes: those that another never falls below are left out."""

from collections.abc import Iterable, Mapping
from math import lcm
from typing import NamedTuple, TypeAlias, final

from speccnn.sizes.formula import (
    EFFORT,
    Atom,
    Formula,
    Name,
    Size,
    TooIntricateError,
    names_of,
    valued,
)
from speccnn.sizes.solve import never_below

Sizes: TypeAlias = Mapping[str, int]
Powers: TypeAlias = tuple[str, ...]

TRIED = (1 << 30, 1 << 10, 7, 1)
SMALL_ONES = 6
MOST_NAMES = 3
# What bounds of a part cost, beside the value of a formula.
EACH_PART = 2


@final
class Polynomial(NamedTuple):
    """A sum of products of names, each counted in fractions of one positive denominator."""

    counts: Mapping[Powers, int]
    over: int = 1


_ZERO = Polynomial({})


def largest(sizes: Iterable[Size], least: Sizes) -> tuple[Size, ...]:
    """Return sizes of which one is the largest, whatever the names stand for from `least` on.

    Without names that is one number. Of two formulas each may be the larger for some sizes, or it
    may be that neither is proved to be never below the other: both are returned. Raise
    `TooIntricateError` for too many of them.
    """
    EFFORT.renew()
    found: list[Size] = []
    places = [{name: low + more for name, low in least.items()} for more in TRIED]
    for size in sorted(set(sizes), key=lambda size: [-valued(size, place) for place in places]):
        if EFFORT.is_spent:
            raise TooIntricateError
        if not any(_covers(other, size, least) for other in found):
            found = [other for other in found if not _covers(size, other, least)]
            found.append(size)
    return tuple(found)


def _covers(size: Size, other: Size, least: Sizes) -> bool:
    """Whether a size is proved to be never below another."""
    room = size - other
    if isinstance(room, int):
        return room >= 0
    if room.at(least) < 0 or EFFORT.is_spent:
        return False
    if room.rises:
        return True
    if _is_proved(room, least, {}, sorted(names_of(room))):
        return True
    try:
        return never_below(size, other)
    except TooIntricateError:
        return False


def _is_proved(room: Formula, least: Sizes, fixed: Sizes, names: list[str]) -> bool:
    """Whether a formula is proved not to be negative.

    Where bounds do not show it for all sizes at once, they are tried for each of the smallest sizes
    of a name, and for all above.
    """
    bounds = _bounds(room, least, fixed)
    if bounds is not None and _is_never_negative(bounds[0]):
        return True
    if not names or len(names) > MOST_NAMES:
        return False
    name, *others = names
    beyond = least[name] + SMALL_ONES
    return all(
        _is_proved(room, least, {**fixed, name: size}, others)
        for size in range(least[name], beyond)
    ) and _is_proved(room, {**least, name: beyond}, fixed, others)


def _bounds(formula: Formula, least: Sizes, fixed: Sizes) -> tuple[Polynomial, Polynomial] | None:
    """Return polynomials that a formula lies between, in how far each name is above its least.

    A floor lies between (f - m + 1)/m and f/m. Products of bounds bound products where no factor is
    negative, which all coefficients of its lower bound show; None where they do not.
    """
    EFFORT.evaluated += EACH_PART * formula.parts
    low = high = _ZERO
    for monomial, count in formula.terms.items():
        lower = upper = Polynomial({(): count})
        for atom in monomial:
            factors = _atom_bounds(atom, least, fixed)
            if factors is None:
                return None
            lower, upper = _product(lower, factors[0]), _product(upper, factors[1])
        low = _sum(low, lower if count > 0 else upper)
        high = _sum(high, upper if count > 0 else lower)
    return low, high


def _atom_bounds(atom: Atom, least: Sizes, fixed: Sizes) -> tuple[Polynomial, Polynomial] | None:
    if isinstance(atom, Name):
        number = {(): fixed.get(atom.text, least[atom.text])}
        exact = Polynomial(number if atom.text in fixed else {**number, (atom.text,): 1})
        return exact, exact
    if atom.inner.names <= fixed.keys():
        value = atom.inner.at(fixed) // atom.divisor
        return None if value < 0 else (Polynomial({(): value}), Polynomial({(): value}))
    inner = _bounds(atom.inner, least, fixed)
    if inner is None or not _is_never_negative(inner[0]):
        return None
    low, high = (Polynomial(side.counts, side.over * atom.divisor) for side in inner)
    low = _sum(low, Polynomial({(): 1 - atom.divisor}, atom.divisor))
    return (low if _is_never_negative(low) else _ZERO), high


def _is_never_negative(polynomial: Polynomial) -> bool:
    return all(count >= 0 for count in polynomial.counts.values())


def _sum(one: Polynomial, other: Polynomial) -> Polynomial:
    over = lcm(one.over, other.over)
    by, times = over // one.over, over // other.over
    total = {at: count * by for at, count in one.counts.items()}
    for at, count in other.counts.items():
        total[at] = total.get(at, 0) + count * times
    return Polynomial(total, over)


def _product(one: Polynomial, other: Polynomial) -> Polynomial:
    product: dict[Powers, int] = {}
    for at, count in one.counts.items():
        for by, factor in other.counts.items():
            powers = tuple(sorted(at + by))
            product[powers] = product.get(powers, 0) + count * factor
    return Polynomial(product, one.over * other.over)
