"""Dense layers and normalisation: cases that a person can check by eye."""

import pytest
from oracle.verdicts import Answer, Case, Reason, Refused, answer, typed


def given(kind: str, *shape: int, **arguments: object) -> Case:
    return Case(kind, arguments, (shape,))


@pytest.mark.parametrize(
    ("case", "parameters", "macs"),
    [
        (given("Dense", 784, units=500), 392_500, 392_000),
        (given("Dense", 784, units=500, use_bias=False), 392_000, 392_000),
        (given("Dense", 7, 7, 32, units=10), 330, 7 * 7 * 32 * 10),
        (given("BatchNormalization", 28, 28, 16), 64, 0),
        (given("BatchNormalization", 28, 28, 16, scale=False, center=False), 32, 0),
        (given("BatchNormalization", 28, 30, 16, axis=1), 4 * 28, 0),
        (given("BatchNormalization", 28, 30, 16, axis=-2), 4 * 30, 0),
    ],
)
def test_parameters_and_cost(case: Case, parameters: int, macs: int) -> None:
    node = typed(case)
    assert node.parameters == parameters
    assert node.macs == macs


def test_dense_works_on_the_last_axis() -> None:
    weights = (("kernel", (32, 10), True), ("bias", (10,), True))
    assert answer(typed(given("Dense", 7, 7, 32, units=10))) == Answer((7, 7, 10), weights)


def test_batch_normalisation_trains_half_of_what_it_holds() -> None:
    claimed = answer(typed(given("BatchNormalization", 4, 4, 6)))
    assert claimed.output == (4, 4, 6)
    assert claimed.weights == (
        ("gamma", (6,), True),
        ("beta", (6,), True),
        ("moving_mean", (6,), False),
        ("moving_variance", (6,), False),
    )


@pytest.mark.parametrize("kind", ["BatchNormalization", "Softmax"])
@pytest.mark.parametrize("rank", [1, 2, 3, 4])
@pytest.mark.parametrize("axis", range(-6, 7))
def test_an_axis_is_any_but_the_batchs(kind: str, rank: int, axis: int) -> None:
    node = typed(given(kind, *range(2, 2 + rank), axis=axis))
    if 1 <= axis <= rank or -rank <= axis <= -1:
        assert answer(node).output == tuple(range(2, 2 + rank))
    else:
        assert node == Refused((Reason("T408", "axis"),))


@pytest.mark.parametrize("axes", [[1, 1], [-1, -1], [2, -1], [1, 2, -2]])
def test_no_axis_is_named_twice(axes: list[int]) -> None:
    refused = typed(given("Softmax", 4, 5, axis=axes))
    assert isinstance(refused, Refused)
    assert [reason.field for reason in refused.reasons] == ["axis"]
