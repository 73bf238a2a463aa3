"""Caffe's layers (src/caffe/proto/caffe.proto), by their names and by those of version 1.

Pooling rounds up, o = ceil((i + 2p - k)/s) + 1, which explicit padding of s - 1 more places at the
end says with rounding down. Averages divide by the part of a window within the padded map. The
local response is divided by the size of its window. Axes count the channels second.
"""

from functools import partial

from speccnn.document.frameworks.entry import (
    Entry,
    Meaning,
    Table,
    Translate,
    Untold,
    axis_last,
    dropout,
    flatten,
    function,
    layer,
    local_response,
    on_each,
    one,
    sides,
)
from speccnn.fields import is_list, is_table

_METHODS = {0: "MAX", 1: "AVE", 2: "STOCHASTIC"}
_OPERATIONS = {0: "PROD", 1: "SUM", 2: "MAX"}
_MERGES = {"PROD": "Multiply", "SUM": "Add", "MAX": "Maximum"}
_FILLERS = (
    'fillers are initializers here: gaussian is `{ type = "RandomNormal", stddev = 0.01 }`, xavier '
    '`{ type = "VarianceScaling", distribution = "uniform" }`'
)
_ROUNDS_UP = (
    "Caffe's `Pooling` rounds sizes up: give the rows and columns that are missing at the end as "
    "padding, such as `padding = [[0, 1], [0, 1]]`"
)
_AXIS = "`axis` other than 1 is not said here"


def _sides(entry: Entry, stem: str, default: int) -> list[int]:
    """Take a number for height and width, or one for each of them."""
    if entry.has(f"{stem}_h", f"{stem}_w"):
        short = {"kernel": "kernel_size"}.get(stem, stem)
        if entry.has(short):
            raise Untold(f"`{short}` stands beside `{stem}_h`: leave one out")
        each = [entry.whole(f"{stem}_{side}", default=default) for side in "hw"]
        return [size for size in each if size is not None]
    value = entry.take("kernel_size" if stem == "kernel" else stem, default=default)
    return on_each(value[0] if is_list(value) and len(value) == 1 else value, 2, stem)


def _pair(sizes: list[int], default: int) -> object:
    """Return two sizes as one where they are alike; None for the default."""
    if len(set(sizes)) > 1:
        return sizes
    return None if sizes[0] == default else sizes[0]


def _filler(entry: Entry, name: str) -> object:
    """Take a filler as an initializer, exactly; n is the fan-in unless it says otherwise."""
    filler = entry.take(name)
    if filler is None:
        return None
    if not is_table(filler):
        raise Untold(_FILLERS)
    kind, rest = (
        str(filler.get("type", "constant")),
        {k: v for k, v in filler.items() if k != "type"},
    )
    norm = str(rest.pop("variance_norm", "FAN_IN"))
    mode = {"FAN_IN": None, "FAN_OUT": "fan_out", "AVERAGE": "fan_avg"}.get(norm)
    found: tuple[Table, tuple[str, ...]] | None = None
    if kind == "constant":
        found = {"type": "Constant", "value": rest.get("value", 0)}, ("value",)
    elif kind == "gaussian":
        made = {"type": "RandomNormal", "mean": rest.get("mean", 0), "stddev": rest.get("std", 1)}
        found = made, ("mean", "std")
    elif kind == "uniform":
        made = {"type": "RandomUniform", "minval": rest.get("min", 0), "maxval": rest.get("max", 1)}
        found = made, ("min", "max")
    elif kind in {"xavier", "msra"} and norm in {"FAN_IN", "FAN_OUT", "AVERAGE"}:
        scale = None if kind == "xavier" else 2
        spread = "uniform" if kind == "xavier" else "untruncated_normal"
        found = layer("VarianceScaling", scale=scale, mode=mode, distribution=spread), ()
    if found is None or not set(rest) <= set(found[1]):
        raise Untold(_FILLERS)
    return found[0]


def _learned(entry: Entry) -> Table:
    """Take the keys of what is learned."""
    entry.drop("engine", "force_nd_im2col", "cudnn_tune")
    return {
        "use_bias": None if entry.truth("bias_term", default=True) else False,
        "kernel_initializer": _filler(entry, "weight_filler"),
        "bias_initializer": _filler(entry, "bias_filler"),
    }


