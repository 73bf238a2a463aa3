"""Answers that TensorFlow gave once, to cases that people thought of."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from oracle.deliberate import ACCEPTANCES, unexplained
from oracle.verdicts import KINDS, Case, Refused, answer, typed

FILE = Path(__file__).parents[1] / "oracle" / "layer_truths.json"
TRUTHS = json.loads(FILE.read_text("utf-8"))["cases"]
OURS = [truth for truth in TRUTHS if truth["cls"] in KINDS]
NOT_YET_COVERED: set[str] = set()


@pytest.mark.parametrize("truth", OURS, ids=lambda truth: f"{truth['id']}-{truth['cls']}")
def test_says_what_tensorflow_said(truth: Mapping[str, object]) -> None:
    case = Case(truth["cls"], truth["args"], (tuple(truth["input"]),))
    node = typed(case)
    if truth["verdict"] != "ok":
        assert isinstance(node, Refused) or any(kind.explains(case) for kind in ACCEPTANCES)
        return
    if isinstance(node, Refused):
        assert unexplained(case.kind, node) == []
        return
    claimed = answer(node)
    assert [None, *claimed.output] == truth["output"]
    assert {name: list(shape) for name, shape, _ in claimed.weights} == truth["weights"]
    assert node.parameters == truth["params"]
    assert node.trainable_parameters == truth["trainable"]


def test_the_layers_still_to_come_are_known() -> None:
    assert {truth["cls"] for truth in TRUTHS} - set(KINDS) == NOT_YET_COVERED
