"""Training that goes on: in another way, after it stopped early, with the weights alone."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from backend_specs import Table, conv, head, script, spec, trained
from data_files import Trained
from v1_specs import v1_script

pytest.importorskip("tensorflow")
pytest.importorskip("sklearn")

SMALL = trained(
    spec(conv(2, name="first"), *head()),
    epochs=1,
    batch_size=400,
    optimizer={"type": "SGD", "learning_rate": 0.1},
)
SCRIPTS = {"script": script, "v1-script": v1_script}
RATE = {"type": "CosineDecay", "initial_learning_rate": 0.1, "decay_steps": 100}
MOMENTUM = {"type": "SGD", "learning_rate": 0.1, "momentum": 0.9}
FROZEN = {**SMALL, "layers": [conv(2, name="first", trainable=False), *head()]}
SLOW = {"type": "Adam", "learning_rate": 1e-30}


def program(folder: Path, text: str) -> Trained:
    """Return a script in a folder of its own: TensorFlow reads the lines of what it compiles."""
    inner = folder / f"script-{len(list(folder.iterdir()))}"
    inner.mkdir()
    return Trained(inner, text)


def refused(script: Trained, monkeypatch: pytest.MonkeyPatch, *options: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        script.run(monkeypatch, *options)
    text = str(stopped.value)
    assert text.startswith("error: ")
    assert "\n" not in text
    return text


@pytest.mark.parametrize("target", SCRIPTS)
def test_what_differs_is_named_and_the_weights_alone_go_on(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = str(tmp_path / "run")

    def made(table: Table) -> Trained:
        return program(tmp_path, SCRIPTS[target](table))

    first, _ = made(SMALL).run(monkeypatch, run)
    others = {
        "optimizer: SGD, here Adam": trained(SMALL, optimizer="adam"),
        "optimizer: SGD, here SGD, momentum=0.9": trained(SMALL, optimizer=MOMENTUM),
        "columns of the history: ": trained(SMALL, metrics=[]),
    }
    if target == "script":
        others["schedule: Constant, here CosineDecay"] = trained(
            SMALL, optimizer={"type": "SGD", "learning_rate": RATE}
        )
    for told, table in others.items():
        reason = refused(made(table), monkeypatch, run, "--epochs", "2")
        assert f"another {told}" in reason
        assert "another network" not in reason
        assert f"--run-dir NEW --initial-weights {run} goes on" in reason
    frozen = made(trained(FROZEN, optimizer=SLOW))
    assert "another frozen layers: none, here first" in refused(frozen, monkeypatch, run)
    padded = {**SMALL, "layers": [conv(2, name="first", use_bias=False), *head()]}
    assert "is of another network (first/bias)" in refused(made(padded), monkeypatch, run)
    capsys.readouterr()
    last, _ = frozen.run(monkeypatch, "new", "--initial-weights", run)
    assert f"begins with the weights of {run}/checkpoints/step-4" in capsys.readouterr().out
    assert json.loads(last)["weights_sha256"] == json.loads(first)["weights_sha256"]


def test_weights_alone_are_those_of_the_best_epoch_and_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = {"monitor": "loss", "mode": "max", "patience": 1, "restore_best_weights": True}
    run = tmp_path / "run"
    stopping = program(tmp_path, script(trained(SMALL, epochs=9, early_stopping=watched)))
    first, _ = stopping.run(monkeypatch, str(run))
    still = program(tmp_path, script(trained(SMALL, optimizer=SLOW)))
    (newest,) = sorted(run.glob("checkpoints/step-8.json"))
    for number, named in enumerate((run, newest.parent, newest, newest.with_suffix(""))):
        last, _ = still.run(monkeypatch, f"to-{number}", "--initial-weights", str(named))
        assert json.loads(first)["weights_sha256"] == json.loads(last)["weights_sha256"]
    told = refused(still, monkeypatch, "none", "--initial-weights", str(tmp_path / "absent"))
    assert "absent is no run, and no checkpoint that is whole" in told
    other = program(tmp_path, script({**SMALL, "layers": [conv(3, name="first"), *head()]}))
    told = refused(other, monkeypatch, "other", "--initial-weights", str(run))
    assert "is of another network (dense/kernel, first/bias, first/kernel)" in told
    with pytest.raises(SystemExit) as stopped:
        still.run(monkeypatch, str(run), "--fresh", "--initial-weights", str(run))
    assert stopped.value.code == 2
    assert (run / "result.json").exists()


@pytest.mark.parametrize("target", SCRIPTS)
def test_what_stopped_early_goes_on_with_more_patience_as_if_never_stopped(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    best = {"restore_best_weights": True} if target == "script" else {}
    # The first epoch is the best one, since its loss is the largest.
    watched = {"monitor": "loss", "mode": "max", **best}

    def patient(patience: int) -> Trained:
        stopping = {**watched, "patience": patience}
        table = trained(SMALL, epochs=9, early_stopping=stopping)
        return program(tmp_path, SCRIPTS[target](table))

    def epochs(result: bytes) -> int:
        return json.loads(result)["epoch"]

    def weights(result: bytes) -> str:
        return json.loads(result)["weights_sha256"]

    run = str(tmp_path / "run")
    three, one = patient(3), patient(1)
    never, _ = three.run(monkeypatch, "never")
    short, _ = one.run(monkeypatch, run)
    assert (epochs(never), epochs(short)) == (4, 2)
    capsys.readouterr()
    assert one.run(monkeypatch, run)[0] == short
    assert "--epochs above 9, or more patience, trains longer" in capsys.readouterr().out
    after, _ = three.run(monkeypatch, run)
    assert (epochs(after), weights(after)) == (4, weights(never))
    more, _ = three.run(monkeypatch, run, "--epochs", "10")
    assert epochs(more) == 7
    assert three.run(monkeypatch, run, "--epochs", "10")[0] == more
    assert "--epochs above 10" in capsys.readouterr().out


def test_the_script_line_runs_as_printed_from_any_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / "mine.py").write_text(
        "import numpy as np\n"
        "def arrays():\n"
        "    x, y = np.zeros((4, 8, 8), np.uint8), np.arange(4)\n"
        "    return x, y, x, y\n"
    )
    (folder / "train.py").write_text(script(SMALL))
    options = ["--run-dir", "run", "--data", "mine:arrays", "--batch-size", "3", "-q"]
    quiet = shell(shlex.join([sys.executable, "train.py", *options]), folder)
    assert quiet == ""
    loud = shell(shlex.join([sys.executable, "train.py", *options[:-1]]), folder)
    assert "trained already" in loud
    (printed,) = [line for line in loud.splitlines() if line.startswith("script")]
    again = shell(printed.removeprefix("script").strip(), tmp_path)
    assert "trained already" in again
    assert (folder / "run" / "result.json").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"a folder"}


def shell(command: str, folder: Path) -> str:
    """Return what a command says on standard output; it says nothing on standard error."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "2"}
    done = subprocess.run(  # noqa: S602  as a user would
        command,
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
