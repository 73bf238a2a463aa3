"""The page about training is true: its pieces compile, and its answers are what is printed."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from speccnn import Source, check, emit
from speccnn.cli.console import Console
from speccnn.cli.main import run
from speccnn.training.kinds import LOSS_ALIASES, METRIC_ALIASES, OPTIMIZERS, SCHEDULES

PAGE = Path(__file__).parents[2].joinpath("docs", "training.md").read_text("utf-8")
RECIPES = PAGE.split("\n## Recipes\n")[1].split("\n## ")[0]
BLOCK = re.compile(r"^```(toml|toml wrong|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall(RECIPES)
NETWORK = BLOCKS[0][1]
PIECES = [text for kind, text in BLOCKS[1:] if kind == "toml"]
ANSWERS = [
    (before, answer) for (_, before), (kind, answer) in pairwise(BLOCKS) if kind == "console"
]


def whole(piece: str) -> str:
    """Return a piece with the network of the page before it, unless it is a spec."""
    return piece if piece.startswith("speccnn") else f"{NETWORK}\n{piece}"


def bare(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def test_the_page_has_pieces_and_answers() -> None:
    assert len(PIECES) >= 7
    assert len(ANSWERS) >= 2


@pytest.mark.parametrize("piece", PIECES)
def test_pieces_are_sound_and_can_be_compiled(piece: str) -> None:
    checked = check(Source("net.toml", whole(piece).encode()))
    assert checked.out.diagnostics == ()
    assert emit(checked)


@pytest.mark.parametrize(("piece", "answer"), ANSWERS)
def test_commands_answer_as_shown(
    piece: str,
    answer: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("net.toml").write_text(whole(piece), "utf-8")
    command, shown = answer.split("\n", 1)
    run(Console(quiet=True), command.split()[2:])
    assert bare(capsys.readouterr().out) == bare(shown)


def test_every_loss_optimizer_and_schedule_is_named() -> None:
    words = set(re.findall(r"`(\w+)`", RECIPES))
    kinds = {LOSS_ALIASES[word] for word in words if word in LOSS_ALIASES}
    assert kinds == set(LOSS_ALIASES.values())
    assert set(OPTIMIZERS) | set(SCHEDULES) <= words
    assert {"accuracy", "precision", "recall", "auc", "mean_iou"} <= words & METRIC_ALIASES.keys()
