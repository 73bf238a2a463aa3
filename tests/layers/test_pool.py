"""Pooling: cases that a person can check by eye."""

import pytest
from pydantic_core import ValidationError

from speccnn.layers.base import Layer, Reject
from speccnn.layers.global_pool import GlobalAveragePooling2D, GlobalMaxPooling2D
from speccnn.layers.pool import AveragePooling2D, MaxPooling2D
from speccnn.tensor import TensorType


def on(given: str) -> tuple[TensorType]:
    return (TensorType.parse(given),)


@pytest.mark.parametrize("kind", [MaxPooling2D, AveragePooling2D])
@pytest.mark.parametrize(
    ("arguments", "given", "output"),
    [
        ({"pool_size": 2}, "28x28x6", "14x14x6"),
        ({"pool_size": 3, "strides": 1}, "5x5x2", "3x3x2"),
        ({"pool_size": 2, "strides": 3}, "5x5x3", "2x2x3"),
        ({"pool_size": 2, "padding": "same"}, "5x5x3", "3x3x3"),
        ({"pool_size": [1, 2]}, "5x6x3", "5x3x3"),
        ({"pool_size": 3, "strides": 2, "padding": 1}, "112x112x64", "56x56x64"),
    ],
)
def test_output_type(kind: type[Layer], arguments: object, given: str, output: str) -> None:
    layer = kind.model_validate(arguments)
    assert str(layer.infer(on(given))) == output
    assert layer.weights(on(given)) == ()
    assert layer.macs(on(given), layer.infer(on(given))) == 0


@pytest.mark.parametrize("kind", [GlobalMaxPooling2D, GlobalAveragePooling2D])
def test_global_pooling_leaves_the_channels(kind: type[Layer]) -> None:
    assert str(kind().infer(on("7x7x64"))) == "64"
    assert str(kind(keepdims=True).infer(on("7x7x64"))) == "1x1x64"


@pytest.mark.parametrize(
    ("layer", "given", "code", "field"),
    [
        (MaxPooling2D(pool_size=[3, 3]), "2x2x3", "T401", "pool_size"),
        (MaxPooling2D(rounding="exact"), "7x7x3", "T403", "pool_size"),
        (MaxPooling2D(padding=2), "7x7x3", "T407", "padding"),
        (AveragePooling2D(pool_size=2), "7x7", "T404", "inputs"),
        (GlobalMaxPooling2D(), "7", "T404", "inputs"),
    ],
)
def test_refuses(layer: Layer, given: str, code: str, field: str) -> None:
    with pytest.raises(Reject) as refused:
        layer.infer(on(given))
    assert (refused.value.finding.code, refused.value.field) == (code, field)


def test_only_max_pooling_has_a_default_size_as_in_keras() -> None:
    assert MaxPooling2D().pool_size == (2, 2)
    with pytest.raises(ValidationError):
        AveragePooling2D()


def test_each_kind_is_padded_with_what_it_ignores_or_counts() -> None:
    reads = (TensorType((9, 9, 2)),)
    targets = [
        kind(padding=1, pool_size=3).lower("p", reads)[0]
        for kind in (MaxPooling2D, AveragePooling2D)
    ]
    assert [call.target for call in targets] == [
        "extra_layers.NegativeInfinityPadding2D",
        "keras.layers.ZeroPadding2D",
    ]
    assert [call.kwargs for call in targets] == [{"padding": 1, "name": "p_pad"}] * 2
