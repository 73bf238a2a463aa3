"""PyTorch's modules (torch.nn, documentation of 2.x), and torchvision's that are named like them.

Sizes are the formulas of their pages. What differs from Keras, and is written down for it: batch
normalisation's epsilon of 1e-5 and its momentum, which is 1 - Keras's; the slope 0.01 of LeakyReLU;
the sum of LocalResponseNorm, which is divided by its size; padding of transposed convolutions,
which cuts the output; axes, which count the channels second.
"""

from collections.abc import Callable
from functools import partial

from speccnn.document.frameworks.entry import (
    Entry,
    Meaning,
    Translate,
    Untold,
    alike,
    axis_last,
    dropout,
    factor,
    flatten,
    function,
    layer,
    less,
    local_response,
    on_each,
    one,
    sides,
)
from speccnn.fields import is_list

EPSILON = 1e-5
_CEIL = (
    "a spec rounds sizes down: where `ceil_mode` is to round up, say the rows and columns that are "
    "missing at the end as padding, such as `padding = [[0, 1], [0, 1]]`"
)
_CORNERS = "there is no interpolation between the corners' centres (`align_corners`) here"
_MOVING = "batch normalisation always keeps a moving mean and variance here"


def _conv(axes: int, entry: Entry) -> Meaning:
    entry.drop("in_channels", "device", "dtype")
    entry.only("padding_mode", ("zeros",), why="windows are padded with zeros only")
    padding = entry.take("padding")
    if axes == 1 and is_list(padding):
        padding = on_each(padding, 1, "padding")[0]
    return one(
        entry.into(
            f"Conv{axes}D",
            filters=entry.take("out_channels"),
            kernel_size=entry.take("kernel_size"),
            strides=entry.take("stride"),
            padding=padding,
            dilation_rate=entry.take("dilation"),
            groups=entry.take("groups"),
            use_bias=entry.take("bias"),
        )
    )


def _transposed(axes: int, entry: Entry) -> Meaning:
    """Return a transposed convolution: out = (i - 1)s - 2p + d(k - 1) + e + 1.

    p places are cut on both sides, and e fewer of them at the end. Without dilation, and with a
    window of at least a stride, that is Keras's "valid" and a cropping.
    """
    entry.drop("in_channels", "device", "dtype")
    entry.only("padding_mode", ("zeros",), why="windows are padded with zeros only")
    entry.only("groups", (1,), why="transposed convolutions have no groups here")
    why = "no transposed convolution that is dilated is sure"
    entry.only("dilation", (1, [1] * axes), why=why)
    kernel = on_each(entry.take("kernel_size"), axes, "kernel_size")
    strides = on_each(entry.take("stride", default=1), axes, "stride")
    cut = on_each(entry.take("padding", default=0), axes, "padding")
    extra = on_each(entry.take("output_padding", default=0), axes, "output_padding")
    if any(k < s for k, s in zip(kernel, strides, strict=True)):
        raise Untold("a window smaller than its stride leaves gaps, which Keras sizes otherwise")
    if any(e > p for e, p in zip(extra, cut, strict=True)):
        raise Untold("`output_padding` beyond `padding` is laid out otherwise in Keras")
    is_same = not any(extra) and all(
        k - s == 2 * p for k, s, p in zip(kernel, strides, cut, strict=True)
    )
    cropping = sides(cut, [p - e for p, e in zip(cut, extra, strict=True)])
    made = entry.into(
        f"Conv{axes}DTranspose",
        filters=entry.take("out_channels"),
        kernel_size=alike(kernel),
        strides=None if max(strides) == 1 else alike(strides),
        padding="same" if is_same and cropping is not None else None,
        use_bias=entry.take("bias"),
    )
    if cropping is None or is_same:
        return one(made)
    if "activation" in made:
        raise Untold(f"the output is cut by `padding`: write a `Cropping{axes}D` after it")
    return Meaning((made, layer(f"Cropping{axes}D", cropping=cropping)))


