"""What a network computes as a Keras model and as a `tf.Graph`, with the same weights by name."""

from collections.abc import Mapping, Sequence

import keras
import numpy as np
import tensorflow.compat.v1 as tf

from speccnn.backends.tf.build import build
from speccnn.backends.tf.graph import build_graph, network
from speccnn.graph.typed import TypedGraph
from speccnn.pipeline import Checked

STATISTICS = {"moving_variance", "variance"}


def random_weights(live: keras.Model, seed: int = 1) -> dict[str, np.ndarray]:
    """Give a model random weights, statistics as they may be, and return them by name."""
    rng = np.random.default_rng(seed)
    values: dict[str, np.ndarray] = {}
    for weight in live.weights:
        noise = rng.standard_normal(weight.shape)
        value = np.exp(noise / 4) if weight.name in STATISTICS else noise / 2
        values[weight.path] = value.astype(weight.dtype)
        weight.assign(values[weight.path])
    for layer in live.layers:
        if isinstance(layer, keras.layers.Normalization) and layer.weights:
            layer.finalize_state()
    return values


def inputs_of(model: TypedGraph, batch: int = 2) -> list[np.ndarray]:
    """Return random inputs, batch first."""
    rng = np.random.default_rng(2)
    shapes = [(batch, *given.shape) for given in model.inputs.values()]
    return [rng.standard_normal(shape).astype("float32") for shape in shapes]


def by_keras(live: keras.Model, inputs: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return what a Keras model gives, not in training."""
    given = inputs[0] if len(inputs) == 1 else list(inputs)
    outputs = live(given, training=False)
    several = isinstance(outputs, list | tuple)
    return [np.asarray(output) for output in (outputs if several else [outputs])]


def by_graph(
    model: TypedGraph, weights: Mapping[str, np.ndarray], inputs: Sequence[np.ndarray]
) -> list[np.ndarray]:
    """Return what the network's graph gives, which holds exactly these variables."""
    with tf.Graph().as_default():
        tf.set_random_seed(0)  # determinism, once a test has asked for it, wants one
        places = {
            name: tf.placeholder(tf.float32, [None, *given.shape])
            for name, given in model.inputs.items()
        }
        tensors = network(model, places, tf.placeholder_with_default(tf.constant(value=False), []))
        for node in model.nodes:
            assert tuple(tensors[node.name].shape[1:]) == node.output.shape, node.name
        variables = {variable.op.name: variable for variable in tf.global_variables()}
        assert variables.keys() - {"global_step"} == weights.keys()
        setters = [variables[name].initializer for name in weights]
        values = [setter.inputs[1] for setter in setters]
        with tf.Session() as session:
            session.run(setters, dict(zip(values, weights.values(), strict=True)))
            wanted = [tensors[name] for name in model.outputs]
            return session.run(wanted, dict(zip(places.values(), inputs, strict=True)))


def largest_difference(model: TypedGraph) -> float:
    """Return how far the two are apart, relative to the largest number, with random weights."""
    live = build(model)
    weights, inputs = random_weights(live), inputs_of(model)
    pairs = zip(by_keras(live, inputs), by_graph(model, weights, inputs), strict=True)
    return max(float(np.abs(a - b).max() / max(np.abs(a).max(), 1.0)) for a, b in pairs)


def one_step(
    checked: Checked, weights: Mapping[str, np.ndarray], images: np.ndarray, labels: np.ndarray
) -> tuple[float, dict[str, np.ndarray]]:
    """Return the loss and the gradients of a step in the compiled graph, with these weights."""
    graph = build_graph(checked.model, checked.document.training).graph
    with graph.as_default(), tf.Session() as session:
        variables = {variable.op.name: variable for variable in tf.global_variables()}
        setters = [variables[name].initializer for name in weights]
        values = [setter.inputs[1] for setter in setters]
        session.run(tf.global_variables_initializer())
        session.run(setters, dict(zip(values, weights.values(), strict=True)))
        loss = graph.get_tensor_by_name("Train/Loss/loss:0")
        trained = tf.trainable_variables()
        feed = {"input/X:0": images, "input/Y:0": labels, "is_training:0": True}
        found, slopes = session.run((loss, tf.gradients(loss, trained)), feed)
    return found, dict(zip([weight.op.name for weight in trained], slopes, strict=True))
