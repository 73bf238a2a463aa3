"""Which files of a folder `speccnn check` looks at, and what git and the user leave out."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from speccnn.cli.console import Console
from speccnn.cli.main import run

SPEC = """speccnn = 1
name = "net"
inputs = { image = [9, 9, 1] }
layers = [{ type = "Flatten" }]
"""
LOOKALIKE = SPEC.replace("speccnn = 1\n", "")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def put(*paths: str, text: str = SPEC) -> None:
    for name in paths:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def git(*arguments: str, folder: str = ".") -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S607


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Return the paths that `check` answers for."""
    capsys.readouterr()
    run(Console(), ["check", "--format", "json", *arguments])
    out = capsys.readouterr().out
    return [file["path"] for file in json.loads(out)["files"]] if out else []


def test_what_others_have_made_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    names = ["node_modules", "venv", "build", "dist", "__pycache__", "site-packages", ".hidden"]
    put("a.toml", "builds/a.toml", *(f"lib/{name}/deep/x.toml" for name in names))
    assert checked(capsys) == ["a.toml", "builds/a.toml"]
    assert checked(capsys, "lib/build", "lib/.hidden/deep") == [
        "lib/build/deep/x.toml",
        "lib/.hidden/deep/x.toml",
    ]


def test_files_of_other_programs_are_no_specs(capsys: pytest.CaptureFixture[str]) -> None:
    put("Cargo.toml", text='[dependencies]\nspeccnn = "^0.1"\n')
    put("pyproject.toml", text='speccnn = "^0.1"\n[tool.speccnn]\nexclude = ["x"]\n')
    put("package.json", text='{"dependencies": {"speccnn": "^1"}, "speccnn": {"specs": "."}}')
    put("a.toml")
    assert checked(capsys) == ["a.toml"]


def test_a_broken_spec_is_not_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    texts = ("\ufeffspeccnn = 1 oops", '"spec\\u0063nn" = 1\noops', '{"spec\\u0063nn": 1,,}')
    for number, text in enumerate(texts):
        put(f"{number}.{'json' if text[0] == '{' else 'toml'}", text=text)
    Path("3.toml").write_bytes(SPEC.encode("utf-16"))
    assert checked(capsys) == ["0.toml", "1.toml", "2.json", "3.toml"]
    assert run(Console(), ["check", "-q", "."]) == 1


