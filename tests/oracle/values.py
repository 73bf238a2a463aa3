"""The values of arguments: some that are fine on their own, and some that are not."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, nan
from typing import TypeAlias, get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from speccnn.layers.fields import ActivationName


@dataclass(frozen=True)
class Field:
    """The values of an argument that are fine on their own, and some that are not."""

    good: SearchStrategy[object]
    wrong: SearchStrategy[object]
    required: bool = False


Values: TypeAlias = tuple[object, ...]


def field(good: SearchStrategy[object], wrong: Values, *, required: bool = False) -> Field:
    return Field(good, st.sampled_from(wrong), required)


def size(least: int, most: int, *, required: bool = False) -> Field:
    wrong = (0, -1, True, False, 2.0, 2.5, "3", None, [3], [], {})
    return field(st.integers(least, most), wrong, required=required)


def sizes(axes: int, most: int, *, required: bool = False) -> Field:
    """Return a size for each of so many axes, or one for all."""
    size = st.integers(1, most)
    wrong = (
        *(0, -2, 1000, True, 2.0, "3", "32", None, [], {}),
        *([0, 1], [1, -2], [1, 2, 3], [2], [1, True], [2.0, 1], [1.5, 1], ["2", 1], [None, 1]),
        *([0] * axes, [2] * (axes - 1) + [-1], [1.0] * axes, [1] * (axes + 1)),
    )
    return field(size | st.lists(size, min_size=axes, max_size=axes), wrong, required=required)


def pair(most: int, *, required: bool = False) -> Field:
    return sizes(2, most, required=required)


side = st.integers(0, 3)
sides = st.lists(side, min_size=2, max_size=2)
rules = st.sampled_from(["valid", "same"])
not_paddings = (
    *("SAME", "Valid", "full", "causal", "", -1, True, 1.0, None, {}, [], 50),
    *([1], [1, 2, 3], [1, -1], [1, True], [1, 2.0], [[1, 2], [3]], [[1, 2], [3, -1]], [[1, 1]]),
    *([[1, 2], [3, 4], [5]], [[1, 2], 1, -1], [1, 1, 1, 1]),
)


def explicit_forms(axes: int) -> SearchStrategy[object]:
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

flag = field(st.booleans(), (0, 1, 2, "true", None, []))
layer_flags = {"trainable": flag}
activation = field(activations | st.none(), not_activations)
vector = field(initializers, (*not_initializers, None, "orthogonal", {"type": "Orthogonal"}))
kernel = field(kernels, (*not_initializers, None, "identity"))
regularizer = field(regularizers, not_regularizers)
padding = {axes: field(rules | explicit_forms(axes), not_paddings) for axes in (1, 2, 3)}
rounding = field(st.sampled_from(["floor", "exact"]), ("floor",))
share = field(st.floats(0, 1), (-0.1, 1.5, nan, inf, "0.5", None, True, [0.5]))
axis = field(st.integers(-3, 3), (-9, -5, -4, 0, 4, 9, True, 1.0, "1", None, [], [1]))
amount = field(st.floats(0, 9), (-0.5, nan, inf, "1", True, [1.0]))
learned = {
    "activation": activation,
    "use_bias": flag,
    "kernel_initializer": kernel,
    "bias_initializer": vector,
    "kernel_regularizer": regularizer,
    "bias_regularizer": regularizer,
    **layer_flags,
}


def sliding(axes: int) -> Mapping[str, Field]:
    return {
        "kernel_size": sizes(axes, 4 if axes < 3 else 3, required=True),
        "strides": sizes(axes, 3),
        "padding": padding[axes],
        "dilation_rate": sizes(axes, 3),
        "rounding": rounding,
    }


def pooling(axes: int, *, required: bool) -> Mapping[str, Field]:
    strides = sizes(axes, 4)
    return {
        "pool_size": sizes(axes, 4 if axes < 3 else 3, required=required),
        "strides": Field(strides.good | st.none(), strides.wrong),
        "padding": padding[axes],
        "rounding": rounding,
        **layer_flags,
    }


def transposed(axes: int) -> Mapping[str, Field]:
    extra = st.integers(0, 2)
    extras = extra | st.lists(extra, min_size=axes, max_size=axes) | st.none()
    return {
        "filters": size(1, 6, required=True),
        "kernel_size": sizes(axes, 4 if axes < 3 else 3, required=True),
        "strides": sizes(axes, 3),
        "padding": field(rules, not_paddings),
        "output_padding": field(extras, (-1, 3, True, 1.0, "1", [], {}, [1] * 4, [-1] * axes)),
        "dilation_rate": sizes(axes, 3),
        **learned,
    }


def crops(axes: int) -> Mapping[str, Field]:
    return {"cropping": field(explicit_forms(axes), not_paddings), **layer_flags}


def pads(axes: int) -> Mapping[str, Field]:
    return {"padding": field(explicit_forms(axes), not_paddings), **layer_flags}


depthwise = {
    "depth_multiplier": size(1, 3),
    "activation": activation,
    "use_bias": flag,
    "depthwise_initializer": kernel,
    "bias_initializer": vector,
    "depthwise_regularizer": regularizer,
    "bias_regularizer": regularizer,
    **layer_flags,
}
separable = {
    "filters": size(1, 6, required=True),
    **depthwise,
    "pointwise_initializer": kernel,
    "pointwise_regularizer": regularizer,
}
convolution = {"filters": size(1, 6, required=True), "groups": size(1, 3), **learned}
not_lists = ("3", None, True, 2.5, [], [True], [2.0], ["2"], [None], {})
targets = st.sampled_from([[-1], [-1, 2], [4, -1], [3, -1, 2], [2, 2, -1], [12], [2, 3], [1, -1]])
orders = st.integers(1, 4).flatmap(lambda rank: st.permutations(range(1, rank + 1)))
block = field(
    st.sampled_from([2, 2, 3]), (1, 0, -1, True, 2.0, "3", None, [3], [], {}), required=True
)
axes = field(
    axis.good | st.lists(st.integers(-3, 3), min_size=1, max_size=3),
    (-9, -4, 0, 4, True, 1.0, "1", None, [], [1.0], [9], [0], [-1, -1], [-1, 1]),
)
below_one = field(
    st.floats(0, 0.9), (-0.1, 1.0, 1.5, nan, inf, "0.5", None, True, [0.5]), required=True
)
noise = {"seed": size(0, 9), **layer_flags}
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
element_wise = {"broadcast": field(st.booleans(), (True,)), **layer_flags}
some_floats = st.lists(st.floats(-9, 9), min_size=2, max_size=4)
amounts = st.floats(0, 9) | st.lists(st.floats(0, 9), min_size=2, max_size=4)
not_numbers = (nan, inf, "1", None, True, [], ["1"], [True, 1.0], [nan], {})
numbers = field(st.floats(-9, 9) | some_floats, not_numbers, required=True)
numbers_if_any = Field(numbers.good, numbers.wrong)
part = st.floats(-0.5, 1)
factor = field(
    part | st.lists(part, min_size=2, max_size=2),
    (1.5, -1.5, nan, "0.5", None, True, [], [0.5, 0.5, 0.5], [-2, 0.5], [0.5, "1"], {}),
    required=True,
)
moves = {
    "fill_mode": field(
        st.sampled_from(["reflect", "wrap", "constant", "nearest"]), ("mirror", "", None, 1)
    ),
    "interpolation": field(st.sampled_from(["nearest", "bilinear"]), ("bicubic", "", None, 1)),
    "fill_value": field(st.floats(-9, 9), (nan, "1", True)),
    **noise,
}
light = {
    "value_range": field(
        st.sampled_from([[0, 1], [0.0, 255.0], [-1, 1]]),
        (1, "1", None, [], [1], [1, 0], [0, 0], [0, 1, 2], [0, "1"], [0, nan]),
    ),
    **noise,
}
keepdims = {"keepdims": flag, **layer_flags}
interpolation = field(
    st.sampled_from(["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"]),
    ("area", "Nearest", "cubic", "", 1, None, True),
)
wanted = {
    "height": size(1, 20, required=True),
    "width": size(1, 20, required=True),
    **layer_flags,
}
