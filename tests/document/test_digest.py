"""The digest of a spec follows its meaning."""

import json

from speccnn import pipeline
from speccnn.diagnostics.source import Source
from speccnn.document.digest import digest


def of(*types: str, **keys: object) -> str:
    layers = [{"type": kind} for kind in types]
    spec = {"speccnn": 1, "name": "n", "inputs": {"image": [8, 8, 1]}, "layers": layers} | keys
    return digest(pipeline.check(Source("a.json", json.dumps(spec).encode())).document)


def test_layers_of_other_types_differ() -> None:
    assert len({of("ReLU"), of("Softmax"), of("Flatten")}) == 3


def test_sources_differ_and_defaults_do_not_count() -> None:
    digits = of("ReLU", data={"source": "digits"})
    assert digits != of("ReLU", data={"source": "npz"})
    assert digits != of("ReLU", data={"source": "digits", "seed": 1})
    assert digits == of("ReLU", data={"source": "digits", "seed": 0, "scale": "unit"})
    assert digits == of("ReLU", data={"source": "digits"}, metadata={"a": 1})
