"""What is said of a spec in JSON is said in JSON: each usual mistake, written in JSON."""

import json
import re
from pathlib import Path

import pytest
import tomli

from speccnn import pipeline
from speccnn.diagnostics.formats import FileReport, diagnostics_as_json, github
from speccnn.diagnostics.frame import frames
from speccnn.diagnostics.sarif import sarif
from speccnn.diagnostics.snippets import spoken
from speccnn.diagnostics.source import Source
from speccnn.fixes.advise import advised

HERE = Path(__file__).parent / "mistakes"
MISTAKES = sorted(HERE.glob("*/*.toml"))
PAIR_OF_TOML = re.compile(r"`[\w.\"-]+ = [^`]*`|`\[\[?[\w.]+\]\]?`|`\{ \w+ = ")


def as_source(path: Path) -> Source | None:
    """Return a spec in TOML as JSON, if it can be read and holds what JSON can say."""
    try:
        return Source("spec.json", json.dumps(tomli.loads(path.read_text("utf-8"))).encode())
    except (tomli.TOMLDecodeError, TypeError):
        return None


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_help_is_in_the_language_of_the_spec(path: Path) -> None:
    source = as_source(path)
    if source is None:
        return
    found = advised(source, pipeline.diagnose(source), {})
    report = FileReport(source, found)
    helps = [line for line in frames(source, found).splitlines() if re.search("(help|note):", line)]
    answer = [{**told, "data": {}} for told in diagnostics_as_json(report)]
    notes = json.dumps(answer, ensure_ascii=False).replace('\\"', '"')
    log = json.loads(sarif((report,)))["runs"][0]["results"]
    results = json.dumps(log, ensure_ascii=False).replace('\\"', '"')
    for text in (*helps, notes, github(report), results):
        assert not PAIR_OF_TOML.search(text), PAIR_OF_TOML.findall(text)


JSON = Source("a.json", b"{}")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("add `filters = 32`", 'add `"filters": 32`'),
        ("write `a.b = 1`", 'write `"a": {"b": 1}`'),
        ('write `type = "L2"`', 'write `"type": "L2"`'),
        ("`axis = -1`, the channels,", '`"axis": -1`, the channels,'),
        ("`sizes = { H = { multiple_of = 2 } }`", '`"sizes": {"H": {"multiple_of": 2}}`'),
        ("write it in `with`: `with = { w = … }`", 'write it in `with`: `"with": {"w": …}`'),
        ("under `[[blocks.cell.layers]]`", 'under `"layers": [{…}]`'),
        ('for `{ type = "Adam" }`', 'for `{"type": "Adam"}`'),
        ("`[28, 28, 1]` and `x == 1` and `conv1`", "`[28, 28, 1]` and `x == 1` and `conv1`"),
        ("it is ` = ` or `=`", "it is ` = ` or `=`"),
        ("a ` left open = 1", "a ` left open = 1"),
    ],
)
def test_pieces_of_toml_become_pieces_of_json(told: str, expected: str) -> None:
    assert spoken(JSON, told) == expected
    assert spoken(Source("a.toml", b""), told) == told