def _pool(kind: str, axes: int, entry: Entry) -> Meaning:
    entry.only(
        "dilation",
        (
            1,
            [1] * axes,
        ),
        why="pooling windows are not dilated here",
    )
    entry.only("return_indices", (False,), why="there is no unpooling here that would read indices")
    entry.only("ceil_mode", (False,), why=_CEIL)
    entry.only("divisor_override", (), why="averages are divided by the size of the window here")
    padding = entry.take("padding")
    if axes == 1 and is_list(padding):
        padding = on_each(padding, 1, "padding")[0]
    if kind == "Average" and padding is not None and padding != 0 and padding != [0] * axes:
        entry.only("count_include_pad", (True,), why="zeros of explicit padding count here")
    entry.only(
        "count_include_pad",
        (
            True,
            False,
        ),
        why="`count_include_pad` must be true or false",
    )
    size = entry.take("kernel_size")
    if size is None and not entry.has("pool_size"):
        raise Untold(f"it lacks its `kernel_size`, which is `pool_size` in `{kind}Pooling{axes}D`")
    made = entry.into(
        f"{kind}Pooling{axes}D", pool_size=size, strides=entry.take("stride"), padding=padding
    )
    return one(made)


def _adaptive(kind: str, axes: int, entry: Entry) -> Meaning:
    entry.only("return_indices", (False,), why="there is no unpooling here that would read indices")
    size = entry.take("output_size")
    if size == 1 or size == [1] * axes:
        return one(entry.into(f"Global{kind}Pooling{axes}D", keepdims=True))
    if axes == 2 and size is not None and not (is_list(size) and None in size):  # noqa: PLR2004
        return one(entry.into(f"Adaptive{kind}Pooling2D", output_size=size))
    raise Untold(
        f"`Adaptive{kind}Pooling2D` takes an `output_size` of numbers, on maps; to 1 place there "
        f"is `Global{kind}Pooling{axes}D` with `keepdims = true`"
    )


def _batch_norm(entry: Entry) -> Meaning:
    entry.drop("num_features", "device", "dtype")
    entry.only("track_running_stats", (True,), why=_MOVING)
    affine = None if entry.truth("affine", default=True) else False
    given = entry.has("momentum")
    momentum = entry.number("momentum", default=0.1)
    if momentum is None or (given and entry.has("epsilon")):
        raise Untold("`momentum` is 1 - m in Keras, for PyTorch's m of 0.1 by default")
    return one(
        entry.into(
            "BatchNormalization",
            momentum=less(momentum),
            epsilon=None if entry.has("epsilon") else entry.take("eps", default=EPSILON),
            center=affine,
            scale=affine,
        )
    )


def _group_norm(entry: Entry) -> Meaning:
    entry.drop("num_channels", "device", "dtype")
    affine = None if entry.truth("affine", default=True) else False
    groups = entry.take("num_groups")
    if groups is None:
        raise Untold("it lacks its `num_groups`, which is `groups` in `GroupNormalization`")
    epsilon = entry.take("eps", default=EPSILON)
    return one(
        entry.into(
            "GroupNormalization", groups=groups, epsilon=epsilon, center=affine, scale=affine
        )
    )


def _instance_norm(entry: Entry) -> Meaning:
    entry.drop("num_features", "device", "dtype", "momentum")
    entry.only(
        "track_running_stats", (False,), why="instances have no moving mean and variance here"
    )
    affine = None if entry.truth("affine", default=False) else False
    epsilon = entry.take("eps", default=EPSILON)
    return one(
        entry.into("GroupNormalization", groups=-1, epsilon=epsilon, center=affine, scale=affine)
    )


def _layer_norm(entry: Entry) -> Meaning:
    entry.drop("device", "dtype")
    shape = entry.take("normalized_shape")
    if is_list(shape) and len(shape) != 1:
        raise Untold(
            "`LayerNormalization` has a list of axes for this: `axis = [1, 2, 3]` of a map"
        )
    affine = entry.truth("elementwise_affine", default=True)
    bias = entry.truth("bias", default=True) and affine
    made = entry.into(
        "LayerNormalization",
        epsilon=entry.take("eps", default=EPSILON),
        center=None if bias else False,
        scale=None if affine else False,
    )
    return one(made, flat=True)


