"""Scripts of `tf.compat.v1` at work: they train, stop, continue and recover, on any data."""

import json
import signal
import sys
from pathlib import Path

import pytest
from backend_runs import Script
from backend_specs import ANY_SIZE, PLAIN, Table, conv, head, script, spec, trained
from data_files import Trained, write_all
from v1_specs import IMAGES, JOINT, NORMED, v1_script

pytest.importorskip("sklearn")
tf = pytest.importorskip("tensorflow")
np = pytest.importorskip("numpy")

FAST = {"type": "Adam", "learning_rate": 0.003}
GOOD = 0.95
SMALL = trained(spec(conv(2), *head()), batch_size=20, checkpoint={"every_steps": 2})
SOURCES: dict[str, dict[str, object]] = {
    "npz": {"source": "npz", "path": "digits.npz", "scale": "standard"},
    "idx": {"source": "idx", "path": "."},
    "csv": {"source": "csv", "path": "digits.csv", "dtype": "uint8", "validation": 0.25},
    "folder": {"source": "folder", "path": "digits", "stratify": True},
    "tfrecord": {"source": "tfrecord", "path": "digits.tfrecord", "on_error": "skip"},
    "raw": {"source": "tfrecord", "path": "raw.tfrecord", "image": {"type": "uint8"}},
}


class Loaded(Trained):
    """A v1 script in this process."""

    def run(self, monkeypatch: pytest.MonkeyPatch, run: str, *options: str) -> tuple[bytes, bytes]:
        monkeypatch.setattr(
            sys, "argv", ["train.py", "--run-dir", str(self.folder / run), *options]
        )
        determinism = self.module.tensorflow.config.experimental.enable_op_determinism
        monkeypatch.setattr(self.module, "set_up", determinism)  # threads are set already
        monkeypatch.setattr(self.module, "on_signals", lambda _: None)
        self.module.main()
        folder = self.folder / run
        history = folder / "history.csv"
        rows = history.read_bytes() if history.exists() else b""
        return (folder / "result.json").read_bytes(), rows


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Script:
    table = trained(PLAIN, epochs=16, optimizer=FAST, checkpoint={"every_steps": 100})
    learner = Script(tmp_path_factory.mktemp("learned"), v1_script(table))
    learner.out = learner.run()
    return learner


def test_learns_digits_and_says_where_everything_is(learned: Script) -> None:
    run = learned.folder / "runs" / "train"
    result = learned.result("runs/train")
    assert result["metrics"]["accuracy"] >= GOOD
    assert (result["step"], result["epoch"], result["finished"]) == (240, 16, True)
    rows = (run / "history.csv").read_text().splitlines()
    assert rows[0] == "epoch,step,loss,accuracy,test_loss,test_accuracy"
    assert len(rows) == 1 + 16
    pictures = {path.stem for path in (run / "plots").iterdir()}
    assert pictures == {"curves", "filters", "confusion", "misclassified", "correct"}
    kept = {path.name for path in (run / "checkpoints").glob("*.json")}
    assert kept == {"step-100.json", "step-200.json", "step-240.json"}
    for place in ("checkpoints/step-240", "history.csv", "plots", "train.py"):
        assert place in learned.out


def test_has_kerass_keys_and_columns(learned: Script, tmp_path: Path) -> None:
    keras = Script(tmp_path, script(trained(PLAIN, epochs=1)))
    keras.run()
    ours, theirs = learned.result("runs/train"), keras.result("runs/train")
    assert ours.keys() == theirs.keys()
    assert ours["metrics"].keys() == theirs["metrics"].keys()
    histories = [it.folder / "runs" / "train" / "history.csv" for it in (learned, keras)]
    columns = [path.read_text().splitlines()[0] for path in histories]
    assert columns[0] == columns[1]


def test_goes_on_elsewhere_evaluates_and_refuses_other_settings(learned: Script) -> None:
    run = learned.folder / "runs" / "train"
    moved = run.rename(learned.folder / "moved")
    result = learned.result("moved")
    assert "trained already" in learned.run("--run-dir", "moved")
    assert learned.result("moved") == result
    out = learned.run("--run-dir", "moved", "--batch-size", "50", code=1)
    assert "batch_size 100, not 50; --fresh starts anew" in out
    assert "seed 0, not 1" in learned.run("--run-dir", "moved", "--seed", "1", code=1)
    out = learned.run("--run-dir", "moved", "--evaluate", "--batch-size", "50")
    accuracy = result["metrics"]["accuracy"]
    assert "at step 240 on 359 test examples: loss" in out
    assert f"accuracy {accuracy:.4f}" in out
    assert "nothing has been trained in new" in learned.run(
        "--run-dir", "new", "--evaluate", code=1
    )
    moved.rename(run)


