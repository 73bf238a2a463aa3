"""What `speccnn expand` prints is read as the same values, whatever is in them."""

import json
import tomllib
from pathlib import Path

import pytest

from speccnn.cli.console import Console
from speccnn.cli.main import run
from speccnn.language.canonical import as_toml

HOSTILE = [
    "quotes \" and ' and \"\"\" and '''",
    "back\\slash \\n \\u0041",
    "line\nline\r\n\ttab",
    "\x00\x1b\x7f",
    "\x85\u2028\u2029\ufeff\u202e",
    "emoji \U0001f600",
    "${a} $${a}",
    "# no comment",
    "[layers]",
    "= 1",
    "",
]


@pytest.mark.parametrize("form", ["toml", "json"])
@pytest.mark.parametrize("kind", ["toml", "json"])
def test_what_expand_prints_reads_as_the_same_values(
    form: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values: dict[str, object] = {
        "metadata": {
            **{f"{n} {text}": [text, {"a.b": text}] for n, text in enumerate(HOSTILE)},
            "numbers": [0, -1, 2**62, 0.1, 1e300, -5e-324, 1e16, True, [], {}],
            "with-dash": {"": {"deep": [[1], [{"a": {}}]]}},
        },
        "training": {"loss": "mse", "optimizer": {"type": "SGD", "learning_rate": 1e-05}},
        "speccnn": 1,
        "name": "net",
        "inputs": {"x": {"shape": [8, 8, 4], "dtype": "float16"}},
        "variables": {"n": 2},
        "layers": [{"block": "b", "repeat": "${n}"}, {"type": "Dense", "units": 1}],
        "blocks": {"b": {"layers": [{"type": "ReLU", "name": "a"}]}},
    }
    path = tmp_path / f"spec.{kind}"
    path.write_text(as_toml(values) if kind == "toml" else json.dumps(values), "utf-8")
    assert run(Console(), ["expand", "--format", form, str(path)]) == 0
    out, err = capsys.readouterr()
    assert not err
    found = tomllib.loads(out) if form == "toml" else json.loads(out)
    relus = [{"type": "ReLU", "name": "b_0_a"}, {"type": "ReLU", "name": "b_1_a"}]
    layers = [*relus, {"type": "Dense", "name": "dense", "units": 1}]
    rest = {key: value for key, value in values.items() if key not in {"variables", "blocks"}}
    assert found == rest | {"layers": layers}
    (tmp_path / f"again.{form}").write_text(out, "utf-8")
    assert run(Console(), ["expand", str(tmp_path / f"again.{form}")]) == 0
    assert capsys.readouterr().out == out


def test_what_json_has_as_null_is_left_out() -> None:
    values: dict[str, object] = {"outputs": None, "metadata": {"a": [None, 1], "b": None}}
    assert tomllib.loads(as_toml(values)) == {"metadata": {"a": [1]}}
