"""Weights that were trained elsewhere: read from a checkpoint by name, given to a live model."""

# pyright: basic, reportMissingImports=false, reportAttributeAccessIssue=false

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, final

import keras
import numpy as np
import tensorflow as tf

from speccnn.backends.trained import averages, check_fits, expected_of, origins
from speccnn.diagnostics.sink import Sink
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import TensorType

BEST, SLOTS = "best/", "optimizer/"
STEPS = ("step", "global_step")


@final
class Trained(NamedTuple):
    """The weights that a run tests with, by name, and after how many steps.

    They are moving averages where training kept some.
    """

    values: Mapping[str, np.ndarray]
    step: int
    are_averages: bool

    @property
    def said(self) -> str:
        """What they are, for people."""
        return f"the {'averaged ' if self.are_averages else ''}weights of step {self.step:,}"


def read(model: TypedGraph, prefix: Path, out: Sink, *, best_step: int | None) -> Trained:
    """Return the weights of a network from a checkpoint in TensorFlow's format.

    A run that goes back to its `best_step` tests with the best weights, if it kept them. Raise
    `SpecError` where they are another network's, OSError where they are not finite or unreadable.
    """
    with _damage_told():
        reader = tf.train.load_checkpoint(str(prefix))
        types = reader.get_variable_to_dtype_map()
        shapes = reader.get_variable_to_shape_map()
    held = {name: TensorType(tuple(shapes[name]), types[name].name) for name in shapes}
    weights = expected_of(model)
    check_fits(weights, held, str(prefix), out)
    out.require(model)
    best = origins(weights, held, BEST) if best_step is not None else {}
    moving = averages(weights, held, BEST if best else SLOTS)
    names = {**(best or origins(weights, held, "")), **moving}
    steps = [name for name in STEPS if name in held and held[name] == TensorType((), "int64")]
    with _damage_told():
        values = {name: reader.get_tensor(source) for name, source in names.items()}
        step = max((int(reader.get_tensor(name)) for name in steps), default=0)
    broken = [name for name, value in values.items() if not np.isfinite(value).all()]
    if broken:
        raise OSError(f"`{broken[0]}` is not finite")
    return Trained(values, step if best_step is None or not best else best_step, bool(moving))


def give(trained: Trained, live: keras.Model) -> None:
    """Let a live model have these weights."""
    for weight in live.weights:
        weight.assign(trained.values[weight.path])
    for layer in live.layers:
        if isinstance(layer, keras.layers.Normalization) and layer.weights:
            layer.finalize_state()


@contextmanager
def _damage_told() -> Iterator[None]:
    """Raise OSError for all that TensorFlow raises over files that are not as it wrote them."""
    try:
        yield
    except (tf.errors.OpError, LookupError, MemoryError, RuntimeError, TypeError) as error:
        raise OSError(str(error).splitlines()[0]) from error
