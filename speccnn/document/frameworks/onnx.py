"""ONNX's operators (onnx.ai, operator schemas of the default domain), by their attributes.

Windows are padded explicitly by `pads`, those before all axes first; strides are 1 unless they say
otherwise. `SAME_UPPER` is Keras's "same". Global pooling keeps the axes. Axes count the channels
second. What an operator reads as a tensor, such as the shape of a Reshape, no attribute says.
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
    factor,
    flatten,
    function,
    local_response,
    on_each,
    one,
    sides,
)
from speccnn.fields import is_list

EPSILON = 1e-5
_SIXTH = 1 / 6
_CEIL = (
    "a spec rounds sizes down: where `ceil_mode` is to round up, say the rows and columns that are "
    "missing at the end as padding, such as `padding = [[0, 1], [0, 1]]`"
)


def _axes(entry: Entry) -> tuple[int, object]:
    """Take the window; the number of its sizes is that of the axes."""
    kernel = entry.take("kernel_shape", "kernel_size")
    if kernel is None:
        raise Untold(
            "it lacks its `kernel_shape`, which is `kernel_size` of `Conv2D` and `pool_size` of "
            "`MaxPooling2D` and `AveragePooling2D`, where strides are not 1 by themselves"
        )
    axes = len(kernel) if is_list(kernel) else 2
    if not 1 <= axes <= 3:  # noqa: PLR2004
        raise Untold("`kernel_shape` has one, two or three sizes")
    return axes, kernel[0] if is_list(kernel) and len(set(map(str, kernel))) == 1 else kernel


def _pads(entry: Entry, axes: int) -> tuple[object, bool]:
    """Take padding, and say whether zeros are added by it."""
    how = entry.word("auto_pad", "NOTSET")
    pads = entry.take("pads")
    if how in {"SAME_UPPER", "VALID"} and pads is None:
        return ("same", False) if how == "SAME_UPPER" else (None, False)
    if how != "NOTSET":
        raise Untold('the odd place of "same" padding is at the end here; before it, say numbers')
    numbers = on_each(0 if pads is None else pads, 2 * axes, "pads")
    found = sides(numbers[:axes], numbers[axes:])
    return found, found is not None


def _strides(entry: Entry, axes: int) -> object:
    given = entry.take("strides", "stride")
    if given is None:
        return None
    sizes = on_each(given, axes, "strides")
    return sizes if len(set(sizes)) > 1 else None if sizes[0] == 1 else sizes[0]


def _conv(entry: Entry) -> Meaning:
    axes, kernel = _axes(entry)
    padding, _ = _pads(entry, axes)
    made = entry.into(
        f"Conv{axes}D",
        kernel_size=kernel,
        strides=_strides(entry, axes),
        padding=padding,
        dilation_rate=entry.take("dilations"),
        groups=entry.take("group"),
    )
    return one(made)


def _pool(kind: str, entry: Entry) -> Meaning:
    entry.only(
        "ceil_mode",
        (
            0,
            False,
        ),
        why=_CEIL,
    )
    entry.only("storage_order", (0,), why="there are no indices here")
    axes, kernel = _axes(entry)
    entry.only(
        "dilations",
        (
            1,
            [1] * axes,
        ),
        why="pooling windows are not dilated here",
    )
    padding, adds = _pads(entry, axes)
    counts = entry.truth("count_include_pad", default=False)
    if kind == "Average" and adds and not counts:
        raise Untold('zeros of explicit padding count here, unless `padding` is "same"')
    if kind == "Average" and padding == "same" and counts:
        raise Untold('padding is left out of the average where it is "same"')
    strides = _strides(entry, axes)
    alike = kernel if is_list(kernel) else [kernel] * axes
    is_default = (strides if is_list(strides) else [strides or 1] * axes) == alike
    made = entry.into(
        f"{kind}Pooling{axes}D",
        pool_size=kernel,
        strides=None if is_default else strides or 1,
        padding=padding,
    )
    return one(made)


def _global(kind: str, entry: Entry) -> Meaning:
    return one(entry.into(f"Global{kind}Pooling2D", keepdims=True))


def _batch_norm(entry: Entry) -> Meaning:
    entry.only(
        "training_mode",
        (
            0,
            1,
        ),
        why="`training_mode` is 0 or 1",
    )
    entry.only("spatial", (1,), why="one mean and variance a channel is what there is here")
    entry.drop("is_test", "consumed_inputs")
    epsilon, momentum = entry.take("epsilon", default=EPSILON), entry.take("momentum", default=0.9)
    return one(entry.into("BatchNormalization", epsilon=epsilon, momentum=momentum))


def _instance_norm(entry: Entry) -> Meaning:
    epsilon = entry.take("epsilon", default=EPSILON)
    return one(entry.into("GroupNormalization", groups=-1, epsilon=epsilon))


def _lrn(entry: Entry) -> Meaning:
    return local_response(entry, entry.whole("size"), 1e-4, entry.take("bias", default=1.0))


def _gemm(entry: Entry) -> Meaning:
    for name in ("alpha", "beta"):
        entry.only(name, (1,), why="`Dense` multiplies by its kernel alone")
    entry.only("transA", (0,), why="`Dense` multiplies by its kernel alone")
    entry.drop("transB", "broadcast")
    return one(entry.into("Dense"), flat=True)


def _concat(entry: Entry) -> Meaning:
    axis, flat = axis_last(entry.take("axis"))
    return one(entry.into("Concatenate", axis=axis), flat=flat)


def _log_softmax(entry: Entry) -> Meaning:
    axis, flat = axis_last(entry.take("axis", default=-1))
    if axis != -1:
        raise Untold("`log_softmax` works along the channels here")
    return one(entry.into("Activation", activation="log_softmax"), flat=flat)


def _softmax(entry: Entry) -> Meaning:
    axis, flat = axis_last(entry.take("axis", default=-1))
    return one(entry.into("Softmax", axis=axis), flat=flat)


def _flatten(entry: Entry) -> Meaning:
    return flatten(entry, "axis", "end_axis")


def _dropout(entry: Entry) -> Meaning:
    entry.drop("is_test", "consumed_inputs", "training_mode")
    return dropout("Dropout", entry, "ratio")


def _leaky(entry: Entry) -> Meaning:
    return one(entry.into("LeakyReLU", negative_slope=entry.take("alpha", default=0.01)))


def _elu(entry: Entry) -> Meaning:
    return one(entry.into("ELU", alpha=entry.take("alpha")))


def _celu(entry: Entry) -> Meaning:
    entry.only("alpha", (1,), why='`activation = "celu"` has no `alpha`: it is 1')
    return function(entry, "celu")


def _hard_sigmoid(entry: Entry) -> Meaning:
    """max(0, min(1, alpha x + beta)); alpha is 0.2 by default, and Keras 3's is 1/6."""
    slope, middle = entry.number("alpha", default=0.2), entry.number("beta", default=0.5)
    if slope is None or abs(slope - _SIXTH) > 1e-6 or middle != 0.5:  # noqa: PLR2004
        raise Untold('`activation = "hard_sigmoid"` is x/6 + 0.5, and ONNX\'s 0.2x + 0.5')
    return function(entry, "hard_sigmoid")


