"""`speccnn check --fix` and `--diff`: what is changed, what is shown, and what is left alone."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from speccnn.cli.console import Console
from speccnn.cli.main import run

WRONG = """speccnn = 1 # one
name = "net"
inputs = { image = [28, 28, 1] }

# from elsewhere
[[layers]]
type = "nn.Conv2d"   # a
out_channels = 8
kernel_size = "3"

[[layers]]
type = "Linear"
out_features = 10
"""
RIGHT = """speccnn = 1 # one
name = "net"
inputs = { image = [28, 28, 1] }

# from elsewhere
[[layers]]
type = "Conv2D"   # a
filters = 8
kernel_size = 3

[[layers]]
type = "Dense"
units = 10
"""
UNSAFE = RIGHT.replace("kernel_size = 3", "kernel_size = 30")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments: str) -> int:
    return run(Console(), ["check", *arguments])


def put(name: str, text: str) -> Path:
    path = Path(name)
    path.write_bytes(text.encode())
    return path


def test_safe_fixes_are_made_together(capsys: pytest.CaptureFixture[str]) -> None:
    path = put("a.toml", WRONG)
    path.chmod(0o640)
    assert check("--fix", "a.toml") == 0
    assert path.read_text("utf-8") == RIGHT
    assert path.stat().st_mode & 0o777 == 0o640
    assert capsys.readouterr().err == "a.toml: 5 fixes made\n1 spec checked: all is well\n"


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    path = put("a.toml", WRONG.replace("\n", "\r\n"))
    check("--fix", "a.toml")
    assert path.read_bytes() == RIGHT.replace("\n", "\r\n").encode()


def test_what_is_not_safe_is_shown_and_not_made(capsys: pytest.CaptureFixture[str]) -> None:
    path = put("a.toml", UNSAFE)
    before = path.stat()
    assert check("--fix", "a.toml") == 1
    assert path.read_text("utf-8") == UNSAFE
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    out = capsys.readouterr().out
    assert '= help: `padding = "same"` gives 28x28x8, and the network checks\n' in out


def test_a_second_run_changes_nothing() -> None:
    path = put("a.toml", WRONG.replace("out_features", "outfeatures"))
    check("--fix", "a.toml")
    first = path.read_bytes()
    check("--fix", "a.toml")
    assert path.read_bytes() == first


def test_a_diff_is_shown_and_nothing_written(capsys: pytest.CaptureFixture[str]) -> None:
    path = put("a.toml", WRONG)
    assert check("--diff", "a.toml") == 1
    assert check("--fix", "--diff", "a.toml") == 1
    assert path.read_text("utf-8") == WRONG
    diff = capsys.readouterr().out
    assert diff.startswith("--- a/a.toml\n+++ b/a.toml\n@@ ")
    assert '-type = "nn.Conv2d"   # a\n-out_channels = 8\n' in diff


def test_patch_takes_the_diff(capsys: pytest.CaptureFixture[str]) -> None:
    path = put("a.toml", WRONG.rstrip("\n"))
    check("--diff", "a.toml")
    Path("change.diff").write_text(capsys.readouterr().out, "utf-8")
    patch = subprocess.run(["git", "apply", "change.diff"], check=False)  # noqa: S607
    assert patch.returncode == 0
    assert path.read_text("utf-8") == RIGHT.rstrip("\n")


def test_of_standard_input_the_fixed_text_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for text, expected, code in ((WRONG, RIGHT, 0), (RIGHT, RIGHT, 0), (UNSAFE, UNSAFE, 1)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert check("--fix", "-") == code
        out, err = capsys.readouterr()
        assert out == expected
        assert ("error[T401]" in err) == (code == 1)


def test_a_link_is_not_written_through(capsys: pytest.CaptureFixture[str]) -> None:
    path = put("a.toml", WRONG)
    Path("link.toml").symlink_to(path)
    assert check("--fix", "link.toml") == 2
    assert "is a symbolic link" in capsys.readouterr().err
    assert path.read_text("utf-8") == WRONG
    assert Path("link.toml").is_symlink()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(folder: Path) -> None:
    path = put("a.toml", WRONG)
    folder.chmod(0o500)
    try:
        assert check("--fix", "a.toml") == 2
    finally:
        folder.chmod(0o700)
    assert path.read_text("utf-8") == WRONG


def test_a_missing_file_is_told_and_the_others_are_fixed() -> None:
    path = put("a.toml", WRONG)
    assert check("--fix", "a.toml", "missing.toml") == 2
    assert path.read_text("utf-8") == RIGHT
