"""Every folder under `cases/` is a spec and all that must come out of it."""

import json
from pathlib import Path

import pytest

from speccnn import pipeline
from speccnn.diagnostics.frame import frames
from speccnn.diagnostics.sink import SpecError
from speccnn.diagnostics.source import Source
from speccnn.graph.text import show
from speccnn.reports.summary import as_json, summarise

HERE = Path(__file__).parent
SPECS = sorted(HERE.glob("cases/*/spec.*"))
SCRIPTS = sorted([*HERE.glob("cases/*/expected/train.py"), *HERE.glob("cases/v1_scripts/*.py")])
V1_SCRIPTS = HERE / "cases" / "v1_scripts"
ZOO = sorted(HERE.parent.glob("specs/*.*"))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.parent.name)
def test_case(spec: Path, request: pytest.FixtureRequest) -> None:
    produced = produce(spec)
    expected = spec.parent / "expected"
    if request.config.getoption("--update"):
        rewrite(expected, produced)
    assert produced == {path.name: path.read_text("utf-8") for path in expected.iterdir()}


@pytest.mark.parametrize("name", ["digits_cnn", "mnist_cnn"])
def test_v1_scripts(name: str, request: pytest.FixtureRequest) -> None:
    spec = HERE.parent / "specs" / f"{name}.toml"
    text = pipeline.emit(
        pipeline.check(Source(spec.name, spec.read_bytes())), "v1-script", version=None
    )
    expected = V1_SCRIPTS / f"{name}.py"
    if request.config.getoption("--update"):
        expected.write_text(text, "utf-8")
    assert text == expected.read_text("utf-8")


@pytest.mark.parametrize("spec", ZOO, ids=lambda spec: spec.stem)
def test_the_zoo_has_no_findings(spec: Path) -> None:
    assert pipeline.diagnose(Source(spec.name, spec.read_bytes())) == ()


@pytest.mark.parametrize(
    "script", SCRIPTS, ids=lambda script: f"{script.parents[1].name}-{script.stem}"
)
def test_expected_scripts_are_python(script: Path) -> None:
    compile(script.read_text("utf-8"), script.name, "exec")


def produce(spec: Path) -> dict[str, str]:
    """Return all the text that comes out of a spec, by file name."""
    source = Source(spec.name, spec.read_bytes())
    try:
        checked = pipeline.check(source)
    except SpecError as error:
        return {"stderr.txt": str(error)}
    found = checked.out.diagnostics
    warnings = {"stderr.txt": frames(source, found)} if found else {}
    scripts = {}
    if checked.document.training is not None:
        scripts["train.py"] = pipeline.emit(checked, version=None)
    return (
        warnings
        | scripts
        | {
            "graph.txt": show(checked.model),
            "summary.json": json.dumps(as_json(summarise(checked.model)), indent=2) + "\n",
        }
    )


def rewrite(expected: Path, produced: dict[str, str]) -> None:
    expected.mkdir(exist_ok=True)
    for path in expected.iterdir():
        path.unlink()
    for name, text in produced.items():
        (expected / name).write_text(text, "utf-8")