def _gelu(entry: Entry) -> Meaning:
    entry.only("approximate", ("none",), why='`activation = "gelu"` is the exact one, without tanh')
    return function(entry, "gelu")


def _clip(entry: Entry) -> Meaning:
    low, high = entry.number("min"), entry.number("max")
    if low != 0 or high is None:
        raise Untold("`ReLU` with `max_value` cuts at 0 and above; nothing here cuts elsewhere")
    return one(entry.into("ReLU", max_value=float(high)))


def _shrink(entry: Entry) -> Meaning:
    why = "`hard_shrink` and `soft_shrink` have a threshold of 0.5"
    threshold, bias = entry.number("lambd", default=0.5), entry.number("bias", default=0)
    if threshold != 0.5 or bias not in {0, 0.5}:  # noqa: PLR2004
        raise Untold(why)
    return function(entry, "soft_shrink" if bias else "hard_shrink")


def _depth_to_space(entry: Entry) -> Meaning:
    why = "`PixelShuffle` deals channels out as the mode DCR does, and in another order than CRD"
    entry.only("mode", ("DCR",), why=why)
    return one(entry.into("PixelShuffle", scale=entry.take("blocksize")))


def _space_to_depth(entry: Entry) -> Meaning:
    return one(entry.into("SpaceToDepth", block_size=entry.take("blocksize")))


def _upsample(entry: Entry) -> Meaning:
    mode = entry.word("mode", "nearest")
    scales = entry.take("scales")
    if mode != "nearest":
        raise Untold("it interpolates from the corners, and `UpSampling2D` by half places")
    return one(_enlarged(entry, scales, None))


