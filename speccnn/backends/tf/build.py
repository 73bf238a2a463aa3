"""From a checked network to a live Keras model, by evaluating its constructor calls."""

# pyright: basic

from collections.abc import Mapping
from typing import TypeAlias, final

import keras

from speccnn.backends.tf import extra_layers
from speccnn.calls import Call, Value
from speccnn.graph.typed import TypedGraph, TypedNode

Model: TypeAlias = keras.Model

NAMESPACES = {
    "keras.layers": keras.layers,
    "keras.initializers": keras.initializers,
    "keras.regularizers": keras.regularizers,
    "keras.losses": keras.losses,
    "keras.optimizers": keras.optimizers,
    "keras.optimizers.schedules": keras.optimizers.schedules,
    "keras.metrics": keras.metrics,
    "extra_layers": extra_layers,
}


@final
class NotBuiltError(Exception):
    """TensorFlow refuses a layer of a network that was checked; `reason` is in its words."""

    def __init__(self, node: TypedNode, reason: Exception) -> None:
        super().__init__(node, reason)
        self.node = node
        self.reason = reason


def build(model: TypedGraph) -> keras.Model:
    """Return the network as a functional Keras model with its inputs and outputs in order.

    Sizes with names are None. Raise `NotBuiltError` where TensorFlow refuses a layer.
    """
    tensors = {
        name: keras.Input(given.live_shape, dtype=given.dtype, name=name)
        for name, given in model.inputs.items()
    }
    inputs = list(tensors.values())
    made: dict[str, list[keras.Layer]] = {}
    for node in model.nodes:
        read = [tensors[name] for name in node.inputs]
        try:
            if node.holder not in made:
                made[node.holder] = [make(call) for call in node.lower()]
            value = read[0] if len(read) == 1 else read
            for layer in made[node.holder]:
                value = layer(value)
        except Exception as error:  # whatever it is, the layer is told
            raise NotBuiltError(node, error) from error
        tensors[node.name] = value
    outputs = [tensors[name] for name in model.outputs]
    return keras.Model(
        inputs=inputs[0] if len(inputs) == 1 else inputs,
        outputs=outputs[0] if len(outputs) == 1 else outputs,
        name=model.name,
    )


def make(call: Call):  # noqa: ANN201  Keras makes what the call says
    """Return what a call makes."""
    namespace, _, name = call.target.rpartition(".")
    maker = getattr(NAMESPACES[namespace], name)
    arguments = {name: evaluate(value) for name, value in call.kwargs.items()}
    return maker(*map(evaluate, call.args), **arguments)


def evaluate(value: Value):  # noqa: ANN201  as `make`
    """Return what a lowered value stands for: calls are called, all else is itself."""
    match value:
        case Call():
            return make(value)
        case tuple():
            return tuple(evaluate(item) for item in value)
        case list():
            return [evaluate(item) for item in value]
        case Mapping():
            return {name: evaluate(item) for name, item in value.items()}
        case _:
            return value