def _convolution(entry: Entry) -> Meaning:
    entry.only("axis", (1,), why=_AXIS)
    kernel = _sides(entry, "kernel", 0)
    if 0 in kernel:
        raise Untold("it lacks its `kernel_size`")
    pad = _sides(entry, "pad", 0)
    made = entry.into(
        "Conv2D",
        filters=entry.take("num_output"),
        kernel_size=_pair(kernel, 0),
        strides=_pair(_sides(entry, "stride", 1), 1),
        padding=sides(pad, pad),
        dilation_rate=_pair(_sides(entry, "dilation", 1), 1),
        groups=entry.take("group"),
        **_learned(entry),
    )
    return one(made)


def _deconvolution(entry: Entry) -> Meaning:
    """Out = s(i - 1) + k - 2p: a transposed convolution of "valid" windows, and cut."""
    entry.only("axis", (1,), why=_AXIS)
    entry.only("group", (1,), why="transposed convolutions have no groups here")
    entry.only("dilation", (1,), why="no transposed convolution that is dilated is sure")
    kernel, strides = _sides(entry, "kernel", 0), _sides(entry, "stride", 1)
    pad = _sides(entry, "pad", 0)
    if any(k < s for k, s in zip(kernel, strides, strict=True)):
        raise Untold("a window smaller than its stride leaves gaps, which Keras sizes otherwise")
    made = entry.into(
        "Conv2DTranspose",
        filters=entry.take("num_output"),
        kernel_size=_pair(kernel, 0),
        strides=_pair(strides, 1),
        **_learned(entry),
    )
    cropping = sides(pad, pad)
    if cropping is None:
        return one(made)
    return Meaning((made, layer("Cropping2D", cropping=cropping)))


def _pooling(entry: Entry) -> Meaning:
    entry.drop("engine")
    entry.only(
        "round_mode",
        (
            "CEIL",
            0,
        ),
        why="a forked Caffe rounds here in another way",
    )
    entry.only("ceil_mode", (True,), why="a forked Caffe rounds here in another way")
    method = _named(entry.take("pool", default="MAX"), _METHODS)
    kind = {"MAX": "Max", "AVE": "Average"}.get(method)
    if kind is None:
        raise Untold("there is no pooling of random places: `MaxPooling2D`, `AveragePooling2D`")
    if entry.truth("global_pooling", default=False):
        entry.only("stride", (1,), why="global pooling has no stride")
        entry.only("pad", (0,), why="global pooling has no padding")
        return one(entry.into(f"Global{kind}Pooling2D", keepdims=True))
    size, stride, pad = (
        _sides(entry, "kernel", 0), _sides(entry, "stride", 1), _sides(entry, "pad", 0)
    )  # fmt: skip
    if 0 in size:
        raise Untold("it lacks its `kernel_size`, which is `pool_size` in `MaxPooling2D`")
    padding = _rounded_up(kind, size, stride, pad)
    strides = _pair(stride, 0) if stride != size else None
    made = entry.into(
        f"{kind}Pooling2D", pool_size=_pair(size, 0), strides=strides, padding=padding
    )
    return one(made)


def _rounded_up(kind: str, size: list[int], stride: list[int], pad: list[int]) -> object:
    """Return padding that gives Caffe's sizes and values; raise `Untold` where none does."""
    if size == stride == [2, 2] and pad == [0, 0]:
        return "same"
    if kind == "Average" and max(stride) > 1:
        raise Untold(_ROUNDS_UP)
    # The last window begins beyond the map, and Caffe drops it, only if p + s > k.
    if any(s > k or (p and p + s > k) for k, s, p in zip(size, stride, pad, strict=True)):
        raise Untold(_ROUNDS_UP)
    return sides(pad, [p + s - 1 for p, s in zip(pad, stride, strict=True)])


def _named(value: object, numbers: dict[int, str]) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return numbers.get(value, "")
    return value.upper() if isinstance(value, str) else ""


def _inner_product(entry: Entry) -> Meaning:
    entry.only("axis", (1,), why=_AXIS)
    entry.only(
        "transpose",
        (
            False,
            True,
        ),
        why="`transpose` is true or false",
    )
    made = entry.into("Dense", units=entry.take("num_output"), **_learned(entry))
    return Meaning((layer("Flatten"), made))


