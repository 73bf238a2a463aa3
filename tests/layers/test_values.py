"""The live layers compute what the documentation says, and cost as much as counted by hand."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import by_hand
from oracle.verdicts import Case, Refused, typed

live = pytest.importorskip("oracle.live")

some = settings(max_examples=60, derandomize=True, database=None)
few = settings(max_examples=30, derandomize=True, database=None)
side = st.integers(0, 2)
pad_pair = st.lists(side, min_size=2, max_size=2)


def negative(shape: tuple[int, ...]) -> np.ndarray:
    """Return an example of whole numbers below zero, so that a zero from the padding shows."""
    return -1.0 - np.random.default_rng(sum(shape)).integers(0, 9, shape)


def sizes(axes: int) -> st.SearchStrategy[object]:
    size = st.integers(1, 3 if axes < 3 else 2)
    return size | st.lists(size, min_size=axes, max_size=axes)


def paddings(axes: int) -> st.SearchStrategy[object]:
    numbers = pad_pair if axes == 1 else st.lists(side | pad_pair, min_size=axes, max_size=axes)
    return st.sampled_from(["valid", "same"]) | side | numbers


def shapes(axes: int, channels: st.SearchStrategy[int]) -> st.SearchStrategy[tuple[int, ...]]:
    return st.tuples(*[st.integers(3, 6 if axes < 3 else 4)] * axes, channels)


@st.composite
def pools(draw: st.DrawFn, kind: str) -> Case:
    axes = int(kind[-2])
    optional = {"strides": sizes(axes), "padding": paddings(axes)}
    arguments = draw(st.fixed_dictionaries({"pool_size": sizes(axes)}, optional=optional))
    return Case(kind, arguments, (draw(shapes(axes, st.integers(1, 3))),))


@some
@given(st.sampled_from([1, 2, 2, 3]).flatmap(lambda axes: pools(f"MaxPooling{axes}D")))
def test_max_pooling_never_picks_the_padding(case: Case) -> None:
    if isinstance(typed(case), Refused):
        return
    x = negative(case.shapes[0])
    (pooled,) = live.run(case, [x[None]], [])
    assert np.array_equal(pooled, by_hand.pool(x, case.arguments, average=False))


@some
@given(st.sampled_from([1, 2, 2, 3]).flatmap(lambda axes: pools(f"AveragePooling{axes}D")))
def test_average_pooling_counts_explicit_zeros_and_no_others(case: Case) -> None:
    if isinstance(typed(case), Refused):
        return
    x = negative(case.shapes[0])
    (pooled,) = live.run(case, [x[None]], [])
    assert np.allclose(pooled, by_hand.pool(x, case.arguments, average=True), atol=1e-5)


@st.composite
def convolutions(draw: st.DrawFn, axes: int) -> Case:
    groups = draw(st.sampled_from([1, 1, 2, 3]))
    causal = st.just("causal") if axes == 1 else st.nothing()
    arguments = {
        "filters": groups * draw(st.integers(1, 2)),
        "kernel_size": draw(sizes(axes)),
        "groups": groups,
        "padding": draw(paddings(axes) | causal),
        draw(st.sampled_from(["strides", "dilation_rate"])): draw(sizes(axes)),
    }
    channels = st.just(groups) | st.just(6 if axes < 3 else groups)
    return Case(f"Conv{axes}D", arguments, (draw(shapes(axes, channels)),))


@some
@given(st.sampled_from([1, 2, 2, 3]).flatmap(convolutions))
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


@st.composite
def depthwise(draw: st.DrawFn, kind: str) -> Case:
    axes = int(kind[-2])
    arguments = {
        "kernel_size": draw(sizes(axes)),
        "padding": draw(paddings(axes)),
        "depth_multiplier": draw(st.integers(1, 2)),
        draw(st.sampled_from(["strides", "dilation_rate"])): draw(sizes(axes)),
    }
    return Case(kind, arguments, (draw(shapes(axes, st.integers(1, 3))),))


@few
@given(st.sampled_from(["DepthwiseConv1D", "DepthwiseConv2D"]).flatmap(depthwise))
def test_depthwise_convolution_multiplies_and_adds_as_often_as_counted(case: Case) -> None:
    node = typed(case)
    if isinstance(node, Refused):
        return
    kernel, bias = (negative(weight.shape) for weight in node.weights)
    x = negative(case.shapes[0])
    expected, count = by_hand.convolve_depthwise(x, kernel, bias, case.arguments)
    (convolved,) = live.run(case, [x[None]], [kernel, bias])
    assert np.array_equal(convolved, expected)
    assert node.macs == count


@few
@given(st.sampled_from(["SeparableConv1D", "SeparableConv2D"]).flatmap(depthwise))
def test_separable_convolution_is_a_depthwise_one_and_a_mixing(case: Case) -> None:
    case = Case(case.kind, {"filters": 2, **case.arguments}, case.shapes)
    node = typed(case)
    if isinstance(node, Refused):
        return
    kernel, mixing, bias = weights = [negative(weight.shape) for weight in node.weights]
    x = negative(case.shapes[0])
    between, first = by_hand.convolve_depthwise(x, kernel, 0, case.arguments)
    expected, second = by_hand.convolve(between, mixing, bias, {})
    (convolved,) = live.run(case, [x[None]], weights)
    assert np.array_equal(convolved, expected)
    assert node.macs == first + second


@st.composite
def transposed(draw: st.DrawFn, axes: int) -> Case:
    arguments = {
        "filters": draw(st.integers(1, 2)),
        "kernel_size": draw(sizes(axes)),
        "padding": draw(st.sampled_from(["valid", "same"])),
        "output_padding": draw(st.none() | st.integers(0, 1)),
        "strides": draw(sizes(axes)),
    }
    return Case(f"Conv{axes}DTranspose", arguments, (draw(shapes(axes, st.integers(1, 2))),))


@some
@given(st.sampled_from([1, 2, 2, 3]).flatmap(transposed))
def test_transposed_convolution_lays_out_its_windows_as_often_as_counted(case: Case) -> None:
    node = typed(case)
    if isinstance(node, Refused):
        return
    kernel, bias = (negative(weight.shape) for weight in node.weights)
    x = negative(case.shapes[0])
    expected, count = by_hand.lay_out(x, kernel, bias, case.arguments, node.output.spatial)
    (laid_out,) = live.run(case, [x[None]], [kernel, bias])
    assert np.array_equal(laid_out, expected)
    assert node.macs == count


@pytest.mark.parametrize(("kind", "summary"), [("Max", np.max), ("Average", np.mean)])
@pytest.mark.parametrize("wanted", [(2, 2), (3, 7), (5, 4), (9, 10)])
def test_adaptive_pooling_covers_the_map_with_windows(
    kind: str, summary: Callable[[np.ndarray, tuple[int, int]], np.ndarray], wanted: tuple[int, int]
) -> None:
    x = negative((6, 7, 2))
    case = Case(f"Adaptive{kind}Pooling2D", {"output_size": list(wanted)}, (x.shape,))
    (pooled,) = live.run(case, [x[None]], [])
    for row, column in np.ndindex(*wanted):
        rows = slice(row * 6 // wanted[0], -(-(row + 1) * 6 // wanted[0]))
        columns = slice(column * 7 // wanted[1], -(-(column + 1) * 7 // wanted[1]))
        assert np.allclose(pooled[row, column], summary(x[rows, columns], (0, 1)), atol=1e-5)


def test_cropping_keeps_the_middle() -> None:
    x = negative((1, 6, 7, 2))
    cropped = live.run(Case("Cropping2D", {"cropping": [[1, 2], [0, 3]]}, ((6, 7, 2),)), [x], [])
    middle = live.run(Case("CenterCrop", {"height": 3, "width": 4}, ((6, 7, 2),)), [x], [])
    assert np.array_equal(cropped, x[:, 1:4, 0:4])
    assert np.array_equal(middle, x[:, 1:4, 1:5])


def test_upsampling_repeats() -> None:
    x = negative((1, 2, 3, 2))
    larger = live.run(Case("UpSampling2D", {"size": [2, 3]}, ((2, 3, 2),)), [x], [])
    assert np.array_equal(larger, x.repeat(2, axis=1).repeat(3, axis=2))


@pytest.mark.parametrize(
    ("kind", "arguments", "shape"),
    [
        ("Conv1D", {"filters": 1, "kernel_size": 3, "padding": "causal", "dilation_rate": 2}, (9,)),
        ("Conv1D", {"filters": 1, "kernel_size": 3, "padding": "causal", "strides": 2}, (8,)),
        ("Conv1D", {"filters": 1, "kernel_size": 2, "padding": [2, 1], "strides": 2}, (8,)),
        ("Conv3D", {"filters": 1, "kernel_size": [2, 1, 3], "padding": [0, 1, [1, 0]]}, (4, 3, 4)),
        ("DepthwiseConv2D", {"kernel_size": [2, 3], "strides": 2}, (5, 6)),
        ("SeparableConv1D", {"filters": 2, "kernel_size": 4, "padding": "same"}, (7,)),
        ("MaxPooling3D", {"pool_size": 2, "padding": 1, "strides": 1}, (3, 4, 3)),
        ("AveragePooling1D", {"pool_size": 3, "padding": "same", "strides": 2}, (8,)),
        ("AdaptiveAveragePooling2D", {"output_size": [2, 4]}, (6, 8)),
        ("GlobalAveragePooling3D", {"keepdims": True}, (2, 3, 2)),
        ("ZeroPadding1D", {"padding": [2, 1]}, (5,)),
        ("Cropping2D", {"cropping": [[1, 2], [0, 3]]}, (6, 7)),
        ("CenterCrop", {"height": 3, "width": 4}, (6, 7)),
    ],
)
def test_an_output_place_sees_what_its_window_covers(
    kind: str, arguments: dict[str, object], shape: tuple[int, ...]
) -> None:
    case = Case(kind, arguments, ((*shape, 1),))
    node = typed(case)
    ones = [np.full(w.shape, 0.0 if w.name == "bias" else 1.0) for w in node.weights]
    impulses = np.eye(np.prod(shape)).reshape(-1, *shape, 1)
    seen = live.run(case, [impulses], ones)[..., 0].reshape(*shape, *node.output.spatial) != 0
    expected = np.ones_like(seen)
    for axis, (window, size) in enumerate(zip(node.layer.window(*node.reads), shape, strict=True)):
        places = np.arange(size)[:, None]
        starts = np.arange(node.output.shape[axis]) * window.stride - window.sides(size)[0]
        offsets = window.dilation * np.arange(window.kernel)[:, None, None]
        covered = (places == starts + offsets).any(axis=0)
        apart = np.expand_dims(covered, tuple(set(range(seen.ndim)) - {axis, axis + len(shape)}))
        expected = expected & apart
    assert np.array_equal(seen, expected)


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
