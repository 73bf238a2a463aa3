"""Transposed convolution, cropping, upsampling and resizing: cases to check by eye."""

import pytest
from pydantic_core import ValidationError

from speccnn.layers.adaptive_pool import AdaptiveAveragePooling2D, AdaptiveMaxPooling2D
from speccnn.layers.base import Layer, Reject
from speccnn.layers.crop import CenterCrop, Cropping1D, Cropping2D, Cropping3D
from speccnn.layers.resize import Resizing, UpSampling1D, UpSampling2D, UpSampling3D
from speccnn.layers.spread import Spread
from speccnn.layers.transposed import TransposedAxis
from speccnn.layers.transposed_conv import Conv1DTranspose, Conv2DTranspose, Conv3DTranspose
from speccnn.layers.windows import Axis
from speccnn.tensor import TensorType


def on(given: str) -> tuple[TensorType]:
    return (TensorType.parse(given),)


def transposed(**arguments: object) -> Conv2DTranspose:
    return Conv2DTranspose.model_validate({"filters": 4, "kernel_size": 3, **arguments})


@pytest.mark.parametrize(
    ("layer", "given", "output"),
    [
        (transposed(strides=2), "4x4x3", "9x9x4"),
        (transposed(strides=2, padding="same"), "4x4x3", "8x8x4"),
        (transposed(strides=2, padding="same", output_padding=0), "4x4x3", "7x7x4"),
        (transposed(strides=2, output_padding=[1, 0]), "4x4x3", "10x9x4"),
        (transposed(kernel_size=2, strides=3), "4x4x3", "12x12x4"),
        (Conv1DTranspose(filters=3, kernel_size=3, strides=2, output_padding=1), "5x2", "12x3"),
        (Conv3DTranspose(filters=3, kernel_size=2, strides=[1, 2, 2]), "2x3x4x5", "3x6x8x3"),
        (Cropping1D(cropping=[2, 1]), "10x3", "7x3"),
        (Cropping2D(cropping=[[1, 2], [0, 3]]), "6x7x2", "3x4x2"),
        (Cropping2D(), "6x7x2", "6x7x2"),
        (Cropping3D(), "5x6x7x2", "3x4x5x2"),
        (CenterCrop(height=2, width=3), "6x7x2", "2x3x2"),
        (CenterCrop(height=9, width=3), "6x7x2", "9x3x2"),
        (UpSampling1D(size=3), "4x2", "12x2"),
        (UpSampling2D(size=[2, 3]), "4x4x3", "8x12x3"),
        (UpSampling3D(), "1x2x3x4", "2x4x6x4"),
        (Resizing(height=5, width=2), "4x4x3", "5x2x3"),
        (AdaptiveMaxPooling2D(output_size=[2, 9]), "6x7x2", "2x9x2"),
    ],
)
def test_output_type(layer: Layer, given: str, output: str) -> None:
    assert str(layer.infer(on(given))) == output


@pytest.mark.parametrize(
    ("layer", "given", "code", "field"),
    [
        (transposed(strides=2, output_padding=2), "4x4x3", "T420", "output_padding"),
        (transposed(output_padding=1), "4x4x3", "T420", "output_padding"),
        (
            transposed(kernel_size=2, strides=2, padding="same", output_padding=0),
            "4x4x3",
            "T421",
            "output_padding",
        ),
        (transposed(dilation_rate=2), "4x4x3", "T461", "dilation_rate"),
        (transposed(kernel_size=1, dilation_rate=[1, 2]), "4x4x3", "T461", "dilation_rate"),
        (transposed(strides=2, dilation_rate=2), "4x4x3", "T461", "dilation_rate"),
        (transposed(), "4x3", "T404", "inputs"),
        (Cropping2D(cropping=[[2, 2], [0, 0]]), "4x4x3", "T422", "cropping"),
        (Cropping1D(cropping=3), "4x3", "T422", "cropping"),
        (
            Resizing(height=5, width=2, crop_to_aspect_ratio=True, pad_to_aspect_ratio=True),
            "4x4x3",
            "T423",
            "pad_to_aspect_ratio",
        ),
        (Resizing(height=5, width=2), "4x4", "T404", "inputs"),
        (AdaptiveMaxPooling2D(output_size=1), "7x7x3", "T424", "output_size"),
        (AdaptiveAveragePooling2D(output_size=3), "1x7x3", "T424", "output_size"),
    ],
)
def test_refuses(layer: Layer, given: str, code: str, field: str) -> None:
    with pytest.raises(Reject) as refused:
        layer.infer(on(given))
    assert (refused.value.finding.code, refused.value.field) == (code, field)


