"""From a checked network to a `tf.Graph` with everything that trains it."""

# pyright: basic, reportMissingImports=false

from collections.abc import Iterator, Mapping
from typing import NamedTuple, final

import tensorflow.compat.v1 as tf

from speccnn.backends.tf.evaluate import evaluate
from speccnn.backends.tf.v1_ops import training as steps
from speccnn.backends.tf.v1_ops.losses import binary_accuracy, categorical_accuracy, sparse_accuracy
from speccnn.backends.tf.verify import Difference
from speccnn.backends.v1.recipe import clips, loss_call, optimizer_call, rate_call
from speccnn.backends.v1.translate import translate
from speccnn.calls import Call, Reference
from speccnn.graph.heads import Head, heads_of
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


LABELS, OUTPUTS = Reference("labels"), Reference("outputs")


def build_graph(model: TypedGraph, training: Training | None) -> LiveGraph:
    """Return a graph with placeholders, the network, and with `training` all that trains it.

    Placeholders are `input/X` (several inputs: `input/NAME`), `input/Y` (several trained outputs:
    `input/Y_NAME`) and `is_training`, which is False unless it is fed; batch first. Variables are
    called LAYER/WEIGHT.
    """
    graph = tf.Graph()
    with graph.as_default():
        tf.set_random_seed(training.seed if training else 0)
        steps.step_variable()
        heads = heads_of(model, training) if training else ()
        with tf.name_scope("input"):
            inputs = {
                name: tf.placeholder(given.dtype, [None, *given.live_shape], _input(model, name))
                for name, given in model.inputs.items()
            }
            labels = [_labels(head, is_joint=len(heads) > 1) for head in heads]
        flag = tf.constant(value=False)
        is_training = tf.placeholder_with_default(flag, [], name="is_training")
        tensors = network(model, inputs, is_training)
        found = tuple(_differences(model, tensors))
        if training is not None:
            _add_training(training, heads, labels, tensors)
        else:
            with tf.name_scope("Train/Prediction/"):
                for name in model.outputs:
                    tf.identity(tensors[name], _named("predictions", name, model.outputs))
    return LiveGraph(graph, training.checkpoint.keep if training else 1, found)


def network(
    model: TypedGraph, inputs: Mapping[str, tf.Tensor], is_training: tf.Tensor
) -> dict[str, tf.Tensor]:
    """Return the tensor of every input and node, by name, computed in the current graph."""
    tensors = {name: tf.cast(given, tf.float32) for name, given in inputs.items()}
    for number, node in enumerate(model.nodes):
        values = [tensors[name] for name in node.inputs]
        for call in node.lower():
            names = {f"x{place}": value for place, value in enumerate(values)}
            operation = translate(call, [Reference(name) for name in names], number)
            values = [evaluate(operation, {**names, "is_training": is_training})]
        (tensors[node.name],) = values
    return tensors


def _differences(model: TypedGraph, tensors: Mapping[str, tf.Tensor]) -> Iterator[Difference]:
    """Compare the shapes of all tensors, and the variables, with the static answer."""
    trained = {variable.op.name for variable in tf.trainable_variables()}
    made = {
        variable.op.name: (tuple(variable.shape), variable.op.name in trained)
        for variable in tf.global_variables()
        if variable.op.name != "global_step"
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


def _add_training(
    training: Training,
    heads: tuple[Head, ...],
    labels: list[tf.Tensor],
    tensors: Mapping[str, tf.Tensor],
) -> None:
    """Add the loss, the optimizer, the accuracy and the predictions, each in its scope."""
    pairs = [(head, truth, tensors[head.output]) for head, truth in zip(heads, labels, strict=True)]
    outputs = tuple(head.output for head in heads)
    with tf.name_scope("Train/Loss/"):
        losses = [head.weight * _loss(head, truth, given) for head, truth, given in pairs]
        loss = steps.loss_operation(tf.add_n(losses) if losses[1:] else losses[0])
    with tf.name_scope("Train/Optimizer/"):
        rate = tf.placeholder_with_default(training.rate.rate, [], name="learning_rate")
        step = tf.train.get_or_create_global_step()
        rate = evaluate(rate_call(training.rate), {"learning_rate": rate, "global_step": step})
        call = training.optimizer.lower(Reference("learning_rate"))
        optimizer = evaluate(optimizer_call(call), {"learning_rate": rate})
        taken = Call("train_operation", (Reference("loss"), Reference("optimizer")), clips(call))
        evaluate(taken, {"loss": loss, "optimizer": optimizer})
    with tf.name_scope("Train/Accuracy/"):
        for head, truth, given in pairs:
            _accuracy(head, truth, given, _named("accuracy", head.output, outputs))
    with tf.name_scope("Train/Prediction/"):
        for head, _, given in pairs:
            _predictions(head, given, _named("predictions", head.output, outputs))


def _loss(head: Head, truth: tf.Tensor, given: tf.Tensor) -> tf.Tensor:
    call = loss_call(head.loss.lower(head.activation), LABELS, OUTPUTS)
    return evaluate(call, {"labels": truth, "outputs": given})


def _accuracy(head: Head, truth: tf.Tensor, given: tf.Tensor, name: str) -> None:
    """Add how often the answers are right, where an output answers a question."""
    match head.answers:
        case "one_of":
            is_classes = head.loss.labels == "classes"
            accuracy = (sparse_accuracy if is_classes else categorical_accuracy)(truth, given)
        case "any_of":
            accuracy = binary_accuracy(truth, given, threshold=0.0 if head.is_logits else 0.5)
        case None:
            return
    steps.show(name, tf.identity(accuracy, name))


def _predictions(head: Head, given: tf.Tensor, name: str) -> None:
    """Add the answers: the number of the class, the probabilities of any classes, or values."""
    match head.answers:
        case "one_of":
            tf.argmax(given, axis=-1, name=name)
        case "any_of" if head.is_logits:
            tf.sigmoid(given, name)
        case _:
            tf.identity(given, name)


def _labels(head: Head, *, is_joint: bool) -> tf.Tensor:
    shape = head.type.live_shape
    name = f"Y_{head.output}" if is_joint else "Y"
    if head.loss.labels == "classes":
        return tf.placeholder(tf.int64, [None, *shape[:-1]], name)
    return tf.placeholder(tf.float32, [None, *shape], name)


def _input(model: TypedGraph, name: str) -> str:
    return name if len(model.inputs) > 1 else "X"


def _named(name: str, output: str, outputs: tuple[str, ...]) -> str:
    return f"{name}_{output}" if len(outputs) > 1 else name
