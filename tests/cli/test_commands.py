"""The commands besides `check`, and how every run ends."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from speccnn import __version__, pipeline
from speccnn.catalog import FINDINGS
from speccnn.cli.console import Console
from speccnn.cli.main import COMMANDS, run
from speccnn.document.schema import schema_text
from speccnn.layers.kinds import LAYERS

ROOT = Path(__file__).parents[2]
MNIST = str(ROOT / "specs" / "mnist_cnn.toml")
HEAVY = ["tensorflow", "numpy", "jinja2", "jsonschema", "rich", "keras", "difflib"]
BARE = """speccnn = 1
name = "bare"
inputs = { image = [8, 8, 1] }
layers = [{ type = "Flatten" }, { type = "Dense", units = 10 }]
"""


@pytest.fixture
def bare(tmp_path: Path) -> str:
    (tmp_path / "bare.toml").write_text(BARE, "utf-8")
    return str(tmp_path / "bare.toml")


def speccnn(*arguments: str) -> int:
    return run(Console(), list(arguments))


def python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_summary_in_json_has_the_published_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert speccnn("summary", "--format", "json", MNIST) == 0
    out, err = capsys.readouterr()
    assert not err
    answer = json.loads(out)
    rows = answer.pop("layers")
    assert answer == {
        "version": 1,
        "name": "mnist_cnn",
        "inputs": [{"name": "image", "shape": [28, 28, 1], "dtype": "float32"}],
        "outputs": ["logits"],
        "totals": {
            "parameters": 215370,
            "trainable_parameters": 215370,
            "macs": 313600 + 2508800 + 200704 + 1280,
            "activation_bytes": 4 * (784 + 12544 + 3136 + 6272 + 1568 + 1568 + 128 + 10),
            "peak_activation_bytes": 4 * (12544 + 3136),
        },
    }
    assert rows[0] == {
        "name": "conv1",
        "type": "Conv2D",
        "inputs": ["image"],
        "output_shape": [28, 28, 16],
        "parameters": 416,
        "trainable_parameters": 416,
        "macs": 313600,
        "activation_bytes": 50176,
        "receptive_field": [5, 5],
        "stride": [1, 1],
    }
    assert [row["parameters"] for row in rows] == [416, 0, 12832, 0, 0, 200832, 1290]
    assert [row["macs"] for row in rows] == [313600, 0, 2508800, 0, 0, 200704, 1280]
    assert [row["receptive_field"] for row in rows[:4]] == [[5, 5], [6, 6], [14, 14], [16, 16]]
    assert [row["stride"] for row in rows] == [[1, 1], [2, 2], [2, 2], [4, 4], None, None, None]
    assert {tuple(row) for row in rows} == {tuple(rows[0])}


def test_summary_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert speccnn("summary", MNIST) == 0
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "mnist_cnn",
        "",
        "layer    type          output    parameters       MACs    memory   sees  stride",
        "image    input         28x28x1                           3.1 KiB",
        "conv1    Conv2D        28x28x16         416    313,600  49.0 KiB    5x5     1x1",
        "pool1    MaxPooling2D  14x14x16                         12.2 KiB    6x6     2x2",
        "conv2    Conv2D        14x14x32      12,832  2,508,800  24.5 KiB  14x14     2x2",
        "pool2    MaxPooling2D  7x7x32                            6.1 KiB  16x16     4x4",
        "flatten  Flatten       1568                              6.1 KiB    all",
        "fc1      Dense         128          200,832    200,704     512 B    all",
        "logits   Dense         10             1,290      1,280      40 B    all",
        "",
        "parameters  215,370",
        "MACs        3,024,384 for one example",
        "memory      101.6 KiB of activations, at most 61.2 KiB at once",
    ]


def test_summary_of_branches_says_what_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "branches.toml"
    add = '[{ type = "ReLU", trainable = false }, { type = "Add", inputs = ["image", "re_lu"] }]'
    spec.write_text(BARE.split("layers", maxsplit=1)[0] + f"layers = {add}\n", "utf-8")
    assert speccnn("summary", str(spec)) == 0
    out = capsys.readouterr().out
    assert "layer  type   reads         output" in out
    assert "add    Add    image, re_lu  8x8x1" in out


@pytest.mark.parametrize("command", ["summary", "compile", "train"])
def test_other_commands_complain_on_standard_error(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong.toml").write_text(BARE.replace("10", '"10"'), "utf-8")
    assert speccnn(command, str(tmp_path / "wrong.toml")) == 1
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith('error[V204]: `units` must be a whole number, not "10"\n')
    assert speccnn(command, str(tmp_path / "missing.toml")) == 2
    assert "missing.toml: " in capsys.readouterr().err


def test_what_cannot_be_compiled_is_exit_1(
    bare: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.py"
    assert speccnn("compile", bare, "-o", str(output)) == 1
    assert capsys.readouterr().err.startswith("error[B601]: ")
    assert not output.exists()


@pytest.mark.parametrize("code", [finding.code for finding in FINDINGS])
def test_explain_prints_the_page(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert speccnn("explain", code.lower()) == 0
    title, rule, *page = capsys.readouterr().out.splitlines()
    assert title.startswith(f"{code} ")
    assert rule == "=" * len(title)
    assert page[1].endswith(".")


def test_explain_lists_every_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert speccnn("explain") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [finding.code for finding in FINDINGS]
    assert "T402  warning  size-rounded-down" in lines


def test_explain_knows_no_other_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert speccnn("explain", "X999") == 2
    assert "there is no code 'X999'; `speccnn explain` lists them all" in capsys.readouterr().err


def test_layers_lists_every_layer(capsys: pytest.CaptureFixture[str]) -> None:
    assert speccnn("layers") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(LAYERS)
    assert all(line.endswith(".") for line in lines)


@pytest.mark.parametrize("kind", LAYERS)
def test_layers_describes_each(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert speccnn("layers", kind) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{kind}\n\n")
    assert f'type = "{kind}"' in out
    assert "Keys and their defaults:" in out


def test_layers_suggests_what_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert speccnn("layers", "conv2d") == 2
    assert "there is no layer 'conv2d'; did you mean Conv2D?" in capsys.readouterr().err


def test_schema_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert speccnn("schema") == 0
    assert capsys.readouterr().out == schema_text()


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        assert speccnn(command, "--help") == 0
        assert capsys.readouterr().out.startswith(f"Usage: speccnn {command}")


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert speccnn("--version") == 0
    assert capsys.readouterr().out == f"speccnn {__version__}\n"


def test_a_misspelt_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert speccnn("chekc") == 2
    assert "No such command 'chekc'. Did you mean 'check'?" in capsys.readouterr().err


def fail(*_: object) -> NoReturn:
    raise RuntimeError("first line\nsecond line")


def test_our_own_mistake_is_one_line_and_exit_70(
    bare: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline, "diagnose", fail)
    assert speccnn("check", bare) == 70
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("internal error: RuntimeError: first line; this is a mistake in speccnn")
    assert err.count("\n") == 1


def test_our_own_mistake_is_traced_for_those_who_ask(
    bare: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline, "diagnose", fail)
    assert speccnn("check", "-v", bare) == 70
    assert "Traceback" in capsys.readouterr().err


def test_checking_loads_nothing_heavy() -> None:
    done = python(
        "import sys; from speccnn.cli.console import Console; from speccnn.cli.main import run;"
        "code = run(Console(), sys.argv[1:]); print(*sys.modules); sys.exit(code)",
        *("check", "specs/mnist_cnn.toml"),
    )
    assert done.returncode == 0, done.stderr
    assert [name for name in HEAVY if name in done.stdout.split()] == []


def test_a_closed_pipe_ends_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "speccnn", "schema"],
            cwd=ROOT,
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")
