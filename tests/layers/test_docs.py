"""The table of layers is whole, and every layer's documentation runs."""

import importlib
import inspect
import json
import pkgutil
import re
import tomllib
from collections.abc import Iterator

import pytest
from oracle.verdicts import KINDS

import speccnn.layers
from speccnn import pipeline
from speccnn.diagnostics.source import Source
from speccnn.layers.base import Layer
from speccnn.layers.kinds import LAYERS
from speccnn.tensor import TensorType


def example_of(kind: type[Layer]) -> dict[str, object]:
    (block,) = re.findall(r"```toml\n(.*?)```", inspect.getdoc(kind), re.DOTALL)
    (table,) = tomllib.loads(block)["layers"]
    return table


def final_layers(base: type[Layer]) -> Iterator[type[Layer]]:
    for kind in base.__subclasses__():
        if getattr(kind, "__final__", False):
            assert not kind.__subclasses__(), "a final class has no subclasses"
            yield kind
        yield from final_layers(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_layer_compiles(kind: str) -> None:
    model = KINDS[kind]
    example = example_of(model)
    before = {"type": "Activation", "name": "before", "activation": "linear"}
    spec = {
        "speccnn": 1,
        "name": "example",
        "inputs": {"image": TensorType.parse(model.example_input).shape},
        "layers": [before, example] if model.merges else [example],
    }
    checked = pipeline.check(Source("example.json", json.dumps(spec).encode()))
    *_, last = checked.model.nodes
    assert type(last.layer) is model
    assert last.inputs == (("image", "before") if model.merges else ("image",))
    assert example["type"] == kind


def test_the_table_holds_every_layer() -> None:
    for module in pkgutil.iter_modules(speccnn.layers.__path__, "speccnn.layers."):
        importlib.import_module(module.name)
    found = {kind.__name__: kind.__module__ for kind in final_layers(Layer)}
    assert found == dict(LAYERS)
    assert {kind: model.__name__ for kind, model in KINDS.items()} == {kind: kind for kind in KINDS}
