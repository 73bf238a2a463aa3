"""Emitted scripts at work: they train, stop, continue, and recover."""

import json
import signal
import sys
from pathlib import Path
from types import ModuleType

import pytest
from backend_runs import Script
from backend_specs import (
    ANY_CLASSES,
    ANY_SIZE,
    DOWNLOADED,
    HALF,
    NOISY,
    ONE_HOT,
    PADDED,
    PLAIN,
    as_module,
    script,
    trained,
)

pytest.importorskip("tensorflow")
pytest.importorskip("sklearn")
np = pytest.importorskip("numpy")

FAST = {"type": "Adam", "learning_rate": 0.003}
EVERY_7 = {"every_steps": 7, "keep": 2}
GOOD = 0.95


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Script:
    table = trained(NOISY, checkpoint=EVERY_7)
    return Script(tmp_path_factory.mktemp("noisy"), script(table))


def test_learns_digits_and_says_where_everything_is(tmp_path: Path) -> None:
    learner = Script(tmp_path, script(trained(PLAIN, epochs=16, optimizer=FAST)))
    out = learner.run()
    run = tmp_path / "runs" / "train"
    result = learner.result("runs/train")
    assert result["metrics"]["accuracy"] >= GOOD
    assert (result["step"], result["epoch"], result["finished"]) == (240, 16, True)
    rows = (run / "history.csv").read_text().splitlines()
    assert rows[0] == "epoch,step,loss,accuracy,test_loss,test_accuracy"
    assert len(rows) == 1 + 16
    pictures = {path.stem for path in (run / "plots").iterdir()}
    assert pictures == {"curves", "filters", "confusion", "misclassified"}
    for place in ("checkpoints/step-240", "history.csv", "plots", "train.py"):
        assert place in out
    assert "trained already" in learner.run()
    assert learner.result("runs/train") == result
    assert "batch_size 100, not 50" in learner.run("--batch-size", "50", code=1)
    assert "at step 240 on 359 test examples: loss" in learner.run(
        "--evaluate", "--batch-size", "50"
    )


def test_stopped_and_continued_is_as_never_stopped(noisy: Script) -> None:
    whole, parts = "whole", "parts"
    noisy.run("--run-dir", whole)
    noisy.run("--run-dir", parts, "--steps", "11")
    assert noisy.result(parts)["finished"] is False
    assert "continuing at step 11 of 30" in noisy.run("--run-dir", parts)
    assert noisy.result(parts) == noisy.result(whole)
    histories = [(noisy.folder / run / "history.csv").read_text() for run in (whole, parts)]
    assert histories[0] == histories[1]
    kept = sorted(path.stem for path in (noisy.folder / parts / "checkpoints").glob("*.json"))
    assert kept == ["step-28", "step-30"]
    damage(noisy, whole)


def test_half_precision_is_as_exact_and_keeps_whole_weights(tmp_path: Path) -> None:
    half = Script(tmp_path, script(HALF))
    quick = ("--learning-rate", "0.01", "--run-dir")
    half.run(*quick, "whole")
    half.run(*quick, "parts", "--steps", "11")
    half.run(*quick, "parts")
    assert half.result("parts") == half.result("whole")
    assert half.result("whole")["metrics"]["accuracy"] > 0.5
    manifest = (tmp_path / "whole" / "checkpoints" / "step-30.json").read_text()
    kept = json.loads(manifest)["variables"]
    assert {kept[name][0] for name in kept if name.endswith("kernel")} == {"float32"}
    assert "optimizer/loss_scale_optimizer/dynamic_scale" in kept


def damage(noisy: Script, run: str) -> None:
    """Break the newest checkpoint of a finished run; the one before is taken and leads there."""
    expected = noisy.result(run)
    (part,) = (noisy.folder / run / "checkpoints").glob("step-30.data*")
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    out = noisy.run("--run-dir", run)
    assert "step-30.json is damaged" in out
    assert "continuing at step 28 of 30" in out
    assert noisy.result(run) == expected