def _eltwise(entry: Entry) -> Meaning:
    entry.drop("stable_prod_grad")
    operation = _named(entry.take("operation", default="SUM"), _OPERATIONS)
    if operation not in _MERGES:
        raise Untold("`Eltwise` is `Add`, `Subtract`, `Multiply` or `Maximum`")
    weights = entry.take("coeff")
    if weights is None or (is_list(weights) and all(weight == 1 for weight in weights)):
        return one(entry.into(_MERGES[operation]))
    if operation == "SUM" and weights == [1, -1]:
        return one(entry.into("Subtract"))
    raise Untold("`Add` weighs all alike: `coeff` is 1 for all, or 1 and -1 in `Subtract`")


def _concat(entry: Entry) -> Meaning:
    axis, flat = axis_last(entry.take("axis", "concat_dim", default=1))
    return one(entry.into("Concatenate", axis=axis), flat=flat)


def _softmax(entry: Entry) -> Meaning:
    entry.drop("engine")
    axis, flat = axis_last(entry.take("axis", default=1))
    return one(entry.into("Softmax", axis=axis), flat=flat)


def _batch_norm(entry: Entry) -> Meaning:
    """No gamma and beta: the `Scale` behind it has them."""
    entry.drop("use_global_stats", "engine")
    keys = ("eps", "moving_average_fraction")
    if not entry.has(*keys) or not set(entry.left) <= {*keys}:
        raise Untold(
            "it has no `gamma` and `beta`, which the `Scale` behind it adds; both together are one "
            "`BatchNormalization` with `epsilon = 1e-5`, as other frameworks' alone are"
        )
    made = entry.into(
        "BatchNormalization",
        epsilon=entry.take("eps", default=1e-5),
        momentum=entry.take("moving_average_fraction", default=0.999),
        center=False,
        scale=False,
    )
    return one(made)


def _scale(entry: Entry) -> Meaning:
    entry.only("axis", (1,), why=_AXIS)
    entry.only("num_axes", (1,), why="one factor a channel is what `LayerScale` has")
    why = "right behind `BatchNorm` it is that layer's `gamma` and `beta`: write one "
    entry.only("bias_term", (False,), why=f"{why}`BatchNormalization` for the two")
    filler = entry.take("filler")
    if filler is not None and not (is_table(filler) and filler.get("type") == "constant"):
        raise Untold(_FILLERS)
    start = filler.get("value", 0) if is_table(filler) else 1
    if not isinstance(start, int | float):
        raise Untold(_FILLERS)
    return one(entry.into("LayerScale", init_values=float(start)))


def _lrn(entry: Entry) -> Meaning:
    entry.drop("engine")
    why = "`LocalResponseNormalization` sums over channels, not within one"
    entry.only(
        "norm_region",
        (
            "ACROSS_CHANNELS",
            0,
        ),
        why=why,
    )
    size = entry.whole("local_size", default=5)
    return local_response(entry, size, 1.0, entry.take("k", default=1.0))


def _relu(entry: Entry) -> Meaning:
    entry.drop("engine")
    slope = entry.number("negative_slope", default=0)
    return one(entry.into("LeakyReLU", negative_slope=slope) if slope else entry.into("ReLU"))


def _elu(entry: Entry) -> Meaning:
    return one(entry.into("ELU", alpha=entry.take("alpha")))


def _dropout(entry: Entry) -> Meaning:
    return dropout("Dropout", entry, "dropout_ratio")


def _flatten(entry: Entry) -> Meaning:
    return flatten(entry, "axis", "end_axis")


TYPES: dict[str, Translate] = {
    "Convolution": _convolution,
    "Deconvolution": _deconvolution,
    "Pooling": _pooling,
    **dict.fromkeys(("InnerProduct", "INNER_PRODUCT"), _inner_product),
    "Eltwise": _eltwise,
    **dict.fromkeys(("Concat", "concat"), _concat),
    "Softmax": _softmax,
    "BatchNorm": _batch_norm,
    "Scale": _scale,
    "LRN": _lrn,
    "ReLU": _relu,
    "ELU": _elu,
    "Dropout": _dropout,
    "Flatten": _flatten,
    "Sigmoid": partial(function, name="sigmoid"),
    "TanH": partial(function, name="tanh"),
    "Swish": partial(function, name="silu"),
}
