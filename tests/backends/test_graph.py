"""Compiled graphs: a stranger trains one, and all live targets are one network."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from backend_specs import checked, conv, head, spec, trained

from speccnn import SpecError, targets
from speccnn.cli.console import Console
from speccnn.cli.main import run

keras = pytest.importorskip("keras")
graphs = pytest.importorskip("oracle.graphs")

import tensorflow as tf  # noqa: E402

v1 = tf.compat.v1
NORMED = (
    conv(name="stem", use_bias=False),
    {"type": "BatchNormalization", "name": "norm", "momentum": 0.5},
    {"type": "ReLU", "name": "relu"},
    {"type": "Dropout", "rate": 0.25, "name": "drop"},
    conv(name="penalised", kernel_regularizer="l2", activation="tanh"),
    {"type": "BatchNormalization", "name": "norm_again"},
    *head(name="logits"),
)


def compiled(tmp_path: Path, table: dict[str, object], target: str, *options: str) -> Path:
    source = tmp_path / "net.json"
    source.write_text(json.dumps(table))
    to = tmp_path / ("net.keras" if target == "keras" else target)
    assert (
        run(Console(), ["compile", str(source), "--target", target, "-o", str(to), *options]) == 0
    )
    return to


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("graph"), spec(*NORMED), "graph")


def test_a_stranger_trains_stops_restores_and_goes_on(folder: Path, tmp_path: Path) -> None:
    moved = folder.rename(folder.with_name("moved"))
    script = Path(__file__).with_name("stranger.py")
    (tmp_path / "run").mkdir()
    found = subprocess.run(
        [sys.executable, str(script), str(moved), str(tmp_path / "run" / "model")],
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        check=False,
    )
    moved.rename(folder)
    assert found.returncode == 0, found.stderr
    assert found.stdout == "True 21 True (64,)\n"


def test_the_folder_holds_what_tensorboard_and_netron_open(folder: Path) -> None:
    names = {path.name.split(".out.")[0] for path in folder.iterdir()}
    assert names == {
        *("model.meta", "model-0.index", "model-0.data-00000-of-00001", "checkpoint"),
        *("graph.pb", "graph.pbtxt", "events", ".made_by_speccnn"),
    }
    assert 'model_checkpoint_path: "model-0"' in (folder / "checkpoint").read_text()


def test_names_are_those_that_courses_use(folder: Path) -> None:
    with tf.Graph().as_default() as graph:
        v1.train.import_meta_graph(str(folder / "model.meta"))
        names = {operation.name for operation in graph.get_operations()}
        variables = {variable.op.name for variable in v1.global_variables()}
        summaries = v1.get_collection(v1.GraphKeys.SUMMARIES)
        updates = v1.get_collection(v1.GraphKeys.UPDATE_OPS)
    assert names >= {"input/X", "input/Y", "is_training", "Train/Loss/loss"}
    assert names >= {"Train/Optimizer/train_op", "Train/Accuracy/accuracy"}
    assert "Train/Prediction/predictions" in names
    assert variables >= {"stem/kernel", "norm/gamma", "norm/moving_mean", "logits/bias"}
    assert "global_step" in variables
    tags = {
        summary.op.inputs[0].op.get_attr("value").string_val[0].decode() for summary in summaries
    }
    assert tags >= {"stem/kernel", "logits/bias", "loss", "accuracy"}
    assert len(updates) == 4


@pytest.mark.parametrize(
    "training",
    [
        {"loss": "sparse_categorical_crossentropy"},
        {"loss": {"type": "CategoricalCrossentropy", "label_smoothing": 0.1}},
        {"loss": "binary_crossentropy"},
        {"loss": "mse"},
        {"loss": "huber"},
    ],
    ids=lambda training: str(training["loss"])[:40],
)
def test_one_step_has_kerass_loss_and_gradients(training: dict[str, object]) -> None:
    layers = tuple(layer for layer in NORMED if layer["type"] != "Dropout")
    made = checked(trained(spec(*layers), **training, metrics=[]))
    live = targets.build(made)
    weights, (images,) = graphs.random_weights(live), graphs.inputs_of(made.model, batch=6)
    classes = np.arange(6) % 10
    loss = made.document.training.loss_of("logits").lower(None)
    is_classes = loss.target.endswith("SparseCategoricalCrossentropy")
    labels = classes if is_classes else np.eye(10, dtype="float32")[classes]
    from speccnn.backends.tf.build import make  # noqa: PLC0415

    with tf.GradientTape() as tape:
        expected = make(loss)(labels, live(images, training=True)) + sum(live.losses)
    slopes = dict(zip(
        [weight.path for weight in live.trainable_weights],
        tape.gradient(expected, live.trainable_weights), strict=True,
    ))  # fmt: skip
    found, found_slopes = graphs.one_step(made, weights, images, labels)
    assert found == pytest.approx(float(expected), rel=1e-4)
    assert found_slopes.keys() == slopes.keys()
    for name, slope in slopes.items():
        np.testing.assert_allclose(found_slopes[name], slope, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"optimizer": "lion"}, "`Lion`"),
        ({"optimizer": {"type": "Adam", "amsgrad": True}}, "`Adam with amsgrad`"),
        ({"loss": "poisson"}, "`Poisson`"),
    ],
)
def test_what_cannot_be_expressed_is_told_at_its_place(
    change: dict[str, object], what: str
) -> None:
    with pytest.raises(SpecError) as raised:
        targets.build_graph(checked(trained(spec(*NORMED), **change, metrics=[])))
    (found,) = raised.value.diagnostics
    assert found.finding.code == "B610"
    assert what in found.finding.message
    assert found.path == ("training", next(iter(change)))


def test_a_layer_that_cannot_be_expressed_is_told(capsys: pytest.CaptureFixture[str],
    tmp_path: Path) -> None:  # fmt: skip
    source = tmp_path / "net.json"
    table = spec({"type": "RandomZoom", "height_factor": 0.1}, *head())
    source.write_text(json.dumps(table))
    to = tmp_path / "out"
    code = run(Console(), ["compile", str(source), "--target", "graph", "-o", str(to)])
    assert code == 1
    assert "error[B610]: the target `graph` has nothing for `RandomZoom`" in capsys.readouterr().err
    assert not to.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["net.json"]


@pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")  # Keras with NumPy 2
def test_saved_models_and_keras_files_are_the_same_network(tmp_path: Path) -> None:
    table = spec(
        {"type": "LocalResponseNormalization", "name": "lrn"},
        *NORMED,
        image=(8, 8, 4),
    )
    del table["data"]
    (images,) = graphs.inputs_of(checked(table).model)
    live = keras.saving.load_model(compiled(tmp_path, table, "keras"))
    signature = tf.saved_model.load(str(compiled(tmp_path, table, "saved-model")))
    serve = signature.signatures["serving_default"]
    assert list(serve.structured_input_signature[1]) == ["image"]
    assert serve(image=tf.constant(images))["logits"].shape == (2, 10)
    weights = graphs.random_weights(live)
    (by_keras,) = graphs.by_keras(live, [images])
    (by_graph,) = graphs.by_graph(checked(table).model, weights, [images])
    np.testing.assert_allclose(by_graph, by_keras, rtol=1e-5, atol=1e-5)


def test_an_existing_output_is_replaced_by_force_alone(tmp_path: Path) -> None:
    table = spec(*NORMED)
    compiled(tmp_path, table, "graph")
    arguments = ["compile", str(tmp_path / "net.json"), "--target", "graph"]
    assert run(Console(), [*arguments, "-o", str(tmp_path / "graph")]) == 2
    compiled(tmp_path, table, "graph", "--force")
    (tmp_path / "mine").mkdir()
    assert run(Console(), [*arguments, "-o", str(tmp_path / "mine"), "--force"]) == 2
    assert list((tmp_path / "mine").iterdir()) == []
