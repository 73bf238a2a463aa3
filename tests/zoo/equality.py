"""One network, many forms: a zoo network's outputs, loss and gradients in every target, by name.

`python tests/zoo/equality.py [NETWORK]…` prints a line for each: how far each form is from the
Keras model, with the same random weights, relative to the largest number. Outputs are of inference;
loss and gradients are of one training step on a few examples, with random labels and without
noise. Deep networks whose batch normalisations multiply rounding beyond that take the step with
the moving statistics as well, and the line says how far they were apart without. Images are as
small as the network takes them, from 96 pixels on. It runs without oneDNN and TensorFlow's
rewriting of graphs: with the one, gradients of poolings of volumes differ between graphs and eager
functions, with the other a number near the bend of a ReLU may fall on its other side.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sized
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
import tensorflow as tf

from speccnn import Source, SpecError, pipeline, targets
from speccnn.backends.tf import agreement
from speccnn.backends.tf.build import make
from speccnn.backends.tf.checkpoints import Trained, give
from speccnn.backends.tf.export import write_saved_model
from speccnn.graph.heads import heads_of
from speccnn.graph.typed import TypedGraph

tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})
v1 = tf.compat.v1
ZOO = Path(__file__).parents[2] / "specs" / "zoo"
PIXELS = (96, 128, 188, 224)
BATCH = 4
LARGE = 500_000
CLOSE, CLOSE_IN_A_STEP, CLOSE_UNFROZEN = 1e-5, 1e-4, 1e-2
NOISE = {
    **dict.fromkeys(
        ["Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"], "rate"
    ),
    **dict.fromkeys(["GaussianDropout", "StochasticDepth"], "rate"),
    "GaussianNoise": "stddev",
}
LOSSES = {"softmax": "categorical_crossentropy", "sigmoid": "binary_crossentropy"}
STATISTICS = {"moving_variance", "variance"}

Arrays = dict[str, np.ndarray]


class Step(NamedTuple):
    """What one training step would do: the loss before it, and the gradient of each weight."""

    loss: float
    gradients: Arrays


class Problem(NamedTuple):
    """A network with weights by name, and inputs and labels by the names of its ends."""

    checked: pipeline.Checked
    weights: Arrays
    inputs: Arrays
    labels: Arrays


def names() -> list[str]:
    return sorted(path.stem for path in ZOO.glob("*.toml"))


def still(name: str, *, is_frozen: bool = False) -> pipeline.Checked:
    """Return a network of the zoo, small and without noise, that is to be trained.

    In one that `is_frozen`, batch normalisations use their moving statistics in training too.
    """
    path = ZOO / f"{name}.toml"
    values = pipeline.check(Source(path.name, path.read_bytes())).values
    kept = {key: values[key] for key in ("speccnn", "name", "outputs") if key in values}
    layers = [{**layer, **_stilled(layer, is_frozen)} for layer in values["layers"]]
    table = {**kept, "layers": layers, "inputs": values["inputs"]}
    for pixels in PIXELS:
        smaller = {**table, "inputs": dict(_reduced(values["inputs"], pixels))}
        with suppress(SpecError):
            _checked(name, smaller)
            table = smaller
            break
    model = _checked(name, table).model
    losses = {end: LOSSES.get(_activation(model, end), "mse") for end in model.outputs}
    loss = losses if len(losses) > 1 else losses[model.outputs[0]]
    return _checked(name, {**table, "training": {"loss": loss, "metrics": []}})


def _stilled(layer: Mapping[str, object], is_frozen: bool) -> dict[str, object]:  # noqa: FBT001
    """Return what a layer has to be told so that it makes no noise."""
    kind = layer.get("type")
    if is_frozen and kind == "BatchNormalization":
        return {"trainable": False}
    return {NOISE[kind]: 0.0} if kind in NOISE else {}


def _checked(name: str, table: Mapping[str, object]) -> pipeline.Checked:
    return pipeline.check(Source(f"{name}.json", json.dumps(table).encode()))


def _activation(model: TypedGraph, end: str) -> str | None:
    return model.node(end).layer.last_function


def _reduced(inputs: Mapping[str, object], pixels: int) -> Iterator[tuple[str, object]]:
    for name, given in inputs.items():
        match given:
            case [height, width, channels] if not {int} - {type(height), type(width)}:
                yield name, [min(height, pixels), min(width, pixels), channels]
            case [str(), str(), channels]:
                yield name, [pixels, pixels, channels]
            case [frames, height, width, channels]:
                yield name, [frames, height // 2, width // 2, channels]
            case _:
                yield name, given


def problem(checked: pipeline.Checked, live: keras.Model) -> Problem:
    """Return random weights, which the model is given, inputs and labels."""
    rng = np.random.default_rng(1)
    weights = {weight.path: _random(weight, rng) for weight in live.weights}
    give(Trained(weights, 0, are_averages=False), live)
    model = checked.model
    is_large = any(given.elements > LARGE for given in model.inputs.values())
    batch = 1 if is_large else BATCH
    labels = {
        name: _labels(_activation(model, name), (batch, *model.type_of(name).shape), rng)
        for name in model.outputs
    }
    return Problem(checked, weights, agreement.random_inputs(model.inputs, batch), labels)


def _labels(activation: str | None, shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    match activation:
        case "softmax":
            return np.eye(shape[-1], dtype="float32")[rng.integers(0, shape[-1], shape[:-1])]
        case "sigmoid":
            return rng.integers(0, 2, shape).astype("float32")
        case _:
            return rng.standard_normal(shape).astype("float32")


def _random(weight: keras.Variable, rng: np.random.Generator) -> np.ndarray:
    """Return values that keep the numbers in range, statistics as they may be."""
    noise = rng.standard_normal(weight.shape)
    if weight.name in STATISTICS:
        return np.exp(noise / 4).astype(weight.dtype)
    if weight.name == "gamma":
        return (1 + noise / 5).astype(weight.dtype)
    if len(weight.shape) > 1:
        reads = weight.shape[:2] if "depthwise" in weight.name else weight.shape[:-1]
        return (noise * np.sqrt(2 / np.prod(reads))).astype(weight.dtype)
    return (noise / 10).astype(weight.dtype)


def keras_step(live: keras.Model, asked: Problem) -> Step:
    """Return the step of a Keras model, compiled: otherwise Keras takes losses of probabilities."""
    inputs, labels = list(asked.inputs.values()), list(asked.labels.values())
    heads = heads_of(asked.checked.model, asked.checked.document.training)
    losses = [make(head.loss.lower(head.activation)) for head in heads]
    trained = live.trainable_weights

    @tf.function
    def step(inputs: list[tf.Tensor], labels: list[tf.Tensor]) -> tuple[object, ...]:
        with tf.GradientTape() as tape:
            outputs = live(inputs if len(inputs) > 1 else inputs[0], training=True)
            several = outputs if isinstance(outputs, list | tuple) else [outputs]
            ends = zip(losses, labels, several, strict=True)
            loss = sum(of(truth, output) for of, truth, output in ends) + sum(live.losses)
        return loss, tape.gradient(loss, trained)

    loss, slopes = step(inputs, labels)
    named = zip([weight.path for weight in trained], map(np.asarray, slopes), strict=True)
    return Step(float(loss), dict(named))


def graph_outputs(graph: tf.Graph, asked: Problem) -> list[np.ndarray]:
    """Return the outputs of a graph with the names that targets of TensorFlow 1 share."""
    model = asked.checked.model
    with graph.as_default(), session_of(asked) as session:
        # What is told of an output reads the output itself, which has no name of its own.
        told = [named("Train/Prediction/predictions", end, model.outputs) for end in model.outputs]
        predictions = [graph.get_tensor_by_name(one).op.inputs[0] for one in told]
        return session.run(predictions, fed(asked))


def graph_step(graph: tf.Graph, asked: Problem) -> Step:
    """Return the step of a graph with the names that targets of TensorFlow 1 share."""
    labels = asked.labels.items()
    truth = {named("input/Y", name, asked.labels): one for name, one in labels}
    with graph.as_default(), session_of(asked) as session:
        trained = v1.trainable_variables()
        slopes = tf.gradients(graph.get_tensor_by_name("Train/Loss/loss:0"), trained)
        asked_for = ("Train/Loss/loss:0", slopes)
        feed = {**fed(asked), **truth, "is_training:0": True}
        loss, found = session.run(asked_for, feed)
    return Step(loss, dict(zip([one.op.name for one in trained], found, strict=True)))


def session_of(asked: Problem) -> v1.Session:
    """Return a session of the current graph, its variables with the weights."""
    session = v1.Session()
    session.run(v1.global_variables_initializer())
    variables = {variable.op.name: variable for variable in v1.global_variables()}
    setters = [variables[name].initializer for name in asked.weights]
    values = zip([one.inputs[1] for one in setters], asked.weights.values(), strict=True)
    session.run(setters, dict(values))
    return session


def fed(asked: Problem) -> Arrays:
    """Return the inputs by the names of their placeholders."""
    stem = "input/{}:0" if len(asked.inputs) > 1 else "input/X:0"
    return {stem.format(name): value for name, value in asked.inputs.items()}


def named(stem: str, end: str, ends: Sized) -> str:
    """Return the name of a tensor that belongs to one of several outputs, or to the only one."""
    return f"{stem}_{end}:0" if len(ends) > 1 else f"{stem}:0"


def scripted_model(asked: Problem) -> keras.Model:
    """Return the model that the training script builds, with the weights."""
    module = ModuleType("train")
    module.__file__ = "train.py"
    exec(pipeline.emit(asked.checked), module.__dict__)  # noqa: S102  our own script
    model = module.build_model()
    give(Trained(asked.weights, 0, are_averages=False), model)
    return model


def saved_outputs(live: keras.Model, asked: Problem) -> list[np.ndarray]:
    """Return what the model's SavedModel serves."""
    with tempfile.TemporaryDirectory() as folder:
        write_saved_model(asked.checked.model, live, Path(folder) / "saved")
        serve = tf.saved_model.load(f"{folder}/saved").signatures["serving_default"]
        found = serve(**{name: tf.constant(value) for name, value in asked.inputs.items()})
    return [found[name].numpy() for name in asked.checked.model.outputs]


