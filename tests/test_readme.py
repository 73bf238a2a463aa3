"""The README is true: its spec, its command's answer, its piece of script."""

import re
from pathlib import Path

import pytest

from speccnn import Source, check, diagnose, emit
from speccnn.cli.console import Console
from speccnn.cli.main import run
from speccnn.diagnostics.frame import frame
from speccnn.fixes.advise import advised

ROOT = Path(__file__).parents[1]
README = ROOT.joinpath("README.md").read_text("utf-8")
SPEC = "specs/digits_cnn.toml"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def bare(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def test_the_commands_are_tasks_of_the_makefile() -> None:
    tasks = re.findall(r"^make (\w+)", README, re.MULTILINE)
    makefile = ROOT.joinpath("Makefile").read_text("utf-8")
    assert tasks == ["demo", "test"]
    assert all(re.search(rf"^{task}:", makefile, re.MULTILINE) for task in tasks)


def test_the_spec_is_the_file() -> None:
    assert blocks("toml") == [ROOT.joinpath(SPEC).read_text("utf-8")]


def test_the_summary_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    command, answer = blocks("console")[0].split("\n", 1)
    assert command == f"$ speccnn summary {SPEC}"
    assert run(Console(), ["summary", str(ROOT / SPEC)]) == 0
    assert bare(capsys.readouterr().out) == bare(answer)


def test_the_mistake_is_told_as_shown() -> None:
    before, after = ROOT.joinpath(SPEC).read_text("utf-8").split('name = "conv2"')
    wrong = after.replace('kernel_size = 3\npadding = "same"', "kernel_size = 9", 1)
    source = Source(SPEC, f'{before}name = "conv2"{wrong}'.encode())
    (found,) = advised(source, diagnose(source), {})
    assert bare(blocks("console")[1].split("\n", 1)[1]) == bare(frame(source, found))


def test_the_sizes_are_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    command, answer = blocks("console")[2].split("\n", 1)
    *_, name, path = command.split()
    assert name == "sizes"
    assert run(Console(), ["sizes", str(ROOT / path)]) == 0
    assert bare(capsys.readouterr().out) == bare(answer)


def test_the_piece_of_script_is_in_the_script() -> None:
    source = Source(SPEC, ROOT.joinpath(SPEC).read_bytes())
    (piece,) = blocks("python")
    assert piece in emit(check(source))
