"""SARIF and JUnit: the parts that readers look for, where they look for them."""

import json
from xml.etree import ElementTree as ET

from speccnn import pipeline
from speccnn.diagnostics.formats import FileReport
from speccnn.diagnostics.junit import junit
from speccnn.diagnostics.sarif import sarif
from speccnn.diagnostics.source import Source
from speccnn.fixes.advise import advised

WRONG = """speccnn = 1
name = "net" # π ≈ 3
inputs = { image = [4, 4, 1] }
layers = [{ type = "Conv2D", name = "é", filters = 1, kernel_size = 5, stride = 1 }]
"""
WARNED = """speccnn = 1
name = "net"
inputs = { image = [5, 5, 1] }
layers = [{ type = "MaxPooling2D" }]
"""


def report(text: str, path: str) -> FileReport:
    source = Source(path, text.encode())
    return FileReport(source, advised(source, pipeline.diagnose(source), {}))


REPORTS = (report(WRONG, "a b.toml"), report(WARNED, "w.toml"), report("", "<&>.json"))


def test_sarif_has_what_the_standard_requires() -> None:
    log = json.loads(sarif(REPORTS))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules})
    for result in run["results"]:
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        start = region["startLine"], region["startColumn"]
        assert (1, 1) <= start <= (region["endLine"], region["endColumn"])
        for fix in result.get("fixes", []):
            assert fix["description"]["text"]
            (change,) = fix["artifactChanges"]
            assert change["artifactLocation"] == location["physicalLocation"]["artifactLocation"]
            assert change["replacements"]


def test_sarif_fixes_are_edits_of_the_file() -> None:
    (run,) = json.loads(sarif(REPORTS))["runs"]
    (found,) = [result for result in run["results"] if result["ruleId"] == "V201"]
    (replacement,) = found["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement == {
        "deletedRegion": {"startLine": 4, "startColumn": 72, "endLine": 4, "endColumn": 78},
        "insertedContent": {"text": "strides"},
    }
    assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.toml"


def test_junit_fails_for_errors_and_shows_warnings() -> None:
    root = ET.fromstring(junit(REPORTS))  # noqa: S314  our own text
    assert root.attrib["failures"] == "2"
    cases = {case.attrib["name"]: case for case in root.iter("testcase")}
    assert list(cases) == ["a b.toml", "w.toml", "<&>.json"]
    failure = cases["a b.toml"].find("failure")
    assert failure is not None
    assert "error[V201]" in (failure.text or "")
    assert cases["w.toml"].find("failure") is None
    assert "warning[T402]" in (cases["w.toml"].findtext("system-out") or "")
    assert json.loads(sarif(()))["runs"][0]["results"] == []
    assert ET.fromstring(junit(())).attrib["tests"] == "0"  # noqa: S314
