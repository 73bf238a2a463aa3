"""Formulas have the values of the functions that they stand for, and equal ones one form."""

from collections.abc import Callable, Mapping
from functools import reduce
from itertools import pairwise
from operator import add

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from speccnn.sizes.formula import Formula, Size, TooIntricateError, valued

Sizes = Mapping[str, int]
Function = Callable[[Sizes], int]
H, W = (Formula.named(name, []) for name in "HW")


@st.composite
def functions(draw: st.DrawFn, depth: int = 5) -> tuple[Size, Function]:
    """Draw what layers do to sizes, as a formula and as a plain function."""
    if depth == 0:
        name = draw(st.sampled_from("HHW"))
        return Formula.named(name, []), lambda sizes: sizes[name]
    formula, function = draw(functions(depth - 1))
    number = draw(st.integers(-4, 6))
    match draw(st.sampled_from(["slide", "slide", "slide", "grow", "sum", "product"])):
        case "slide":
            stride = draw(st.integers(1, 5))
            return (formula + number) // stride + 1, (
                lambda sizes: (function(sizes) + number) // stride + 1
            )
        case "grow":
            factor = draw(st.integers(1, 3))
            return formula * factor + number, lambda sizes: function(sizes) * factor + number
        case "sum":
            other, its = draw(functions(depth - 1))
            return formula + other, lambda sizes: function(sizes) + its(sizes)
        case _:
            other, its = draw(functions(min(depth - 1, 1)))
            return formula * other, lambda sizes: function(sizes) * its(sizes)


def any_function() -> st.SearchStrategy[tuple[Size, Function]]:
    return st.integers(0, 5).flatmap(functions)


any_sizes = st.fixed_dictionaries({name: st.integers(0, 80) for name in "HW"})


@settings(max_examples=400)
@given(any_function(), st.lists(any_sizes, min_size=5, max_size=5))
def test_a_formula_is_the_function(drawn: tuple[Size, Function], given: list[Sizes]) -> None:
    formula, function = drawn
    assert [valued(formula, sizes) for sizes in given] == [function(sizes) for sizes in given]


@settings(max_examples=200)
@given(any_function(), any_sizes, st.sampled_from("HW"))
def test_on_a_class_it_is_a_polynomial(
    drawn: tuple[Size, Function], sizes: dict[str, int], name: str
) -> None:
    formula, function = drawn
    assume(isinstance(formula, Formula) and name in formula.names)
    period, degree = formula.period(name), formula.degree(name)
    values = [function(sizes | {name: sizes[name] + period * q}) for q in range(degree + 3)]
    for _ in range(degree + 1):
        values = [after - before for before, after in pairwise(values)]
    assert set(values) == {0}


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ((H + 1) // 2, "floor((H + 1) / 2)"),
        (((H + 1) // 2 + 1) // 2, "floor((H + 3) / 4)"),
        (H * 2 // 2, "H"),
        ((2 * H + 1) // 4, "floor(H / 2)"),
        (3 * H // 2, "H + floor(H / 2)"),
        ((H - 5) // 2 + 1, "floor((H + 1) / 2) - 2"),
        (H - (H // 2) * 2, "H - 2*floor(H / 2)"),
        (64 * (H // 2) * (W // 2), "64*floor(H / 2)*floor(W / 2)"),
        ((H // 2 + W // 2) // 2, "floor((floor(H / 2) + floor(W / 2)) / 2)"),
        (3 - H, "3 - H"),
        (H - H + 7, "7"),
    ],
)
def test_what_is_equal_has_one_form(formula: Size, text: str) -> None:
    assert str(formula) == text.replace("3 - H", "- H + 3")


def test_equal_formulas_are_one_key() -> None:
    assert len({(H + 1) // 2, (2 * H + 2) // 4, (H - 1) // 2 + 1}) == 1


def test_too_many_terms_are_refused() -> None:
    quotients = [H // divisor for divisor in range(2, 600)]
    with pytest.raises(TooIntricateError):
        reduce(add, quotients)


def test_a_formula_that_doubles_is_refused_before_it_is_large() -> None:
    with pytest.raises(TooIntricateError):
        reduce(lambda formula, _: formula + (formula + 1) // 3, range(60), H)


@given(any_function(), any_sizes)
def test_a_formula_with_some_numbers_is_the_function_of_the_rest(
    drawn: tuple[Size, Function], sizes: dict[str, int]
) -> None:
    formula, function = drawn
    assume(isinstance(formula, Formula))
    rest = formula.given({"H": sizes["H"]})
    assert isinstance(rest, int) or rest.names <= {"W"}
    assert valued(rest, sizes) == function(sizes)
