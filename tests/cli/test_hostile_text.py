"""Nothing that a stranger wrote, in a spec or as a name of a file, is obeyed by a terminal."""

import json
import tomllib
import unicodedata
from pathlib import Path

import pytest

from speccnn.cli.answers import FORMATS
from speccnn.cli.console import Console
from speccnn.cli.main import run

HOSTILE = "\x1b]0;x\x07\x7f\x9b31m\u202e\u2066\u200b\u2028\U000e0041\ud800"
NAME = "net\x1b[31m\x7f\x9b2J\u202e\u2067\u200b.toml"
SPEC = """speccnn = 1
name = "net"
inputs = { image = [9, 9, 1] }

[[layers]]
type = "Conv2D"
filters = 2
kernel_size = 3
"""
WRONG = SPEC.replace("filters", "out_channels").replace("Conv2D", "Con\u009b2D\u202e")
FIXABLE = SPEC.replace("filters", "out_channels")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    run(Console(), list(arguments))
    return "".join(capsys.readouterr())


def obeyed(text: str) -> set[str]:
    """Return the characters in a text that move, colour or hide other text."""
    categories = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return {c for c in text if unicodedata.category(c) in categories} - {"\n"}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", [SPEC, WRONG, FIXABLE, "no spec", None])
def test_no_format_hands_on_what_a_name_holds(
    form: str, text: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if text is not None:
        Path(NAME).write_text(text, "utf-8")
    for options in ([], ["--fix"], ["--output-file", f"{NAME}/x"]):
        assert not obeyed(said(capsys, "check", "--format", form, *options, NAME))


@pytest.mark.parametrize(
    "arguments",
    [
        ["summary", NAME],
        ["sizes", NAME],
        ["expand", NAME],
        ["expand", NAME, "-o", f"{NAME}/x"],
        ["expand", NAME, "-o", NAME],
        ["compile", NAME],
        ["compile", NAME, "-o", f"{NAME}.keras", "--target", "keras", "--checkpoint", NAME],
        ["check", "--exclude", "!", NAME],
        ["check", "--select", NAME, NAME],
        ["check", "--set", NAME, NAME],
        ["check", f"{NAME}.folder"],
        ["check", "--diff", NAME],
        ["explain", NAME],
        ["layers", NAME],
        ["schema", "--check", "-o", NAME],
        ["summary", NAME, "--input", NAME],
        [NAME],
        [f"--{NAME}"],
    ],
)
@pytest.mark.parametrize("text", [SPEC, WRONG, FIXABLE])
def test_no_message_hands_on_what_an_argument_holds(
    arguments: list[str], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(NAME).write_text(text, "utf-8")
    Path(f"{NAME}.folder").mkdir()
    assert not obeyed(said(capsys, *arguments))


def test_expand_escapes_what_a_terminal_would_obey(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = HOSTILE.replace("\ud800", "")
    table = {
        "speccnn": 1,
        "name": "net",
        "inputs": {"image": [9]},
        "layers": [{"type": "Flatten"}],
        "metadata": {hostile: [hostile, {"inner": hostile}], "é": "plain é 🙂 畳"},
    }
    Path("net.json").write_text(json.dumps(table), "utf-8")
    for form, read in (("toml", tomllib.loads), ("json", json.loads)):
        text = said(capsys, "expand", "--format", form, "net.json")
        assert not obeyed(text)
        assert read(text)["metadata"] == table["metadata"]
        assert form == "json" or "plain é 🙂 畳" in text


def test_data_of_a_finding_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    mistakes = Path(__file__).parents[1] / "mistakes"
    said_of = json.loads(said(capsys, "check", "--format", "json", str(mistakes)))
    found = [d for file in said_of["files"] for d in file["diagnostics"]]
    assert len(found) > 100
    assert {type(d["data"]) for d in found} == {dict}
    assert any(d["data"] == {} for d in found)
    assert not any("object at 0x" in json.dumps(d["data"]) for d in found)
