"""What a layer in another framework's words computes, after `check --fix` has written it anew."""

from collections.abc import Sequence

import numpy as np
from foreign.asked import Entry, repaired, source

from speccnn import pipeline
from speccnn.backends.tf.build import build

Array = np.ndarray
RANDOM = np.random.default_rng(7)


def channels_last(x: Array) -> Array:
    return np.moveaxis(x, 1, -1)


def channels_first(x: Array) -> Array:
    return np.moveaxis(x, -1, 1)


def run(entry: Entry, xs: Sequence[Array]) -> tuple[Array, dict[str, Array]]:
    """Return what comes out of a layer, channels first, and its weights in Keras's layout."""
    inputs = {f"x{n}": list(channels_last(x).shape[1:]) for n, x in enumerate(xs)}
    named = {**entry, "inputs": list(inputs)} if len(xs) > 1 else dict(entry)
    given = source(named, inputs=inputs)
    after = repaired(given)
    checked = pipeline.check(after)
    model = build(checked.model)
    weights: dict[str, Array] = {}
    for variable in model.weights:
        values = RANDOM.normal(size=variable.shape) * 0.5
        values = np.abs(values) + 0.5 if "variance" in variable.name else values
        variable.assign(values)
        weights[variable.name] = variable.numpy().astype("float64")
    arrays = [channels_last(x).astype("float32") for x in xs]
    y = np.asarray(model(arrays if len(arrays) > 1 else arrays[0]))
    return (channels_first(y) if y.ndim > 2 else y), weights
