"""Random layers and inputs, most of them right and the others a little wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, nan
from typing import TypeAlias, get_args

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from oracle.verdicts import KINDS, Case, Shape

from speccnn.layers.fields import ActivationName


@dataclass(frozen=True)
class Field:
    """The values of an argument that are fine on their own, and some that are not."""

    good: SearchStrategy[object]
    wrong: SearchStrategy[object]
    required: bool = False


Values: TypeAlias = tuple[object, ...]


def _field(good: SearchStrategy[object], wrong: Values, *, required: bool = False) -> Field:
    return Field(good, st.sampled_from(wrong), required)


def _size(least: int, most: int, *, required: bool = False) -> Field:
    wrong = (0, -1, True, False, 2.0, 2.5, "3", None, [3], [], {})
    return _field(st.integers(least, most), wrong, required=required)


def _pair(most: int, *, required: bool = False) -> Field:
    size = st.integers(1, most)
    wrong = (
        *(0, -2, 1000, True, 2.0, "3", "32", None, [], {}),
        *([0, 1], [1, -2], [1, 2, 3], [2], [1, True], [2.0, 1], [1.5, 1], ["2", 1], [None, 1]),
    )
    return _field(size | st.lists(size, min_size=2, max_size=2), wrong, required=required)


side = st.integers(0, 3)
sides = st.lists(side, min_size=2, max_size=2)
explicit = side | sides | st.lists(sides, min_size=2, max_size=2)
rules = st.sampled_from(["valid", "same"])
not_paddings = (
    *("SAME", "Valid", "full", "causal", "", -1, True, 1.0, None, {}, [], 50),
    *([1], [1, 2, 3], [1, -1], [1, True], [1, 2.0], [[1, 2], [3]], [[1, 2], [3, -1]], [[1, 1]]),
)
activations = st.sampled_from(get_args(ActivationName))
not_activations = ("reluu", "os.system", "ReLU", "Relu", "", 3, True, [], {})
seeds = st.none() | st.integers(0, 9)
initializers = st.sampled_from(
    [
        *("zeros", "ones", "constant", "random_normal", "truncated_normal", "random_uniform"),
        *("glorot_normal", "glorot_uniform", "he_normal", "he_uniform", "lecun_normal"),
        *("lecun_uniform", "variance_scaling"),
        {"type": "Constant", "value": 0.5},
        {"type": "HeNormal", "seed": 3},
        {"type": "RandomUniform", "minval": -1.0},
        {"type": "VarianceScaling", "mode": "fan_out", "distribution": "uniform"},
    ]
)
kernels = initializers | st.sampled_from(["orthogonal", {"type": "Orthogonal", "gain": 2.0}])
not_initializers = (
    *("Zeros", "HeNormal", "hes_normal", "", 1, True, []),
    *({"type": "Nope"}, {"type": "HeNormal", "sed": 3}, {"seed": 3}),
    {"type": "VarianceScaling", "scale": -1.0},
)
regularizers = st.sampled_from(
    ["l1", "l2", None, {"type": "L2", "l2": 0.1}, {"type": "L1L2", "l1": 0.1}, {"type": "L1"}]
)
not_regularizers = ("l3", "L2", "l1_l2", "", 1, 0.1, {"type": "L3"}, {"type": "L2", "l2": -0.1})

flag = _field(st.booleans(), (0, 1, 2, "true", None, []))
layer_flags = {"trainable": flag}
activation = _field(activations | st.none(), not_activations)
vector = _field(initializers, (*not_initializers, None, "orthogonal", {"type": "Orthogonal"}))
kernel = _field(kernels, (*not_initializers, None, "identity"))
regularizer = _field(regularizers, not_regularizers)
padding = _field(rules | explicit, not_paddings)
rounding = _field(st.sampled_from(["floor", "exact"]), ("floor",))
share = _field(st.floats(0, 1), (-0.1, 1.5, nan, inf, "0.5", None, True, [0.5]))
axis = _field(st.integers(-3, 3), (-9, -5, -4, 0, 4, 9, True, 1.0, "1", None, [], [1]))
amount = _field(st.floats(0, 9), (-0.5, nan, inf, "1", True, [1.0]))
learned = {
    "activation": activation,
    "use_bias": flag,
    "kernel_initializer": kernel,
    "bias_initializer": vector,
    "kernel_regularizer": regularizer,
    "bias_regularizer": regularizer,
    **layer_flags,
}
pooling = {
    "pool_size": _pair(4),
    "strides": Field(_pair(4).good | st.none(), _pair(4).wrong),
    "padding": padding,
    "rounding": rounding,
    **layer_flags,
}
not_lists = ("3", None, True, 2.5, [], [True], [2.0], ["2"], [None], {})
targets = st.sampled_from([[-1], [-1, 2], [4, -1], [3, -1, 2], [2, 2, -1], [12], [2, 3], [1, -1]])
orders = st.integers(1, 4).flatmap(lambda rank: st.permutations(range(1, rank + 1)))
block = _field(
    st.sampled_from([2, 2, 3]), (1, 0, -1, True, 2.0, "3", None, [3], [], {}), required=True
)
axes = _field(
    axis.good | st.lists(st.integers(-3, 3), min_size=1, max_size=3),
    (-9, -4, 0, 4, True, 1.0, "1", None, [], [1.0], [9], [0], [-1, -1], [-1, 1]),
)
below_one = _field(
    st.floats(0, 0.9), (-0.1, 1.0, 1.5, nan, inf, "0.5", None, True, [0.5]), required=True
)
noise = {"seed": _size(0, 9), **layer_flags}
dropout = {"rate": Field(share.good, share.wrong, required=True), **noise}
scale_and_shift = {
    "epsilon": amount,
    "center": flag,
    "scale": flag,
    "beta_initializer": vector,
    "gamma_initializer": vector,
    "beta_regularizer": regularizer,
    "gamma_regularizer": regularizer,
    **layer_flags,
}
element_wise = {"broadcast": _field(st.booleans(), (True,)), **layer_flags}
some_floats = st.lists(st.floats(-9, 9), min_size=2, max_size=4)
amounts = st.floats(0, 9) | st.lists(st.floats(0, 9), min_size=2, max_size=4)
not_numbers = (nan, inf, "1", None, True, [], ["1"], [True, 1.0], [nan], {})
numbers = _field(st.floats(-9, 9) | some_floats, not_numbers, required=True)
numbers_if_any = Field(numbers.good, numbers.wrong)
part = st.floats(-0.5, 1)
factor = _field(
    part | st.lists(part, min_size=2, max_size=2),
    (1.5, -1.5, nan, "0.5", None, True, [], [0.5, 0.5, 0.5], [-2, 0.5], [0.5, "1"], {}),
    required=True,
)
moves = {
    "fill_mode": _field(
        st.sampled_from(["reflect", "wrap", "constant", "nearest"]), ("mirror", "", None, 1)
    ),
    "interpolation": _field(st.sampled_from(["nearest", "bilinear"]), ("bicubic", "", None, 1)),
    "fill_value": _field(st.floats(-9, 9), (nan, "1", True)),
    **noise,
}
light = {
    "value_range": _field(
        st.sampled_from([[0, 1], [0.0, 255.0], [-1, 1]]),
        (1, "1", None, [], [1], [1, 0], [0, 0], [0, 1, 2], [0, "1"], [0, nan]),
    ),
    **noise,
}
keepdims = {"keepdims": flag, **layer_flags}

FIELDS: Mapping[str, Mapping[str, Field]] = {
    "Conv2D": {
        "filters": _size(1, 6, required=True),
        "kernel_size": _pair(4, required=True),
        "strides": _pair(3),
        "padding": padding,
        "dilation_rate": _pair(3),
        "groups": _size(1, 3),
        "rounding": rounding,
        **learned,
    },
    "MaxPooling2D": pooling,
    "AveragePooling2D": {**pooling, "pool_size": _pair(4, required=True)},
    "GlobalMaxPooling2D": keepdims,
    "GlobalAveragePooling2D": keepdims,
    "ZeroPadding2D": {"padding": _field(explicit, not_paddings), **layer_flags},
    "Flatten": layer_flags,
    "Reshape": {
        "target_shape": _field(targets, (*not_lists, 12, [0, -1], [-2], [-1, -1]), required=True),
        **layer_flags,
    },
    "Permute": {
        "dims": _field(orders, (*not_lists, 1, [0, 1], [1, 1], [2], [-1]), required=True),
        **layer_flags,
    },
    "RepeatVector": {"n": _size(1, 9, required=True), **layer_flags},
    "PixelShuffle": {"scale": block, **layer_flags},
    "SpaceToDepth": {"block_size": block, **layer_flags},
    "ChannelShuffle": {"groups": _size(1, 3, required=True), **layer_flags},
    "Dense": {"units": _size(1, 9, required=True), **learned},
    "Dropout": dropout,
    "SpatialDropout1D": dropout,
    "SpatialDropout2D": dropout,
    "SpatialDropout3D": dropout,
    "GaussianNoise": {"stddev": Field(share.good, share.wrong, required=True), **noise},
    "GaussianDropout": {"rate": below_one, **noise},
    "StochasticDepth": {"rate": below_one, **noise},
    "LayerScale": {
        "init_values": _field(st.floats(-1, 1), (nan, inf, "1", None, True, []), required=True),
        **layer_flags,
    },
    "BatchNormalization": {
        "axis": axis,
        "momentum": share,
        "moving_mean_initializer": vector,
        "moving_variance_initializer": vector,
        "synchronized": flag,
        **scale_and_shift,
    },
    "LayerNormalization": {"axis": axes, **scale_and_shift},
    "GroupNormalization": {
        "groups": Field(st.sampled_from([-1, 1, 1, 2, 3]), _size(1, 1).wrong),
        "axis": axis,
        **scale_and_shift,
    },
    "UnitNormalization": {"axis": axes, **layer_flags},
    "LocalResponseNormalization": {
        "depth_radius": _size(0, 4),
        "bias": _field(st.floats(0.5, 3), (nan, inf, "1", True, [1.0])),
        "alpha": amount,
        "beta": amount,
        **layer_flags,
    },
    "Activation": {
        "activation": _field(activations, not_activations, required=True),
        **layer_flags,
    },
    "ReLU": {
        "max_value": Field(amount.good | st.none(), amount.wrong),
        "negative_slope": amount,
        "threshold": amount,
        **layer_flags,
    },
    "LeakyReLU": {"negative_slope": amount, **layer_flags},
    "PReLU": {
        "alpha_initializer": vector,
        "alpha_regularizer": regularizer,
        "shared_axes": _field(
            st.none() | st.integers(1, 3) | st.lists(st.integers(1, 3), min_size=1, max_size=3),
            (0, -1, 4, 9, True, 1.0, "1", [], [1.0], [9], [0], [-1], [1, 1]),
        ),
        **layer_flags,
    },
    "ELU": {"alpha": _field(st.floats(-2, 2), (nan, inf, "1", None, True, [1.0])), **layer_flags},
    "Softmax": {"axis": axes, **layer_flags},
    "Add": element_wise,
    "Subtract": element_wise,
    "Multiply": element_wise,
    "Average": element_wise,
    "Maximum": element_wise,
    "Minimum": element_wise,
    "Concatenate": {"axis": axis, **layer_flags},
    "Dot": {
        "axes": _field(
            st.integers(-2, 2) | st.lists(st.integers(-3, 3), min_size=2, max_size=2),
            (0, 9, -9, True, 1.0, "1", None, [], [1], [1, 1, 1], [0, 1], [1.0, 1]),
            required=True,
        ),
        "normalize": flag,
        **layer_flags,
    },
    "Rescaling": {"scale": numbers, "offset": numbers_if_any, **layer_flags},
    "Normalization": {
        "axis": Field(axes.good, axes.wrong),
        "mean": numbers,
        "variance": Field(amounts, numbers.wrong, required=True),
        "invert": flag,
        **layer_flags,
    },
    "RandomFlip": {
        "mode": _field(
            st.sampled_from(["horizontal", "vertical", "horizontal_and_vertical"]),
            ("sideways", "Horizontal", "", None, 1, True, []),
        ),
        **noise,
    },
    "RandomRotation": {"factor": factor, **moves},
    "RandomTranslation": {"height_factor": factor, "width_factor": factor, **moves},
    "RandomZoom": {
        "height_factor": factor,
        "width_factor": Field(factor.good | st.none(), factor.wrong),
        **moves,
    },
    "RandomContrast": {
        "factor": Field(
            st.floats(0, 1) | st.lists(st.floats(0, 1), min_size=2, max_size=2),
            factor.wrong,
            required=True,
        ),
        **light,
    },
    "RandomBrightness": {"factor": factor, **light},
    "RandomCrop": {
        "height": _size(1, 5, required=True),
        "width": _size(1, 5, required=True),
        **noise,
    },
}
RANKS = {"1D": 2, "2D": 3, "3D": 4}
OTHER_RANKS = {
    "RepeatVector": 1,
    **dict.fromkeys(["LocalResponseNormalization", "RandomCrop", "RandomFlip"], 3),
    **dict.fromkeys(["RandomRotation", "RandomTranslation", "RandomZoom"], 3),
    **dict.fromkeys(["RandomContrast", "RandomBrightness"], 3),
}
FOREIGN: Mapping[str, object] = {
    "data_format": "channels_last",
    "dtype": "float32",
    "activity_regularizer": "l2",
    "flavour": "vanilla",
    "filter": 3,
}

few = st.integers(1, 6)
maps = {
    1: st.tuples(few),
    2: st.tuples(st.integers(1, 12), few),
    3: st.tuples(st.integers(1, 12), st.integers(1, 12), few),
    4: st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(1, 6), few),
}
even = st.sampled_from([2, 4, 6, 6, 5])
SHAPES = {
    "PixelShuffle": st.tuples(few, few, st.sampled_from([4, 8, 12, 36, 36, 5])),
    "SpaceToDepth": st.tuples(even, even, few),
    "Reshape": st.sampled_from([(12,), (2, 3, 2), (4, 3), (6,), (24,), (3, 4, 1, 2), (5,)]),
}
any_shapes = st.lists(st.integers(1, 12), min_size=1, max_size=4).map(tuple)


@st.composite
def cases(draw: DrawFn, kind: str) -> Case:
    """Draw a layer of this kind and its inputs."""
    return Case(kind, draw(_arguments(kind)), draw(_inputs(kind)))


@st.composite
def _arguments(draw: DrawFn, kind: str) -> dict[str, object]:
    fields = FIELDS[kind]
    required = [name for name, field in fields.items() if field.required]
    optional = [name for name in fields if name not in required]
    chosen = draw(st.lists(st.sampled_from(optional), unique=True, max_size=4))
    arguments = {name: draw(fields[name].good) for name in (*required, *chosen)}
    for name in draw(_few(st.sampled_from(list(fields)))):
        arguments[name] = draw(fields[name].wrong)
    for name in draw(_few(st.sampled_from([*required, *FOREIGN]), chance=16)):
        if name in FOREIGN:
            arguments[name] = FOREIGN[name]
        else:
            del arguments[name]
    return arguments


@st.composite
def _inputs(draw: DrawFn, kind: str) -> tuple[Shape, ...]:
    rarely = st.sampled_from([False] * 9 + [True])
    rank = OTHER_RANKS.get(kind, RANKS.get(kind[-2:], 0))
    usual = SHAPES.get(kind, maps.get(rank, any_shapes))
    first = draw(any_shapes if draw(rarely) else usual)
    if not KINDS[kind].merges:
        return (first,)
    count = draw(st.sampled_from([1, 1, 1, 1, 2, 2, 2, 0]))
    return (first, *(draw(_alike(first)) for _ in range(count)))


@st.composite
def _alike(draw: DrawFn, shape: Shape) -> Shape:
    sizes = list(shape)
    for index in draw(_few(st.sampled_from(range(len(sizes))), chance=1)):
        sizes[index] = draw(st.sampled_from([1, sizes[index] + 1]))
    return tuple(sizes[draw(st.sampled_from([0, 0, 0, 0, 0, 1])) :]) or (1,)


@st.composite
def _few(draw: DrawFn, values: SearchStrategy[object], *, chance: int = 2) -> list[object]:
    """Draw none `chance` times as often as some."""
    some = draw(st.sampled_from([False] * chance + [True]))
    return draw(st.lists(values, unique=True, min_size=1, max_size=2)) if some else []
