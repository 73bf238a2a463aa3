"""The types of layers' fields: every spelling is settled here, so that layers see one form."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from speccnn.closed import Form, Spelled
from speccnn.described import Described, Kinds
from speccnn.fields import NonNegative, Positive, is_list

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


Pair: TypeAlias = Annotated[
    tuple[Positive, Positive],
    Spelled(_twice, Positive),
    Form("a size of at least 1 or [height, width]"),
]
_Sides: TypeAlias = tuple[NonNegative, NonNegative]
SidePair: TypeAlias = Annotated[
    tuple[_Sides, _Sides],
    Spelled(
        _four_sides, NonNegative, _Sides, tuple[NonNegative, _Sides], tuple[_Sides, NonNegative]
    ),
    Form("a number, [height, width] or [[top, bottom], [left, right]]"),
]
Padding: TypeAlias = Annotated[
    Literal["valid", "same"] | SidePair,
    Form('"valid", "same", a number, [height, width] or [[top, bottom], [left, right]]'),
]
Rounding: TypeAlias = Literal["floor", "exact"]

_VECTOR_INITIALIZERS: dict[str, str | None] = {
    "Zeros": "zeros",
    "Ones": "ones",
    "Constant": None,  # Keras cannot make it from its name alone
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


def _initializers(title: str, names: Mapping[str, str | None]) -> Kinds:
    modules = dict.fromkeys(names, "speccnn.layers.initializers")
    return Kinds(title, modules, names=tuple(filter(None, names.values())))


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
