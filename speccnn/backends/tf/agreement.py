"""Whether what was made of a model computes what the model computes, tried on random inputs."""

# pyright: basic, reportMissingImports=false

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import keras
import numpy as np

from speccnn.sizes.formula import known
from speccnn.tensor import TensorType

Arrays: TypeAlias = dict[str, np.ndarray]

CLOSE = 1e-5
SEED = 1


def random_inputs(inputs: Mapping[str, TensorType], batch: int = 2) -> Arrays:
    """Return inputs by name, batch first: bytes, or numbers of a normal distribution."""
    rng = np.random.default_rng(SEED)
    made: Arrays = {}
    for name, given in inputs.items():
        shape = (batch, *map(known, given.shape))
        is_raw = not given.is_floating
        numbers = rng.integers(0, 256, shape) if is_raw else rng.standard_normal(shape)
        made[name] = np.asarray(keras.ops.convert_to_tensor(numbers, given.dtype))
    return made


def outputs_of(live: keras.Model, inputs: Arrays) -> list[np.ndarray]:
    """Return what a model gives, not in training."""
    values = list(inputs.values())
    outputs = live(values[0] if len(values) == 1 else values, training=False)
    several = outputs if isinstance(outputs, list | tuple) else [outputs]
    return [np.asarray(output) for output in several]


def difference(expected: Sequence[np.ndarray], found: Sequence[np.ndarray]) -> float:
    """Return how far outputs are apart at most, relative to the largest number of each.

    What is not finite has to be the same in both, or they are infinitely far apart.
    """
    return max(_apart(*pair) for pair in zip(expected, found, strict=True))


def _apart(expected: np.ndarray, found: np.ndarray) -> float:
    is_known = np.isfinite(expected)
    if not np.array_equal(expected[~is_known], found[~is_known], equal_nan=True):
        return float("inf")
    numbers = expected[is_known].astype(float)
    largest = np.abs(numbers).max(initial=0) or 1
    return float(np.abs(numbers - found[is_known]).max(initial=0) / largest)
