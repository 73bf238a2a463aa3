"""Each layer computes the same in `tf.compat.v1` as in Keras, for any arguments."""

from collections import Counter
from math import prod

import pytest
from hypothesis import Phase, given, settings
from oracle.arguments import cases
from oracle.verdicts import KINDS, NAME, Case, typed

from speccnn.backends.v1.translate import InexpressibleError, translate
from speccnn.calls import Call, Reference
from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.tensor import TensorType

keras = pytest.importorskip("keras")
graphs = pytest.importorskip("oracle.graphs")
live = pytest.importorskip("oracle.live")

CASES = 12
CLOSE = 3e-5
NEVER = {kind for kind in KINDS if kind.startswith("Random")}


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - NEVER))
def test_computes_what_keras_computes(kind: str) -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=CASES * 25, derandomize=True, database=None, phases=[Phase.generate])
    @given(cases(kind))
    def check(case: Case) -> None:
        node = typed(case)
        is_lone = prod(case.shapes[0]) == 1  # which oneDNN cannot convolve in a session (2.21)
        if seen["compared"] == CASES or is_lone or not isinstance(node, TypedNode):
            return
        inputs = {f"in{place}": TensorType(shape) for place, shape in enumerate(case.shapes)}
        model = TypedGraph("case", inputs, (node,), (NAME,))
        try:
            with live.quiet():
                assert graphs.largest_difference(model) <= CLOSE
        except InexpressibleError:
            assert kind == "Resizing", "every other layer can be expressed"
            seen["inexpressible"] += 1
        else:
            seen["compared"] += 1

    keras.backend.clear_session()
    check()
    assert seen["compared"] >= CASES // 2, "cases are put to the test"


@pytest.mark.parametrize("kind", sorted(NEVER))
def test_says_which_layers_it_cannot_express(kind: str) -> None:
    with pytest.raises(InexpressibleError, match=kind):
        translate(Call(f"keras.layers.{kind}", (), {"name": "x"}), [Reference("x")], 0)
