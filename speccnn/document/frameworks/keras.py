"""Keras's own layers, with the arguments and names that Keras 1 and 2 had for them.

From the documentation of Keras 1.2, 2.x and 3, of TensorFlow Addons and of KerasCV.
"""

from functools import partial

from speccnn.document.foreign import plainly
from speccnn.document.frameworks.entry import (
    Entry,
    Meaning,
    Table,
    Translate,
    Untold,
    less,
    model,
    one,
)
from speccnn.layers.kinds import LAYERS

_FIRST = "maps are height x width x channels here: shapes and axes of channels first are others"
_INITIAL = {
    "uniform": "random_uniform",
    "normal": "random_normal",
    "zero": "zeros",
    "one": "ones",
}
_MODES = (
    '`Add` is the mode "sum", `Multiply` "mul", `Concatenate` "concat", `Average` "ave", `Maximum` '
    '"max"; `Dot` multiplies along an axis'
)
# What the keys of Keras 1 and 2 are called in Keras 3, with the same values.
_KEYS: dict[str, tuple[str, ...]] = {
    "filters": ("nb_filter",),
    "units": ("output_dim",),
    "strides": ("subsample", "subsample_length", "stride"),
    "padding": ("border_mode",),
    "dilation_rate": ("atrous_rate",),
    "use_bias": ("bias",),
    "kernel_regularizer": ("W_regularizer",),
    "bias_regularizer": ("b_regularizer",),
    "beta_initializer": ("beta_init",),
    "gamma_initializer": ("gamma_init",),
    "pool_size": ("pool_length",),
    "stddev": ("sigma",),
}
_WINDOWS = (("nb_row", "nb_col"), ("kernel_dim1", "kernel_dim2", "kernel_dim3"), ("filter_length",))
_SHARES = ("Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianDropout")


def _layer(kind: str, entry: Entry) -> Meaning:
    """Return a layer of Keras, whatever version its keys are of."""
    fields = model(kind).fields()
    for name, values in (("data_format", ("channels_last",)), ("dim_ordering", ("tf", "default"))):
        entry.only(name, values, why=_FIRST)
    entry.drop("input_shape", "batch_input_shape", "input_dim", "input_length", "dtype")
    made: Table = {}
    for key, names in _KEYS.items():
        if key in fields and entry.has(*names):
            made[key] = entry.take(key, *names)
    for names in _WINDOWS:
        if "kernel_size" in fields and all(map(entry.has, names)):
            sizes = [entry.take(name) for name in names]
            made["kernel_size"] = sizes if len(sizes) > 1 else sizes[0]
    if "kernel_initializer" in fields and entry.has("init"):
        given = entry.take("init")
        made["kernel_initializer"] = _INITIAL.get(str(given), given)
    if kind == "BatchNormalization":
        entry.only("mode", (0,), why="statistics are those of the channels over the batch here")
    if "axis" in fields and entry.has("axis"):
        made["axis"] = entry.take("axis")
    return one(entry.into(kind, **made, **_renamed(kind, entry)))


def _renamed(kind: str, entry: Entry) -> Table:
    """Return the keys that only some layers had under another name."""
    if kind in _SHARES and entry.has("p"):
        return {"rate": entry.take("p")}
    if kind in _SHARES and entry.has("keep_prob", "keep_probability"):
        kept = entry.number("keep_prob", "keep_probability")
        return {"rate": None if kept is None else less(kept)}
    if kind == "LeakyReLU" and entry.has("alpha"):
        return {"negative_slope": entry.take("alpha")}
    return {}


def _merge(entry: Entry) -> Meaning:
    if not entry.has("mode"):
        raise Untold(_MODES)
    entry.drop("layers")
    mode = entry.take("mode")
    kinds = {"sum": "Add", "mul": "Multiply", "ave": "Average", "max": "Maximum"}
    if mode == "concat":
        axis = entry.take("concat_axis", default=-1)
        if axis != -1:
            raise Untold("`concat_axis` counts as the maps are laid out: -1 is the channels here")
        return one(entry.into("Concatenate"))
    if not isinstance(mode, str) or mode not in kinds:
        raise Untold(_MODES)
    return one(entry.into(kinds[mode]))


def _concat(entry: Entry) -> Meaning:
    """Return TensorFlow's own, whose axes count as those of a spec do."""
    axis = entry.take("axis")
    if axis is None:
        raise Untold("`Concatenate` joins the channels unless its `axis` says otherwise")
    return one(entry.into("Concatenate", axis=axis))


def _instance_norm(entry: Entry) -> Meaning:
    entry.only(
        "axis",
        (
            -1,
            3,
        ),
        why="`axis` other than the last is not said here",
    )
    epsilon = entry.take("epsilon", default=1e-3)
    return one(entry.into("GroupNormalization", groups=-1, epsilon=epsilon))


def _drop_path(entry: Entry) -> Meaning:
    entry.only("scale_by_keep", (True,), why="what is kept is scaled up here")
    entry.only("mode", ("row",), why="`StochasticDepth` decides for each example")
    rate = entry.take("drop_prob", "rate", "p", "drop_rate")
    if rate is None:
        raise Untold("it is `StochasticDepth`, with its share as `rate`")
    return one(entry.into("StochasticDepth", rate=rate))


def _aliases() -> dict[str, str]:
    found: dict[str, str] = {}
    for axes in "123":
        found |= {
            f"Convolution{axes}D": f"Conv{axes}D",
            f"Convolution{axes}DTranspose": f"Conv{axes}DTranspose",
            f"MaxPool{axes}D": f"MaxPooling{axes}D",
            f"AvgPool{axes}D": f"AveragePooling{axes}D",
            f"GlobalMaxPool{axes}D": f"GlobalMaxPooling{axes}D",
            f"GlobalAvgPool{axes}D": f"GlobalAveragePooling{axes}D",
        }
    for axes in "12":
        found[f"SeparableConvolution{axes}D"] = f"SeparableConv{axes}D"
        found[f"AtrousConvolution{axes}D"] = f"Conv{axes}D"
    return found


TYPES: dict[str, Translate] = {
    **{kind: partial(_layer, kind) for kind in LAYERS if kind != "StochasticDepth"},
    **{alias: partial(_layer, kind) for alias, kind in _aliases().items()},
    "Merge": _merge,
    "concat": _concat,
    "InstanceNormalization": _instance_norm,
    **dict.fromkeys(("DropPath", "StochasticDepth"), _drop_path),
}


def is_ours(word: str) -> str | None:
    """Return the type of a spec that a word is but for capitals and separators."""
    return _OURS.get(plainly(word))


_OURS = {plainly(kind): kind for kind in LAYERS}
