"""Whenever a script is asked to end it does, and loses nothing."""

import signal
import subprocess
import time
from pathlib import Path

import pytest
from backend_runs import Script
from backend_specs import NOISY, script, trained

pytest.importorskip("tensorflow")
pytest.importorskip("sklearn")

SIGNALS = (signal.SIGINT, signal.SIGTERM)
ENDLESS = ("--epochs", "100000")


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Script:
    return Script(tmp_path_factory.mktemp("noisy"), script(trained(NOISY)))


@pytest.mark.parametrize("number", SIGNALS)
def test_while_tensorflow_is_imported(noisy: Script, number: signal.Signals) -> None:
    process = noisy.start(*ENDLESS, "--run-dir", "imported")
    maps = Path(f"/proc/{process.pid}/maps")
    wait(lambda: "libtensorflow_framework" in maps.read_text(), process)
    assert stopped(process, number) == ("", "")
    assert not (noisy.folder / "imported").exists()


@pytest.mark.parametrize("number", SIGNALS)
def test_while_the_first_step_is_compiled(noisy: Script, number: signal.Signals) -> None:
    run = f"compiled{number}"
    process = noisy.start(*ENDLESS, "--run-dir", run)
    first = noisy.folder / run / "checkpoints" / "step-0.json"
    wait(first.exists, process)
    out, err = stopped(process, number)
    assert "saved at step " in out
    assert f"go on by: {noisy.command(run)} --epochs 100000" in out
    assert not err


def test_a_second_process_is_told_who_is_at_work(noisy: Script) -> None:
    process = noisy.start(*ENDLESS, "--run-dir", "owned")
    wait((noisy.folder / "owned" / "lock").exists, process)
    out = noisy.run("--run-dir", "owned", code=1)
    assert out == f"error: process {process.pid} is at work in owned\n"
    process.kill()
    process.communicate()
    assert "at step 0" not in noisy.run("--run-dir", "owned", "--epochs", "1")


def wait(happened: object, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while not happened():
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.01)


def stopped(process: subprocess.Popen[str], number: signal.Signals) -> tuple[str, str]:
    """Send a signal, and return what was printed by a process that ended as it should."""
    process.send_signal(number)
    printed = process.communicate(timeout=120)
    assert process.returncode == 128 + number
    return printed
