"""Trained weights reach every target, wherever they were saved, and no other network's do."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from backend_runs import Script
from backend_specs import (
    PLAIN,
    WATCHED,
    Table,
    as_module,
    conv,
    head,
    script,
    spec,
    trained,
)

from speccnn import Source, pipeline
from speccnn.cli.console import Console
from speccnn.cli.main import run

keras = pytest.importorskip("keras")

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Keras's and converters'
v1 = tf.compat.v1
DIGITS = Path(__file__).parents[2] / "specs" / "digits_cnn.toml"
IMAGES = np.random.default_rng(0).random((16, 8, 8, 1), np.float32)
FILES = {
    "keras": "net.keras",
    "saved-model": "net",
    "graph": "net_graph",
    "onnx": "net.onnx",
    "litert": "net.tflite",
}


def trained_run(folder: Path, text: str) -> Path:
    Script(folder, text).run("--epochs", "2", "--run-dir", "run")
    return folder / "run"


def outputs_of_script(folder: Path, run: Path, *, averaged: bool = False) -> np.ndarray:
    """Return what the script's network gives that its newest checkpoint is restored into."""
    import argparse  # noqa: PLC0415

    keras.utils.clear_session()
    module = as_module(folder, (folder / "train.py").read_text())
    options = argparse.Namespace(seed=0, batch_size=4, learning_rate=0.1, epochs=1, steps=None)
    examples = module.Examples(IMAGES, np.arange(16) % 10)
    trainer = module.Trainer(options, examples, examples)
    module.Checkpoints(run / "checkpoints", trainer).restore()
    if averaged:
        with trainer.averaged():
            return trainer.model(IMAGES, training=False).numpy()
    return trainer.model(IMAGES, training=False).numpy()


def compiled(spec: Path, target: str, checkpoint: Path, folder: Path, code: int = 0) -> Path:
    to = folder / FILES[target]
    options = ["--target", target, "--checkpoint", str(checkpoint), "-o", str(to)]
    assert run(Console(), ["compile", str(spec), *options]) == code
    assert to.exists() == (code == 0)
    return to


def by_keras(path: Path) -> np.ndarray:
    return keras.saving.load_model(path)(IMAGES, training=False).numpy()


def by_saved_model(path: Path) -> np.ndarray:
    serve = tf.saved_model.load(str(path)).signatures["serving_default"]
    (outputs,) = serve(image=tf.constant(IMAGES)).values()
    return outputs.numpy()


def by_graph(path: Path, output: str = "logits/add:0") -> np.ndarray:
    with tf.Graph().as_default(), v1.Session() as session:
        saver = v1.train.import_meta_graph(str(path / "model.meta"))
        saver.restore(session, v1.train.latest_checkpoint(str(path)))
        return session.run(output, {"input/X:0": IMAGES})


def by_onnx(path: Path) -> np.ndarray:
    onnxruntime = pytest.importorskip("onnxruntime")
    (outputs,) = onnxruntime.InferenceSession(path).run(None, {"image": IMAGES})
    return outputs


def by_litert(path: Path) -> np.ndarray:
    litert_file = pytest.importorskip("speccnn.backends.tf.litert_file")
    (outputs,) = litert_file.run(path, {"image": IMAGES}).values()
    return outputs


READERS: dict[str, Callable[[Path], np.ndarray]] = {
    "keras": by_keras,
    "saved-model": by_saved_model,
    "graph": by_graph,
    "onnx": by_onnx,
    "litert": by_litert,
}


def written(tmp_path: Path, table: Table) -> Path:
    (tmp_path / "spec.json").write_text(json.dumps(table))
    return tmp_path / "spec.json"


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run directory of two epochs of `digits_cnn`."""
    source = Source(str(DIGITS), DIGITS.read_bytes())
    return trained_run(tmp_path_factory.mktemp("digits"), pipeline.emit(pipeline.check(source)))


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A spec of the network of `PLAIN` that does not say how to train."""
    table = {name: value for name, value in PLAIN.items() if name not in {"data", "training"}}
    return written(tmp_path, table)


@pytest.fixture(scope="module")
def digits_outputs(digits: Path) -> np.ndarray:
    return outputs_of_script(digits.parent, digits)


