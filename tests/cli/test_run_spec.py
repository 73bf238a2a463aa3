"""The values of `--set` are part of a run: written into its spec, and taken up by `compile`."""

import json
from pathlib import Path

import pytest

from speccnn import Source, check, pipeline
from speccnn.cli.checkpoints import _seal, recorded_settings
from speccnn.cli.console import Console
from speccnn.cli.main import run
from speccnn.cli.run_spec import as_compiled

TOML = """# A net.
speccnn = 1
name = "net"
inputs = { image = [8, 8, 1] }
training = { loss = "sparse_categorical_crossentropy" }
variables = { width = 4, twice = "${2 * width}", act = "relu", rate = 0.5 } # sizes

[blocks.part]
parameters = { units = "int" }
layers = [{ type = "Dense", units = "${units}", activation = "${act}" }]

[[layers]]
type = "Flatten"

[[layers]]
block = "part"
with = { units = "${twice}" }

[[layers]]
type = "Dense"
units = "${width + 10}"
"""
SETTINGS = {"width": "6", "act": "tanh"}


def as_json(text: str) -> Source:
    from speccnn.diagnostics.sink import Sink  # noqa: PLC0415
    from speccnn.syntax.parse import parse  # noqa: PLC0415

    source = Source("a.toml", text.encode())
    tree = parse(source, Sink(source))
    assert tree is not None
    return Source("a.json", json.dumps(tree.value).encode())


@pytest.mark.parametrize("settings", [{}, SETTINGS, {"twice": "5"}, {"rate": "1", "width": "3"}])
@pytest.mark.parametrize(
    "source", [Source("a.toml", TOML.encode()), as_json(TOML)], ids=["toml", "json"]
)
def test_the_spec_of_a_run_is_what_was_compiled(source: Source, settings: dict[str, str]) -> None:
    text = as_compiled(source, settings)
    again = check(Source("spec.toml", text.encode()))
    assert again.values == check(source, settings).values
    if not source.is_json:
        assert text.startswith("# A net.\n")
        assert "# sizes" in text
        assert (text == TOML) == (not settings)


@pytest.mark.parametrize("target", ["script", "v1-script"])
def test_a_script_records_what_was_set(target: str) -> None:
    source = Source("a.toml", TOML.encode())
    assert "SET = " not in pipeline.emit(check(source), target)
    text = pipeline.emit(check(source, SETTINGS), target)
    assert 'SET = {"width": "6", "act": "tanh"}\n' in text
    assert '            "set": SET,\n' in text
    hostile = {"act": "relu", "width": "4"}
    assert pipeline.emit(check(source, hostile), target).count("SET = ") == 1


def manifest(folder: Path, step: int, **notes: object) -> None:
    (folder / "checkpoints").mkdir(exist_ok=True)
    made = {"step": step, **notes}
    sealed = {**made, "sha256": _seal(made)}
    (folder / "checkpoints" / f"step-{step}.json").write_text(json.dumps(sealed))


def test_the_newest_sound_manifest_says_what_was_set(tmp_path: Path) -> None:
    assert recorded_settings(tmp_path) == {}
    assert recorded_settings(tmp_path / "nothing") == {}
    manifest(tmp_path, 0)
    assert recorded_settings(tmp_path) == {}
    manifest(tmp_path, 5, set={"width": "6"})
    assert recorded_settings(tmp_path) == {"width": "6"}
    assert recorded_settings(tmp_path / "checkpoints") == {"width": "6"}
    assert recorded_settings(tmp_path / "checkpoints" / "step-0.json") == {}
    manifest(tmp_path, 7, set={"width": "7"})
    (tmp_path / "checkpoints" / "step-7.json").write_text("{")
    assert recorded_settings(tmp_path) == {"width": "6"}
    manifest(tmp_path, 7, set=["width"])
    assert recorded_settings(tmp_path) == {}


def test_compile_takes_up_what_was_set_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "net.toml"
    path.write_text(TOML)
    manifest(tmp_path, 5, set={"width": "-6", "act": "tan h"})
    options = ["--target", "keras", "--checkpoint", str(tmp_path), "-o", str(tmp_path / "a.keras")]
    assert run(Console(), ["compile", str(path), *options]) == 1
    told = capsys.readouterr().err
    assert f"{tmp_path} was trained with --set width=-6 --set 'act=tan h'\n" in told
    assert "error[" in told
    assert run(Console(), ["compile", str(path), *options, "--set", "width=6"]) == 1
    assert "was trained with --set 'act=tan h'\n" in capsys.readouterr().err
