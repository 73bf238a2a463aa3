"""What a script knows of sizes with names is what the checker knows."""

import json
from functools import partial

import pytest
from backend_specs import ANY_CLASSES, ANY_SIZE, ANY_SQUARE, Table, checked
from hypothesis import given
from sizes.test_formula import Function, Sizes, any_function, any_sizes

from speccnn.backends.script.python import arithmetic
from speccnn.backends.script.sizes import sizes_of
from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import Source
from speccnn.graph.infer import infer
from speccnn.graph.named import with_shapes
from speccnn.pipeline import wired
from speccnn.sizes.formula import Size

TRIED = range(1, 120)
Rule = tuple[str, object, list[tuple[int, int | None, int, list[int]]]]


@given(any_function(), any_sizes)
def test_an_expression_has_the_value_of_the_size(
    drawn: tuple[Size, Function], sizes: Sizes
) -> None:
    size, function = drawn
    text = arithmetic(size, {"H": "h", "W": "w"})
    assert eval(text, {"h": sizes["H"], "w": sizes["W"]}) == function(sizes)  # noqa: S307


@pytest.mark.parametrize("table", [ANY_SIZE, ANY_SQUARE, ANY_CLASSES])
def test_the_rules_take_what_the_checker_takes_and_is_meant(table: Table) -> None:
    result = checked(table)
    found = sizes_of(result.model, result.document)
    assert found is not None
    _, _, graph, _ = wired(Source("tested.json", json.dumps(table).encode()))
    rules = dict(zip(result.model.names, found.rules, strict=True))
    others = {name: next(filter(partial(takes, rule), TRIED)) for name, rule in rules.items()}
    for name, rule in rules.items():
        for size in TRIED:
            sizes = {**others, name: size}
            shapes = {key: x.at(sizes).shape for key, x in result.model.inputs.items()}
            is_valid = infer(with_shapes(graph, shapes), Sink(result.out.source)) is not None
            assert is_valid or not takes(rule, size), sizes
            assert not is_valid or takes(rule, size) or not is_meant(table, name, size), sizes


def takes(rule: Rule, size: int) -> bool:
    _, _, pieces = rule
    return any(
        start <= size < (end or size + 1) and size % period in remainders
        for start, end, period, remainders in pieces
    )


def is_meant(table: Table, name: str, size: int) -> bool:
    asked = table["sizes"][name]
    is_multiple = size % asked["multiple_of"] == asked.get("remainder", 0)
    return is_multiple and size <= asked.get("at_most", size)