def step_difference(expected: Step, found: Step) -> float:
    """Return how far two steps are apart, gradients relative to the largest of their weight.

    Gradients of weights that a normalisation cancels are nothing but rounding: none counts for
    less than a thousandth of the largest of all.
    """
    assert expected.gradients.keys() == found.gradients.keys(), "the same weights are trained"
    least = max(np.abs(slope).max() for slope in expected.gradients.values()) / 1000
    slopes = [
        np.abs(slope - found.gradients[name]).max() / max(np.abs(slope).max(), least)
        for name, slope in expected.gradients.items()
    ]
    return float(max(abs(expected.loss - found.loss) / abs(expected.loss), *slopes))


def differences(name: str) -> dict[str, float]:
    """Return how far each form of a network of the zoo is from its Keras model."""
    outputs, steps = apart(still(name))
    if not wrong(steps):
        return {**outputs, **steps}
    _, frozen = apart(still(name, is_frozen=True))
    return {**outputs, **frozen, **{f"unfrozen {form}": far for form, far in steps.items()}}


def apart(checked: pipeline.Checked) -> tuple[dict[str, float], dict[str, float]]:
    """Return how far outputs, and a training step, of each form are from the Keras model's."""
    keras.backend.clear_session()
    live = targets.build(checked)
    asked = problem(checked, live)
    scripted = scripted_model(asked)
    graph = targets.build_graph(checked).graph
    expected = agreement.outputs_of(live, asked.inputs)
    outputs = {
        "saved-model": saved_outputs(live, asked),
        "script": agreement.outputs_of(scripted, asked.inputs),
        "graph": graph_outputs(graph, asked),
    }
    step = keras_step(live, asked)
    steps = {
        "script step": keras_step(scripted, asked),
        "graph step": graph_step(graph, asked),
    }
    return (
        {form: agreement.difference(expected, found) for form, found in outputs.items()},
        {form: step_difference(step, found) for form, found in steps.items()},
    )


def wrong(found: Mapping[str, float]) -> list[str]:
    """Return the forms that are further away than they may be."""
    limits = {form: CLOSE_IN_A_STEP if form.endswith("step") else CLOSE for form in found}
    limits |= {form: CLOSE_UNFROZEN for form in found if form.startswith("unfrozen")}
    return [form for form in found if not found[form] <= limits[form]]


def main() -> None:
    """Print a line for each network, and end with 1 if one is wrong."""
    chosen = sys.argv[1:] or names()
    failed = 0
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=3) as pool:
        for name in chosen:
            found = pool.submit(differences, name).result()
            failed += bool(wrong(found))
            told = "  ".join(f"{form} {apart:.1e}" for form, apart in found.items())
            print(f"{name:22} {'WRONG ' if wrong(found) else ''}{told}", flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
