"""From a checked network to a `tf.Graph` with everything that trains it."""

# pyright: basic, reportMissingImports=false

from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from typing import NamedTuple, final

import tensorflow.compat.v1 as tf

from speccnn.backends.tf.evaluate import evaluate
from speccnn.backends.tf.verify import Difference
from speccnn.backends.v1.program import Line, network_of, program_of
from speccnn.backends.variables import variables_of
from speccnn.graph.heads import heads_of
from speccnn.graph.typed import TypedGraph
from speccnn.training.settings import Training


@final
class LiveGraph(NamedTuple):
    """A graph, how many checkpoints its Saver keeps, and how it differs from what was checked.

    There are no differences, or the mistake is ours.
    """

    graph: tf.Graph
    keep: int
    differences: tuple[Difference, ...]


def build_graph(model: TypedGraph, training: Training | None) -> LiveGraph:
    """Return a graph with placeholders, the network, and with `training` all that trains it.

    Placeholders are `input/X` (several inputs: `input/NAME`), `input/Y` (several trained outputs:
    `input/Y_NAME`) and `is_training`, which is False unless it is fed; batch first. Variables are
    called LAYER/WEIGHT.
    """
    tensors: dict[str, tf.Tensor] = {}
    with tf.Graph().as_default() as graph:
        names = _constants(model, training)
        for section in program_of(model, training):
            with tf.name_scope(section.scope) if section.scope else nullcontext():
                tensors |= run(section.lines, names)
        found = tuple(_differences(model, tensors))
    return LiveGraph(graph, training.checkpoint.keep if training else 1, found)


def network(
    model: TypedGraph, inputs: Mapping[str, tf.Tensor], is_training: tf.Tensor
) -> dict[str, tf.Tensor]:
    """Return the tensor of every input and node, by name, computed in the current graph."""
    variables = variables_of(model)
    given = {variables[name]: tensor for name, tensor in inputs.items()}
    return {**inputs, **run(network_of(model), {**given, "is_training": is_training})}


def run(lines: Iterable[Line], names: dict[str, object]) -> dict[str, tf.Tensor]:
    """Evaluate lines in the current graph; set their variables, and return the tensors of nodes."""
    tensors: dict[str, tf.Tensor] = {}
    for line in lines:
        names[line.variable] = evaluate(line.call, names)
        if line.node is not None:
            tensors[line.node.name] = names[line.variable]
    return tensors


def _constants(model: TypedGraph, training: Training | None) -> dict[str, object]:
    """Return what scripts have at their top."""
    heads = heads_of(model, training) if training else ()
    return {
        "seed": training.seed if training else 0,
        "LEARNING_RATE": training.rate.rate if training else None,
        "INPUT_SHAPE": next(iter(model.inputs.values())).live_shape,
        "OUTPUT_SHAPE": heads[0].type.live_shape if heads else None,
    }


def _differences(model: TypedGraph, tensors: Mapping[str, tf.Tensor]) -> Iterator[Difference]:
    """Compare the shapes of all tensors, and the variables, with the static answer."""
    trained = {variable.op.name for variable in tf.trainable_variables()}
    made = {
        variable.op.name: (tuple(variable.shape), variable.op.name in trained)
        for variable in tf.get_collection(tf.GraphKeys.MODEL_VARIABLES)
    }
    for node in model.nodes:
        said, shape = node.output.live_shape, tuple(tensors[node.name].shape[1:])
        if len(said) != len(shape) or any(
            size not in {None, other} for other, size in zip(said, shape, strict=True)
        ):
            yield Difference(node.path, node.name, f"the shape {said}", f"{shape}")
        for weight in node.weights:
            name = f"{node.holder}/{weight.name}"
            expected, found = (weight.shape, weight.trainable), made.pop(name, None)
            if found != expected:
                yield Difference(node.path, name, f"{expected}", f"{found}")
    for name, found in made.items():
        yield Difference((), name, "no such variable", f"{found}")
