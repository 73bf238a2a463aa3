"""`speccnn train --workers`: processes that start and stop together, here without TensorFlow."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from speccnn.cli import workers
from speccnn.cli.console import Console
from speccnn.cli.main import run
from speccnn.cli.workers import run_workers

TASK = "import json, os, sys, time; number = json.loads(os.environ['TF_CONFIG'])['task']['index']; "
PLAIN = """speccnn = 1
name = "plain"
inputs = { image = [8, 8, 1] }
layers = [{ type = "Flatten" }, { type = "Dense", units = 10 }]
[data]
source = "digits"
[training]
loss = "sparse_categorical_crossentropy"
"""


def together(code: str, count: int = 2) -> int:
    return run_workers(Console(), [sys.executable, "-c", TASK + code], count)


def test_each_worker_is_told_of_all_and_of_itself(tmp_path: Path) -> None:
    log = f"open({str(tmp_path)!r} + f'/{{number}}', 'w').write(os.environ['TF_CONFIG'])"
    assert together(log, 3) == 0
    told = [(tmp_path / str(number)).read_text() for number in range(3)]
    assert len({line.partition("task")[0] for line in told}) == 1
    assert len({part for part in told[0].split('"') if part.startswith("127.0.0.1:")}) == 3


def test_only_the_chief_speaks(capfd: pytest.CaptureFixture[str]) -> None:
    assert together("print(f'out {number}'); print(f'err {number}', file=sys.stderr)") == 0
    assert capfd.readouterr() == ("out 0\n", "err 0\n")


@pytest.mark.parametrize(
    ("failure", "code", "words"),
    [
        ("sys.exit('error: no room')", 1, "error: worker 1: no room\n"),
        ("sys.exit(3)", 3, "error: worker 1: ended with exit code 3\n"),
        ("os.kill(os.getpid(), 9)", 137, "error: worker 1: ended by signal 9\n"),
    ],
)
def test_one_that_fails_ends_all(
    failure: str,
    code: int,
    words: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "SECONDS_TO_STOP", 0.2)
    started = time.monotonic()
    assert together(f"time.sleep(60) if number != 1 else {failure}", 3) == code
    assert time.monotonic() - started < 30
    assert capfd.readouterr().err == words


def test_a_chief_that_fails_has_said_why(capfd: pytest.CaptureFixture[str]) -> None:
    assert together("sys.exit(0 if number else 'error: no data')") == 1
    assert capfd.readouterr().err == "error: no data\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_reaches_every_worker_once(number: int, tmp_path: Path) -> None:
    code = f"""
import json, os, signal, sys, time
mark = {str(tmp_path)!r} + "/" + str(json.loads(os.environ["TF_CONFIG"])["task"]["index"])
def note(number, _):
    with open(mark, "a") as file:
        file.write("x")
    time.sleep(0.3)
    sys.exit(128 + number)
signal.signal(signal.SIGINT, note)
signal.signal(signal.SIGTERM, note)
open(mark, "w").close()
time.sleep(60)
"""
    ours = (
        "import sys; from speccnn.cli.console import Console; "
        "from speccnn.cli.workers import run_workers; "
        "sys.exit(run_workers(Console(), [sys.executable, '-c', sys.argv[1]], 2))"
    )
    process = subprocess.Popen([sys.executable, "-c", ours, code], start_new_session=True)
    deadline = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, number)  # as a terminal does
    assert process.wait(timeout=60) == 128 + number
    assert [path.read_text() for path in sorted(tmp_path.iterdir())] == ["x", "x"]


def test_workers_need_a_spec_that_has_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "plain.toml"
    for more in ("", '[training.distribution]\nstrategy = "mirrored"\n'):
        spec.write_text(PLAIN + more)
        assert (
            run(Console(), ["train", str(spec), "--run-dir", str(tmp_path), "--workers", "2"]) == 2
        )
        needed = '`strategy = "multi_worker"` in `[training.distribution]`'
        assert f"--workers needs {needed}" in capsys.readouterr().err
        assert not (tmp_path / "train.py").exists()
