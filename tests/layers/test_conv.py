"""Convolutions: cases that a person can check by eye."""

import pytest
from oracle.verdicts import Case, Refused, typed

from speccnn.calls import Call
from speccnn.layers.base import Layer, Reject
from speccnn.layers.conv import Conv1D, Conv2D, Conv3D
from speccnn.layers.findings import ChannelsNotDivisible, StrideWithDilation, WrongRank
from speccnn.layers.window_findings import SizeNotExact, WindowDoesNotFit
from speccnn.tensor import TensorType

READS = (TensorType((28, 28, 3)),)


def conv(**arguments: object) -> Conv2D:
    return Conv2D.model_validate({"filters": 8, "kernel_size": 3, **arguments})


def on(given: str) -> tuple[TensorType]:
    return (TensorType.parse(given),)


@pytest.mark.parametrize(
    ("layer", "given", "output"),
    [
        (conv(strides=2), "7x7x3", "3x3x8"),
        (conv(strides=3), "7x7x3", "2x2x8"),
        (conv(strides=3, padding=1), "7x7x3", "3x3x8"),
        (conv(padding="same"), "28x28x1", "28x28x8"),
        (conv(padding="same", strides=2), "33x32x3", "17x16x8"),
        (conv(kernel_size=[3, 5]), "9x9x3", "7x5x8"),
        (conv(dilation_rate=2), "32x32x3", "28x28x8"),
        (conv(kernel_size=7, strides=2, padding=3), "224x224x3", "112x112x8"),
        (conv(padding=[[1, 0], [1, 0]]), "4x6x3", "3x5x8"),
        (conv(padding=[0, 1]), "4x6x3", "2x6x8"),
    ],
)
def test_output_type(layer: Conv2D, given: str, output: str) -> None:
    assert str(layer.infer(on(given))) == output


@pytest.mark.parametrize(
    ("layer", "given", "finding", "field"),
    [
        (conv(kernel_size=5), "4x4x1", WindowDoesNotFit, "kernel_size"),
        (conv(dilation_rate=3), "6x6x1", WindowDoesNotFit, "kernel_size"),
        (conv(strides=3, rounding="exact"), "7x7x3", SizeNotExact, "kernel_size"),
        (
            conv(kernel_size=7, strides=2, padding=3, rounding="exact"),
            "224x224x3",
            SizeNotExact,
            "kernel_size",
        ),
        (conv(strides=2, dilation_rate=2), "9x9x3", StrideWithDilation, "dilation_rate"),
        (conv(groups=2), "9x9x3", ChannelsNotDivisible, "groups"),
        (conv(groups=3), "9x9x3", ChannelsNotDivisible, "groups"),
        (conv(), "9x9", WrongRank, "inputs"),
        (conv(), "9x9x9x3", WrongRank, "inputs"),
    ],
)
def test_refuses(layer: Conv2D, given: str, finding: type, field: str) -> None:
    with pytest.raises(Reject) as refused:
        layer.infer(on(given))
    assert type(refused.value.finding) is finding
    assert refused.value.field == field


def test_resnets_stem_is_not_exact_and_says_so_in_numbers() -> None:
    with pytest.raises(Reject) as refused:
        conv(kernel_size=7, strides=2, padding=3, rounding="exact").infer(on("224x224x3"))
    assert refused.value.finding.code == "T403"
    assert "(224 + 6 - 7)/2 + 1 = 112.50" in refused.value.finding.message


@pytest.mark.parametrize(
    ("layer", "given", "shapes", "macs"),
    [
        (conv(), "28x28x3", [(3, 3, 3, 8), (8,)], 26 * 26 * 8 * 27),
        (conv(use_bias=False), "28x28x3", [(3, 3, 3, 8)], 26 * 26 * 8 * 27),
        (conv(groups=4), "8x8x4", [(3, 3, 1, 8), (8,)], 6 * 6 * 8 * 9),
        (conv(kernel_size=1, padding="same"), "5x5x6", [(1, 1, 6, 8), (8,)], 5 * 5 * 8 * 6),
    ],
)
def test_weights_and_cost(
    layer: Conv2D, given: str, shapes: list[tuple[int, ...]], macs: int
) -> None:
    assert [weight.shape for weight in layer.weights(on(given))] == shapes
    assert layer.macs(on(given), layer.infer(on(given))) == macs


def test_freezing_keeps_the_count_and_trains_nothing() -> None:
    arguments = {"filters": 8, "kernel_size": 3, "trainable": False}
    node = typed(Case("Conv2D", arguments, ((28, 28, 3),)))
    assert node.parameters == 3 * 3 * 3 * 8 + 8
    assert node.trainable_parameters == 0


@pytest.mark.parametrize("padding", [1, [1, 0], [[1, 0], [1, 0]], [[1, 1], [2, 2]]])
def test_padding_in_numbers_becomes_a_layer_before_an_unpadded_window(padding: object) -> None:
    pad, window = conv(padding=padding).lower("stem", READS)
    assert pad.target == "keras.layers.ZeroPadding2D"
    assert pad.kwargs["name"] == "stem_pad"
    assert window == Call(
        "keras.layers.Conv2D", (), {"filters": 8, "kernel_size": 3, "name": "stem"}
    )
    assert conv(padding=padding).parts("stem") == ("stem_pad", "stem")


def test_padding_of_zero_in_numbers_is_no_padding() -> None:
    assert conv(padding=0).lower("stem", READS) == conv().lower("stem", READS)


@pytest.mark.parametrize(("kind", "strides"), [(Conv1D, (3,)), (Conv2D, (2, 2)), (Conv2D, (1, 2))])
@pytest.mark.parametrize("padding", ["valid", "same", 1])
def test_pooling_steps_for_windows_of_1_on_few_channels(
    kind: type[Layer], strides: tuple[int, ...], padding: object
) -> None:
    layer = kind.model_validate(
        {"filters": 8, "kernel_size": 1, "strides": [*strides], "padding": padding}
    )
    few, enough = ((TensorType((*[28] * kind.axes, channels)),) for channels in (15, 16))
    *_, step, window = layer.lower("x", few)
    assert step.target == f"keras.layers.MaxPooling{kind.axes}D"
    assert step.kwargs["pool_size"] == 1
    assert ("strides" in step.kwargs, "strides" in window.kwargs) == (True, False)
    assert [call.kwargs["name"] for call in layer.lower("x", few)] == [*layer.parts("x")]
    assert "x_step" not in {call.kwargs["name"] for call in layer.lower("x", enough)}


def test_wider_windows_groups_and_volumes_step_by_themselves() -> None:
    for layer, shape in [
        (conv(kernel_size=[1, 2], strides=2), (28, 28, 3)),
        (conv(kernel_size=1, strides=2, groups=4), (28, 28, 4)),
        (conv(kernel_size=1), (28, 28, 3)),
        (Conv3D(filters=8, kernel_size=1, strides=2), (9, 9, 9, 3)),
    ]:
        assert layer.parts("x") == ("x",)
        assert len(layer.lower("x", (TensorType(shape),))) == 1


def test_no_tensor_and_no_weight_holds_two_thousand_million_numbers() -> None:
    many = typed(Case("Conv2D", {"filters": 2**31 - 1, "kernel_size": 1}, ((7, 7, 3),)))
    assert isinstance(many, Refused)
    assert [reason.code for reason in many.reasons] == ["T411"]
