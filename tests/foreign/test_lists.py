"""Every name of the other frameworks' lists is decided: translated, explained, or there is none.

No name of another framework is taken for a slip of one of ours.
"""

import pytest
from foreign import lists
from foreign.asked import safe_titles, source, told

from speccnn.document.frameworks.meaning import told as meant
from speccnn.layers.kinds import LAYERS

NOTHING_SAID = "`speccnn layers` lists the types of layers"
LAYER_LISTS = [*lists.TORCH, *lists.CAFFE, *lists.DARKNET, *lists.KERAS_OLD]
CONV = {"type": "Conv2D", "filters": 4, "kernel_size": 3}


def assert_is_decided(name: str) -> None:
    given = source({"type": name}, inputs={"a": [8, 8, 4]})
    answer = meant({"type": name})
    assert answer is not None, "some framework has it"
    for diagnostic in told(given):
        if diagnostic.finding.code != "V202":
            continue
        assert diagnostic.finding.help != NOTHING_SAID
        assert "did you mean" not in diagnostic.finding.help
        safe = [fix for fix in diagnostic.fixes if fix.safe]
        assert not safe or answer.meaning, "only what is translated is fixed"


@pytest.mark.parametrize("name", sorted({*LAYER_LISTS}))
def test_each_layer_is_decided(name: str) -> None:
    if name not in LAYERS:
        assert_is_decided(name)


def test_each_operator_of_onnx_is_decided() -> None:
    onnx = pytest.importorskip("onnx")
    names = {schema.name for schema in onnx.defs.get_all_schemas_with_history()}
    assert len(names) > 200
    for name in sorted(names - LAYERS.keys()):
        assert_is_decided(name)


def test_each_layer_of_keras_is_decided() -> None:
    keras = pytest.importorskip("keras")
    names = {name for name in dir(keras.layers) if name[0].isupper()}
    assert len(names) > 100
    for name in sorted(names - LAYERS.keys()):
        assert_is_decided(name)


def written_by_fix(given: object, word: str, same: dict[str, str]) -> None:
    """Assert that a word becomes the one that means the same, and no other."""
    expected = [same[word]] if word in same else []
    found = [title.split('"')[1] for title in safe_titles(given)]  # type: ignore[arg-type]
    assert found == expected


@pytest.mark.parametrize("word", lists.FUNCTIONS)
def test_a_function_is_not_its_neighbour(word: str) -> None:
    written_by_fix(source({**CONV, "activation": word}), word, lists.SAME_FUNCTIONS)


@pytest.mark.parametrize("word", lists.INITIALIZERS)
def test_an_initializer_is_not_its_neighbour(word: str) -> None:
    written_by_fix(source({**CONV, "kernel_initializer": word}), word, lists.SAME_INITIALIZERS)


@pytest.mark.parametrize("word", lists.OPTIMIZERS)
def test_an_optimizer_is_not_its_neighbour(word: str) -> None:
    for form in (f'"{word}"', f'{{ type = "{word}" }}'):
        more = f'training = {{ loss = "mse", optimizer = {form} }}'
        written_by_fix(source({"type": "Flatten"}, more=more), word, lists.SAME_OPTIMIZERS)


@pytest.mark.parametrize("word", lists.LOSSES)
def test_a_loss_is_not_its_neighbour(word: str) -> None:
    given = source({"type": "Flatten"}, more=f'training = {{ loss = "{word}" }}')
    written_by_fix(given, word, lists.SAME_LOSSES)


@pytest.mark.parametrize("kind", ["activations", "optimizers", "losses", "initializers"])
def test_what_keras_has_and_a_spec_has_not_is_no_slip(kind: str) -> None:
    keras = pytest.importorskip("keras")
    key = {"activations": "activation", "initializers": "kernel_initializer"}.get(kind)
    for name in dir(getattr(keras, kind)):
        if name.startswith("_") or name in {
            "get",
            "serialize",
            "deserialize",
            "legacy",
            "schedules",
        }:
            continue
        more = f'training = {{ loss = "{name}" }}' if kind == "losses" else ""
        if kind == "optimizers":
            more = f'training = {{ loss = "mse", optimizer = "{name}" }}'
        given = source({**CONV, **({key: name} if key else {})}, more=more)
        for title in safe_titles(given):
            right = title.split('"')[1]
            assert right.replace("_", "").lower() == name.replace("_", "").lower(), name
