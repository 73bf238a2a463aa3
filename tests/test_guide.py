"""The guide is true: its specs check, and its commands print what it shows."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from speccnn import Source, diagnose
from speccnn.cli.console import Console
from speccnn.cli.main import run

GUIDE = Path(__file__).parents[1].joinpath("docs", "language.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(toml|toml wrong|console)\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
SPECS = [text for kind, text in BLOCKS if kind == "toml"]
ANSWERS = [
    (before, answer) for (_, before), (kind, answer) in pairwise(BLOCKS) if kind == "console"
]


def bare(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def test_the_guide_has_specs_and_answers() -> None:
    assert len(SPECS) >= 7
    assert len(ANSWERS) >= 3


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.split('"')[1])
def test_specs_are_sound(spec: str) -> None:
    found = diagnose(Source("net.toml", spec.encode()))
    assert {diagnostic.finding.code for diagnostic in found} <= {"T402"}


@pytest.mark.parametrize(("spec", "answer"), ANSWERS)
def test_commands_answer_as_shown(
    spec: str,
    answer: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("net.toml").write_text(spec, "utf-8")
    command, shown = answer.split("\n", 1)
    assert command.startswith("$ speccnn ")
    run(Console(quiet=True), command.split()[2:])
    assert bare(capsys.readouterr().out) == bare(shown)


def test_what_the_guide_points_to_is_there() -> None:
    for target in re.findall(r"\]\((\.\./[^)]+)\)", GUIDE):
        assert Path(__file__).parents[1].joinpath("docs", target).resolve().exists(), target
