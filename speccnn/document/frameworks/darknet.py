"""Darknet's sections (src/parser.c and the cfg files).

A convolution is padded by size // 2 where `pad = 1`; batch normalisation and activation come behind
it in the same section. Max pooling is padded by size - 1 places in all, half of them before.
`connected` flattens what it reads. `leaky` has a slope of 0.1.
"""

from speccnn.document.frameworks.entry import (
    Entry,
    Meaning,
    Table,
    Translate,
    Untold,
    dropout,
    layer,
    one,
    sides,
)
from speccnn.words import short

_FUNCTIONS = {
    "linear": None,
    "logistic": "sigmoid",
    "tanh": "tanh",
    "relu": "relu",
    "relu6": "relu6",
    "elu": "elu",
    "selu": "selu",
    "swish": "silu",
    "mish": "mish",
}
_LEAKY = 0.1


def _numbers(entry: Entry, name: str, default: int) -> int:
    value = entry.whole(name, default=default)
    assert value is not None, "it has a default"
    return value


def _finished(entry: Entry, made: Table) -> tuple[Table, ...]:
    """Return a layer with the normalisation and the activation that stand in its section."""
    name = entry.take("activation")
    if name is None:
        raise Untold("Darknet's activation is logistic where none is written: write `activation`")
    normed = entry.truth("batch_normalize", default=False)
    norm = (layer("BatchNormalization", epsilon=1e-5),) if normed else ()
    made = made | ({"use_bias": False} if normed else {})
    if name == "leaky":
        return (made, *norm, layer("LeakyReLU", negative_slope=_LEAKY))
    if not isinstance(name, str) or name not in _FUNCTIONS:
        raise Untold(f"Darknet's activation {short(name)} is no function of Keras's")
    activation = _FUNCTIONS[name]
    if activation is None:
        return (made, *norm)
    if not norm:
        return (made | {"activation": activation},)
    return (made, *norm, layer("Activation", activation=activation))


def _convolutional(entry: Entry) -> Meaning:
    for name in ("binary", "xnor", "antialiasing", "deform", "assisted_excitation", "flipped"):
        entry.only(name, (0,), why=f"there is no convolution with `{name}` here")
    size, stride = _numbers(entry, "size", 1), entry.whole("stride")
    padding = _numbers(entry, "padding", 0)
    padding = size // 2 if entry.truth("pad", default=False) else padding
    made = layer(
        "Conv2D",
        filters=entry.take("filters", default=1),
        kernel_size=size,
        strides=None if stride == 1 else stride,
        padding=padding or None,
        dilation_rate=entry.take("dilation"),
        groups=entry.take("groups"),
    )
    return Meaning(_finished(entry, made))


def _connected(entry: Entry) -> Meaning:
    units = entry.take("units") if entry.has("units") else entry.take("output", default=1)
    made = layer("Dense", units=units)
    return Meaning((layer("Flatten"), *_finished(entry, made)))


def _maxpool(entry: Entry) -> Meaning:
    """O = floor((n + P - k)/s) + 1, P = k - 1 places of padding, P // 2 of them before."""
    stride = entry.whole("stride")
    if not entry.has("size"):
        raise Untold("it lacks its `size`, which is `pool_size` in `MaxPooling2D`")
    entry.only("maxpool_depth", (0,), why="pooling over channels is not there")
    entry.only("antialiasing", (0,), why="pooling that smooths is not there")
    size, stride = _numbers(entry, "size", 1), stride or 1
    given = entry.whole("padding")
    total = size - 1 if given is None else given
    if given is None and (size == 2 or stride == 1):  # noqa: PLR2004  "same" pads as much, and after
        padding: object = "same" if total else None
    else:
        before = total // 2
        padding = sides([before] * 2, [total - before] * 2)
    strides = None if stride == size else stride
    return one(layer("MaxPooling2D", pool_size=size, strides=strides, padding=padding))


def _avgpool(entry: Entry) -> Meaning:
    return one(entry.into("GlobalAveragePooling2D", keepdims=True))


def _upsample(entry: Entry) -> Meaning:
    entry.only("scale", (1,), why="what is enlarged keeps its values here")
    size = _numbers(entry, "stride", 2)
    if size < 1:
        raise Untold("a negative `stride` makes a map smaller: `AveragePooling2D`")
    return one(entry.into("UpSampling2D", size=size))


def _dropout(entry: Entry) -> Meaning:
    return dropout("Dropout", entry, "probability")


TYPES: dict[str, Translate] = {
    "convolutional": _convolutional,
    "connected": _connected,
    "maxpool": _maxpool,
    "avgpool": _avgpool,
    "upsample": _upsample,
    "dropout": _dropout,
}