def _resize(entry: Entry) -> Meaning:
    mode = entry.word("mode", "nearest")
    why = "`UpSampling2D` goes by half places (half_pixel)"
    entry.only("coordinate_transformation_mode", ("half_pixel",), why=why)
    entry.only(
        "nearest_mode",
        (
            "round_prefer_floor",
            "round_prefer_ceil",
        ),
        why=why,
    )
    entry.only("antialias", (0,), why="`Resizing` has `antialias`, and takes a height and width")
    if mode not in {"nearest", "linear"}:
        raise Untold('`UpSampling2D` weighs cubes otherwise; it has "nearest" and "bilinear"')
    if entry.has("sizes"):
        raise Untold("to a height and width there is `Resizing`, which rounds places otherwise")
    return one(_enlarged(entry, entry.take("scales"), "bilinear" if mode == "linear" else None))


def _enlarged(entry: Entry, scales: object, interpolation: str | None) -> Table:
    """Return an enlargement by whole factors; the first two are of the batch and the channels."""
    given = scales if is_list(scales) else []
    whole = [found for found in map(factor, given) if found is not None]
    if len(whole) != len(given) or not 3 <= len(whole) <= 5 or whole[:2] != [1, 1]:  # noqa: PLR2004
        raise Untold(
            "`UpSampling2D` enlarges by whole factors: `scales = [1, 1, 2, 2]` is `size = 2`"
        )
    axes, sizes = len(whole) - 2, whole[2:]
    if axes != 2 and interpolation:  # noqa: PLR2004
        raise Untold("only maps are interpolated here")
    size = sizes if len(set(sizes)) > 1 else sizes[0]
    return entry.into(f"UpSampling{axes}D", size=size, interpolation=interpolation)


def _pad(entry: Entry) -> Meaning:
    entry.only("mode", ("constant",), why="a spec pads with zeros only")
    entry.only("value", (0,), why="a spec pads with zeros only")
    entry.only("constant_value", (0,), why="a spec pads with zeros only")
    pads = entry.take("pads", "paddings")
    if not is_list(pads) or len(pads) not in {6, 8, 10}:
        raise Untold(
            "`ZeroPadding2D` has `padding = [[top, bottom], [left, right]]` for the `pads` of "
            "batch, channels, height and width"
        )
    half = len(pads) // 2
    numbers = on_each(pads, len(pads), "pads")
    before, after = numbers[:half], numbers[half:]
    if any((*before[:2], *after[:2])):
        raise Untold("channels are not padded here")
    found = sides(before[2:], after[2:])
    return one(entry.into(f"ZeroPadding{half - 2}D", padding=0 if found is None else found))


def _merge(kind: str, entry: Entry) -> Meaning:
    """Return a merge; ONNX stretches sizes of 1, and a spec only where it says so."""
    entry.drop("consumed_inputs")
    entry.only(
        "broadcast",
        (
            0,
            False,
            True,
        ),
        why="`broadcast` is true or false here",
    )
    entry.only("axis", (), why="a merge has no `axis` here")
    return one(entry.into(kind))


TYPES: dict[str, Translate] = {
    "Conv": _conv,
    "MaxPool": partial(_pool, "Max"),
    "AveragePool": partial(_pool, "Average"),
    "GlobalAveragePool": partial(_global, "Average"),
    "GlobalMaxPool": partial(_global, "Max"),
    "BatchNormalization": _batch_norm,
    "InstanceNormalization": _instance_norm,
    "LRN": _lrn,
    "Gemm": _gemm,
    **dict.fromkeys(("Concat", "concat"), _concat),
    "LogSoftmax": _log_softmax,
    "Softmax": _softmax,
    "Flatten": _flatten,
    "Dropout": _dropout,
    "LeakyRelu": _leaky,
    "Relu": lambda entry: one(entry.into("ReLU")),
    "Elu": _elu,
    "Celu": _celu,
    "HardSigmoid": _hard_sigmoid,
    "Gelu": _gelu,
    "Clip": _clip,
    "Shrink": _shrink,
    "DepthToSpace": _depth_to_space,
    "SpaceToDepth": _space_to_depth,
    "Upsample": _upsample,
    "Resize": _resize,
    "Pad": _pad,
    **{
        name: partial(_merge, kind)
        for name, kind in {
            "Add": "Add",
            "Sum": "Add",
            "Sub": "Subtract",
            "Mul": "Multiply",
            "Max": "Maximum",
            "Min": "Minimum",
            "Mean": "Average",
        }.items()
    },
    **{
        name: partial(function, name=ours)
        for name, ours in {
            "Sigmoid": "sigmoid",
            "Tanh": "tanh",
            "Selu": "selu",
            "Softplus": "softplus",
            "Softsign": "softsign",
            "HardSwish": "hard_swish",
            "Mish": "mish",
            "Exp": "exponential",
        }.items()
    },
}
