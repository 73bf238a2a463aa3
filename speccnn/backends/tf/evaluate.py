"""Calls of `tf.compat.v1` operations, evaluated in the current graph."""

# pyright: basic, reportMissingImports=false

from collections.abc import Mapping
from typing import Any

import tensorflow.compat.v1 as tf

from speccnn.backends.tf.v1_ops import (
    activation,
    losses,
    merge,
    noise,
    norm,
    pooling,
    reshape,
    training,
    variables,
    windows,
)
from speccnn.calls import Call, Reference, Value

MODULES = (
    *(activation, losses, merge, noise, norm, pooling, reshape, training, variables, windows),
)


def evaluate(value: Value, names: Mapping[str, object]) -> Any:  # noqa: ANN401  what is meant
    """Return what a value of a call stands for, with tensors for the variables it names."""
    match value:
        case Call():
            function = resolve(value.target, names)
            arguments = {name: evaluate(given, names) for name, given in value.kwargs.items()}
            return function(*(evaluate(given, names) for given in value.args), **arguments)
        case Reference():
            return resolve(value.target, names)
        case tuple():
            return tuple(evaluate(item, names) for item in value)
        case list():
            return [evaluate(item, names) for item in value]
        case _:
            return value


def resolve(target: str, names: Mapping[str, object]) -> Any:  # noqa: ANN401  what is meant
    """Return what a dotted name stands for: a variable, ours, or TensorFlow's."""
    first, *rest = target.split(".")
    if first in names:
        return names[first]
    ours = (getattr(module, first) for module in MODULES if hasattr(module, first))
    found = tf if first == "tf" else next(ours)
    for name in rest:
        found = getattr(found, name)
    return found
