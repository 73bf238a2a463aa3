"""Many files at once: by several processes, and no one can tell from the answer."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SPECS = Path(__file__).parents[2] / "specs"
GOOD = (SPECS / "mnist_cnn.toml").read_text()
BAD = GOOD.replace("kernel_size", "kernel_sise", 1)

BREAK = """
import os, signal, sys, time
from speccnn import pipeline
from speccnn.cli.main import main

diagnose = pipeline.diagnose
def broken(source, *wishes):
    if source.path.endswith("3.toml"):
        {what}
    return diagnose(source, *wishes)
pipeline.diagnose = broken
main()
"""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for number in range(12):
        (tmp_path / f"{number:02}.toml").write_text(BAD if number % 5 == 1 else GOOD)
    (tmp_path / "folder.toml").mkdir()
    return tmp_path


def check(many: Path, jobs: int, *arguments: str, stdin: str = "") -> tuple[int, str, str]:
    command = [sys.executable, "-m", "speccnn", "check", "-j", str(jobs), *arguments]
    done = subprocess.run(command, cwd=many, input=stdin, capture_output=True, text=True)  # noqa: PLW1510
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("form", ["full", "concise", "json", "github"])
def test_more_processes_give_the_same_answer(many: Path, form: str) -> None:
    one, *others = (check(many, jobs, "--format", form) for jobs in (1, 2, 3, 40))
    assert one[0] == 1
    assert "kernel_sise" in one[1]
    assert others == [one] * 3


def test_standard_input_and_missing_files_are_among_them(many: Path) -> None:
    paths = ["00.toml", "absent.toml", "02.toml", "-", "04.toml", "05.toml"]
    one, two = (check(many, jobs, "--format", "concise", *paths, stdin=BAD) for jobs in (1, 2))
    assert one[0] == 2
    assert "absent.toml" in one[1]
    assert "<stdin>" in one[1]
    assert one == two


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("raise ValueError('so it is')", "ValueError: so it is"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "a process that checked files was killed"),
    ],
)
def test_what_ends_one_process_ends_the_command(many: Path, what: str, told: str) -> None:
    command = [sys.executable, "-c", BREAK.format(what=what), "check", "-j", "3", "."]
    done = subprocess.run(command, cwd=many, capture_output=True, text=True, timeout=60)  # noqa: PLW1510
    assert done.returncode == 70
    assert done.stderr.startswith("internal error: ")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_interrupt_ends_all_processes_in_silence(many: Path) -> None:
    script = BREAK.format(what="open('started', 'w').close(); time.sleep(60)")
    command = [sys.executable, "-c", script, "check", "-j", "3", "."]
    running = subprocess.Popen(command, cwd=many, stderr=subprocess.PIPE, start_new_session=True)
    while not (many / "started").exists():
        assert running.poll() is None, "it ended before it was interrupted"
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)
    assert running.communicate(timeout=20) == (None, b"")
    assert running.returncode == 130
    assert ends_within_seconds(running.pid)


def ends_within_seconds(group: int) -> bool:
    """Whether no process of a group is left, which the system takes a moment to bury."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
