"""The live layers compute what the documentation says, and cost as much as counted by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import by_hand
from oracle.verdicts import Case, Refused, typed

live = pytest.importorskip("oracle.live")

some = settings(max_examples=60, derandomize=True, database=None)
size = st.integers(1, 3)
sizes = size | st.lists(size, min_size=2, max_size=2)
side = st.integers(0, 2)
pad_pair = st.lists(side, min_size=2, max_size=2)
paddings = st.sampled_from(["valid", "same"]) | side | pad_pair | st.tuples(pad_pair, pad_pair)


def negative(shape: tuple[int, ...]) -> np.ndarray:
    """Return an example of whole numbers below zero, so that a zero from the padding shows."""
    return -1.0 - np.random.default_rng(sum(shape)).integers(0, 9, shape)


@st.composite
def pools(draw: st.DrawFn, kind: str) -> Case:
    optional = {"strides": sizes, "padding": paddings.map(listed)}
    arguments = draw(st.fixed_dictionaries({"pool_size": sizes}, optional=optional))
    return Case(kind, arguments, (draw(st.tuples(st.integers(3, 6), st.integers(3, 6), size)),))


def listed(padding: object) -> object:
    return [list(side) for side in padding] if isinstance(padding, tuple) else padding


@some
@given(pools("MaxPooling2D"))
def test_max_pooling_never_picks_the_padding(case: Case) -> None:
    if isinstance(typed(case), Refused):
        return
    x = negative(case.shapes[0])
    (pooled,) = live.run(case, [x[None]], [])
    assert np.array_equal(pooled, by_hand.pool(x, case.arguments, average=False))


@some
@given(pools("AveragePooling2D"))
def test_average_pooling_counts_explicit_zeros_and_no_others(case: Case) -> None:
    if isinstance(typed(case), Refused):
        return
    x = negative(case.shapes[0])
    (pooled,) = live.run(case, [x[None]], [])
    assert np.allclose(pooled, by_hand.pool(x, case.arguments, average=True), atol=1e-5)


@st.composite
def convolutions(draw: st.DrawFn) -> Case:
    groups = draw(st.sampled_from([1, 1, 2, 3]))
    arguments = {
        "filters": groups * draw(st.integers(1, 2)),
        "kernel_size": draw(sizes),
        "groups": groups,
        "padding": listed(draw(paddings)),
        draw(st.sampled_from(["strides", "dilation_rate"])): draw(sizes),
    }
    shape = draw(st.tuples(st.integers(3, 6), st.integers(3, 6), st.just(groups) | st.just(6)))
    return Case("Conv2D", arguments, (shape,))


@some
@given(convolutions())
def test_convolution_multiplies_and_adds_as_often_as_counted(case: Case) -> None:
    node = typed(case)
    if isinstance(node, Refused):
        return
    kernel, bias = (negative(weight.shape) for weight in node.weights)
    x = negative(case.shapes[0])
    expected, count = by_hand.convolve(x, kernel, bias, case.arguments)
    (convolved,) = live.run(case, [x[None]], [kernel, bias])
    assert np.array_equal(convolved, expected)
    assert node.output.shape == expected.shape
    assert node.macs == count


@pytest.mark.parametrize("shape", [(5,), (2, 3), (2, 3, 4)])
def test_dense_multiplies_and_adds_as_often_as_counted(shape: tuple[int, ...]) -> None:
    case = Case("Dense", {"units": 3}, (shape,))
    x, kernel, bias = negative(shape), negative((shape[-1], 3)), negative((3,))
    expected, count = np.zeros((*shape[:-1], 3)), 0
    for place in np.ndindex(*shape[:-1]):
        for unit in range(3):
            expected[(*place, unit)] = bias[unit]
            for channel in range(shape[-1]):
                expected[(*place, unit)] += x[(*place, channel)] * kernel[channel, unit]
                count += 1
    assert np.array_equal(live.run(case, [x[None]], [kernel, bias])[0], expected)
    assert typed(case).macs == count


@pytest.mark.parametrize("axis", [-1, 1, [1, 2], [-1, -3]])
def test_softmax_sums_to_one_over_its_axes(axis: int | list[int]) -> None:
    case = Case("Softmax", {"axis": axis}, ((2, 3, 4),))
    shares = live.run(case, [negative((1, 2, 3, 4))], [])
    over = tuple(axis) if isinstance(axis, list) else axis
    assert np.allclose(shares.sum(axis=over), 1, atol=1e-6)


def test_flatten_lays_channels_fastest() -> None:
    x = negative((1, 2, 3, 4))
    assert np.array_equal(live.run(Case("Flatten", {}, ((2, 3, 4),)), [x], []), x.reshape(1, 24))


def test_zero_padding_surrounds_with_top_bottom_left_right() -> None:
    x = negative((1, 2, 2, 1))
    case = Case("ZeroPadding2D", {"padding": [[1, 0], [1, 0]]}, ((2, 2, 1),))
    padded = live.run(case, [x], [])
    assert np.array_equal(padded, np.pad(x, ((0, 0), (1, 0), (1, 0), (0, 0))))


def test_merges_add_and_line_up() -> None:
    x, y = negative((1, 2, 3)), negative((1, 1, 3))
    added = live.run(Case("Add", {"broadcast": True}, ((2, 3), (1, 3))), [x, y], [])
    joined = live.run(Case("Concatenate", {"axis": 1}, ((2, 3), (1, 3))), [x, y], [])
    assert np.array_equal(added, x + y)
    assert np.array_equal(joined, np.concatenate([x, y], axis=1))


def test_global_pooling_summarises_each_channel() -> None:
    x = negative((1, 3, 4, 2))
    largest = live.run(Case("GlobalMaxPooling2D", {}, ((3, 4, 2),)), [x], [])
    mean = live.run(Case("GlobalAveragePooling2D", {"keepdims": True}, ((3, 4, 2),)), [x], [])
    assert np.array_equal(largest, x.max(axis=(1, 2)))
    assert np.allclose(mean, x.mean(axis=(1, 2), keepdims=True))


def test_relu_has_a_ceiling_a_slope_and_a_threshold() -> None:
    arguments = {"max_value": 6, "negative_slope": 0.5, "threshold": 1}
    x = np.array([[-3.0, 0.5, 2.0, 9.0]])
    assert np.allclose(live.run(Case("ReLU", arguments, ((4,),)), [x], []), [[-2, -0.25, 2, 6]])