def test_damage_is_told_and_leads_to_the_same_end(learned: Script) -> None:
    expected = learned.result("runs/train")
    (part,) = learned.folder.glob("runs/train/checkpoints/step-240.data*")
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    out = learned.run()
    assert "step-240.json is damaged; trying the one before" in out
    assert "continuing at step 200 of 240" in out
    assert learned.result("runs/train") == expected


def test_ctrl_c_saves_and_the_next_run_continues(learned: Script) -> None:
    process = learned.start("--run-dir", "stopped", "--epochs", "100000")
    assert process.stdout is not None
    assert any(line.startswith("epoch") for line in process.stdout)
    second = learned.run("--run-dir", "stopped", code=1)
    assert second == f"error: process {process.pid} is at work in stopped\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (128 + signal.SIGINT, "")
    assert f"go on by: {learned.command('stopped')} --epochs 100000" in out
    step = int(out.split("saved at step ")[1].split(";")[0])
    epochs = str(step // 15 + 1)
    again = learned.run("--run-dir", "stopped", "--epochs", epochs)
    assert f"continuing at step {step}" in again


@pytest.mark.parametrize("name", ["normed", "joint", "images"])
def test_stopped_and_continued_is_as_never_stopped(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = {"normed": NORMED, "joint": JOINT, "images": IMAGES}[name]
    options = {"joint": ("--data", str(pairs(tmp_path))), "images": ("--batch-size", "10")}
    write_all(tmp_path)
    (tmp_path / "digits").rename(tmp_path / "images")
    loaded = Loaded(tmp_path, v1_script(table))
    words = options.get(name, ())
    whole = loaded.run(monkeypatch, "whole", *words)
    loaded.run(monkeypatch, "parts", *words, "--steps", "3")
    loaded.run(monkeypatch, "parts", *words, "--steps", "7")
    assert loaded.run(monkeypatch, "parts", *words) == whole
    assert json.loads(whole[0])["finished"]
    assert events(tmp_path / "parts") == events(tmp_path / "whole")


def pairs(folder: Path) -> Path:
    """Return a file of arrays for two inputs and three outputs."""
    draw = np.random.default_rng(7)
    held: dict[str, object] = {}
    for part, count in (("train", 96), ("test", 40)):
        classes = draw.integers(0, 10, count)
        images = draw.normal(size=(2, count, 8, 8, 1)) + classes[:, None, None, None] / 5
        held |= {f"x_{part}_left": images[0], f"x_{part}_right": images[1]}
        held |= {f"y_{part}_kind": classes, f"y_{part}_odd": (classes % 2)[:, None]}
        held |= {f"y_{part}_size": classes.astype("float32") / 10}
    np.savez(folder / "pairs.npz", **held)
    return folder / "pairs.npz"


def events(run: Path) -> list[tuple[int, list[str]]]:
    """Return what TensorBoard would show, step by step: the tags of each, and graphs."""
    found = []
    for path in sorted(run.glob("events.out.tfevents.*")):
        for record in tf.data.TFRecordDataset(str(path)).as_numpy_iterator():
            event = tf.compat.v1.Event.FromString(record)
            if event.WhichOneof("what") != "file_version":
                found.append((event.step, [value.tag for value in event.summary.value]))
    return sorted(found)


def test_tensorboard_shows_numbers_histograms_and_the_graph(learned: Script) -> None:
    found = events(learned.folder / "runs" / "train")
    assert (0, []) in found, "the graph"
    numbers = ["loss", "accuracy", "test_loss", "test_accuracy", "learning_rate"]
    assert [tags for step, tags in found if tags[:1] == ["loss"]] == [numbers] * 16
    histograms = [tags for _, tags in found if "conv2d/kernel" in tags]
    assert len(histograms) == 16
    assert set(histograms[0]) >= {"conv2d/bias", "dense/kernel", "dense/bias"}


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_gives_what_the_keras_script_reads(name: str, tmp_path: Path) -> None:
    write_all(tmp_path)
    table = {**SMALL, "data": SOURCES[name]}
    ours = Loaded(tmp_path, v1_script(table)).module.load_examples(None)
    theirs = Trained(tmp_path, script(table)).module.load_examples(None)
    for found, expected in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(found.images, expected.images)
        np.testing.assert_array_equal(found.labels, expected.labels)


def test_batches_are_those_of_the_keras_script(tmp_path: Path) -> None:
    table = trained(SMALL, batch_size=100)
    made = []
    for kind, text in ((Loaded, v1_script(table)), (Trained, script(table))):
        module = kind(tmp_path, text).module
        options = module.argparse.Namespace(seed=3, batch_size=100, learning_rate=0.1)
        made.append(module.Trainer(options, *module.load_examples(None)))
    ours, theirs = made
    for step in (0, 7, 14, 15, 44):
        found, expected = ours.batch(step), theirs.batch(tf.constant(step, tf.int64))
        np.testing.assert_array_equal(found.images, expected[0])
        np.testing.assert_array_equal(found.labels, expected[1])


def test_images_that_do_not_fit_in_memory_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(tmp_path)
    loaded = Loaded(tmp_path, v1_script({**SMALL, "data": SOURCES["folder"]}))
    monkeypatch.setattr(loaded.module, "MEMORY", 1000)
    assert loaded.reason() == "error: 49 images take more than 1,000 bytes"


def test_a_loss_that_is_not_finite_stops_the_run(tmp_path: Path) -> None:
    table = {**PLAIN, "layers": [{"type": "Dropout", "rate": 0.1}, *PLAIN["layers"]]}
    plain = Script(tmp_path, v1_script(trained(table, optimizer="sgd", loss="mse", metrics=[])))
    out = plain.run("--learning-rate", "1e9", code=1)
    assert out.splitlines()[-1].startswith("error: the loss is ")
    assert out.endswith("the newest checkpoint is of step 0\n")
    kept = {path.stem for path in tmp_path.glob("runs/train/checkpoints/*.json")}
    assert kept == {"step-0"}
    assert "all layers give finite outputs, but the loss of them is not" in out


def test_images_of_any_size_that_fits_are_learned(tmp_path: Path) -> None:
    learner = Script(tmp_path, v1_script(ANY_SIZE))
    images, names = np.zeros((12, 22, 89, 1)), ("x_train", "y_train", "x_test", "y_test")
    values: tuple[object, ...] = (images, np.arange(12) % 10) * 2
    np.savez(tmp_path / "made.npz", **dict(zip(names, values, strict=True)))
    learner.run("--data", "made.npz", "--epochs", "1")
    assert learner.result("runs/train")["finished"]


TOP = [{"type": "SparseTopKCategoricalAccuracy", "k": 3}, {"type": "TopKCategoricalAccuracy"}]
MEASURED: dict[str, Table] = {
    "classes": trained(spec(conv(4), *head()), metrics=["accuracy", "mae", "mse", *TOP]),
    "rows": trained(
        spec(*head(activation="softmax", kernel_regularizer="l1")),
        loss={"type": "CategoricalCrossentropy", "label_smoothing": 0.1},
        metrics=["accuracy", "sparse_categorical_accuracy", "mse", *TOP],
    ),
    "any": trained(
        spec(*head()),
        loss="binary_crossentropy",
        metrics=["accuracy", {"type": "BinaryAccuracy", "threshold": 0.3}, "mae"],
    ),
    "values": trained(spec(*head()), loss="huber", metrics=["mae"]),
    "places": trained({**spec(conv(10)), "data": {"source": "npz"}}, metrics=["accuracy", TOP[0]]),
}


@pytest.mark.parametrize("name", MEASURED)
def test_the_same_weights_have_the_metrics_and_the_checksum_of_kerass(
    name: str, tmp_path: Path
) -> None:
    table = MEASURED[name]
    (tmp_path / "keras").mkdir()
    keras = Trained(tmp_path / "keras", script(table)).module
    ours = Loaded(tmp_path, v1_script(table)).module
    options = keras.argparse.Namespace(seed=3, batch_size=100, learning_rate=0.1)
    named = str(maps(tmp_path)) if name == "places" else None
    theirs = keras.Trainer(options, *keras.load_examples(named))
    trainer = ours.Trainer(options, *ours.load_examples(named))
    values = {weight.path: weight.numpy() for weight in theirs.model.weights}
    assert values.keys() == trainer.weights.keys()
    for weight, value in values.items():
        start = trainer.variables[weight].initializer
        trainer.session.run(start, {start.inputs[1]: value})
    assert trainer.weights_sha256() == theirs.weights_sha256()
    expected = theirs.evaluate(theirs.test)
    found = trainer.evaluate(trainer.test)
    assert list(found) == list(expected)
    assert found == pytest.approx(expected, rel=1e-5)


def maps(folder: Path) -> Path:
    """Return a file of images with a class at each place."""
    draw = np.random.default_rng(5)
    images, classes = draw.random((120, 8, 8, 1)), draw.integers(0, 10, (120, 8, 8))
    np.savez(folder / "maps.npz", x_train=images, y_train=classes, x_test=images, y_test=classes)
    return folder / "maps.npz"


def test_datasets_of_a_function_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "datasets_of_mine.py").write_text(
        "import numpy as np, tensorflow as tf\n"
        "def give():\n"
        "    pairs = np.zeros((9, 8, 8), np.uint8), np.arange(9)\n"
        "    return [tf.data.Dataset.from_tensor_slices(pairs)] * 2\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    train, _ = Loaded(tmp_path, v1_script(SMALL)).module.load_examples("datasets_of_mine:give")
    assert (train.images.shape, train.labels.tolist()) == ((9, 8, 8, 1), list(range(9)))
