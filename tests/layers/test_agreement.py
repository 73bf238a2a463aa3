"""What a layer accepts, Keras accepts and gives the same; what it refuses, Keras refuses."""

import inspect
import os
from collections import Counter
from typing import get_args

import pytest
from hypothesis import given, settings
from oracle.arguments import FIELDS, cases
from oracle.deliberate import ACCEPTANCES, REFUSALS, Acceptance, Refusal, unexplained
from oracle.verdicts import KINDS, NAME, Case, Refused, answer, typed

from speccnn.described import lowered
from speccnn.layers.fields import ActivationName

NAMESPACES = pytest.importorskip("speccnn.backends.tf.build").NAMESPACES
keras = pytest.importorskip("keras")
live = pytest.importorskip("oracle.live")

THOROUGH = {"Conv2D", "MaxPooling2D", "AveragePooling2D", "Dense", "BatchNormalization"}
HALVES_OR_NEEDS_ARGUMENTS = {"glu", "threshold"}
CASES_BETWEEN_CLEARINGS = 500


@pytest.mark.parametrize("kind", KINDS)
def test_agrees_with_keras(kind: str) -> None:
    seen: Counter[bool] = Counter()

    count = settings().max_examples * (5 if kind in THOROUGH else 2)

    @settings(max_examples=count, derandomize=True, database=None)
    @given(cases(kind))
    def check(case: Case) -> None:
        if seen.total() % CASES_BETWEEN_CLEARINGS == 0:
            keras.backend.clear_session()
        seen[agreed(case)] += 1

    check()
    assert min(seen[True], seen[False]) > seen.total() / 20, "both verdicts are put to the test"


def agreed(case: Case) -> bool:
    """Assert that speccnn and Keras agree on a case; return whether they accept it."""
    node = typed(case)
    if isinstance(node, Refused):
        if unexplained(case.kind, node):
            assert not live.accepts(case), node.reasons
        return False
    with live.quiet():
        chain = live.lowered(node)
        assert live.answer(chain, case) == answer(node)
        assert node.layer.is_random or not any(map(live.is_noisy, chain))
        assert {layer.name for layer in chain} <= {*node.layer.parts(NAME)}
        made = live.configurations(live.lowered(node))
        wanted = live.configurations(live.asked(case))
        assert made[-1] == wanted[-1]
        assert made == wanted or len(made) < len(wanted)
    return True


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
def test_a_deliberate_refusal_is_one(refusal: Refusal) -> None:
    case = refusal.example
    refused = typed(case)
    assert isinstance(refused, Refused), "speccnn refuses its example"
    assert all(refusal.explains(case.kind, reason) for reason in refused.reasons)
    is_taken = refusal.onednn in {None, os.environ.get("TF_ENABLE_ONEDNN_OPTS", "1") != "0"}
    assert live.accepts(case) == is_taken, "Keras does not"


@pytest.mark.parametrize("acceptance", ACCEPTANCES, ids=lambda acceptance: acceptance.name)
def test_a_deliberate_acceptance_is_one(acceptance: Acceptance) -> None:
    case = acceptance.example
    assert acceptance.explains(case)
    assert not isinstance(typed(case), Refused), "speccnn takes its example"
    with pytest.raises((AttributeError, TypeError, ValueError)):
        getattr(keras.layers, case.kind)(**case.arguments)


@pytest.mark.parametrize("kind", KINDS)
def test_defaults_are_kerass(kind: str) -> None:
    fields = KINDS[kind].fields()
    namespace = NAMESPACES[KINDS[kind].namespace]
    theirs = inspect.signature(getattr(namespace, kind).__init__).parameters
    for name in (set(theirs) & set(fields)) - {"name"}:
        if fields[name].is_required:
            assert theirs[name].default is inspect.Parameter.empty
        else:
            default = theirs[name].default
            known_as = default.lower() if isinstance(default, str) else default
            assert lowered(fields[name].default) == lowered(known_as), name


def test_every_function_that_keras_offers_by_name_is_offered() -> None:
    offered = {
        name
        for name, function in vars(keras.activations).items()
        if inspect.isfunction(function) and not name.startswith("_")
    }
    not_functions = {"get", "serialize", "deserialize"}
    assert offered - not_functions - set(get_args(ActivationName)) == HALVES_OR_NEEDS_ARGUMENTS


def test_every_layer_has_random_arguments_for_every_field() -> None:
    settled = {"type", "name", "inputs"}
    written = {kind: set(fields) for kind, fields in FIELDS.items()}
    assert written == {kind: set(model.fields()) - settled for kind, model in KINDS.items()}
