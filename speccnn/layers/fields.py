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


def _once(value: object) -> object:
    return [value] if isinstance(value, int) else value


def _twice(value: object) -> object:
    return [value, value] if isinstance(value, int) else value


def _thrice(value: object) -> object:
    return [value, value, value] if isinstance(value, int) else value


def _four_sides(value: object) -> object:
    pair = _twice(value)
    return [_twice(side) for side in pair] if is_list(pair) else pair


def _six_sides(value: object) -> object:
    triple = _thrice(value)
    return [_twice(side) for side in triple] if is_list(triple) else triple


_ON_LINE = "a number or [before, after]"
_ON_MAP = "a number, [height, width] or [[top, bottom], [left, right]]"
_ON_VOLUME = "a number, [depth, height, width] or [before, after] for each of them"

Single: TypeAlias = Annotated[
    tuple[Positive], Spelled(_once, Positive), Form("a size of at least 1")
]
Pair: TypeAlias = Annotated[
    tuple[Positive, Positive],
    Spelled(_twice, Positive),
    Form("a size of at least 1 or [height, width]"),
]
Triple: TypeAlias = Annotated[
    tuple[Positive, Positive, Positive],
    Spelled(_thrice, Positive),
    Form("a size of at least 1 or [depth, height, width]"),
]
ExtraSingle: TypeAlias = Annotated[
    tuple[NonNegative], Spelled(_once, NonNegative), Form("a number of at least 0")
]
ExtraPair: TypeAlias = Annotated[
    tuple[NonNegative, NonNegative],
    Spelled(_twice, NonNegative),
    Form("a number of at least 0 or [height, width]"),
]
ExtraTriple: TypeAlias = Annotated[
    tuple[NonNegative, NonNegative, NonNegative],
    Spelled(_thrice, NonNegative),
    Form("a number of at least 0 or [depth, height, width]"),
]
_Sides: TypeAlias = tuple[NonNegative, NonNegative]
_Side: TypeAlias = Annotated[_Sides, Spelled(_twice, NonNegative)]
Sides: TypeAlias = Annotated[_Sides, Spelled(_twice, NonNegative), Form(_ON_LINE)]
SidePair: TypeAlias = Annotated[
    tuple[_Sides, _Sides],
    Spelled(
        _four_sides, NonNegative, _Sides, tuple[NonNegative, _Sides], tuple[_Sides, NonNegative]
    ),
    Form(_ON_MAP),
]
SideTriple: TypeAlias = Annotated[
    tuple[_Sides, _Sides, _Sides],
    Spelled(_six_sides, NonNegative, tuple[_Side, _Side, _Side]),
    Form(_ON_VOLUME),
]
ImpliedPadding: TypeAlias = Literal["valid", "same"]
Padding1D: TypeAlias = Annotated[ImpliedPadding | Sides, Form(f'"valid", "same", {_ON_LINE}')]
CausalPadding: TypeAlias = Annotated[
    Literal["valid", "same", "causal"] | Sides, Form(f'"valid", "same", "causal", {_ON_LINE}')
]
Padding2D: TypeAlias = Annotated[ImpliedPadding | SidePair, Form(f'"valid", "same", {_ON_MAP}')]
Padding3D: TypeAlias = Annotated[
    ImpliedPadding | SideTriple, Form(f'"valid", "same", {_ON_VOLUME}')
]
AnySides: TypeAlias = tuple[int, int] | tuple[tuple[int, int], ...]
AnyPadding: TypeAlias = Literal["valid", "same", "causal"] | AnySides
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
