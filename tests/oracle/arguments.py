"""Random layers and inputs, most of them right and the others a little wrong."""

import re
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


def _sizes(axes: int, most: int, *, required: bool = False) -> Field:
    """Return a size for each of so many axes, or one for all."""
    size = st.integers(1, most)
    wrong = (
        *(0, -2, 1000, True, 2.0, "3", "32", None, [], {}),
        *([0, 1], [1, -2], [1, 2, 3], [2], [1, True], [2.0, 1], [1.5, 1], ["2", 1], [None, 1]),
        *([0] * axes, [2] * (axes - 1) + [-1], [1.0] * axes, [1] * (axes + 1)),
    )
    return _field(size | st.lists(size, min_size=axes, max_size=axes), wrong, required=required)


def _pair(most: int, *, required: bool = False) -> Field:
    return _sizes(2, most, required=required)


side = st.integers(0, 3)
sides = st.lists(side, min_size=2, max_size=2)
rules = st.sampled_from(["valid", "same"])
not_paddings = (
    *("SAME", "Valid", "full", "causal", "", -1, True, 1.0, None, {}, [], 50),
    *([1], [1, 2, 3], [1, -1], [1, True], [1, 2.0], [[1, 2], [3]], [[1, 2], [3, -1]], [[1, 1]]),
    *([[1, 2], [3, 4], [5]], [[1, 2], 1, -1], [1, 1, 1, 1]),
)


def _explicit(axes: int) -> SearchStrategy[object]:
    """Return padding in numbers, which one axis takes without an outer list."""
    if axes == 1:
        return side | sides
    mixed = st.lists(side | sides, min_size=axes, max_size=axes)
    return side | st.lists(side, min_size=axes, max_size=axes) | mixed


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
padding = {axes: _field(rules | _explicit(axes), not_paddings) for axes in (1, 2, 3)}
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


def _sliding(axes: int) -> Mapping[str, Field]:
    return {
        "kernel_size": _sizes(axes, 4 if axes < 3 else 3, required=True),
        "strides": _sizes(axes, 3),
        "padding": padding[axes],
        "dilation_rate": _sizes(axes, 3),
        "rounding": rounding,
    }


def _pooling(axes: int, *, required: bool) -> Mapping[str, Field]:
    strides = _sizes(axes, 4)
    return {
        "pool_size": _sizes(axes, 4 if axes < 3 else 3, required=required),
        "strides": Field(strides.good | st.none(), strides.wrong),
        "padding": padding[axes],
        "rounding": rounding,
        **layer_flags,
    }


def _transposed(axes: int) -> Mapping[str, Field]:
    extra = st.integers(0, 2)
    extras = extra | st.lists(extra, min_size=axes, max_size=axes) | st.none()
    return {
        "filters": _size(1, 6, required=True),
        "kernel_size": _sizes(axes, 4 if axes < 3 else 3, required=True),
        "strides": _sizes(axes, 3),
        "padding": _field(rules, not_paddings),
        "output_padding": _field(extras, (-1, 3, True, 1.0, "1", [], {}, [1] * 4, [-1] * axes)),
        "dilation_rate": _sizes(axes, 3),
        **learned,
    }


def _crops(axes: int) -> Mapping[str, Field]:
    return {"cropping": _field(_explicit(axes), not_paddings), **layer_flags}


def _pads(axes: int) -> Mapping[str, Field]:
    return {"padding": _field(_explicit(axes), not_paddings), **layer_flags}


depthwise = {
    "depth_multiplier": _size(1, 3),
    "activation": activation,
    "use_bias": flag,
    "depthwise_initializer": kernel,
    "bias_initializer": vector,
    "depthwise_regularizer": regularizer,
    "bias_regularizer": regularizer,
    **layer_flags,
}
separable = {
    "filters": _size(1, 6, required=True),
    **depthwise,
    "pointwise_initializer": kernel,
    "pointwise_regularizer": regularizer,
}
convolution = {"filters": _size(1, 6, required=True), "groups": _size(1, 3), **learned}
keepdims = {"keepdims": flag, **layer_flags}
interpolation = _field(
    st.sampled_from(["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"]),
    ("area", "Nearest", "cubic", "", 1, None, True),
)
wanted = {
    "height": _size(1, 20, required=True),
    "width": _size(1, 20, required=True),
    **layer_flags,
}

