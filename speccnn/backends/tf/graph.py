"""From a checked network to a `tf.Graph`, by evaluating its calls."""

# pyright: basic, reportMissingImports=false

from collections.abc import Mapping
from typing import Any

import tensorflow.compat.v1 as tf

from speccnn.backends.tf.v1_ops import (
    activation,
    merge,
    noise,
    norm,
    pooling,
    reshape,
    variables,
    windows,
)
from speccnn.backends.v1.translate import translate
from speccnn.calls import Call, Reference, Value
from speccnn.graph.typed import TypedGraph

MODULES = (activation, merge, noise, norm, pooling, reshape, variables, windows)


def network(
    model: TypedGraph, inputs: Mapping[str, tf.Tensor], is_training: tf.Tensor
) -> dict[str, tf.Tensor]:
    """Return the tensor of every input and node, by name, computed in the current graph."""
    tensors = dict(inputs)
    for number, node in enumerate(model.nodes):
        values = [tensors[name] for name in node.inputs]
        for call in node.lower():
            names = {f"x{place}": value for place, value in enumerate(values)}
            operation = translate(call, [Reference(name) for name in names], number)
            values = [evaluate(operation, {**names, "is_training": is_training})]
        (tensors[node.name],) = values
    return tensors


def evaluate(value: Value, names: Mapping[str, tf.Tensor]):  # noqa: ANN201  what is meant
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
