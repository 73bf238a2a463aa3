"""The types of layers' fields: every spelling is settled here, so that layers see one form."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Strict, Tag, WithJsonSchema

from speccnn.described import Described, Kinds
from speccnn.fields import LARGEST, NonNegative, Positive, is_list

ActivationName: TypeAlias = Literal[
    "linear",
    "relu",
    "relu6",
    "leaky_relu",
    "elu",
    "celu",
    "selu",
    "gelu",
    "silu",
    "swish",
    "mish",
    "softplus",
    "softsign",
    "squareplus",
    "exponential",
    "sigmoid",
    "hard_sigmoid",
    "log_sigmoid",
    "sparse_sigmoid",
    "tanh",
    "hard_tanh",
    "tanh_shrink",
    "hard_silu",
    "hard_swish",
    "hard_shrink",
    "soft_shrink",
    "sparse_plus",
    "softmax",
    "log_softmax",
    "sparsemax",
]


def _twice(value: object) -> object:
    return [value, value] if isinstance(value, int) else value


def _four_sides(value: object) -> object:
    pair = _twice(value)
    return [_twice(side) for side in pair] if is_list(pair) else pair


def _size(least: int) -> dict[str, object]:
    return {"type": "integer", "minimum": least, "maximum": LARGEST}


def _pair_of(item: dict[str, object]) -> dict[str, object]:
    return {"type": "array", "items": item, "minItems": 2, "maxItems": 2}


Pair: TypeAlias = Annotated[
    tuple[Positive, Positive],
    Strict(strict=False),
    BeforeValidator(_twice),
    Field(description="a size of at least 1 or [height, width]"),
    WithJsonSchema({"anyOf": [_size(1), _pair_of(_size(1))]}),
]

_SideSizes: TypeAlias = Annotated[tuple[NonNegative, NonNegative], Strict(strict=False)]

SidePair: TypeAlias = Annotated[
    tuple[_SideSizes, _SideSizes],
    Strict(strict=False),
    BeforeValidator(_four_sides),
    Field(description="a number, [height, width] or [[top, bottom], [left, right]]"),
    WithJsonSchema({"anyOf": [_size(0), _pair_of({"anyOf": [_size(0), _pair_of(_size(0))]})]}),
]


def _padding_form(value: object) -> str:
    return "rule" if isinstance(value, str) else "sides"


Padding: TypeAlias = Annotated[
    Annotated[Literal["valid", "same"], Tag("rule")] | Annotated[SidePair, Tag("sides")],
    Discriminator(_padding_form),
    Field(
        description='"valid", "same", a number, [height, width] or [[top, bottom], [left, right]]'
    ),
]

Rounding: TypeAlias = Literal["floor", "exact"]

_VECTOR_INITIALIZERS = {
    "Zeros": "zeros",
    "Ones": "ones",
    "Constant": "constant",
    "RandomNormal": "random_normal",
    "TruncatedNormal": "truncated_normal",
    "RandomUniform": "random_uniform",
    "VarianceScaling": "variance_scaling",
    "GlorotNormal": "glorot_normal",
    "GlorotUniform": "glorot_uniform",
    "HeNormal": "he_normal",
    "HeUniform": "he_uniform",
    "LecunNormal": "lecun_normal",
    "LecunUniform": "lecun_uniform",
}
_KERNEL_INITIALIZERS = _VECTOR_INITIALIZERS | {"Orthogonal": "orthogonal"}


def _initializers(title: str, names: Mapping[str, str]) -> Kinds:
    modules = dict.fromkeys(names, "speccnn.layers.initializers")
    return Kinds(title, modules, names=tuple(names.values()))


VectorInitializer: TypeAlias = Annotated[
    Described | str, _initializers("VectorInitializer", _VECTOR_INITIALIZERS)
]
KernelInitializer: TypeAlias = Annotated[
    Described | str, _initializers("KernelInitializer", _KERNEL_INITIALIZERS)
]
Regularizer: TypeAlias = Annotated[
    Described | str,
    Kinds(
        "Regularizer",
        dict.fromkeys(("L1", "L2", "L1L2"), "speccnn.layers.regularizers"),
        names=("l1", "l2"),
    ),
]
