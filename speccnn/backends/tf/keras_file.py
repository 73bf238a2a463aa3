"""Models in Keras's own format, made of what Keras has, so that Keras alone can load them."""

# pyright: basic, reportAttributeAccessIssue=false

from collections.abc import Collection
from pathlib import Path

import keras

from speccnn.backends.tf import extra_layers
from speccnn.backends.tf.agreement import Arrays, difference, outputs_of


def write_keras(live: keras.Model, path: Path, inputs: Arrays, kept: Collection[str] = ()) -> float:
    """Write a model as a `.keras` file, and return how far its outputs are from the model's.

    Layers and weights keep their names. Where Keras lacks a layer, the file holds operations of
    Keras that compute the same, but for those whose names are `kept`. Both are tried on `inputs`.
    """
    written = of_keras(live, kept)
    written.save(path)
    return difference(outputs_of(live, inputs), outputs_of(written, inputs))


def of_keras(live: keras.Model, kept: Collection[str] = ()) -> keras.Model:
    """Return the same layers with the same weights as another model, which Keras can load."""
    return keras.models.clone_model(live, clone_function=lambda it: _of_keras(it, kept))


def _of_keras(layer: keras.layers.Layer, kept: Collection[str]) -> keras.layers.Layer:
    """Return a layer itself if Keras has it, else one of the same name that Keras can load."""
    kind = type(layer).__name__
    if type(layer) is not getattr(extra_layers, kind, None) or kind in kept:
        return layer
    given = [node.input_tensors[0] for node in layer._inbound_nodes]  # noqa: SLF001  of all uses
    if kind == "StochasticDepth":
        alike = (1,) * (len(given[0].shape) - 1)
        noise = {"noise_shape": (None, *alike), "seed": layer.seed}
        return keras.layers.Dropout(layer.rate, **noise, name=layer.name)
    sizes = zip(*(one.shape[1:] for one in given), strict=True)
    shape = [several[0] if len(set(several)) == 1 else None for several in sizes]
    inputs = keras.Input(shape, dtype=given[0].dtype)
    operations = OPERATIONS.get(kind, lambda layer, x: layer.call(x))
    return keras.Model(inputs, operations(layer, inputs), name=layer.name)


def _normalized(layer: keras.layers.Layer, x: keras.KerasTensor) -> keras.KerasTensor:
    """Sum the squares of the channels near each, a shift at a time."""
    radius, bias, alpha, beta = (layer.numbers[it] for it in ("depth_radius", *COEFFICIENTS))
    none = ((0, 0),) * (len(x.shape) - 1)
    squares = keras.ops.pad(keras.ops.square(x), (*none, (radius, radius)))
    shifts = range(2 * radius + 1)
    near = [squares[..., at : at - 2 * radius or None] for at in shifts]
    total = keras.layers.Add()(near) if radius else near[0]
    return x / keras.ops.power(bias + alpha * total, beta)


def _shuffled(layer: keras.layers.Layer, x: keras.KerasTensor) -> keras.KerasTensor:
    """Take one channel of each group in turn."""
    channels, share = x.shape[-1], x.shape[-1] // layer.groups
    order = [place for first in range(share) for place in range(first, channels, share)]
    return keras.ops.take(x, order, axis=-1)


COEFFICIENTS = ("bias", "alpha", "beta")
OPERATIONS = {
    "LocalResponseNormalization": _normalized,
    "ChannelShuffle": _shuffled,
    "PixelShuffle": lambda layer, x: keras.ops.depth_to_space(x, layer.scale),
    "SpaceToDepth": lambda layer, x: keras.ops.space_to_depth(x, layer.block_size),
}
