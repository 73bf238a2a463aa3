"""Usual mistakes, and what is said about each: the whole message that their author reads."""

from pathlib import Path

import pytest

from speccnn import pipeline
from speccnn.diagnostics.fix import applied
from speccnn.diagnostics.frame import frame, frames
from speccnn.diagnostics.source import Source
from speccnn.fixes.advise import advised, fixed

HERE = Path(__file__).parent / "mistakes"
MISTAKES = sorted(path for path in HERE.glob("*/*") if path.suffix != ".txt")
SCREEN = 24


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def source_of(path: Path) -> Source:
    return Source(path.name, path.read_bytes())


@pytest.mark.parametrize("path", MISTAKES, ids=name)
def test_the_message_says_what_is_wrong(path: Path, request: pytest.FixtureRequest) -> None:
    source = source_of(path)
    found = advised(source, pipeline.diagnose(source), {})
    assert found, "it is a mistake"
    assert all(len(frame(source, d).splitlines()) <= SCREEN for d in found)
    after, count = fixed(source, found, {})
    left = [d.finding.code for d in pipeline.diagnose(after)]
    text = frames(source, found)
    if count:
        text += f"\n{count} made by --fix, then: {' '.join(left) or 'all is well'}\n"
    expected = path.with_suffix(".txt")
    if request.config.getoption("--update"):
        expected.write_text(text, "utf-8")
    assert text == expected.read_text("utf-8")


@pytest.mark.parametrize("path", MISTAKES, ids=name)
def test_every_fix_does_what_it_says(path: Path) -> None:
    source = source_of(path)
    for diagnostic in advised(source, pipeline.diagnose(source), {}):
        finding = diagnostic.finding
        for fix in diagnostic.fixes:
            text = applied(source.text, fix.edits)
            left = pipeline.diagnose(Source(path.name, text.encode()))
            if "the network checks" in fix.title:
                assert [d.finding for d in left if d.finding.severity == "error"] == []
            assert finding not in [d.finding for d in left if d.path == diagnostic.path]


@pytest.mark.parametrize("path", MISTAKES, ids=name)
def test_what_is_fixed_has_no_safe_fixes_left(path: Path) -> None:
    source = source_of(path)
    after, _ = fixed(source, pipeline.diagnose(source), {})
    assert fixed(after, pipeline.diagnose(after), {}) == (after, 0)


def test_there_are_over_a_hundred() -> None:
    assert len(MISTAKES) > 100