def _local_response(entry: Entry) -> Meaning:
    return local_response(entry, entry.whole("size"), 1e-4, entry.take("k", default=1.0))


def _linear(entry: Entry) -> Meaning:
    entry.drop("in_features", "device", "dtype")
    made = entry.into("Dense", units=entry.take("out_features"), use_bias=entry.take("bias"))
    return one(made, flat=True)


def _flatten(entry: Entry) -> Meaning:
    return flatten(entry, "start_dim", "end_dim")


def _dropout(kind: str, entry: Entry) -> Meaning:
    entry.drop("inplace")
    return dropout(kind, entry, "p")


def _softmax(kind: str, entry: Entry) -> Meaning:
    entry.drop("_stacklevel", "dtype")
    given = entry.take("dim")
    axis, flat = (-1, True) if given is None else axis_last(given)
    if kind == "Softmax":
        return one(entry.into("Softmax", axis=None if given is None else axis), flat=flat)
    if axis != -1:
        raise Untold("`log_softmax` works along the channels here")
    return one(entry.into("Activation", activation="log_softmax"), flat=flat)


def _joined(entry: Entry) -> Meaning:
    if entry.has("concat_dim", "concat_axis"):
        raise Untold("`axis` counts the channels last: they are `axis = -1`")
    given = entry.take("dim", "dimension", "axis")
    if given is None:
        raise Untold("`torch.cat` joins along the batch without a `dim`; channels are `axis = -1`")
    axis, flat = axis_last(given)
    return one(entry.into("Concatenate", axis=axis), flat=flat)


def _leaky(entry: Entry) -> Meaning:
    entry.drop("inplace")
    return one(entry.into("LeakyReLU", negative_slope=entry.take("negative_slope", default=0.01)))


def _relu(entry: Entry) -> Meaning:
    entry.drop("inplace")
    return one(entry.into("ReLU"))


def _elu(entry: Entry) -> Meaning:
    entry.drop("inplace")
    return one(entry.into("ELU", alpha=entry.take("alpha")))


def _gelu(entry: Entry) -> Meaning:
    entry.only("approximate", ("none",), why='`activation = "gelu"` is the exact one, without tanh')
    return function(entry, "gelu")


def _of_default(name: str, key: str, value: float, entry: Entry) -> Meaning:
    """Return a function whose argument can only be its default."""
    entry.only(key, (value,), why=f'`activation = "{name}"` has no `{key}`: it is {value}')
    return function(entry, name)


def _hardtanh(entry: Entry) -> Meaning:
    why = '`activation = "hard_tanh"` cuts at -1 and 1; at 0 and 6 there is "relu6"'
    entry.only("min_val", (-1,), why=why)
    entry.only("max_val", (1,), why=why)
    return function(entry, "hard_tanh")


def _upsample(mode: str | None, entry: Entry) -> Meaning:
    entry.only("align_corners", (False,), why=_CORNERS)
    entry.only("recompute_scale_factor", (False,), why="sizes follow from whole factors here")
    if entry.has("size"):
        raise Untold(
            "`size` is the height and width that come out: for these there is `Resizing` with "
            "`height` and `width`; `size` in `UpSampling2D` is a factor"
        )
    scale = entry.take("scale_factor")
    scale = [_factor(item) for item in scale] if is_list(scale) else _factor(scale)
    axes = len(scale) if isinstance(scale, list) else 2
    mode = entry.word("mode", "nearest") if mode is None else mode
    if mode not in {"nearest", "bilinear"} or (mode == "bilinear" and axes != 2) or axes > 3:  # noqa: PLR2004
        raise Untold(
            '`UpSampling2D` has `interpolation` "nearest" and "bilinear"; others weigh otherwise'
        )
    interpolation = "bilinear" if mode == "bilinear" else None
    if axes == 1:
        return one(entry.into("UpSampling1D", size=on_each(scale, 1, "scale_factor")[0]))
    return one(entry.into(f"UpSampling{axes}D", size=scale, interpolation=interpolation))


