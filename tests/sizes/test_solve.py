"""Sets of sizes hold exactly the sizes for which conditions hold."""

from collections.abc import Callable
from itertools import islice, product

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from speccnn.sizes.condition import at_least, broadcast, divides, equal
from speccnn.sizes.formula import Formula, Size, TooIntricateError
from speccnn.sizes.sets import SizeSet, together
from speccnn.sizes.solve import EVERY, NONE, always, solve
from speccnn.sizes.words import words

TRIED = range(1, 301)


@st.composite
def formulas(draw: st.DrawFn, depth: int = 3) -> Size:
    """Draw a formula of one name."""
    formula: Size = Formula.named("N", NOTED)
    for _ in range(draw(st.integers(0, depth))):
        stride, number = draw(st.integers(1, 4)), draw(st.integers(-3, 5))
        match draw(st.sampled_from(["slide", "slide", "grow", "sum", "product"])):
            case "slide":
                formula = (formula + number) // stride + 1
            case "grow":
                formula = formula * stride + number
            case "sum":
                formula = formula + draw(formulas(depth - 1))
            case _ if draw(st.integers(0, 9)) == 0:
                formula = formula * formula
            case _:
                pass
    return formula


NOTED: list = []
QUESTIONS: dict[str, Callable[[Size, Size, int], object]] = {
    "equal": lambda one, other, _: equal(one, other),
    "at least": lambda one, _, number: at_least(one, number),
    "divides": lambda one, _, number: divides(number, one),
    "broadcast": lambda one, other, _: broadcast(one, other),
}


@settings(max_examples=300)
@given(st.sampled_from(list(QUESTIONS)), formulas(), formulas(), st.integers(1, 40))
def test_a_solution_holds_exactly_where_its_condition_does(
    question: str, one: Size, other: Size, number: int
) -> None:
    NOTED.clear()
    assume(isinstance(one, Formula) and isinstance(other, Formula))
    try:
        QUESTIONS[question](one, other, number)
        for condition in NOTED:
            found = solve(condition, "N")
            assert [n in found for n in TRIED] == [condition.holds({"N": n}) for n in TRIED]
            assert found == EVERY or not always(condition)
    except TooIntricateError:
        reject()


@st.composite
def sets(draw: st.DrawFn) -> SizeSet:
    found = NONE
    for _ in range(draw(st.integers(0, 3))):
        period = draw(st.integers(1, 12))
        part = SizeSet.classes(period, draw(st.sets(st.integers(0, period - 1))))
        part &= SizeSet.starting_at(draw(st.integers(1, 40)))
        part -= SizeSet.starting_at(draw(st.integers(1, 80)))
        found |= part
    if draw(st.booleans()):
        period = draw(st.integers(1, 12))
        residues = draw(st.sets(st.integers(0, period - 1)))
        found |= SizeSet.classes(period, residues) & SizeSet.starting_at(draw(st.integers(1, 90)))
    return found


@settings(max_examples=300)
@given(sets(), sets())
def test_sets_are_sets(one: SizeSet, other: SizeSet) -> None:
    a, b = ({n for n in TRIED if n in s} for s in (one, other))
    assert {n for n in TRIED if n in one & other} == a & b
    assert {n for n in TRIED if n in one | other} == a | b
    assert {n for n in TRIED if n in one - other} == a - b
    assert (one == other) == (a == b)
    assert bool(one) == bool(a)
    assert one.smallest() == min(a, default=None)
    if one.is_bounded:
        assert one.largest() == max(a, default=None)
    head = [n for n, _ in zip(one.members(), range(50), strict=False)]
    assert head == sorted(a)[:50] or (len(a) < 50 and not one.is_bounded)


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        (EVERY, "any size"),
        (NONE, "no size"),
        (SizeSet.starting_at(75), "any size at least 75"),
        (SizeSet.classes(32, [0]), "multiples of 32, at least 32"),
        (SizeSet.classes(32, [0]) & SizeSet.starting_at(70), "multiples of 32, at least 96"),
        (SizeSet.classes(16, [12]), "12 more than multiples of 16"),
        (
            SizeSet.classes(16, [12]) & SizeSet.starting_at(180),
            "12 more than multiples of 16, at least 188",
        ),
        (SizeSet.classes(3, [1, 2]), "all but multiples of 3"),
        (SizeSet.classes(8, [0, 2, 3, 4]), "all that leave 0 or 2 to 4 when divided by 8"),
        (SizeSet.classes(4, [0, 1, 2]), "all that do not leave 3 when divided by 4"),
        (SizeSet.only(7) | SizeSet.only(9), "7; 9"),
        (SizeSet.starting_at(224) - SizeSet.starting_at(256), "224 to 255"),
        (SizeSet.only(3) | SizeSet.starting_at(5), "3; any size at least 5"),
        (SizeSet.classes(2, [1]) & SizeSet.starting_at(4), "odd sizes, at least 5"),
        (
            SizeSet.classes(16, [0]) - SizeSet.starting_at(513),
            "multiples of 16, from 16 to 512",
        ),
        (SizeSet.classes(100, [0, 7]) - SizeSet.starting_at(300), "7, 100, 107, 200 and 207"),
    ],
)
def test_a_set_in_words(sizes: SizeSet, said: str) -> None:
    assert words(sizes) == said


@pytest.mark.parametrize(
    "condition",
    [
        lambda n: equal(n // 317 + n // 331, n // 7),
        lambda n: equal((n * n // 7) // 3, n),
    ],
)
def test_what_takes_too_long_is_not_begun(condition: Callable[[Formula], bool]) -> None:
    noted: list = []
    condition(Formula.named("N", noted))
    with pytest.raises(TooIntricateError):
        solve(noted[0], "N")


def test_far_thresholds_cost_nothing() -> None:
    noted: list = []
    at_least(Formula.named("N", noted), 10**12)
    assert solve(noted[0], "N").smallest() == 10**12


@given(sets(), st.integers(1, 300))
def test_the_nearest_members_lie_around_a_size(sizes: SizeSet, size: int) -> None:
    below = [n for n in range(1, size) if n in sizes][-1:]
    above = [n for n in range(size + 1, size + 400) if n in sizes][:1]
    assert list(sizes.around(size)) == below + above


@given(sets(), sets())
def test_sizes_of_several_names_come_with_rising_sums(one: SizeSet, other: SizeSet) -> None:
    found = [tuple(sizes.values()) for sizes in islice(together({"H": one, "W": other}), 200)]
    assert found == sorted(found, key=sum)
    assert len(set(found)) == len(found)
    last = sum(found[-1]) if len(found) == 200 else 1000
    a, b = ([n for n in range(1, last) if n in sizes] for sizes in (one, other))
    assert set(found).issuperset(pair for pair in product(a, b) if sum(pair) < last)
