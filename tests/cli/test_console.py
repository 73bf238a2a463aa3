"""Long work is shown to people who look, and to nobody else; native code is kept from speaking."""

import os
import pty
import subprocess
import sys

import pytest

WORK = """
import os, sys, time
from speccnn.cli.console import Console

console = Console(quiet="-q" in sys.argv, verbose="-v" in sys.argv)
with console.working("compiling net.toml for keras"):
    os.write(2, b"noise of native code")
    time.sleep(0.3)
    console.complain("told meanwhile\\n")
console.complain("told after\\n")
os.write(2, b"and native code again\\n")
"""
SPINNER = "compiling net.toml for keras"


def on_terminal(*options: str, **more: str) -> str:
    """Return what a terminal is sent while Python does the work."""
    here, there = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in {"CI", "NO_COLOR"}}
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, *options],
        stderr=there,
        env={**kept, "TERM": "xterm", **more},
    )
    os.close(there)
    sent = b""
    while True:
        try:
            part = os.read(here, 4096)
        except OSError:  # Linux ends a terminal so
            break
        if not part:
            break
        sent += part
    os.close(here)
    assert process.wait() == 0
    return sent.decode().replace("\r\n", "\n")


def test_a_terminal_shows_a_spinner_and_what_is_told() -> None:
    sent = on_terminal()
    assert SPINNER in sent
    assert "told meanwhile\n" in sent
    assert sent.endswith("told after\nand native code again\n")
    assert "noise" not in sent


@pytest.mark.parametrize(
    ("options", "more"), [(("-q",), {}), ((), {"CI": "true"}), ((), {"TERM": "dumb"})]
)
def test_who_does_not_want_it_sees_no_spinner(
    options: tuple[str, ...], more: dict[str, str]
) -> None:
    sent = on_terminal(*options, **more)
    assert sent == "told meanwhile\ntold after\nand native code again\n"


def test_native_code_speaks_if_asked() -> None:
    sent = on_terminal("-v")
    assert SPINNER not in sent
    assert "noise of native code" in sent


def test_a_pipe_gets_what_is_told_alone() -> None:
    done = subprocess.run([sys.executable, "-c", WORK], capture_output=True, text=True, check=True)
    assert done.stderr == "told meanwhile\ntold after\nand native code again\n"
    assert done.stdout == ""
