"""The proof that a live model is the network that was checked."""

# pyright: basic, reportAttributeAccessIssue=false

from collections.abc import Iterator

import keras

from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.tensor import shown


def verify(model: TypedGraph, live: keras.Model) -> tuple[str, ...]:
    """Return how a live model differs from the static answer, layer by layer; empty if equal.

    Compared are the names of the layers, their output shapes and types, and the names, shapes and
    trainability of their weights.
    """
    return tuple(_differences(model, live))


def _differences(model: TypedGraph, live: keras.Model) -> Iterator[str]:
    made = {layer.name: layer for layer in live.layers}
    expected = [*model.inputs, *(part for node in model.nodes for part in _parts(node))]
    for name in expected:
        if name not in made:
            yield f"{name}: is missing"
    for name in made:
        if name not in expected:
            yield f"{name}: is not in the spec"
    for node in model.nodes:
        if node.holder in made and not node.is_again:
            yield from _layer_differences(node, made[node.holder])
    static = sum(node.parameters for node in model.nodes)
    if static != live.count_params():
        yield f"in all {live.count_params()} parameters, not {static}"


def _parts(node: TypedNode) -> tuple[str, ...]:
    return () if node.is_again else node.layer.parts(node.holder)


def _layer_differences(node: TypedNode, layer: keras.Layer) -> Iterator[str]:
    given = layer._inbound_nodes[0].outputs[0]  # noqa: SLF001  `output` wants a single use
    shape = tuple(given.shape[1:])
    if shape != node.output.live_shape:
        yield f"{node.name}: gives {shown(shape)}, not {shown(node.output.shape)}"
    if given.dtype != node.output.dtype:
        yield f"{node.name}: gives {given.dtype}, not {node.output.dtype}"
    trained = {weight.path for weight in layer.trainable_weights}
    weights = [
        (weight.name, tuple(weight.shape), weight.path in trained) for weight in layer.weights
    ]
    static = [(weight.name, weight.shape, weight.trainable) for weight in node.weights]
    if sorted(weights) != sorted(static):
        yield f"{node.name}: holds {weights}, not {static}"
