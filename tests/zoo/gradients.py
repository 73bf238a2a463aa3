"""Which input places an output place depends on, by the gradient of a live network.

What a place sees is a matter of wiring, windows and paddings, not of values. So the network is made
one in which every path counts: kernels are positive, so that no two paths cancel; activations and
normalisations do nothing; a maximum, of which the gradient sees one place, is an average over the
same places; differences are sums. Windows, strides, paddings and merges are TensorFlow's.
"""

import json
from collections.abc import Callable, Mapping
from math import prod

import keras
import numpy as np
import tensorflow as tf

from speccnn import Checked, Source, SpecError, check
from speccnn.graph.typed import TypedGraph

AVERAGES = {
    f"{prefix}Max{suffix}": f"{prefix}Average{suffix}"
    for prefix, suffix, axes in [
        ("", "Pooling", "123"),
        ("Global", "Pooling", "123"),
        ("Adaptive", "Pooling", "2"),
    ]
    for prefix, suffix in [(prefix, f"{suffix}{axis}D") for axis in axes]
}
DIVISORS = (16, 8, 4, 2, 1)
SUMS = {"Subtract", "Maximum", "Minimum", "Multiply"}
SAME = {
    *("ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax", "Activation", "UnitNormalization"),
    *("BatchNormalization", "LayerNormalization", "LocalResponseNormalization", "LayerScale"),
}


def thinned(checked: Checked) -> Checked:
    """Return a network with the same layers and as few channels as its merges and groups allow.

    What places see has nothing to do with how many channels there are; the time of a gradient has.
    """
    for divisor in DIVISORS:
        values = json.loads(json.dumps(checked.values))
        for layer in values["layers"]:
            for key in {"filters", "units"} & layer.keys():
                if layer[key] % divisor == 0:
                    layer[key] //= divisor
        try:
            return check(Source("thin.json", json.dumps(values).encode()))
        except SpecError:
            continue
    raise AssertionError("a network divided by 1 is itself")


def linearise(live: keras.Model) -> None:
    """Make every path from the inputs to any tensor of a network count."""
    rng = np.random.default_rng(1)
    for layer in live.layers:
        instead = _instead(layer)
        if instead is not None:
            # Keras asks a layer for what its own `call` takes: a mask, for some.
            layer.call = lambda inputs, *, instead=instead, **_: instead(inputs)
        elif hasattr(layer, "activation"):
            layer.activation = keras.activations.linear
        for weight in layer.weights:
            if "kernel" in weight.name:
                inputs = prod(weight.shape[:-1])
                weight.assign(rng.uniform(1, 2, weight.shape) / inputs)


def _instead(layer: keras.Layer) -> Callable[[object], object] | None:
    """Return what is linear and reads the same places, for a layer that is not linear."""
    kind = type(layer).__name__
    if kind in AVERAGES:
        return getattr(keras.layers, AVERAGES[kind]).from_config(layer.get_config()).call
    if kind in SUMS:
        return sum
    if kind in SAME:
        return lambda inputs: inputs
    if kind.startswith("NegativeInfinityPadding"):
        return getattr(keras.layers, f"ZeroPadding{kind[-2:]}")(layer.padding).call
    return None


def seen(
    model: TypedGraph,
    live: keras.Model,
    places: Mapping[str, list[tuple[int, ...]]],
    noise: float = 0,
) -> dict[str, list[list[tuple[int, int]]]]:
    """Return, for places of some nodes, the first and the last input place on each axis.

    The place () stands for all places together. A gradient counts where it is above `noise` times
    the largest: TensorFlow's Lanczos weights are zero only up to rounding.
    The network has to be made linear, and its inputs have to be of one size.
    """
    uses = [node for node in model.nodes if node.holder in {model.node(n).holder for n in places}]
    tensors = {}
    for name in places:
        holder = model.node(name).holder
        use = [node.name for node in uses if node.holder == holder].index(name)
        tensors[name] = live.get_layer(holder)._inbound_nodes[use].outputs[0]
    several = max(map(len, places.values()))
    part = keras.Model(live.inputs, list(tensors.values()))
    inputs = [tf.ones((several, *x.shape[1:])) for x in live.inputs]
    with tf.GradientTape(persistent=True, watch_accessed_variables=False) as tape:
        tape.watch(inputs)
        given = part(inputs, training=False)
        outputs = given if isinstance(given, list) else [given]
        wanted = [
            sum(tf.reduce_sum(output[(example, *place)]) for example, place in enumerate(asked))
            for output, asked in zip(outputs, places.values(), strict=True)
        ]
    return {
        name: _extents(tape.gradient(value, inputs), len(asked), noise)
        for value, (name, asked) in zip(wanted, places.items(), strict=True)
    }


def _extents(
    gradients: list[tf.Tensor | None], examples: int, noise: float
) -> list[list[tuple[int, int]]]:
    sizes = [np.abs(gradient.numpy()) for gradient in gradients if gradient is not None]
    there = [size > noise * size.max() for size in sizes]
    seen_by = np.logical_or.reduce([one.any(axis=-1) for one in there])
    found = []
    for example in range(examples):
        axes = range(seen_by.ndim - 1)
        lines = [seen_by[example].any(axis=tuple(set(axes) - {axis})) for axis in axes]
        places = [np.flatnonzero(line) for line in lines]
        found.append([(int(line[0]), int(line[-1])) for line in places])
    return found