def _factor(value: object) -> int:
    found = factor(value)
    if found is None:
        raise Untold("`UpSampling2D` enlarges by whole factors; to any size there is `Resizing`")
    return found


def _padded(axes: int, entry: Entry) -> Meaning:
    """Return padding, whose sides come the last axis first: [left, right, top, bottom]."""
    padding = entry.take("padding")
    if is_list(padding):
        flat = on_each(padding, 2 * axes, "padding")
        padding = sides(flat[::2][::-1], flat[1::2][::-1])
    entry.only("value", (0,), why="a spec pads with zeros only")
    return one(entry.into(f"ZeroPadding{axes}D", padding=padding))


def _on_axes(name: str, translate: Callable[[int, Entry], Meaning]) -> dict[str, Translate]:
    return {f"{name}{axes}d": partial(translate, axes) for axes in (1, 2, 3)}


def _pools(
    name: str, kind: str, translate: Callable[[str, int, Entry], Meaning]
) -> dict[str, Translate]:
    return {f"{name}{axes}d": partial(translate, kind, axes) for axes in (1, 2, 3)}


TYPES: dict[str, Translate] = {
    **_on_axes("Conv", _conv),
    **_on_axes("ConvTranspose", _transposed),
    **_pools("MaxPool", "Max", _pool),
    **_pools("AvgPool", "Average", _pool),
    **_pools("AdaptiveAvgPool", "Average", _adaptive),
    **_pools("AdaptiveMaxPool", "Max", _adaptive),
    **{f"BatchNorm{axes}d": _batch_norm for axes in (1, 2, 3)},
    "SyncBatchNorm": _batch_norm,
    "GroupNorm": _group_norm,
    **{f"InstanceNorm{axes}d": _instance_norm for axes in (1, 2, 3)},
    "LayerNorm": _layer_norm,
    "LocalResponseNorm": _local_response,
    "Linear": _linear,
    "Flatten": _flatten,
    "Dropout": partial(_dropout, "Dropout"),
    **{f"Dropout{axes}d": partial(_dropout, f"SpatialDropout{axes}D") for axes in (1, 2, 3)},
    "Softmax": partial(_softmax, "Softmax"),
    "LogSoftmax": partial(_softmax, "LogSoftmax"),
    "Softmax2d": lambda entry: one(entry.into("Softmax")),
    **dict.fromkeys(("Cat", "cat", "Concat", "concat", "Concatenate"), _joined),
    "LeakyReLU": _leaky,
    "ReLU": _relu,
    "ELU": _elu,
    "GELU": _gelu,
    "Upsample": partial(_upsample, None),
    "UpsamplingNearest2d": partial(_upsample, "nearest"),
    **_on_axes("ZeroPad", _padded),
    **_on_axes("ConstantPad", _padded),
    "Hardtanh": _hardtanh,
    "CELU": partial(_of_default, "celu", "alpha", 1),
    "Softplus": partial(_of_default, "softplus", "beta", 1),
    "Hardshrink": partial(_of_default, "hard_shrink", "lambd", 0.5),
    "Softshrink": partial(_of_default, "soft_shrink", "lambd", 0.5),
    **{
        name: partial(function, name=ours)
        for name, ours in {
            "ReLU6": "relu6",
            "SELU": "selu",
            "Sigmoid": "sigmoid",
            "Tanh": "tanh",
            "SiLU": "silu",
            "Mish": "mish",
            "Softsign": "softsign",
            "LogSigmoid": "log_sigmoid",
            "Hardsigmoid": "hard_sigmoid",
            "Hardswish": "hard_swish",
            "Tanhshrink": "tanh_shrink",
        }.items()
    },
}
