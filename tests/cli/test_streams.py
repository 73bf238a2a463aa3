"""Whoever reads, or does not: the exit code is right, and nothing of ours falls over."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from speccnn.cli import streams

GOOD = """speccnn = 1
name = "good"
inputs = { image = [9, 9, 1] }

[[layers]]
type = "Conv2D"
filters = 2
kernel_size = 3

[[layers]]
type = "Flatten"

[[layers]]
type = "Dense"
units = 2 # für zwei Klassen

[training]
loss = "sparse_categorical_crossentropy"

[metadata]
author = "Zoë 畳み込み 🙂"
"""
WRONG = GOOD.replace("kernel_size = 3", 'kernel_size = "三"').replace("units", "out_features")
COMMANDS = {
    ("check", "good.toml"): 0,
    ("check", "--format", "json", "good.toml"): 0,
    ("check", "wrong.toml"): 1,
    ("check", "--format", "concise", "wrong.toml"): 1,
    ("check", "--format", "sarif", "wrong.toml"): 1,
    ("check", "--format", "junit", "wrong.toml"): 1,
    ("check", "--diff", "wrong.toml"): 1,
    ("check", "missing.toml"): 2,
    ("check", "--nothing"): 2,
    ("summary", "good.toml"): 0,
    ("summary", "wrong.toml"): 1,
    ("sizes", "good.toml"): 0,
    ("expand", "good.toml"): 0,
    ("compile", "good.toml", "-o", "-"): 0,
    ("compile", "wrong.toml", "-o", "-"): 1,
    ("train", "wrong.toml"): 1,
    ("explain", "T401"): 0,
    ("explain", "X1"): 2,
    ("layers",): 0,
    ("schema",): 0,
    ("--help",): 0,
    ("check", "--help"): 0,
    ("--version",): 0,
    ("nothing",): 2,
}
# What says nothing on standard output loses nothing there.
SILENT = {
    ("check", "good.toml"),
    ("check", "--nothing"),
    ("summary", "wrong.toml"),
    ("compile", "wrong.toml", "-o", "-"),
    ("train", "wrong.toml"),
    ("explain", "X1"),
    ("nothing",),
}
WAYS = {
    "closed output": ">&-",
    "closed error": "2>&-",
    "both closed": ">&- 2>&-",
    "all closed": "<&- >&- 2>&-",
    "a reader who has gone": "> pipe",
    "full error": "2> /dev/full",
}

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("streams")
    (made / "good.toml").write_text(GOOD, "utf-8")
    (made / "wrong.toml").write_text(WRONG, "utf-8")
    return made


def run(
    folder: Path, command: tuple[str, ...], redirected: str = "", **more: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a shell that redirects its streams."""
    line = f'exec "$0" -m speccnn "$@" {redirected}'
    return subprocess.run(
        ["sh", "-c", line, sys.executable, *command],  # noqa: S607
        cwd=folder,
        capture_output=True,
        env={**os.environ, **more},
        check=False,
    )


def is_calm(said: bytes) -> bool:
    return not any(word in said for word in (b"Traceback", b"internal error", b"Exception"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_stream_turns_one_code_into_another(command: tuple[str, ...], folder: Path) -> None:
    for way, redirected in WAYS.items():
        done = (
            run(folder, command, redirected)
            if way != "a reader who has gone"
            else gone(folder, command)
        )
        assert done.returncode == COMMANDS[command], way
        assert is_calm(done.stderr), way


def gone(folder: Path, command: tuple[str, ...]) -> subprocess.CompletedProcess[bytes]:
    """Run a command with a pipe as standard output that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        return subprocess.run(
            [sys.executable, "-m", "speccnn", *command],
            cwd=folder,
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_output_that_is_lost_is_exit_2(command: tuple[str, ...], folder: Path) -> None:
    done = run(folder, command, "> /dev/full")
    code = COMMANDS[command] if command in SILENT else 2
    assert done.returncode == code
    assert (b"error: standard output: no space left" in done.stderr) == (command not in SILENT)
    assert is_calm(done.stderr)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "cp1252"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_encoding_takes_what_is_said(
    command: tuple[str, ...], encoding: str, folder: Path
) -> None:
    done = run(folder, command, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == COMMANDS[command]
    assert is_calm(done.stderr)
    encoding = "utf-8" if "--diff" in command else encoding  # a patch is bytes
    assert done.stdout.decode(encoding).strip() or command in SILENT or COMMANDS[command] == 2


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_product_says_the_same_in_every_encoding(encoding: str, folder: Path) -> None:
    plain = run(folder, ("expand", "good.toml")).stdout
    other = run(folder, ("expand", "good.toml"), PYTHONIOENCODING=encoding).stdout
    (folder / "again.toml").write_bytes(other)
    assert run(folder, ("expand", "again.toml")).stdout == plain
    xml = run(folder, ("check", "--format", "junit", "wrong.toml"), PYTHONIOENCODING=encoding)
    assert xml.stdout.isascii()


def test_the_fixed_text_and_a_difference_are_bytes(folder: Path) -> None:
    text = WRONG.encode()
    command = f'"$0" -m speccnn check --fix - < {folder / "in.toml"}'
    (folder / "in.toml").write_bytes(text)
    done = subprocess.run(
        ["sh", "-c", command, sys.executable],  # noqa: S607
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.stdout == text.replace(b"out_features", b"units")
    shown = run(folder, ("check", "--diff", "in.toml"), PYTHONIOENCODING="ascii")
    assert "+units = 2 # für zwei Klassen".encode() in shown.stdout


def test_a_stream_that_does_not_wait_gets_all(folder: Path) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    command = [sys.executable, "-m", "speccnn", "schema"]
    with subprocess.Popen(command, cwd=folder, stdout=writing) as process:
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            text = pipe.read()
        assert process.wait() == 0
    assert json.loads(text)["title"]


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("-", 1),
        ("/dev/stdout", 1),
        ("/dev/stderr", 2),
        ("/dev/fd/7", 7),
        ("/proc/self/fd/63", 63),
        ("/dev/null", None),
        ("dev/stdout", None),
        ("/dev/stdout/x", None),
        ("/dev/fd/x", None),
    ],
)
def test_streams_have_names(path: str, number: int | None) -> None:
    assert streams.number_of(path) == number


@pytest.mark.parametrize("form", ["full", "concise", "json", "github", "sarif", "junit"])
def test_an_answer_goes_to_a_stream_by_its_name(form: str, folder: Path) -> None:
    check = ("check", "-q", "--format", form, "wrong.toml")
    plain = run(folder, check)
    for path, redirected in {
        "/dev/stdout": "",
        "/dev/stderr": "2>&1",
        "/dev/fd/1": "",
        "/dev/fd/5": "5>&1",
        "/proc/self/fd/1": "",
    }.items():
        done = run(folder, (*check, "--output-file", path), redirected)
        assert (done.returncode, done.stdout) == (1, plain.stdout), path
    assert run(folder, (*check, "--output-file", "/dev/null")).stdout == b""
    for path in ("/dev/full", "/dev/fd/77"):
        done = run(folder, (*check, "--output-file", path))
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.startswith(f"error: {path}: ".encode())


def test_a_stream_is_written_on_not_over(folder: Path) -> None:
    (folder / "log").write_text("before\n")
    run(
        folder,
        ("check", "--format", "concise", "wrong.toml", "--output-file", "/dev/stdout"),
        ">> log",
    )
    lines = (folder / "log").read_text("utf-8").splitlines()
    assert lines[0] == "before"
    assert lines[1].startswith("wrong.toml:8:")
