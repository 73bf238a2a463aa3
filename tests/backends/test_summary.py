"""What `speccnn summary` says of the specs is what Keras says of the built models."""

import json
from pathlib import Path

import pytest

from speccnn import Source, check
from speccnn.cli.console import Console
from speccnn.cli.main import run

pytest.importorskip("keras")

from speccnn.backends.tf.build import build

SPECS = sorted(Path(__file__).parents[2].joinpath("specs").glob("*.toml"))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_the_summary_agrees_with_keras(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Console(), ["summary", str(spec), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    live = build(check(Source(spec.name, spec.read_bytes())).model)
    assert [row["name"] for row in said["layers"]] == [layer.name for layer in live.layers[1:]]
    for row in said["layers"]:
        layer = live.get_layer(row["name"])
        assert row["type"] == type(layer).__name__
        assert tuple(row["output_shape"]) == layer.output.shape[1:]
        assert row["parameters"] == layer.count_params()
    trained = sum(weight.value.numpy().size for weight in live.trainable_weights)
    assert said["totals"]["parameters"] == live.count_params()
    assert said["totals"]["trainable_parameters"] == trained
