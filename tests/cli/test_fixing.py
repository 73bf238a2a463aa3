"""`speccnn check --fix` and `--diff`: what is changed, what is shown, and what is left alone."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from speccnn.cli import files
from speccnn.cli.console import Console
from speccnn.cli.main import run
from speccnn.diagnostics.source import Source

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
    path.parent.mkdir(parents=True, exist_ok=True)
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
    assert "error[S112]: the fixes were not made: is a symbolic link" in capsys.readouterr().out
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


def test_a_file_that_is_changed_meanwhile_is_told_and_the_others_are_fixed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = put("a.toml", WRONG), put("b.toml", WRONG)
    rewrite = files.rewrite

    def edit(source: Source, raw: bytes) -> None:
        if source.path == "a.toml":
            first.write_text("theirs", "utf-8")
        rewrite(source, raw)

    monkeypatch.setattr(files, "rewrite", edit)
    assert check("--fix", "--format", "json", ".") == 2
    answer = json.loads(capsys.readouterr().out)
    codes = [[found["code"] for found in file["diagnostics"]] for file in answer["files"]]
    assert codes[0][0] == "S112"
    assert codes[1:] == [[]]
    assert first.read_text("utf-8") == "theirs"
    assert second.read_text("utf-8") == RIGHT


@pytest.mark.parametrize("form", ["full", "concise", "json", "github", "sarif", "junit"])
def test_a_link_is_one_finding_and_the_others_are_fixed(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put("else/where.toml", WRONG)
    for name in ("a.toml", "z.toml"):
        put(name, WRONG)
    Path("link.toml").symlink_to("else/where.toml")
    assert check("--fix", "--format", form, "a.toml", "link.toml", "z.toml") == 2
    out = capsys.readouterr().out
    assert out.count("the fixes were not made") == (2 if form == "junit" else 1)
    assert Path("else/where.toml").read_text("utf-8") == WRONG
    assert [Path(name).read_text("utf-8") for name in ("a.toml", "z.toml")] == [RIGHT, RIGHT]


def test_no_folder_that_is_a_link_is_written_into(capsys: pytest.CaptureFixture[str]) -> None:
    path = put("real/a.toml", WRONG)
    Path("link").symlink_to("real")
    assert check("--fix", "link/a.toml") == 2
    assert "link is a symbolic link" in capsys.readouterr().out
    assert path.read_text("utf-8") == WRONG


TEXTS = [WRONG, WRONG.rstrip("\n"), WRONG.replace("\n", "\r\n"), "\ufeff" + WRONG]
NAMES = [
    "a.toml",
    "./sub/../a.toml",
    "with space.toml",
    "sub dir/ü.toml",
    'quo"te.toml',
    "back\\slash.toml",
    "new\nline.toml",
    "tab\t.toml",
    "esc\x1b[31m.toml",
    "\u202etxt.toml",
    os.fsdecode(b"latin\xe9.toml"),
]


@pytest.mark.parametrize("tool", [("git", "apply"), ("patch", "-p1", "--binary", "-i")])
@pytest.mark.parametrize(
    ("name", "text"), [*((name, WRONG) for name in NAMES), *(("a.toml", text) for text in TEXTS)]
)
def test_a_diff_makes_what_a_fix_makes(name: str, text: str, tool: tuple[str, ...]) -> None:
    if shutil.which(tool[0]) is None:
        pytest.skip(f"there is no {tool[0]}")
    text = text.replace("# one", "# one \u2028 line \x85")
    Path("sub").mkdir()
    path = put(name, text)
    assert check("--diff", "-q", "--output-file", "change.diff", name) == 1
    subprocess.run([*tool, "change.diff"], check=True)
    patched = path.read_bytes()
    put(name, text)
    check("--fix", name)
    assert patched == path.read_bytes()
    assert patched != text.encode()


def test_a_diff_names_files_from_here_or_from_the_root(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a.toml", WRONG)
    check("--diff", str(folder / "a.toml"))
    assert capsys.readouterr().out.startswith("--- a/a.toml\n+++ b/a.toml\n")
    (folder / "inner").mkdir()
    monkeypatch.chdir(folder / "inner")
    for name in ("../a.toml", str(folder / "a.toml")):
        check("--diff", name)
        assert capsys.readouterr().out.startswith(f"--- a{folder}/a.toml\n")


def test_a_diff_is_in_the_format_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.toml", WRONG)
    put("b.toml", RIGHT)
    Path("link.toml").symlink_to("a.toml")
    assert check("--diff", "--format", "json", ".") == 2
    first, second, link = json.loads(capsys.readouterr().out)["files"]
    assert first["diff"].startswith("--- a/a.toml\n+++ b/a.toml\n@@ ")
    assert first["diagnostics"]
    assert second == {"path": "b.toml", "ok": True, "diagnostics": [], "diff": ""}
    assert link["diff"] == ""
    assert link["diagnostics"][0]["code"] == "S112"
    for form in ("github", "sarif", "junit"):
        assert check("--diff", "--format", form, ".") == 2
        assert "--diff goes with --format full, concise, json" in capsys.readouterr().err


def test_a_missing_file_is_told_and_the_others_are_fixed() -> None:
    path = put("a.toml", WRONG)
    assert check("--fix", "a.toml", "missing.toml") == 2
    assert path.read_text("utf-8") == RIGHT
