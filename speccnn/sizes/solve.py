"""The exact sets of sizes that conditions on one name leave.

On each class x = P*q + r of its period P a formula is a polynomial in q. Of degree 1 it is
D*q + h(r): zero for one q at most unless D = h(r) = 0. So the sizes at which a formula is zero are
whole classes and at most one size of each other class. A formula that never falls is 0 or more from
some size on, which is found by bisection.
"""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import assert_never

from speccnn.sizes.condition import Condition, Either, NotNegative, Zero
from speccnn.sizes.formula import EFFORT, Formula, Name, Size, TooIntricateError
from speccnn.sizes.sets import SizeSet

MOST_CASES = 20_000
LARGEST = 2**62

EVERY = SizeSet.starting_at(1)
NONE = EVERY - EVERY


def solve(condition: Condition, name: str) -> SizeSet:
    """Return the sizes for which a condition on `name` alone holds.

    Raise `TooIntricateError` where too many cases would have to be told apart.
    """
    assert condition.names == {name}, "one name is solved for"
    match condition:
        case Zero(formula):
            return _zeros(formula, name)
        case NotNegative(formula):
            return _not_negative(formula, name)
        case Either(formulas):
            found = NONE
            for formula in formulas:
                found |= _zeros(formula, name)
            return found
        case _:
            assert_never(condition)


def always(condition: Condition) -> bool:
    """Whether a condition holds for all sizes of all its names.

    A polynomial of degree d that vanishes at d + 1 places vanishes everywhere, in each name and on
    each class of sizes.
    """
    match condition:
        case Zero(formula):
            return all(formula.at(sizes) == 0 for sizes in _grid(formula))
        case NotNegative(formula):
            return formula.rises and formula.at(dict.fromkeys(formula.names, 1)) >= 0
        case Either(formulas):
            return any(always(Zero(formula)) for formula in formulas)
        case _:
            assert_never(condition)


def never_below(size: Size, other: Size) -> bool:
    """Whether one size is surely at least as large as another, whatever the names stand for."""
    room = size - other
    if isinstance(room, int):
        return room >= 0
    if always(NotNegative(room)):
        return True
    if len(room.names) > 1:
        return False
    (name,) = room.names
    return room.degree(name) == 1 and not EVERY - _where_not_negative(room, name)


def _zeros(formula: Formula, name: str) -> SizeSet:
    if formula.degree(name) > 1:
        return _curved_zeros(formula, name)
    classes: list[int] = []
    found = NONE
    period = _bounded(formula.period(name))
    for first in range(1, period + 1):
        value = formula.at({name: first})
        slope = formula.at({name: first + period}) - value
        if slope == 0 == value:
            classes.append(first % period)
        elif slope and value % slope == 0 and -value // slope >= 0:
            found |= SizeSet.only(first - value // slope * period)
    return found | SizeSet.classes(period, tuple(classes))


def _curved_zeros(formula: Formula, name: str) -> SizeSet:
    """Return where a formula of a higher degree is zero, if it never falls or is flat."""
    if formula.rises:
        return _not_negative(formula, name) - _not_negative_after(formula, name)
    period, degree = _bounded(formula.period(name)), formula.degree(name)
    classes: list[int] = []
    for first in range(1, period + 1):
        places = range(first, first + (degree + 1) * period, period)
        values = {formula.at({name: place}) for place in places}
        if len(values) > 1:
            raise TooIntricateError
        if values == {0}:
            classes.append(first % period)
    return SizeSet.classes(period, tuple(classes))


def _not_negative(formula: Formula, name: str) -> SizeSet:
    if not formula.rises:
        if formula.degree(name) > 1:
            raise TooIntricateError
        return _where_not_negative(formula, name)
    constant, slope = formula.terms.get((), 0), formula.terms.get((Name(name),), 0)
    if slope and len(formula.terms) == 1 + (() in formula.terms):
        return SizeSet.starting_at(max(1, -(constant // slope)))
    low, high = 0, 1
    while formula.at({name: high}) < 0:
        if high == LARGEST:
            return NONE
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if formula.at({name: middle}) >= 0 else (middle, high)
    return SizeSet.starting_at(high)


def _not_negative_after(formula: Formula, name: str) -> SizeSet:
    """Return where a formula that never falls is 1 or more."""
    above = formula - 1
    assert isinstance(above, Formula), "a formula less a number is a formula"
    return _not_negative(above, name)


def _where_not_negative(formula: Formula, name: str) -> SizeSet:
    """Return where a formula of degree 1 that may fall is 0 or more, class by class."""
    period = _bounded(formula.period(name))
    found = NONE
    for first in range(1, period + 1):
        value = formula.at({name: first})
        slope = formula.at({name: first + period}) - value
        steps = 0 if slope == 0 else max(0, -(value // slope) if slope > 0 else value // -slope + 1)
        of_class = SizeSet.classes(period, (first % period,))
        beyond = SizeSet.starting_at(first + steps * period)
        if slope > 0 or (slope == 0 and value >= 0):
            found |= of_class & beyond
        elif slope < 0:
            found |= of_class - beyond
    return found


def _grid(formula: Formula) -> Iterator[dict[str, int]]:
    """Yield enough sizes to tell whether a formula is zero everywhere."""
    names = sorted(formula.names)
    places = [formula.period(name) * (formula.degree(name) + 1) for name in names]
    _bounded(prod(places))
    for sizes in product(*(range(1, count + 1) for count in places)):
        yield dict(zip(names, sizes, strict=True))


def _bounded(cases: int) -> int:
    if cases > MOST_CASES or EFFORT.is_spent:
        raise TooIntricateError
    return cases
