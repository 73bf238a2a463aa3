"""Which layers `tf.compat.v1` cannot express; `tests/layers/test_worlds.py` compares the others."""

import pytest
from oracle.pairs import covering
from oracle.verdicts import KINDS, typed

from speccnn.backends.v1.translate import InexpressibleError, translate
from speccnn.calls import Call, Reference
from speccnn.graph.typed import TypedNode

NEVER = {kind for kind in KINDS if kind.startswith("Random")}
MOST = 2


@pytest.mark.parametrize("kind", sorted(NEVER))
def test_says_which_layers_it_cannot_express(kind: str) -> None:
    with pytest.raises(InexpressibleError, match=kind):
        translate(Call(f"keras.layers.{kind}", (), {"name": "x"}), [Reference("x")], 0)


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - NEVER - {"Resizing"}))
def test_every_other_layer_can_be_expressed(kind: str) -> None:
    for case in covering(kind, MOST):
        node = typed(case)
        assert isinstance(node, TypedNode)
        reads = [Reference(f"x{place}") for place in range(len(case.shapes))]
        for number, call in enumerate(node.lower()):
            translate(call, reads if number == 0 else reads[:1], 0)
