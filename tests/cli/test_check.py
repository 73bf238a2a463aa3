"""`speccnn check` answers for files, folders and standard input, in every format."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from speccnn.cli.answers import FORMATS
from speccnn.cli.console import Console
from speccnn.cli.main import run
from speccnn.syntax.limits import MAX_BYTES

GOOD = """speccnn = 1
name = "good"
inputs = { image = [9, 9, 1] }

[[layers]]
type = "Conv2D"
name = "conv"
filters = 2
kernel_size = 3
strides = 2
"""
WARNED = GOOD.replace("9, 9", "8, 8")
WRONG = GOOD.replace("kernel_size = 3", "kernel_size = 30")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    for name, text in (("good", GOOD), ("warned", WARNED), ("wrong", WRONG)):
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    return tmp_path


def check(*arguments: str) -> int:
    return run(Console(), ["check", *arguments])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["good.toml"], 0),
        (["warned.toml"], 0),
        (["--error-on-warning", "good.toml"], 0),
        (["--error-on-warning", "warned.toml"], 1),
        (["--error-on-warning", "--ignore", "T402", "warned.toml"], 0),
        (["wrong.toml"], 1),
        (["good.toml", "wrong.toml"], 1),
        (["missing.toml"], 2),
        (["wrong.toml", "missing.toml"], 2),
        (["--format", "xml", "good.toml"], 2),
        (["--nothing"], 2),
        (["a" * 5000], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    assert check(*arguments) == code


def test_a_good_spec_says_nothing_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    check("good.toml")
    assert capsys.readouterr() == ("", "1 spec checked: all is well\n")


def test_diagnostics_go_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    check("wrong.toml", "warned.toml")
    out, err = capsys.readouterr()
    assert out.startswith("error[T401]: a window that spans 30 does not fit")
    assert "\n\nwarning[T402]: " in out
    assert err == "2 specs checked: 1 error and 1 warning\n"


def test_quiet_leaves_only_the_diagnostics(capsys: pytest.CaptureFixture[str]) -> None:
    check("-q", "wrong.toml")
    out, err = capsys.readouterr()
    assert out
    assert not err


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ([], ["T402", "T401"]),
        (["--ignore", "T402"], ["T401"]),
        (["--ignore", "t4"], ["T401"]),
        (["--select", "L501"], ["T401"]),
        (["--select", "T4,L5"], ["T402", "T401"]),
        (["--select", "T4", "--ignore", "T402"], ["T401"]),
        (["--ignore", " , "], ["T402", "T401"]),
    ],
)
def test_warnings_are_chosen_and_errors_are_not(
    options: list[str], codes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    check("--format", "concise", *options, "warned.toml", "wrong.toml")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("[")[1][:4] for line in lines] == codes


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_code_is_wrong_usage(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    for code, hint in {
        "T4O2": "did you mean T402?",
        "X1": "lists them all",
        "size-rounded-down": "did you mean T402?",
        "T402x": "did you mean T402?",
        "T401,L5O1": "did you mean L501?",
        "all": "",
    }.items():
        assert check(option, code, "warned.toml") == 2
        err = capsys.readouterr().err
        assert "no finding has the code" in err
        assert hint in err
    for code in ("T", "t4", "T402", "S111", "L", "T4,L5"):
        assert check(option, code, "good.toml") == 0


LINTS = ['ignore = ["T402"]', 'ignore = ["T", "L"]', 'select = ["L5"]', "ignore = []"]


@pytest.mark.parametrize("lint", LINTS)
def test_a_spec_cannot_silence_what_the_command_line_asks_for(
    lint: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "warned.toml").write_text(f"{WARNED}\n[lint]\n{lint}\n", "utf-8")
    is_silent = "[]" not in lint
    assert check("--error-on-warning", "warned.toml") == (0 if is_silent else 1)
    for form in FORMATS:
        for code in ("T402", "T4", "T,L5"):
            options = ("--select", code, "--format", form, "--error-on-warning")
            assert check(*options, "warned.toml") == 1
            assert "T402" in capsys.readouterr().out
            assert check(*options, "--ignore", "T402", "warned.toml") == 0
            capsys.readouterr()


def test_a_fix_of_a_warning_that_a_spec_ignores_was_tried(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = []
    for lint in ("", '\n[lint]\nignore = ["T402"]\n'):
        (folder / "warned.toml").write_text(WARNED + lint, "utf-8")
        check("--format", "json", "--select", "T402", "warned.toml")
        (file,) = json.loads(capsys.readouterr().out)["files"]
        answers.append([[f["title"] for f in d["fixes"]] for d in file["diagnostics"]])
    assert answers[0] == answers[1] != [[]]


def test_an_unknown_code_in_a_spec_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lint = '\n[lint]\nselect = ["T4", "t402"]\nignore = ["L999", "", "T402 ", "E"]\n'
    (folder / "warned.toml").write_text(WARNED + lint, "utf-8")
    assert check("--format", "concise", "warned.toml") == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines if "[V223]" in line] == [
        "warned.toml:13:17",
        "warned.toml:14:11",
        "warned.toml:14:19",
        "warned.toml:14:23",
    ]


def test_every_format_gets_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    starts = {
        "full": "error[T401]: ",
        "concise": "wrong.toml:9:15: error[T401]: ",
        "json": '{\n  "version": 1,',
        "github": "::error file=wrong.toml,line=9,",
    }
    for form, start in starts.items():
        assert check("--format", form, "wrong.toml") == 1
        assert capsys.readouterr().out.startswith(start)


def test_json_answers_for_every_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--format", "json", "good.toml", "wrong.toml", "missing.toml") == 2
    out, err = capsys.readouterr()
    assert not err
    answer = json.loads(out)
    assert [(file["path"], file["ok"]) for file in answer["files"]] == [
        ("good.toml", True),
        ("wrong.toml", False),
        ("missing.toml", False),
    ]
    assert answer["files"][2]["diagnostics"][0]["code"] == "S100"
    (found,) = answer["files"][1]["diagnostics"]
    assert found["data"]["axes"][0] == {
        "name": "height",
        "size": 9,
        "window": {"kernel": 30, "stride": 2, "dilation": 1, "padding": "valid"},
    }


def test_json_of_warnings_is_ok(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--format", "json", "warned.toml") == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True


def test_a_folder_gives_its_specs_in_order(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in {
        "b/z.toml": WRONG,
        "b/a.json": '{"speccnn": 2}',
        "a/deep/x.TOML": WRONG,
        ".hidden/x.toml": WRONG,
        "b/pyproject.toml": "[project]\nname = 'speccnn'\n",
        "b/package.json": '{"name": "speccnn"}',
        "b/notes.txt": WRONG,
        "b/quoted.toml": '  "speccnn" = 3\n',
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "link").symlink_to(folder / "b")
    seen = []
    for _ in range(2):
        check("--format", "json", "a", "b", ".")
        files = json.loads(capsys.readouterr().out)["files"]
        seen.append([file["path"] for file in files])
    assert seen[0] == seen[1]
    assert seen[0][:4] == ["a/deep/x.TOML", "b/a.json", "b/quoted.toml", "b/z.toml"]
    assert [path for path in seen[0][4:] if "hidden" in path or "link" in path] == []


def test_without_paths_the_folder_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert check() == 1
    assert capsys.readouterr().err == "3 specs checked: 1 error and 1 warning\n"


def test_a_path_given_twice_is_checked_once(capsys: pytest.CaptureFixture[str]) -> None:
    check("good.toml", "good.toml")
    assert capsys.readouterr().err.startswith("1 spec ")


@pytest.mark.parametrize("paths", [["empty"], ["empty", "other"]])
def test_nothing_to_check_is_wrong_usage(
    paths: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in paths:
        (folder / path).mkdir()
    assert check(*paths) == 2
    assert f"no specs in {', '.join(paths)}" in capsys.readouterr().err


def test_a_file_that_is_named_is_checked_whatever_it_is_called(folder: Path) -> None:
    (folder / "spec.txt").write_text(GOOD, "utf-8")
    assert check("spec.txt") == 0


def test_standard_input_is_a_spec(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for text, code in ((GOOD, 0), (WRONG, 1), ('{"speccnn": 1}', 1)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert check("-") == code
    assert "--> <stdin>:9:15" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing.toml", "no such file"),
        ("/dev/zero", "not a regular file"),
        ("pipe", "not a regular file"),
        ("good.toml/below", "not a directory"),
    ],
)
def test_what_cannot_be_read_says_why(
    path: str, reason: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(folder / "pipe")
    assert check("--format", "concise", path) == 2
    line = capsys.readouterr().out
    assert line.startswith(f"{path}:1:1: error[S100]: the spec cannot be read: ")
    assert reason in line.lower()


def test_a_huge_file_is_not_read_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / "huge.toml").open("wb") as file:
        file.truncate(1 << 40)
    assert check("--format", "concise", "huge.toml") == 1
    assert f"more than the limit of {MAX_BYTES}" in capsys.readouterr().out


def test_the_answer_can_go_to_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = folder / "answers" / "found.json"
    for _ in range(2):
        assert check("--format", "json", "--output-file", str(target), "wrong.toml") == 1
    assert json.loads(target.read_text("utf-8"))["ok"] is False
    assert capsys.readouterr().out == ""


ANSWERS = [
    [],
    *(["--format", form] for form in FORMATS),
    ["--diff"],
    ["--diff", "--format", "json"],
]


@pytest.mark.parametrize("first", ANSWERS, ids=" ".join)
@pytest.mark.parametrize("spec", ["good.toml", "wrong.toml", "fixed.toml", "missing.toml"])
def test_an_answer_may_be_written_again_in_any_format(
    first: list[str], spec: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "fixed.toml").write_text(WRONG.replace("filters", "out_channels"), "utf-8")
    target = str(folder / "answer")
    for again in ANSWERS:
        for options in (first, again):
            code = check(*options, spec)
            expected = capsys.readouterr().out
            assert check(*options, "--output-file", target, spec) == code
            assert Path(target).read_text("utf-8") == expected
            assert "use --force" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "notes\n",
        "error: x\n",
        "error[T401]: x\n",
        "a.toml:1:1: note\n",
        "::error::x\n",
        "--- a/x\nnotes\n",
        '{"version": 1}\n',
        "\n",
        WRONG,
    ],
)
def test_what_is_no_answer_is_kept(
    text: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "kept").write_text(text, "utf-8")
    assert check("--format", "json", "--output-file", "kept", "wrong.toml") == 2
    assert "use --force" in capsys.readouterr().err
    assert (folder / "kept").read_text("utf-8") == text
    assert check("--format", "json", "--output-file", "kept", "--force", "wrong.toml") == 1


@pytest.mark.parametrize(
    ("variables", "options", "is_colored"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
        ({"FORCE_COLOR": ""}, [], False),
    ],
)
def test_color_follows_the_user(
    variables: dict[str, str],
    options: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    is_colored: bool,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    check(*options, "wrong.toml")
    assert ("\x1b[" in capsys.readouterr().out) is is_colored


def test_files_are_not_colored(folder: Path) -> None:
    check("--color", "always", "--output-file", "found.txt", "wrong.toml")
    assert "\x1b" not in (folder / "found.txt").read_text("utf-8")