FIELDS: Mapping[str, Mapping[str, Field]] = {
    "Conv1D": {
        **_sliding(1),
        **convolution,
        "padding": _field(rules | st.just("causal") | _explicit(1), not_paddings),
    },
    "Conv2D": {**_sliding(2), **convolution},
    "Conv3D": {**_sliding(3), **convolution},
    "Conv1DTranspose": _transposed(1),
    "Conv2DTranspose": _transposed(2),
    "Conv3DTranspose": _transposed(3),
    "DepthwiseConv1D": {**_sliding(1), **depthwise},
    "DepthwiseConv2D": {**_sliding(2), **depthwise},
    "SeparableConv1D": {**_sliding(1), **separable},
    "SeparableConv2D": {**_sliding(2), **separable},
    "MaxPooling1D": _pooling(1, required=False),
    "MaxPooling2D": _pooling(2, required=False),
    "MaxPooling3D": _pooling(3, required=False),
    "AveragePooling1D": _pooling(1, required=True),
    "AveragePooling2D": _pooling(2, required=True),
    "AveragePooling3D": _pooling(3, required=True),
    "GlobalMaxPooling1D": keepdims,
    "GlobalMaxPooling2D": keepdims,
    "GlobalMaxPooling3D": keepdims,
    "GlobalAveragePooling1D": keepdims,
    "GlobalAveragePooling2D": keepdims,
    "GlobalAveragePooling3D": keepdims,
    "AdaptiveMaxPooling2D": {"output_size": _sizes(2, 8, required=True), **layer_flags},
    "AdaptiveAveragePooling2D": {"output_size": _sizes(2, 8, required=True), **layer_flags},
    "ZeroPadding1D": _pads(1),
    "ZeroPadding2D": _pads(2),
    "ZeroPadding3D": _pads(3),
    "Cropping1D": _crops(1),
    "Cropping2D": _crops(2),
    "Cropping3D": _crops(3),
    "CenterCrop": wanted,
    "UpSampling1D": {"size": _size(1, 4), **layer_flags},
    "UpSampling2D": {"size": _sizes(2, 4), "interpolation": interpolation, **layer_flags},
    "UpSampling3D": {"size": _sizes(3, 3), **layer_flags},
    "Resizing": {
        **wanted,
        "interpolation": interpolation,
        "crop_to_aspect_ratio": flag,
        "pad_to_aspect_ratio": flag,
        "fill_mode": _field(st.just("constant"), ("reflect", "wrap", "", None, 1)),
        "fill_value": _field(st.floats(-3, 3), (nan, inf, "1", None, True, [1.0])),
        "antialias": flag,
    },
    "Flatten": layer_flags,
    "Dense": {"units": _size(1, 9, required=True), **learned},
    "Dropout": {
        "rate": Field(share.good, share.wrong, required=True),
        "seed": _size(0, 9),
        **layer_flags,
    },
    "BatchNormalization": {
        "axis": axis,
        "momentum": share,
        "epsilon": amount,
        "center": flag,
        "scale": flag,
        "beta_initializer": vector,
        "gamma_initializer": vector,
        "moving_mean_initializer": vector,
        "moving_variance_initializer": vector,
        "beta_regularizer": regularizer,
        "gamma_regularizer": regularizer,
        "synchronized": flag,
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
    "Softmax": {
        "axis": _field(
            axis.good | st.lists(st.integers(-3, 3), min_size=1, max_size=3),
            (-9, -4, 0, 4, True, 1.0, "1", None, [], [1.0], [9], [0], [-1, -1], [-1, 1]),
        ),
        **layer_flags,
    },
    "Add": {"broadcast": _field(st.booleans(), (True,)), **layer_flags},
    "Concatenate": {"axis": axis, **layer_flags},
}
AXES = {kind: int(found[1]) for kind in KINDS if (found := re.search(r"([123])D", kind))}
AXES |= {"CenterCrop": 2, "Resizing": 2}
FOREIGN: Mapping[str, object] = {
    "data_format": "channels_last",
    "dtype": "float32",
    "activity_regularizer": "l2",
    "flavour": "vanilla",
    "filter": 3,
}

maps = {
    1: st.tuples(st.integers(1, 16), st.integers(1, 6)),
    2: st.tuples(st.integers(1, 12), st.integers(1, 12), st.integers(1, 6)),
    3: st.tuples(*[st.integers(1, 7)] * 3, st.integers(1, 4)),
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
    regular = kind in AXES and not draw(rarely)
    first = draw(maps[AXES[kind]] if regular else any_shapes)
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