def test_what_would_not_lead_back_is_said_in_numbers() -> None:
    layer = transposed(kernel_size=2, strides=2, padding="same", output_padding=[1, 0])
    with pytest.raises(Reject) as refused:
        layer.infer(on("4x5x3"))
    assert refused.value.finding.message == (
        "width: 5 would become 8, which this window maps back to 4"
    )


@pytest.mark.parametrize(
    ("wanted", "instead"),
    [
        ([1, 1], "`GlobalMaxPooling2D` with `keepdims = true` gives the same"),
        ([1, 5], "`MaxPooling2D` with `pool_size = [6, 2]` gives the same"),
        ([1, 3], "pool from and to sizes of at least 2"),
    ],
)
def test_what_adaptive_pooling_cannot_do_another_can(wanted: list[int], instead: str) -> None:
    with pytest.raises(Reject) as refused:
        AdaptiveMaxPooling2D(output_size=wanted).infer(on("6x10x2"))
    assert refused.value.finding.help == instead


@pytest.mark.parametrize("padding", [1, [1, 1], "causal", "SAME"])
def test_a_transposed_convolution_has_no_padding_in_numbers(padding: object) -> None:
    with pytest.raises(ValidationError):
        transposed(padding=padding)


def test_weights_and_cost_of_a_transposed_convolution() -> None:
    layer, x = transposed(strides=2), on("4x5x3")
    assert [weight.shape for weight in layer.weights(x)] == [(3, 3, 4, 3), (4,)]
    assert layer.macs(x, layer.infer(x)) == 4 * 5 * 3 * 9 * 4


@pytest.mark.parametrize("stride", [1, 2, 3, 4])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_only_an_even_span_under_same_without_extra_does_not_lead_back(
    stride: int, padding: str
) -> None:
    for kernel in range(1, 7):
        for extra in (None, *range(stride)):
            axis = TransposedAxis(kernel, stride, padding, extra)
            odd_one_out = padding == "same" and kernel % 2 == 0 and extra == 0
            for size in range(1, 20):
                leads_back = axis.convolution.output(axis.output(size)) == size
                assert leads_back is not odd_one_out


def test_cropping_shifts_what_is_seen() -> None:
    (x,) = on("6x7x2")
    assert Cropping2D(cropping=[[1, 2], [0, 3]]).window(x) == (
        Axis(padding=(-1, -2)),
        Axis(padding=(0, -3)),
    )
    assert CenterCrop(height=3, width=4).window(x) == (
        Axis(padding=(-1, -2)),
        Axis(padding=(-1, -2)),
    )


def test_windows_that_are_no_windows_are_not_told() -> None:
    (x,) = on("6x8x2")
    for layer in (
        Resizing(height=3, width=5),
        Resizing(height=3, width=4, antialias=True),
        CenterCrop(height=9, width=4),
        AdaptiveMaxPooling2D(output_size=4),
    ):
        assert layer.window(x) is None
    assert transposed(strides=2).window(x) == (Spread(3, 2, 0), Spread(3, 2, 0))
    assert UpSampling2D().window(x) == (Spread(2, 2, 0), Spread(2, 2, 0))
    assert Resizing(height=3, width=4).window(x) == (Axis(2, 2, padding=(0, 0)),) * 2
    assert AdaptiveMaxPooling2D(output_size=[2, 4]).window(x) == (Axis(3, 3), Axis(2, 2))
