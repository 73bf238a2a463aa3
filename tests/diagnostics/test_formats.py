"""Diagnostics for machines: JSON, GitHub annotations, and one line each."""

import json

from speccnn import pipeline
from speccnn.diagnostics.formats import FileReport, as_json, concise, github
from speccnn.diagnostics.sink import Diagnostic
from speccnn.diagnostics.source import Source, Span
from speccnn.graph.findings import UnknownName

TEXT = """speccnn = 1
name = "net"
inputs = { image = [4, 4, 1] }

[[layers]]
type = "Conv2D"
name = "conv"
filters = 1
kernel_size = 5

[[layers]]
type = "Flatten"
"""
TWICE = """speccnn = 1
name = "net"
inputs = { image = [4, 4, 1] }
layers = [{ type = "ReLU", name = "Image" }]
"""


def report(text: str, path: str = "specs/a.toml") -> FileReport:
    source = Source(path, text.encode())
    return FileReport(source, pipeline.diagnose(source))


def hostile() -> FileReport:
    finding = UnknownName("50%\r\n::error::x, y", "layer", "a:b")
    return FileReport(Source("a,b:c%.toml", b"x\n"), (Diagnostic(finding, Span(0, 1)),))


def test_json_has_the_published_shape() -> None:
    answer = as_json((report(TEXT), report("", "b.json")))
    assert json.loads(json.dumps(answer["version"])) == 1
    assert answer["ok"] is False
    first, _ = answer["files"]
    (found,) = first.pop("diagnostics")
    assert first == {"path": "specs/a.toml", "ok": False}
    data = found.pop("data")
    assert [axis["name"] for axis in data["axes"]] == ["height", "width"]
    assert found == {
        "code": "T401",
        "name": "window-does-not-fit",
        "severity": "error",
        "message": "a window that spans 5 does not fit a height and width of 4: "
        "(4 - 5)/1 + 1 is less than 1",
        "help": 'use `padding = "same"`, or a kernel of at most 4',
        "layer": "conv",
        "path": ["layers", 0, "kernel_size"],
        "range": {"start": {"line": 9, "column": 15}, "end": {"line": 9, "column": 16}},
        "notes": [{"message": "the height and width of 4 are those of `image`", "range": None}],
        "fixes": [],
    }


def test_json_notes_have_ranges() -> None:
    ((found,),) = [file["diagnostics"] for file in as_json((report(TWICE),))["files"]]
    assert found["notes"] == [
        {
            "message": "it is taken here",
            "range": {"start": {"line": 3, "column": 12}, "end": {"line": 3, "column": 17}},
        }
    ]
    assert found["help"] is None
    assert found["data"] == {"given": "Image", "other": "image"}


def test_json_is_ok_where_nothing_is_wrong() -> None:
    good = report(TEXT.replace("kernel_size = 5", "kernel_size = 3"))
    assert as_json((good,)) == {
        "version": 1,
        "ok": True,
        "files": [{"path": "specs/a.toml", "ok": True, "diagnostics": []}],
    }


def test_warnings_leave_a_file_ok() -> None:
    warned = report(TEXT.replace("kernel_size = 5", "kernel_size = 3\nstrides = 2"))
    assert [found.finding.code for found in warned.diagnostics] == ["T402"]
    assert warned.ok


def test_concise_is_a_line_for_each() -> None:
    assert concise(report(TEXT)) == (
        "specs/a.toml:9:15: error[T401]: a window that spans 5 does not fit a height and width "
        "of 4: (4 - 5)/1 + 1 is less than 1\n"
    )
    assert concise(report(TEXT.replace("kernel_size = 5", "kernel_size = 3"))) == ""


def test_concise_stays_on_its_line() -> None:
    assert concise(hostile()).count("\n") == 1


def test_github_annotates_the_place() -> None:
    assert github(report(TEXT)) == (
        "::error file=specs/a.toml,line=9,endLine=9,col=15,endColumn=16,"
        "title=T401 window-does-not-fit::"
        "a window that spans 5 does not fit a height and width of 4: (4 - 5)/1 + 1 is less than 1"
        '%0Ahelp: use `padding = "same"`, or a kernel of at most 4\n'
    )


def test_github_leaves_columns_out_over_several_lines() -> None:
    text = 'speccnn = 1\nname = "n"\ninputs = { x = [4] }\nlayers = [\n  [\n  ],\n]\n'
    (line,) = github(report(text)).splitlines()
    assert ",line=5,endLine=6,title=" in line


def test_github_commands_cannot_be_forged() -> None:
    text = github(hostile())
    assert text == (
        "::error file=a%2Cb%3Ac%25.toml,line=1,endLine=1,col=1,endColumn=2,"
        "title=G301 unknown-name::"
        "there is no layer 50%25\\u000d\\u000a::error::x, y%0Ahelp: did you mean `a:b`?\n"
    )
