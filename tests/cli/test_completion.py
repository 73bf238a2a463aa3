"""Shells complete commands, options, choices and files."""

import os
import shutil
import subprocess
import sys

import pytest

COMMAND = [sys.executable, "-m", "speccnn"]


def ask(wish: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Ask as a shell does for the completions of the last word."""
    typed = {"COMP_WORDS": " ".join(("speccnn", *words)), "COMP_CWORD": str(len(words))}
    return subprocess.run(
        COMMAND,
        env={**os.environ, **typed, "_SPECCNN_COMPLETE": wish},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_a_script_that_it_reads(shell: str) -> None:
    done = ask(f"{shell}_source")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"_SPECCNN_COMPLETE={shell}_complete" in done.stdout
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=done.stdout, text=True, check=True)


@pytest.mark.parametrize(
    ("words", "completions"),
    [
        (["ch"], ["plain,check"]),
        (["check", "--exc"], ["plain,--exclude"]),
        (["check", "--format", "s"], ["plain,sarif"]),
        (["compile", "--target", "on"], ["plain,onnx"]),
        (["summary", "net"], ["file,net"]),
        (["check", "good.toml", "net"], ["file,net"]),
        (["nothing", "net"], []),
        (["zz"], []),
    ],
)
def test_what_is_typed_is_completed(words: list[str], completions: list[str]) -> None:
    done = ask("bash_complete", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == completions


def test_a_wish_that_is_none_ends_quietly() -> None:
    done = ask("nothing")
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr
