"""From the Keras calls that a layer lowers to, to calls of the operations of `tf.Graph`s.

The operations are functions of `tf.compat.v1` and those of `backends/tf/v1_ops`. The latter have
Keras's names and defaults: most calls differ in what is called alone.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from speccnn.backends.v1.activations import function_of
from speccnn.backends.v1.initial import initializer, regularizer
from speccnn.calls import Call, Reference, Value

Arguments: TypeAlias = dict[str, Value]
Reads: TypeAlias = Sequence[Reference]

TRAINING = Reference("is_training")
RENAMED: Mapping[str, Mapping[str, str]] = {
    "depthwise_conv_layer": {"depthwise": "kernel"},
    "separable_conv_layer": {"depthwise": "depthwise_kernel", "pointwise": "pointwise_kernel"},
    "enlarge": {"interpolation": "method"},
    "resize": {"interpolation": "method"},
}


class InexpressibleError(Exception):
    """A layer, or one of its arguments, that `tf.compat.v1` has no operation for."""


def translate(call: Call, reads: Reads, number: int) -> Call:
    """Return the call that computes, from the tensors `reads`, what a Keras layer does.

    `number` tells the noise of one layer from that of others. Raise `InexpressibleError` for a
    layer that has no counterpart.
    """
    kind = call.target.rpartition(".")[2]
    if kind in NOISE:
        arguments = {name: value for name, value in call.kwargs.items() if name != "seed"}
        noisy: Arguments = {"is_training": TRAINING, "seed": number}
        return _call(NOISE[kind], reads, _placed(arguments, noisy))
    if kind in OPERATIONS:
        return _call(OPERATIONS[kind], reads, dict(call.kwargs))
    if kind in SPECIAL:
        return SPECIAL[kind](reads, dict(call.kwargs))
    raise InexpressibleError(kind)


def _call(function: str, reads: Reads, arguments: Arguments) -> Call:
    """Return a call of one of our operations, its arguments in its words."""
    renamed = RENAMED.get(function, {})
    given: Arguments = {}
    for name, value in arguments.items():
        stem, mark, role = name.rpartition("_")
        if role in {"initializer", "regularizer"}:
            make = initializer if role == "initializer" else regularizer
            given[f"{renamed.get(stem, stem)}{mark}{role}"] = make(value)
        elif name == "activation":
            if value != "linear":
                given[name] = function_of(value)
        elif name == "padding":
            given[name] = str(value).upper()
        elif name != "trainable" or function in LEARNED:
            given[renamed.get(name, name)] = value
    return Call(function, _positions(reads), given)


def _positions(reads: Reads) -> tuple[Value, ...]:
    return (reads[0],) if len(reads) == 1 else (list[Value](reads),)


def _placed(arguments: Arguments, more: Arguments) -> Arguments:
    """Return arguments with others before the name, which stands last."""
    name = arguments.pop("name")
    return {**arguments, **more, "name": name}


def _conv1d(reads: Reads, arguments: Arguments) -> Call:
    """Pad before the first step alone, if the convolution is causal."""
    call = _call("conv_layer", reads, arguments)
    if arguments.get("padding") != "causal":
        return call
    kernel, rate = arguments["kernel_size"], arguments.get("dilation_rate", 1)
    assert isinstance(kernel, int), "a kernel on one axis is one number"
    assert isinstance(rate, int), "a rate on one axis is one number"
    before: list[Value] = [rate * (kernel - 1), 0]
    none: list[Value] = [0, 0]
    padded = Call("tf.pad", (reads[0], [none, before, none]))
    kwargs = {name: value for name, value in call.kwargs.items() if name != "padding"}
    return Call("conv_layer", (padded,), kwargs)


def _pool(function: str, reads: Reads, arguments: Arguments) -> Call:
    return _call(function, reads, {"pool_size": 2, **arguments})


def _batch_norm(reads: Reads, arguments: Arguments) -> Call:
    arguments.pop("synchronized", None)
    call = _call("batch_norm", reads, arguments)
    return Call(call.target, (*call.args, TRAINING), call.kwargs)


def _pad(axes: int, default: Value, constant: Arguments, reads: Reads, given: Arguments) -> Call:
    sides = [list[Value](pair) for pair in sides_of(given.get("padding", default), axes)]
    none: list[Value] = [0, 0]
    return Call("tf.pad", (reads[0], [none, *sides, none]), {**constant, "name": given["name"]})


def _crop(axes: int, default: Value, reads: Reads, given: Arguments) -> Call:
    sides = tuple(sides_of(given.get("cropping", default), axes))
    return Call("crop", (reads[0], sides), {"name": given["name"]})


def sides_of(value: Value, axes: int) -> list[tuple[Value, Value]]:
    """Return what lies before and after each axis, from any way that Keras lets it be written."""
    if isinstance(value, int):
        return [(value, value)] * axes
    assert isinstance(value, tuple), "sides are numbers or tuples of them"
    if axes == 1:
        before, after = value
        return [(before, after)]
    return [(side[0], side[1]) if isinstance(side, tuple) else (side, side) for side in value]


def _two_at_least(function: str, reads: Reads, given: Arguments) -> Call:
    """Join two tensors by a function of TensorFlow, more of them one after the other."""
    named = {"name": given["name"]}
    if len(reads) == 2:  # noqa: PLR2004
        return Call(function, tuple(reads), named)
    return Call("merge", (list[Value](reads), Reference(function)), named)


def _concat(reads: Reads, given: Arguments) -> Call:
    return Call(
        "tf.concat", (list[Value](reads),), {"axis": given.get("axis", -1), "name": given["name"]}
    )


def _activation(reads: Reads, given: Arguments) -> Call:
    return _applied(function_of(given["activation"]), reads, given)


def _applied(function: Reference, reads: Reads, given: Arguments) -> Call:
    named = {"name": given["name"]}
    if function.target.startswith("tf.") and function.target != "tf.nn.silu":
        return Call(function.target, (reads[0],), named)
    return Call("activate", (reads[0], function), named)


def _relu(reads: Reads, given: Arguments) -> Call:
    settings = {name: value for name, value in given.items() if name not in {"name", "trainable"}}
    if not settings:
        return _applied(Reference("tf.nn.relu"), reads, given)
    if settings == {"max_value": 6}:
        return _applied(Reference("tf.nn.relu6"), reads, given)
    return _call("relu_layer", reads, given)


def _leaky_relu(reads: Reads, given: Arguments) -> Call:
    slope = given.get("negative_slope", 0.3)
    return Call("tf.nn.leaky_relu", (reads[0],), {"alpha": slope, "name": given["name"]})


def _softmax(reads: Reads, given: Arguments) -> Call:
    axis = given.get("axis", -1)
    if not isinstance(axis, int):
        return _call("softmax_layer", reads, given)
    axes: Arguments = {} if axis == -1 else {"axis": axis}
    return Call("tf.nn.softmax", (reads[0],), {**axes, "name": given["name"]})


def _permute(reads: Reads, given: Arguments) -> Call:
    dims = given["dims"]
    order: list[Value] = [0, *(dims if isinstance(dims, tuple) else (dims,))]
    return Call("tf.transpose", (reads[0], order), {"name": given["name"]})


def _reshape(reads: Reads, given: Arguments) -> Call:
    target = given["target_shape"]
    shape = target if isinstance(target, tuple) else (target,)
    return Call("reshape_layer", (reads[0], shape), {"name": given["name"]})


def _upsample(reads: Reads, given: Arguments) -> Call:
    size: Arguments = {"size": 2, **given}
    method = size.pop("interpolation", "nearest")
    if method == "nearest":
        return _call("upsample", reads, size)
    return _call("enlarge", reads, {"size": size["size"], "method": method, "name": given["name"]})


def _resize(reads: Reads, given: Arguments) -> Call:
    for name in ("crop_to_aspect_ratio", "pad_to_aspect_ratio"):
        if given.pop(name, False):
            raise InexpressibleError(f"Resizing with {name}")
    for name in ("fill_mode", "fill_value"):
        given.pop(name, None)
    return _call("resize", reads, given)


def _blocks(function: str, reads: Reads, given: Arguments) -> Call:
    size = given.get("scale", given.get("block_size"))
    return Call(function, (reads[0], size), {"name": given["name"]})


OPERATIONS = {
    "Conv2D": "conv_layer",
    "Conv3D": "conv_layer",
    **{f"Conv{axes}DTranspose": "conv_transpose_layer" for axes in "123"},
    **{f"DepthwiseConv{axes}D": "depthwise_conv_layer" for axes in "12"},
    **{f"SeparableConv{axes}D": "separable_conv_layer" for axes in "12"},
    **{f"GlobalMaxPooling{axes}D": "global_max_pool" for axes in "123"},
    **{f"GlobalAveragePooling{axes}D": "global_average_pool" for axes in "123"},
    "AdaptiveMaxPooling2D": "adaptive_max_pool",
    "AdaptiveAveragePooling2D": "adaptive_average_pool",
    "CenterCrop": "center_crop",
    "Flatten": "flatten_layer",
    "RepeatVector": "repeat_vector",
    "ChannelShuffle": "channel_shuffle",
    "Split": "split_part",
    "Dense": "fc_layer",
    "LayerScale": "layer_scale",
    "LayerNormalization": "layer_norm",
    "GroupNormalization": "group_norm",
    "UnitNormalization": "unit_norm",
    "LocalResponseNormalization": "local_response_norm",
    "PReLU": "prelu_layer",
    "ELU": "elu_layer",
    "Average": "average",
    "Dot": "dot",
    "Rescaling": "rescale",
    "Normalization": "standardize",
}
NOISE = {
    "Dropout": "dropout",
    **{f"SpatialDropout{axes}D": "spatial_dropout" for axes in "123"},
    "GaussianNoise": "gaussian_noise",
    "GaussianDropout": "gaussian_dropout",
    "StochasticDepth": "stochastic_depth",
}
SPECIAL: Mapping[str, Callable[[Reads, Arguments], Call]] = {
    "Conv1D": _conv1d,
    **{f"MaxPooling{axes}D": partial(_pool, "max_pool") for axes in "123"},
    **{f"AveragePooling{axes}D": partial(_pool, "average_pool") for axes in "123"},
    **{f"ZeroPadding{axes}D": partial(_pad, axes, 1, {}) for axes in (1, 2, 3)},
    **{
        f"NegativeInfinityPadding{axes}D": partial(
            _pad, axes, 1, {"constant_values": Reference("tf.float32.min")}
        )
        for axes in (1, 2, 3)
    },
    **{f"Cropping{axes}D": partial(_crop, axes, 0 if axes == 2 else 1) for axes in (1, 2, 3)},  # noqa: PLR2004
    **{f"UpSampling{axes}D": _upsample for axes in "123"},
    "Resizing": _resize,
    "Reshape": _reshape,
    "Permute": _permute,
    "PixelShuffle": partial(_blocks, "tf.depth_to_space"),
    "SpaceToDepth": partial(_blocks, "tf.space_to_depth"),
    "BatchNormalization": _batch_norm,
    "Activation": _activation,
    "ReLU": _relu,
    "LeakyReLU": _leaky_relu,
    "Softmax": _softmax,
    "Add": partial(_two_at_least, "tf.add"),
    "Subtract": partial(_two_at_least, "tf.subtract"),
    "Multiply": partial(_two_at_least, "tf.multiply"),
    "Maximum": partial(_two_at_least, "tf.maximum"),
    "Minimum": partial(_two_at_least, "tf.minimum"),
    "Concatenate": _concat,
}
LEARNED = {
    *(name for name in OPERATIONS.values() if name.endswith(("conv_layer", "_transpose_layer"))),
    *("fc_layer", "batch_norm", "layer_norm", "group_norm", "prelu_layer", "layer_scale"),
}
