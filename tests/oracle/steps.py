"""A training step of an accepted network, told in few numbers that any machine can compare.

Inputs and weights depend on their names alone. What is told are the outputs, at rest and in
training, and the gradients of all inputs and weights, each as its length and how far it reaches in
a fixed direction without a pattern: steps that agree in these agree.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TypeAlias

import keras
import numpy as np
import tensorflow as tf
from oracle.live import quiet

from speccnn.backends.tf.build import build
from speccnn.backends.tf.graph import network
from speccnn.backends.v1.translate import InexpressibleError
from speccnn.graph.typed import TypedGraph

Print: TypeAlias = tuple[float, float]
Step: TypeAlias = dict[str, Print]
Arrays: TypeAlias = dict[str, np.ndarray]

v1 = tf.compat.v1
BATCH = 2
STATISTICS = {"moving_variance", "variance"}


def steps(model: TypedGraph) -> dict[str, Step]:
    """Return the step of a compiled function of the Keras model, and that of the graph, if any."""
    keras.utils.set_random_seed(1)
    with quiet():
        live = build(model)
        weights = {weight.path: _value(weight.path, weight.shape) for weight in live.weights}
        for weight in live.weights:
            weight.assign(weights[weight.path])
        for layer in live.layers:
            if isinstance(layer, keras.layers.Normalization) and layer.weights:
                layer.finalize_state()
        inputs = {
            name: tf.cast(_value(name, (BATCH, *given.shape)), given.dtype)
            for name, given in model.inputs.items()
        }
        found = {"model": _of_model(live, inputs)}
        with suppress(InexpressibleError):
            found["graph"] = _of_graph(model, weights, inputs)
        return found


def _value(name: str, shape: Iterable[int]) -> np.ndarray:
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    noise = rng.standard_normal(tuple(shape)).astype("float32")
    return np.exp(noise / 4) if name.rpartition("/")[2] in STATISTICS else noise / 2


def _of_model(live: keras.Model, inputs: Mapping[str, tf.Tensor]) -> Step:
    given = list(inputs.values())
    read = given if len(given) > 1 else given[0]
    names = [*inputs, *(weight.path for weight in live.trainable_weights)]

    @tf.function(autograph=False)
    def step() -> tuple[list[tf.Tensor], list[tf.Tensor | None]]:
        with tf.GradientTape() as tape:
            tape.watch(given)
            outputs = _several(live(read, training=True))
            loss = tf.add_n(list(map(_loss, outputs)))
        return outputs, tape.gradient(loss, [*given, *live.trainable_weights])

    resting = _several(live(read, training=False))
    outputs, slopes = step()
    return dict(_told(resting, outputs, dict(zip(names, slopes, strict=True))))


def _of_graph(model: TypedGraph, weights: Arrays, inputs: Mapping[str, tf.Tensor]) -> Step:
    with tf.Graph().as_default():
        v1.set_random_seed(1)
        places = {
            name: v1.placeholder(one.dtype, (None, *one.shape[1:])) for name, one in inputs.items()
        }
        training = v1.placeholder(tf.bool, ())
        tensors = network(model, places, training)
        outputs = [tensors[name] for name in model.outputs]
        trained = v1.trainable_variables()
        slopes = tf.gradients(tf.add_n(list(map(_loss, outputs))), [*places.values(), *trained])
        names = [*inputs, *(variable.op.name for variable in trained)]
        known = {n: one for n, one in zip(names, slopes, strict=True) if one is not None}
        variables = {variable.op.name: variable for variable in v1.global_variables()}
        setters = [variables[name].initializer for name in weights]
        values = dict(zip([one.inputs[1] for one in setters], weights.values(), strict=True))
        counted = [one.initializer for name, one in variables.items() if name not in weights]
        fed = {place: inputs[name].numpy() for name, place in places.items()}
        with v1.Session() as session:
            session.run([setters, counted], values)
            resting = session.run(outputs, {**fed, training: False})
            results, found = session.run((outputs, known), {**fed, training: True})
    return dict(_told(resting, results, found))


def _several(outputs: object) -> list[tf.Tensor]:
    return list(outputs) if isinstance(outputs, list | tuple) else [outputs]


def _loss(output: tf.Tensor) -> tf.Tensor:
    """Return the sum of an output's numbers, each times another one."""
    places = tf.reshape(tf.range(tf.size(output)), tf.shape(output))
    return tf.reduce_sum(tf.cast(output, tf.float32) * tf.sin(1.7 * tf.cast(places, tf.float32)))


def _told(
    resting: Sequence[object], outputs: Sequence[object], slopes: Mapping[str, object]
) -> Iterator[tuple[str, Print]]:
    for number, (one, other) in enumerate(zip(resting, outputs, strict=True)):
        yield f"output {number} at rest", _print(one)
        yield f"output {number}", _print(other)
    for name, slope in slopes.items():
        if slope is not None and slope.dtype == "float32":  # in halves it is summed in halves
            yield f"gradient of {name}", _print(slope)


def _print(tensor: object) -> Print:
    flat = np.asarray(tensor).astype("float64").ravel()
    return float(np.linalg.norm(flat)), float(flat @ np.sin(2.3 * np.arange(flat.size) + 0.7))