@pytest.mark.parametrize("target", FILES)
def test_a_trained_network_gives_what_its_script_gives(
    digits: Path,
    digits_outputs: np.ndarray,
    target: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = compiled(DIGITS, target, digits, tmp_path)
    assert f"wrote {path} with the weights of step 90 (" in capsys.readouterr().err
    assert np.ptp(digits_outputs) > 1
    np.testing.assert_allclose(READERS[target](path), digits_outputs, rtol=1e-5, atol=1e-5)


def test_the_weights_are_those_of_the_result_to_the_last_bit(digits: Path, tmp_path: Path) -> None:
    from hashlib import sha256  # noqa: PLC0415

    model = keras.saving.load_model(compiled(DIGITS, "keras", digits, tmp_path))
    checksum = sha256()
    for weight in sorted(model.weights, key=lambda weight: weight.path):
        checksum.update(weight.path.encode())
        checksum.update(np.asarray(weight.value).tobytes())
    result = json.loads((digits / "result.json").read_text())
    assert checksum.hexdigest() == result["weights_sha256"]


def test_a_graph_knows_how_many_steps_were_taken(digits: Path, tmp_path: Path) -> None:
    path = compiled(DIGITS, "graph", digits, tmp_path)
    newest = v1.train.latest_checkpoint(str(path))
    assert newest == str(path / "model-90")
    assert tf.train.load_checkpoint(newest).get_tensor("global_step") == 90


@pytest.mark.parametrize(
    ("named", "step"),
    [
        ("checkpoints", 90),
        ("checkpoints/step-0", 0),
        ("checkpoints/step-0.json", 0),
        ("checkpoints/step-90.index", 90),
        ("checkpoints/step-90.data-00000-of-00001", 90),
    ],
)
def test_a_checkpoint_may_be_named(
    digits: Path, named: str, step: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compiled(DIGITS, "keras", digits / named, tmp_path)
    assert f"with the weights of step {step} (" in capsys.readouterr().err


def saved(folder: Path, graph: Path, steps: tuple[int, ...], **options: object) -> Path:
    """Save a compiled graph as anyone would, the last layer's bias full of the step's number."""
    folder.mkdir()
    with tf.Graph().as_default(), v1.Session() as session:
        saver = v1.train.import_meta_graph(str(graph / "model.meta"))
        saver.restore(session, v1.train.latest_checkpoint(str(graph)))
        values = {variable.op.name: variable for variable in v1.global_variables()}
        saver = v1.train.Saver(list(values.values()), max_to_keep=9, **options)
        for step in steps:
            session.run(values["logits/bias"].assign([float(step)] * 10))
            session.run(values["global_step"].assign(step))
            saver.save(session, str(folder / "model"), step)
    return folder


def test_weights_that_a_stranger_saved_are_found(
    digits: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = compiled(DIGITS, "graph", digits, tmp_path)
    folder = saved(tmp_path / "saved", graph, (100, 9))
    assert f'"{folder}' in (folder / "checkpoint").read_text()
    moved = folder.rename(tmp_path / "moved")
    capsys.readouterr()
    path = compiled(DIGITS, "keras", moved, tmp_path)
    assert "with the weights of step 9 (" in capsys.readouterr().err
    assert set(keras.saving.load_model(path).get_layer("logits").bias.numpy()) == {9}
    (moved / "checkpoint").unlink()
    path.unlink()
    compiled(DIGITS, "keras", moved, tmp_path)
    assert "with the weights of step 100 (" in capsys.readouterr().err


@pytest.mark.parametrize("change", [{}, {"early_stopping": None}])
def test_a_run_with_averages_exports_what_it_tests_with(
    change: Table, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    training = {**WATCHED["training"], **change}
    table = {**WATCHED, "training": {k: v for k, v in training.items() if v is not None}}
    run = trained_run(tmp_path, script(table))
    capsys.readouterr()
    path = compiled(written(tmp_path, table), "keras", run, tmp_path)
    told = capsys.readouterr().err
    assert "with the averaged weights of step 30 (" in told
    assert "warning: " in told  # the script of the test has another digest
    expected = outputs_of_script(tmp_path, run, averaged=True)
    assert np.abs(expected - outputs_of_script(tmp_path, run)).max() > 1e-3
    np.testing.assert_allclose(by_keras(path), expected, rtol=1e-5, atol=1e-5)


def test_a_run_that_stopped_early_exports_its_best_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stopping = {"monitor": "loss", "patience": 1, "min_delta": 100, "restore_best_weights": True}
    table = trained(PLAIN, epochs=3, early_stopping=stopping, checkpoint={"monitor": "loss"})
    folder = trained_run(tmp_path, script(table))
    reader = tf.train.load_checkpoint(str(folder / "checkpoints" / "step-30"))
    best = reader.get_tensor("best/dense/bias")
    assert not np.array_equal(best, reader.get_tensor("dense/bias"))
    path = compiled(written(tmp_path, table), "keras", folder, tmp_path)
    np.testing.assert_array_equal(keras.saving.load_model(path).get_layer("dense").bias, best)
    assert "with the weights of step 15 (" in capsys.readouterr().err


TWO = spec(conv(name="first"), conv(1, name="second"), *head(name="logits"))


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        (
            (conv(name="first"), conv(1, name="second"), conv(1, name="third")),
            "it lacks `third/kernel`, `third/bias`",
        ),
        ((conv(name="first"), conv(1, name="last")), "it lacks `last/kernel`, `last/bias`"),
        ((conv(1, name="first"),), "it has `second/bias`, `second/kernel` too"),
        (
            (conv(5, name="first"), conv(1, name="second")),
            "`first/kernel` is 3x3x1x4 there, 3x3x1x5 here, `first/bias` is 4 there, 5 here, `sec",
        ),
    ],
)
def test_weights_of_another_network_are_refused_by_their_names(
    layers: tuple[Table, ...],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "a").mkdir()
    source = written(tmp_path / "a", TWO)
    assert (
        run(Console(), ["compile", str(source), "--target", "graph", "-o", str(tmp_path / "g")])
        == 0
    )
    capsys.readouterr()
    other = written(tmp_path, spec(*layers, *head(name="logits")))
    for target in FILES:
        compiled(other, target, tmp_path / "g", tmp_path, code=1)
        told = capsys.readouterr().err
        assert "error[B620]: the checkpoint " in told
        assert said in told


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("damage", [flip, cut, Path.unlink])
@pytest.mark.parametrize("part", ["json", "index", "data-00000-of-00001"])
def test_a_damaged_checkpoint_is_passed_over_loudly_or_refused(
    digits: Path,
    damage: Callable[[Path], None],
    part: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy = shutil.copytree(digits, tmp_path / "run")
    newest = copy / "checkpoints" / "step-90"
    damage(newest.with_suffix(f".{part}"))
    if (part, damage) == ("json", Path.unlink):  # a save without a manifest does not exist
        compiled(DIGITS, "keras", copy, tmp_path)
        assert "with the weights of step 0 (" in capsys.readouterr().err
        return
    compiled(DIGITS, "keras", copy, tmp_path)
    told = capsys.readouterr().err
    assert told.startswith(f"warning: {newest} is damaged: ")
    assert "; trying the one before\n" in told
    assert "with the weights of step 0 (" in told
    (tmp_path / "net.keras").unlink()
    compiled(DIGITS, "keras", newest, tmp_path, code=2)
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert re.match(r"error: .*step-90: (is damaged|holds no whole checkpoint)", told)


@pytest.mark.parametrize("damage", [flip, cut, Path.unlink])
@pytest.mark.parametrize("part", ["index", "data-00000-of-00001"])
def test_damage_is_noticed_where_there_is_no_manifest(
    digits: Path,
    damage: Callable[[Path], None],
    part: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    graph = compiled(DIGITS, "graph", digits, tmp_path)
    damage(graph / f"model-90.{part}")
    capsys.readouterr()
    compiled(DIGITS, "keras", graph, tmp_path, code=2)
    told = capsys.readouterr().err
    assert told.startswith("error: ")
    assert told.count("\n") == 1


MANIFESTS = ["", "[]", "{}", "[" * 100_000, '{"sha256": 1}', '{"files": 3}', "\udcff"]


@pytest.mark.parametrize("text", MANIFESTS, ids=lambda text: text[:9])
def test_a_manifest_of_anything_is_told(
    digits: Path, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = shutil.copytree(digits, tmp_path / "run")
    manifest = copy / "checkpoints" / "step-90.json"
    manifest.write_bytes(text.encode("utf-8", "surrogateescape"))
    compiled(DIGITS, "keras", manifest, tmp_path, code=2)
    assert "step-90: is damaged: step-90.json " in capsys.readouterr().err


def test_weights_that_are_no_numbers_are_refused(
    digits: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = compiled(DIGITS, "graph", digits, tmp_path)
    with tf.Graph().as_default(), v1.Session() as session:
        saver = v1.train.import_meta_graph(str(graph / "model.meta"))
        saver.restore(session, str(graph / "model-90"))
        bias = next(v for v in v1.global_variables() if v.op.name == "conv1/bias")
        session.run(bias.assign([np.nan] * 16))
        saver.save(session, str(tmp_path / "broken"))
    capsys.readouterr()
    compiled(DIGITS, "keras", tmp_path / "broken", tmp_path, code=2)
    assert "broken: is damaged: `conv1/bias` is not finite\n" in capsys.readouterr().err


@pytest.mark.parametrize("named", ["none", "empty", "empty/checkpoints", "file.txt"])
def test_what_holds_no_checkpoint_is_told_in_one_line(
    named: str, tmp_path: Path, bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty" / "checkpoints").mkdir(parents=True)
    (tmp_path / "file.txt").write_text("no checkpoint")
    compiled(bare, "keras", tmp_path / named, tmp_path, code=2)
    told = capsys.readouterr().err
    assert told == (
        f"error: {tmp_path / named}: holds no whole checkpoint; name a run directory of a training "
        "script, its `checkpoints`, or one of these\n"
    )


def test_a_path_that_tensorflow_takes_for_a_pattern_is_told(
    tmp_path: Path, bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compiled(bare, "keras", Path("rate[0.1]"), tmp_path, code=2)
    told = "error: rate[0.1]: TensorFlow reads no path with [ or \\ in it; rename it\n"
    assert capsys.readouterr().err == told


def test_a_script_takes_no_checkpoint(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["compile", str(bare), "--checkpoint", "run", "-o", os.devnull]
    assert run(Console(), arguments) == 2
    assert "--run-dir" in capsys.readouterr().err
