"""The published schema takes every spec that speccnn takes, in Python and in ajv's strict mode.

`make schema-ajv` installs ajv by npm; without it that half is left out.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry

from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import Source
from speccnn.document.schema import schema_text
from speccnn.pipeline import diagnose
from speccnn.syntax.parse import parse

ROOT = Path(__file__).parents[2]
AJV = ROOT / ".ajv" / "node_modules" / "ajv"
SCHEMA = json.loads(schema_text())
BEFORE_SHAPES = "SVE"
NAMED = """speccnn = 1
name = "${title}"
inputs = { image = [9, 9, 1] }

[variables]
title = "net"
stem = "conv"

[[layers]]
type = "Conv2D"
name = "${stem}_1"
filters = 2
kernel_size = 3
"""
STRICT = """
const Ajv = require(process.argv[1] + "/dist/2020");
const [schema, specs] = JSON.parse(require("fs").readFileSync(0));
const validate = new Ajv({strict: true}).compile(schema);
const refused = Object.keys(specs).filter((name) => !validate(specs[name]));
console.log(JSON.stringify(refused));
"""


def accepted() -> dict[str, object]:
    """Return the values of all specs here whose tables speccnn has no error to report of."""
    paths = [p for p in ROOT.glob("specs/**/*.*") if p.suffix in {".toml", ".json"}]
    paths += ROOT.glob("tests/mistakes/**/*.toml")
    sources = [Source(str(path.relative_to(ROOT)), path.read_bytes()) for path in sorted(paths)]
    found: dict[str, object] = {}
    for source in (*sources, Source("named.toml", NAMED.encode())):
        errors = [d for d in diagnose(source) if d.finding.severity == "error"]
        if not any(d.finding.code[0] in BEFORE_SHAPES for d in errors):
            tree = parse(source, Sink(source))
            assert tree is not None, source.path
            found[source.path] = json.loads(json.dumps(tree.value, default=str))
    return found


ACCEPTED = accepted()


def test_expressions_may_stand_in_names() -> None:
    assert "named.toml" in ACCEPTED
    assert len(ACCEPTED) > 100


def test_jsonschema_takes_what_speccnn_takes() -> None:
    validator = Draft202012Validator(SCHEMA, registry=Registry())
    refused = [name for name, spec in ACCEPTED.items() if not validator.is_valid(spec)]
    assert refused == []


@pytest.mark.skipif(
    shutil.which("node") is None or not AJV.is_dir(), reason="`make schema-ajv` installs ajv"
)
def test_ajv_takes_what_speccnn_takes_in_its_strict_mode() -> None:
    done = subprocess.run(
        ["node", "-e", STRICT, str(AJV)],  # noqa: S607
        input=json.dumps([SCHEMA, ACCEPTED]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert json.loads(done.stdout) == []


def test_every_property_is_described() -> None:
    tables = {"": SCHEMA, **SCHEMA["$defs"]}
    nameless = [
        (name, key)
        for name, table in tables.items()
        if "allOf" not in table and "anyOf" not in table
        for key, schema in table.get("properties", {}).items()
        if schema is not False and "description" not in schema
    ]
    assert nameless == []
    assert SCHEMA["$id"]
