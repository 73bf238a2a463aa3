"""What is a spec is told by the root of its text, however that is written or broken."""

import itertools

import pytest

from speccnn.diagnostics.source import Source
from speccnn.syntax.limits import MAX_BYTES
from speccnn.syntax.root import Kind, kind_of

REST = 'name = "n"\ninputs = { image = [9, 9, 1] }\nlayers = [{ type = "Flatten" }]\n'
MEMBERS = '"name": "n", "inputs": {"image": [9, 9, 1]}, "layers": [{"type": "Flatten"}]}'
BREAKS = ("", "oops\n", 'x = "open\n', "x = [1,\n", "[x\n", "x = “curly”\n", "a = 1\na = 2\n")


def kind(text: str | bytes, path: str = "file.toml") -> Kind:
    return kind_of(Source(path, text.encode() if isinstance(text, str) else text))


@pytest.mark.parametrize("key", ["speccnn", '"speccnn"', "'speccnn'", '"spec\\u0063nn"'])
@pytest.mark.parametrize("mark", ["", "\ufeff", "# first\n\n", "\r\n"])
@pytest.mark.parametrize("value", ["1", " 1", "2", "1.0", "true", "2026-01-01", "1e0"])
def test_a_number_under_the_key_makes_a_spec_of_toml(key: str, mark: str, value: str) -> None:
    assert kind(f"{mark}{key} ={value}\n") is Kind.SPEC
    assert kind(f'{mark}name = "n"\n{key}={value}\n[inputs]\nx = [1]\n') is Kind.SPEC


@pytest.mark.parametrize("key", ['"speccnn"', '"spec\\u0063nn"', '"\\u0073peccnn"'])
@pytest.mark.parametrize("mark", ["", "\ufeff", "\n\t "])
@pytest.mark.parametrize("value", ["1", "null", "2.5", "false", "NaN"])
def test_a_number_under_the_key_makes_a_spec_of_json(key: str, mark: str, value: str) -> None:
    assert kind(f"{mark}{{{key}: {value}}}", "file.json") is Kind.SPEC
    assert kind(f'{mark}{{"a": [{{}}], {key} : {value}, "b": 1}}', "file.JSON") is Kind.SPEC


@pytest.mark.parametrize(
    "text",
    [
        'speccnn = "^0.1"',
        "speccnn = { version = 1 }",
        "[speccnn]\nversion = 1",
        "[[speccnn]]\nversion = 1",
        "speccnn.version = 1",
        "speccnn = [1]",
        "[dependencies]\nspeccnn = 1",
        "[tool.speccnn]\nexclude = []",
        'text = """\nspeccnn = 1\n"""',
        "# speccnn = 1",
        'name = "speccnn"',
        "speccnn_version = 1",
        "[inputs]\nlayers = 1",
        "",
    ],
)
def test_toml_of_another_program_is_none(text: str) -> None:
    assert kind(text) is Kind.OTHER


@pytest.mark.parametrize(
    "text",
    [
        '{"speccnn": {"a": 1}}',
        '{"speccnn": "^1.0"}',
        '{"speccnn": [1]}',
        '{"dependencies": {"speccnn": 1}}',
        '{"text": "\\"speccnn\\": 1"}',
        '[{"speccnn": 1}]',
        '"speccnn"',
        "{}",
        "[]",
        "",
        '{"dependencies": {"speccnn": 1},}',
        '// "speccnn": 1\n{"a": 1,}',
    ],
)
def test_json_of_another_program_is_none(text: str) -> None:
    assert kind(text, "file.json") is Kind.OTHER


def test_what_has_inputs_and_layers_looks_like_a_spec() -> None:
    assert kind(REST) is Kind.LOOKALIKE
    assert kind("{" + MEMBERS, "file.json") is Kind.LOOKALIKE
    assert kind("specnn = 1\n" + REST) is Kind.LOOKALIKE
    assert kind("[inputs]\nx = [1]\nspeccnn = 1\n[[layers]]\ntype = 'Flatten'\n") is Kind.LOOKALIKE
    assert kind("oops\n" + REST) is Kind.LOOKALIKE
    assert kind("oops\n[inputs]\nx = [1]\n[[layers]]\ntype = 'Flatten'\n") is Kind.LOOKALIKE


@pytest.mark.parametrize("value", ['"1"', "{}", "[1]"])
def test_what_has_the_key_and_looks_like_a_spec_is_one(value: str) -> None:
    assert kind(f"speccnn = {value}\n{REST}") is Kind.SPEC
    assert kind(f'{{"speccnn": {value}, {MEMBERS}', "file.json") is Kind.SPEC


@pytest.mark.parametrize(("before", "after"), list(itertools.product(BREAKS, BREAKS[1:])))
def test_a_broken_spec_in_toml_is_one(before: str, after: str) -> None:
    for key in ("speccnn = 1", '"spec\\u0063nn" = 1', "speccnn = 1 1", "speccnn =", "speccnn: 1"):
        assert kind(f"{before}{key}\n{after}{REST}") is Kind.SPEC, (before, key)
    assert kind(f"{before}[dependencies]\nspeccnn = 1\n{after}") is not Kind.LOOKALIKE


@pytest.mark.parametrize(
    "text",
    [
        '{"speccnn": 1,, "a": 2}',
        '{"speccnn": 1, "a": [1, 2}',
        '{"speccnn": 1',
        '{"a": "open, "speccnn": 1}',
        '{"a": 1, "spec\\u0063nn": 1,}',
        "{'speccnn': 1}",
        "{speccnn: 1}",
        '// comment\n{"speccnn": 1}',
        '{"speccnn": 1}\n{"speccnn": 1}',
        '{"speccnn": 1, "speccnn": {}}',
        '{"x": [[[[[[, "speccnn": 1}',
        '{"speccnn": 1, "x": 1e999999, "x": \x00}',
        '{"speccnn": 1' + "[" * 5000,
        '{"x": ' + "9" * 5000 + ', "speccnn": 1}',
        "speccnn = 1\n" + REST,
    ],
)
def test_a_broken_spec_in_json_is_one(text: str) -> None:
    assert kind(text, "file.json") is Kind.SPEC


def test_json_in_a_file_for_toml_is_found() -> None:
    assert kind('{"speccnn": 1, ' + MEMBERS) is Kind.SPEC


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_a_spec_in_another_encoding_is_found(encoding: str) -> None:
    assert kind("speccnn = 1\nname = 'é'\n".encode(encoding)) is Kind.SPEC
    assert kind('{"speccnn": 1, "name": "é"}'.encode(encoding), "file.json") is Kind.SPEC


def test_a_spec_that_is_too_large_is_found_by_its_beginning() -> None:
    padding = b"# " + b"x" * MAX_BYTES
    assert kind(b"speccnn = 1\n" + padding) is Kind.SPEC
    assert kind(REST.encode() + padding) is Kind.SPEC
    assert kind(b"[project]\n" + padding) is Kind.OTHER