def test_what_looks_like_a_spec_is_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.toml")
    put("b.toml", text=LOOKALIKE)
    assert run(Console(), ["check", "--format", "concise"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("b.toml:1:1: warning[S111]: this looks like a spec")
    assert run(Console(), ["check"]) == 0
    assert capsys.readouterr().err == "1 spec checked: 1 warning\n"
    assert not err
    assert run(Console(), ["check", "--error-on-warning"]) == 1
    assert run(Console(), ["check", "--error-on-warning", "--ignore", "S111"]) == 0
    assert run(Console(), ["check", "b.toml"]) == 1  # it is named, so it is a spec
    assert "error[V203]" in capsys.readouterr().out


def test_a_fix_leaves_what_only_looks_like_a_spec_alone() -> None:
    put("b.toml", text=LOOKALIKE)
    run(Console(), ["check", "--fix"])
    assert Path("b.toml").read_text("utf-8") == LOOKALIKE


def test_what_git_ignores_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    git("init", "-q")
    put(".gitignore", text="out/\n*.made.toml\n!kept.made.toml\n/top.toml\nforced.toml\n")
    put("sub/.gitignore", text="inner.toml\n")
    put(".git/info/exclude", text="private.toml\n")
    put("out/a.toml", "x.made.toml", "kept.made.toml", "top.toml", "sub/top.toml", "forced.toml")
    put("sub/inner.toml", "inner.toml", "sub/private.toml")
    git("add", "--force", "forced.toml")
    shown = ["forced.toml", "inner.toml", "kept.made.toml", "sub/top.toml"]
    assert checked(capsys) == shown
    assert checked(capsys, "sub") == ["sub/top.toml"]
    assert checked(capsys, "out") == ["out/a.toml"]
    assert checked(capsys, "top.toml") == ["top.toml"]


def test_a_repository_within_another_has_its_own_patterns(
    capsys: pytest.CaptureFixture[str],
) -> None:
    git("init", "-q")
    put("inner/.gitignore", text="no.toml\n")
    put("inner/no.toml", "inner/yes.toml", "no.toml")
    git("init", "-q", folder="inner")
    assert checked(capsys) == ["no.toml", "inner/yes.toml"]


def test_a_linked_work_tree_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    git("init", "-q", "main")
    put("main/.gitignore", "main/a.toml", text="no.toml\n")
    git("add", ".", folder="main")
    identity = ("-c", "user.name=n", "-c", "user.email=e@localhost")
    git(*identity, "commit", "-qm", "first", folder="main")
    git("worktree", "add", "../other", folder="main")
    put("main/.git/info/exclude", text="private.toml\n")
    put("other/no.toml", "other/yes.toml", "other/private.toml")
    assert checked(capsys, "other") == ["other/yes.toml"]


def test_patterns_outside_a_repository_mean_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    put(".gitignore", text="a.toml\n")
    put("a.toml")
    assert checked(capsys) == ["a.toml"]


def test_a_repository_cannot_run_a_program(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git("init", "-q")
    program = folder / "evil.sh"
    program.write_text("#!/bin/sh\ntouch ran\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "core.hooksPath"):
        git("config", name, str(program if name != "core.hooksPath" else folder))
    put(".gitignore", text="no.toml\n")
    put("no.toml", "yes.toml")
    assert checked(capsys) == ["yes.toml"]
    assert not Path("ran").exists()


def test_a_hook_of_git_does_not_lead_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git("init", "-q", "one")
    git("init", "-q", "two")
    put("one/.gitignore", text="no.toml\n")
    put("one/no.toml", "one/yes.toml")
    for name, value in (("DIR", ".git"), ("INDEX_FILE", ".git/index"), ("WORK_TREE", ".")):
        monkeypatch.setenv(f"GIT_{name}", str(Path("two", value).resolve()))
    assert checked(capsys, "one") == ["one/yes.toml"]


@pytest.mark.parametrize("broken", ["git", "index"])
def test_without_an_answer_of_git_more_is_checked_and_said(
    broken: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    git("init", "-q")
    put(".gitignore", text="no.toml\n")
    put("no.toml")
    if broken == "git":
        monkeypatch.setenv("PATH", str(folder))
    else:
        put(".git/index", text="no index")
    assert run(Console(), ["check"]) == 0
    err = capsys.readouterr().err
    assert "; what git ignores is checked too\n1 spec checked" in err


def test_what_is_excluded_is_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put("a.toml", "tests/a.toml", "sub/tests/b.toml", "sub/c.gen.toml", "sub/d.toml")
    for pattern, left in {
        "tests": ["a.toml", "sub/c.gen.toml", "sub/d.toml"],
        "/tests": ["a.toml", "sub/c.gen.toml", "sub/d.toml", "sub/tests/b.toml"],
        "./tests/": ["a.toml", "sub/c.gen.toml", "sub/d.toml", "sub/tests/b.toml"],
        f"{folder}/tests": ["a.toml", "sub/c.gen.toml", "sub/d.toml", "sub/tests/b.toml"],
        "sub/**/*.toml": ["a.toml", "tests/a.toml"],
        "*.gen.toml": ["a.toml", "sub/d.toml", "sub/tests/b.toml", "tests/a.toml"],
    }.items():
        assert checked(capsys, "--exclude", pattern, ".") == left, pattern
    both = ["--exclude", "sub", "--exclude", "a.toml"]
    assert checked(capsys, *both, ".", "a.toml") == ["a.toml"]
    assert checked(capsys, "--exclude", "tests", "tests") == ["tests/a.toml"]


def test_a_pattern_that_is_none_is_wrong_usage() -> None:
    put("a.toml")
    assert run(Console(), ["check", "--exclude", "!"]) == 2


def test_what_cannot_be_read_is_a_finding_of_its_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("a.toml", "z.toml", "c.toml/inner.toml")
    Path("dangling.toml").symlink_to("nowhere")
    Path("loop.json").symlink_to("loop.json")
    os.mkfifo("pipe.toml")
    os.mkfifo(folder / "pipe.txt")
    assert run(Console(), ["check", "--format", "json"]) == 2
    files = json.loads(capsys.readouterr().out)["files"]
    codes = {file["path"]: [d["code"] for d in file["diagnostics"]] for file in files}
    unread = {name: ["S100"] for name in ("dangling.toml", "loop.json", "pipe.toml")}
    assert codes == {"a.toml": [], "z.toml": [], "c.toml/inner.toml": [], **unread}


def test_a_file_that_vanishes_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put("a.toml", "b.toml")
    read = Console.read

    def vanish(self: Console, path: str) -> object:
        Path("b.toml").unlink(missing_ok=True)
        return read(self, path)

    monkeypatch.setattr(Console, "read", vanish)
    assert run(Console(), ["check", "--format", "concise"]) == 2
    assert capsys.readouterr().out.startswith("b.toml:1:1: error[S100]: ")


def test_a_folder_that_cannot_be_read_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put("a.toml", "closed/b.toml")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert run(Console(), ["check", "--format", "concise"]) == 2
    assert "closed:1:1: error[S100]: the spec cannot be read: permission denied\n" in (
        capsys.readouterr().out
    )
