"""The guides are true: their specs check, and their commands print what they show."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from speccnn import Source, diagnose
from speccnn.cli.console import Console
from speccnn.cli.main import run

DOCS = Path(__file__).parents[1] / "docs"
GUIDES = {path.name: path.read_text("utf-8") for path in sorted(DOCS.glob("*.md"))}
BLOCK = re.compile(r"^```(toml|toml wrong|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = [block for guide in GUIDES.values() for block in BLOCK.findall(guide)]
SPECS = [text for kind, text in BLOCKS if kind == "toml"]


def answers() -> Iterator[tuple[str, str]]:
    """Yield what each command answers, with the spec before it, to which it is given."""
    spec = ""
    for kind, text in BLOCKS:
        if kind == "console":
            yield spec, text
        else:
            spec = text


ANSWERS = list(answers())


def bare(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def test_the_guide_has_specs_and_answers() -> None:
    assert len(SPECS) >= 7
    assert len(ANSWERS) >= 8


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


@pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)
def test_what_the_guide_points_to_is_there(guide: str) -> None:
    for target in re.findall(r"\]\((\.\./[^)]+|[a-z]+\.md)\)", guide):
        assert DOCS.joinpath(target).resolve().exists(), target
