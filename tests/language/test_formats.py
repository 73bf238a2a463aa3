"""What a format does not have is told when a spec is expanded into it."""

import json
from pathlib import Path

import pytest

from speccnn.backends.script.environment import environment
from speccnn.cli.console import Console
from speccnn.cli.main import run

HEAD = {"speccnn": 1, "name": "n", "inputs": {"x": [8]}, "layers": [{"type": "ReLU"}]}
TOML = 'speccnn = 1\nname = "n"\ninputs = { x = [8] }\nlayers = [{ type = "ReLU" }]\n'


@pytest.mark.parametrize(
    ("metadata", "lost"),
    [
        ({"a": None}, 1),
        ({"a": {"b": [1, None, {"c": None}]}}, 2),
        ({"a": 1, "b": [], "c": {}, "d": 1e300, "e": -(2**63), "f": "\x7f\u2028"}, 0),
    ],
)
def test_nulls_in_free_text_are_not_dropped(
    metadata: object, lost: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, output = tmp_path / "a.json", tmp_path / "b.toml"
    path.write_text(json.dumps(HEAD | {"metadata": metadata}), "utf-8")
    code = run(Console(), ["expand", "--format", "toml", "-o", str(output), str(path)])
    assert code == (1 if lost else 0)
    assert output.exists() == (not lost)
    assert capsys.readouterr().err.count("S117") == 2 * lost
    if not lost:
        assert run(Console(), ["expand", "--format", "json", str(output)]) == 0
        assert json.loads(capsys.readouterr().out)["metadata"] == metadata


def test_nulls_that_say_nothing_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(HEAD | {"outputs": None, "metadata": None}), "utf-8")
    assert run(Console(), ["expand", "--format", "toml", str(path)]) == 0
    assert "null" not in capsys.readouterr().out


@pytest.mark.parametrize("value", ["1979-05-27", "07:32:00", "1979-05-27T07:32:00Z"])
def test_dates_stay_dates_in_toml_and_have_no_place_in_json(
    value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.toml"
    path.write_text(f"{TOML}metadata = {{ a = [{value}] }}\n", "utf-8")
    assert run(Console(), ["expand", str(path)]) == 0
    assert value[:8] in capsys.readouterr().out
    assert run(Console(), ["expand", "--format", "json", str(path)]) == 1
    assert "JSON has no dates" in capsys.readouterr().err


def test_templates_are_compiled_once() -> None:
    assert environment().get_template("train.py.jinja") is environment().get_template(
        "train.py.jinja"
    )
