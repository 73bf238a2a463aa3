"""Windows on one and three axes, and on each channel alone: cases to check by eye."""

import pytest
from pydantic_core import ValidationError

from speccnn.layers.base import Layer, Reject
from speccnn.layers.conv import Conv1D, Conv3D
from speccnn.layers.depthwise import DepthwiseConv1D, DepthwiseConv2D, SeparableConv2D
from speccnn.layers.global_pool import GlobalAveragePooling1D, GlobalMaxPooling3D
from speccnn.layers.padding import ZeroPadding1D, ZeroPadding3D
from speccnn.layers.pool import AveragePooling1D, MaxPooling1D, MaxPooling3D
from speccnn.layers.windows import Axis
from speccnn.tensor import TensorType

CONV = {"filters": 8, "kernel_size": 3}


def on(given: str) -> tuple[TensorType]:
    return (TensorType.parse(given),)


@pytest.mark.parametrize(
    ("kind", "arguments", "given", "output"),
    [
        (Conv1D, CONV, "100x4", "98x8"),
        (Conv1D, {**CONV, "padding": "causal", "dilation_rate": 4}, "100x4", "100x8"),
        (Conv1D, {**CONV, "padding": "causal", "strides": 2}, "10x3", "5x8"),
        (Conv1D, {**CONV, "padding": [2, 0]}, "100x4", "100x8"),
        (Conv1D, {**CONV, "padding": 1, "strides": [2]}, "7x4", "4x8"),
        (Conv3D, {**CONV, "kernel_size": [1, 3, 3]}, "16x28x28x3", "16x26x26x8"),
        (Conv3D, {**CONV, "padding": [0, 1, [1, 0]]}, "16x28x28x3", "14x28x27x8"),
        (DepthwiseConv1D, {"kernel_size": 3, "depth_multiplier": 2}, "10x5", "8x10"),
        (DepthwiseConv2D, {"kernel_size": 3, "strides": 2}, "8x9x3", "3x4x3"),
        (SeparableConv2D, {**CONV, "padding": 1, "strides": 2}, "28x28x3", "14x14x8"),
        (MaxPooling1D, {}, "10x3", "5x3"),
        (MaxPooling1D, {"pool_size": 3, "strides": 2, "padding": [1, 0]}, "10x3", "5x3"),
        (AveragePooling1D, {"pool_size": 4, "padding": "same"}, "10x3", "3x3"),
        (MaxPooling3D, {"pool_size": [1, 2, 2]}, "5x6x7x2", "5x3x3x2"),
        (GlobalAveragePooling1D, {}, "10x3", "3"),
        (GlobalMaxPooling3D, {"keepdims": True}, "5x6x7x2", "1x1x1x2"),
        (ZeroPadding1D, {"padding": [2, 1]}, "10x3", "13x3"),
        (ZeroPadding3D, {"padding": [0, 1, [2, 3]]}, "5x6x7x2", "5x8x12x2"),
    ],
)
def test_output_type(kind: type[Layer], arguments: object, given: str, output: str) -> None:
    assert str(kind.model_validate(arguments).infer(on(given))) == output


@pytest.mark.parametrize(
    ("layer", "given", "code", "field"),
    [
        (Conv1D(filters=8, kernel_size=5), "4x1", "T401", "kernel_size"),
        (Conv1D(filters=8, kernel_size=3), "4x4x1", "T404", "inputs"),
        (Conv3D(filters=8, kernel_size=2, rounding="exact", strides=2), "4x4x5x1", "T403", None),
        (DepthwiseConv2D(kernel_size=3, strides=2, dilation_rate=2), "9x9x3", "T406", None),
        (
            SeparableConv2D(filters=2, kernel_size=3, strides=2, dilation_rate=2),
            "9x9x3",
            "T406",
            None,
        ),
        (DepthwiseConv2D(kernel_size=3, strides=[2, 1]), "9x9x3", "T460", "strides"),
        (SeparableConv2D(filters=2, kernel_size=1, strides=[1, 3]), "9x9x3", "T460", "strides"),
        (MaxPooling1D(padding=[0, 2]), "9x3", "T407", "padding"),
        (MaxPooling3D(padding=[0, 0, 2]), "9x9x9x3", "T407", "padding"),
        (GlobalAveragePooling1D(), "7x7x3", "T404", "inputs"),
    ],
)
def test_refuses(layer: Layer, given: str, code: str, field: str | None) -> None:
    with pytest.raises(Reject) as refused:
        layer.infer(on(given))
    assert refused.value.finding.code == code
    assert field in {refused.value.field, None}