def test_ctrl_c_saves_and_the_next_run_continues(noisy: Script) -> None:
    options = ("--run-dir", "stopped", "--epochs", "100000")
    process = noisy.start(*options)
    assert process.stdout is not None
    assert any(line.startswith("epoch") for line in process.stdout)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)  # all epochs would take hours
    assert process.returncode == 128 + signal.SIGINT
    assert f"go on by: {noisy.command('stopped')} --epochs 100000" in out
    assert not err
    step = int(out.split("saved at step ")[1].split(";")[0])
    epochs = step // 15 + 1
    assert f"continuing at step {step}" in noisy.run(
        "--run-dir", "stopped", "--epochs", str(epochs)
    )
    assert noisy.result("stopped")["step"] == 15 * epochs


def test_a_loss_that_is_not_finite_stops_the_run(tmp_path: Path) -> None:
    plain = Script(tmp_path, script(trained(PLAIN, optimizer="sgd", loss="mse", metrics=[])))
    out = plain.run("--learning-rate", "1e9", code=1)
    assert out.splitlines()[-1].startswith("error: the loss is ")
    assert out.endswith("the newest checkpoint is of step 0\n")
    assert {path.stem for path in tmp_path.glob("runs/train/checkpoints/*")} == {"step-0"}
    assert "all layers give finite outputs, but the loss of them is not" in out


def test_a_directory_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    out = Script(tmp_path, script(PLAIN)).run("--run-dir", "taken", code=1)
    assert out.startswith("error: [Errno 20] Not a directory")
    assert out.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("epochs", "0"),
        ("batch-size", "-1"),
        ("learning-rate", "nan"),
        ("learning-rate", "inf"),
        ("learning-rate", "0.0"),
        ("seed", "2147483648"),
        ("steps", "0"),
        ("run-dir", "runs/rate[0.1]"),
        ("run-dir", "runs\\mine"),
    ],
)
def test_an_option_out_of_range_is_told(
    module: ModuleType,
    option: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["train.py", f"--{option}={value}"])
    with pytest.raises(SystemExit, match="2"):
        module.parse_options()
    told = capsys.readouterr().err.splitlines()[-1]
    reason = "may not have [ or \\ in its name" if option == "run-dir" else "is out of range"
    assert told == f"train.py: error: --{option} {value} {reason}"


ARRAYS = {
    "x_train": np.zeros((4, 8, 8), np.uint8) + 51,
    "y_train": np.arange(4),
    "x_test": np.zeros((4, 8, 8, 1), np.float64),
    "y_test": np.arange(4).reshape(4, 1),
}


def test_arrays_are_brought_into_form(module: ModuleType, tmp_path: Path) -> None:
    np.savez(tmp_path / "own.npz", **ARRAYS)
    train, test = module.load_examples(str(tmp_path / "own.npz"))
    for examples in (train, test):
        assert (examples.images.shape, examples.images.dtype) == ((4, 8, 8, 1), np.float32)
        assert (examples.labels.tolist(), examples.labels.dtype) == ([0, 1, 2, 3], np.int64)
    assert float(train.images.max()) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"y_train": None, "x_test": None}, "has no y_train, x_test; it needs"),
        ({"x_train": np.zeros((4, 8, 9))}, "(8, 9) and type float64 do not fit"),
        ({"x_train": np.full((4, 8, 8), "1")}, "do not fit"),
        ({"x_train": np.zeros((5, 8, 8))}, "do not go with labels of (4,)"),
        ({"x_train": np.zeros((0, 8, 8)), "y_train": np.zeros(0)}, "do not go with"),
        ({"x_train": np.float32(1), "y_train": np.int64(1)}, "do not fit"),
        ({"y_train": np.arange(4) + 7}, "labels run from 7 to 10, classes from 0 to 9"),
        ({"y_train": np.arange(4) / 2}, "type float64 are no classes"),
        ({"y_train": np.array([{}] * 4)}, "allow_pickle=False"),
    ],
)
def test_wrong_arrays_are_told_in_one_line(
    module: ModuleType, tmp_path: Path, change: dict[str, object], told: str
) -> None:
    arrays = {name: value for name, value in {**ARRAYS, **change}.items() if value is not None}
    np.savez(tmp_path / "own.npz", **arrays)
    assert told in reason(module, tmp_path / "own.npz")


