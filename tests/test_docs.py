"""Every finding has a page, and the specs on it do what the page says."""

import importlib
import inspect
import pkgutil
import re

import pytest

import speccnn
from speccnn import pipeline
from speccnn.backends.v1.expressible import check_expressible
from speccnn.backends.v1.findings import NotForTarget
from speccnn.catalog import BY_CODE, FINDINGS
from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import SpecError
from speccnn.diagnostics.source import Source

HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```(toml|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PHASES = {
    "speccnn.diagnostics.": "S1",
    "speccnn.syntax.": "S1",
    "speccnn.document.": "V2",
    "speccnn.graph.": "G3",
    "speccnn.layers.": "T4",
    "speccnn.lints.": "L5",
    "speccnn.backends.": "B6",
    "speccnn.language.": "E7",
}
# Pages whose mistake cannot be shown in a text: a missing file, megabytes, bytes, a checkpoint.
WITHOUT_SPECS = {
    *("S100", "S101", "S102", "S111", "S112", "S115", "S116", "S117"),
    *("E710", "E711", "B620"),
}


def sections(finding: type[Finding]) -> dict[str, list[Source]]:
    """Return the specs on a finding's page by the heading that they stand under."""
    parts = HEADING.split(inspect.getdoc(finding) or "")
    return {
        title: [Source(f"page.{kind}", text.encode()) for kind, text in FENCE.findall(body)]
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def examples(title: str) -> list[object]:
    """Return every spec under a heading, of all pages, with its finding."""
    return [
        pytest.param(finding, source, id=f"{finding.code}-{number}")
        for finding in FINDINGS
        for number, source in enumerate(sections(finding).get(title, []))
    ]


def codes(source: Source) -> list[str]:
    return [found.finding.code for found in pipeline.diagnose(source)]


@pytest.mark.parametrize(("finding", "source"), examples("Bad"))
def test_bad_examples_give_that_finding_and_no_other(
    finding: type[Finding], source: Source
) -> None:
    assert codes(source) == [finding.code]


@pytest.mark.parametrize(("finding", "source"), examples("Good"))
def test_good_examples_give_no_finding(finding: type[Finding], source: Source) -> None:
    assert codes(source) == [], finding.code


def compile_for(finding: type[Finding], checked: pipeline.Checked) -> None:
    """Compile as far as the target that a finding is about says whether it can."""
    if finding is NotForTarget:
        model, training, out = checked.model, checked.document.training, checked.out
        check_expressible(model, training, "graph", out)
        out.require(model)
    else:
        assert pipeline.emit(checked, version=None)


@pytest.mark.parametrize(("finding", "source"), examples("Good"))
def test_good_examples_of_backends_can_be_compiled(finding: type[Finding], source: Source) -> None:
    if finding.code.startswith("B"):
        compile_for(finding, pipeline.check(source))


@pytest.mark.parametrize(("finding", "source"), examples("Cannot be compiled"))
def test_what_cannot_be_compiled_checks_clean(finding: type[Finding], source: Source) -> None:
    checked = pipeline.check(source)
    assert checked.out.diagnostics == ()
    with pytest.raises(SpecError) as caught:
        compile_for(finding, checked)
    assert [found.finding.code for found in caught.value.diagnostics] == [finding.code]


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.code)
def test_every_page_opens_with_a_sentence_and_goes_on(finding: type[Finding]) -> None:
    first, blank, *rest = (inspect.getdoc(finding) or "").splitlines()
    assert first.endswith(".")
    assert first[0].isupper()
    assert blank == ""
    assert any(line.strip() for line in rest)


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.code)
def test_every_page_shows_what_is_bad_and_what_is_good(finding: type[Finding]) -> None:
    found = sections(finding)
    bad = "Cannot be compiled" if finding.code.startswith("B") else "Bad"
    if finding.code in WITHOUT_SPECS:
        assert not found.get(bad)
    else:
        assert found[bad]
        assert found["Good"]


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.code)
def test_no_message_scolds_or_begs(finding: type[Finding]) -> None:
    said = (vars(finding)["message"], vars(finding).get("help"))
    words = "".join(inspect.getsource(part.fget) for part in said if part is not None)
    assert not re.search(r"\b(invalid|error|please|must not)\b", words, re.IGNORECASE)


def test_codes_are_unique() -> None:
    assert len(BY_CODE) == len(FINDINGS)


def test_names_are_unique_and_in_kebab_case() -> None:
    names = [finding.name for finding in FINDINGS]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.code)
def test_the_code_says_which_phase_speaks(finding: type[Finding]) -> None:
    (phase,) = [code for package, code in PHASES.items() if finding.__module__.startswith(package)]
    assert re.fullmatch(rf"{phase}\d\d", finding.code)


def test_codes_stand_in_order() -> None:
    order = [("SVGTLBE".index(finding.code[0]), finding.code) for finding in FINDINGS]
    assert order == sorted(order)


def test_every_finding_is_in_the_table() -> None:
    found = {
        value
        for module in pkgutil.walk_packages(speccnn.__path__, "speccnn.")
        if not module.name.startswith(("speccnn.backends.tf", "speccnn.__main__"))
        for value in vars(importlib.import_module(module.name)).values()
        if inspect.isclass(value) and issubclass(value, Finding) and value is not Finding
    }
    assert found == set(FINDINGS)