@pytest.mark.parametrize("kind", [DepthwiseConv1D, MaxPooling1D])
def test_only_conv1d_is_causal_as_in_keras(kind: type[Layer]) -> None:
    with pytest.raises(ValidationError):
        kind.model_validate({"kernel_size": 3, "padding": "causal"})


@pytest.mark.parametrize(
    ("layer", "given", "shapes", "macs"),
    [
        (Conv1D(filters=8, kernel_size=3), "10x4", [(3, 4, 8), (8,)], 8 * 8 * 12),
        (
            Conv3D(filters=8, kernel_size=2, groups=2),
            "3x3x3x4",
            [(2, 2, 2, 2, 8), (8,)],
            8 * 8 * 16,
        ),
        (DepthwiseConv1D(kernel_size=3), "10x4", [(3, 4, 1), (4,)], 8 * 4 * 3),
        (
            DepthwiseConv2D(kernel_size=3, depth_multiplier=3),
            "8x8x3",
            [(3, 3, 3, 3), (9,)],
            36 * 9 * 9,
        ),
        (
            SeparableConv2D(filters=5, kernel_size=3, depth_multiplier=2, use_bias=False),
            "8x8x3",
            [(3, 3, 3, 2), (1, 1, 6, 5)],
            36 * 6 * 9 + 36 * 6 * 5,
        ),
    ],
)
def test_weights_and_cost(
    layer: Layer, given: str, shapes: list[tuple[int, ...]], macs: int
) -> None:
    assert [weight.shape for weight in layer.weights(on(given))] == shapes
    assert layer.macs(on(given), layer.infer(on(given))) == macs


def test_a_causal_window_reads_only_what_was_before() -> None:
    (axis,) = Conv1D(filters=8, kernel_size=3, padding="causal", dilation_rate=2).window(
        on("9x1")[0]
    )
    assert axis == Axis(3, 1, 2, "causal")
    assert axis.sides(9) == (4, 0)


@pytest.mark.parametrize(
    ("layer", "target", "padding"),
    [
        (Conv1D(filters=8, kernel_size=3, padding=[2, 0]), "keras.layers.ZeroPadding1D", (2, 0)),
        (Conv3D(filters=8, kernel_size=3, padding=1), "keras.layers.ZeroPadding3D", 1),
        (DepthwiseConv2D(kernel_size=3, padding=[1, 0]), "keras.layers.ZeroPadding2D", (1, 0)),
        (AveragePooling1D(pool_size=3, padding=1), "keras.layers.ZeroPadding1D", 1),
        (MaxPooling1D(padding=1), "extra_layers.NegativeInfinityPadding1D", 1),
        (
            MaxPooling3D(padding=[[1, 0], [0, 0], [0, 0]]),
            "extra_layers.NegativeInfinityPadding3D",
            ((1, 0), 0, 0),
        ),
    ],
)
def test_padding_in_numbers_becomes_a_layer_before(
    layer: Layer, target: str, padding: object
) -> None:
    pad, window = layer.lower("x", (TensorType((9,) * 4),))
    assert (pad.target, pad.kwargs) == (target, {"padding": padding, "name": "x_pad"})
    assert "padding" not in window.kwargs
    assert layer.parts("x") == ("x_pad", "x")