def test_files_that_are_no_arrays_are_told_in_one_line(module: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "own.npz"
    assert "No such file" in reason(module, path)
    path.write_bytes(b"PK but no archive")
    assert "cannot be read" in reason(module, path)
    with path.open("wb") as file:
        np.save(file, np.arange(3))
    assert "is no NPZ file" in reason(module, path)


def test_a_failed_download_names_the_ways_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    module = as_module(tmp_path, script(DOWNLOADED))

    def offline() -> None:
        raise Exception("URL fetch failure")  # noqa: TRY002  as Keras does

    monkeypatch.setattr(module.keras.datasets.mnist, "load_data", offline)
    told = reason(module, None)
    assert "--data FILE.npz" in told
    assert "digits" in told


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return as_module(tmp_path_factory.mktemp("module"), script(PLAIN))


def reason(module: ModuleType, path: Path | None) -> str:
    with pytest.raises(SystemExit) as stopped:
        module.load_examples(None if path is None else str(path))
    text = str(stopped.value)
    assert text.startswith("error: ")
    assert "\n" not in text
    return text


def test_another_network_is_refused_by_name(tmp_path: Path) -> None:
    images = np.arange(40 * 64, dtype=np.uint8).reshape(40, 8, 8)
    classes = np.arange(40) % 10
    np.savez(tmp_path / "own.npz", x_train=images, y_train=classes, x_test=images, y_test=classes)
    options = ("--run-dir", "run", "--data", "own.npz", "--batch-size", "15", "--epochs", "1")
    Script(tmp_path, script(ONE_HOT)).run(*options)
    padded = Script(tmp_path, script(PADDED))
    out = padded.run(*options, code=1)
    assert "conv2d/kernel" in out
    assert "--fresh" in out
    padded.run(*options, "--fresh")
    assert padded.result("run")["step"] == 3


def images_of(height: int, width: int, labels: object, folder: Path) -> str:
    images = np.random.default_rng(0).random((12, height, width, 1), dtype=np.float32)
    names = ("x_train", "y_train", "x_test", "y_test")
    np.savez(folder / "made.npz", **dict(zip(names, (images, labels) * 2, strict=True)))
    return "made.npz"


def test_images_of_any_size_that_fits_are_learned(tmp_path: Path) -> None:
    learner = Script(tmp_path, script(ANY_SIZE))
    learner.run("--data", images_of(22, 89, np.arange(12) % 10, tmp_path), "--epochs", "1")
    assert learner.result("runs/train")["finished"]
    out = learner.run("--data", images_of(30, 30, np.arange(12) % 10, tmp_path), code=1)
    said = "error: images of 30x30 do not fit: W: 1 more than multiples of 4, from 5 to 89"
    assert out.splitlines()[-1] == said


def test_labels_are_as_large_as_the_images_make_them(tmp_path: Path) -> None:
    learner = Script(tmp_path, script(ANY_CLASSES))
    labels = np.ones((12, 6, 6), dtype=np.int64)
    learner.run("--data", images_of(12, 12, labels, tmp_path), "--epochs", "1")
    assert learner.result("runs/train")["finished"]
    out = learner.run("--data", images_of(12, 16, labels, tmp_path), code=1)
    said = "images of 12x16 do not fit: N: multiples of 4, at least 4, for height and width alike"
    assert out.splitlines()[-1] == f"error: {said}"
    out = learner.run("--data", images_of(16, 16, labels, tmp_path), code=1)
    assert out.splitlines()[-1] == "error: labels of shape (12, 6, 6) and type int64 are no classes"
