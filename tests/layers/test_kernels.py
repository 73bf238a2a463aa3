"""What few of TensorFlow's kernels run is told, with a layer that all of them run and means it."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import by_hand

from speccnn import Source, pipeline
from speccnn.diagnostics.fix import applied
from speccnn.fixes.advise import advised

Table = dict[str, Any]

two = st.lists(st.integers(1, 3), min_size=2, max_size=2)
sides = st.lists(st.integers(0, 2), min_size=2, max_size=2)
paddings = st.sampled_from(["valid", "same", 1]) | st.lists(sides, min_size=2, max_size=2)


def spec(layer: Table, shape: list[int]) -> Source:
    values = {"speccnn": 1, "name": "n", "inputs": {"x": shape}, "layers": [layer]}
    return Source("a.json", json.dumps(values).encode())


def fixed(layer: Table, shape: list[int], code: str) -> list[Table]:
    """Return the layers of the first fix; assert that the layer is refused, and gives no others."""
    source = spec(layer, shape)
    (found,) = advised(source, pipeline.diagnose(source), {})
    assert found.finding.code == code
    text = applied(source.text, found.fixes[0].edits)
    return list(pipeline.check(Source("a.json", text.encode())).values["layers"])


def numbers(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).integers(-9, 9, shape).astype(float)


@given(two.filter(lambda s: len(set(s)) > 1), two, paddings, st.integers(1, 2), st.integers(1, 3))
def test_depthwise_windows_of_other_strides_are_grouped_ones(
    strides: list[int], kernel: list[int], padding: object, times: int, channels: int
) -> None:
    layer = {"type": "DepthwiseConv2D", "kernel_size": kernel, "strides": strides}
    layer |= {"padding": padding, "depth_multiplier": times, "depthwise_initializer": "ones"}
    (instead,) = fixed(layer, [6, 7, channels], "T460")
    assert instead["type"] == "Conv2D"
    assert instead["kernel_initializer"] == "ones"
    x, weights = numbers(6, 7, channels), numbers(*kernel, channels, times)
    bias = np.zeros(channels * times)
    expected, _ = by_hand.convolve_depthwise(x, weights, bias, layer)
    turned = weights.reshape(*kernel, 1, channels * times)
    assert np.array_equal(by_hand.convolve(x, turned, bias, instead)[0], expected)


@pytest.mark.parametrize("padding", ["same", "valid", [1, 0], [[1, 0], [0, 2]]])
def test_separable_windows_of_other_strides_are_two_convolutions(padding: object) -> None:
    layer = {"type": "SeparableConv2D", "filters": 4, "kernel_size": [2, 3], "strides": [1, 2]}
    layer |= {"padding": padding, "depth_multiplier": 2, "activation": "relu"}
    layer |= {"depthwise_regularizer": "l1", "pointwise_regularizer": "l2"}
    first, second = fixed(layer, [6, 7, 3], "T460")
    assert (first["kernel_regularizer"], second["kernel_regularizer"]) == ("l1", "l2")
    assert (first.get("activation"), second["activation"]) == (None, "relu")
    assert (first["use_bias"], "use_bias" in second) == (False, False)
    x, depthwise, pointwise = numbers(6, 7, 3), numbers(2, 3, 3, 2), numbers(1, 1, 6, 4)
    between, _ = by_hand.convolve_depthwise(x, depthwise, np.zeros(6), layer)
    expected, _ = by_hand.convolve(between, pointwise, np.zeros(4), {})
    between, _ = by_hand.convolve(x, depthwise.reshape(2, 3, 1, 6), np.zeros(6), first)
    found, _ = by_hand.convolve(between, pointwise, np.zeros(4), second)
    assert np.array_equal(found, expected)


@given(st.integers(1, 3), st.sampled_from(["same", "valid"]), st.data())
def test_transposed_windows_that_dilate_are_windows(
    axes: int, padding: str, data: st.DataObject
) -> None:
    of_axes = st.lists(st.integers(1, 3), min_size=axes, max_size=axes)
    kernel, rates = data.draw(of_axes), data.draw(of_axes.filter(lambda rates: max(rates) > 1))
    layer = {"type": f"Conv{axes}DTranspose", "filters": 2, "kernel_size": kernel}
    layer |= {"dilation_rate": rates, "padding": padding}
    sizes = [5, 4, 3][:axes]
    (instead,) = fixed(layer, [*sizes, 3], "T461")
    x, weights, bias = numbers(*sizes, 3), numbers(*kernel, 2, 3), numbers(2)
    spans = [rate * (k - 1) + 1 for k, rate in zip(kernel, rates, strict=True)]
    more = [0 if padding == "same" else span - 1 for span in spans]
    larger = tuple(size + m for size, m in zip(sizes, more, strict=True))
    expected, _ = by_hand.lay_out(x, weights, bias, layer, larger)
    turned = np.flip(weights, tuple(range(axes))).swapaxes(-1, -2)
    assert np.array_equal(by_hand.convolve(x, turned, bias, instead)[0], expected)


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_a_dilation_beside_strides_can_only_be_left_out(axes: int) -> None:
    layer = {"type": f"Conv{axes}DTranspose", "filters": 2, "kernel_size": 3}
    (instead,) = fixed({**layer, "strides": 2, "dilation_rate": 2}, [*[4] * axes, 3], "T461")
    assert instead == {**layer, "strides": 2}
