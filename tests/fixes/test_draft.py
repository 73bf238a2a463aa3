"""Changes of values as edits of the text: the values change so, and nothing else does."""

import json
from typing import Any

import pytest
import tomli

from speccnn.diagnostics.fix import applied
from speccnn.diagnostics.source import Source
from speccnn.fixes.draft import CannotEditError, Change, Draft, Insert, Remove, Rename, Set

HEADED = """# top
speccnn = 1 # version
name = "net"

[inputs]
image = [28, 28, 1]

# first
[[layers]]
type = "Conv2D"  # a
  filters = 8    # b

# second
[[layers]]
type = "Dense"
units = 10

[training]
loss = { type = "MeanSquaredError" }
"""
INLINE = """speccnn = 1
name = "net"
inputs = { image = [28, 28, 1] }
layers = [
  { type = "Conv2D", filters = 8 }, # a
  { type = "Dense", units = 10 },
]
training = { loss = { type = "MeanSquaredError" } }
"""
JSON = json.dumps(tomli.loads(HEADED), indent=2)
COMPACT = json.dumps(tomli.loads(HEADED))
TEXTS = {
    "headed.toml": HEADED,
    "inline.toml": INLINE,
    "crlf.toml": HEADED.replace("\n", "\r\n"),
    "long.json": JSON,
    "short.json": COMPACT,
}
FLATTEN = {"type": "Flatten"}


def values(name: str, text: str) -> dict[str, object]:
    return json.loads(text) if name.endswith("json") else tomli.loads(text)


def changed(name: str, *changes: Change) -> str:
    source = Source(name, TEXTS[name].encode())
    return applied(source.text, Draft(source).edits(changes))


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Set(("layers", 0, "filters"), 16), "layers.0.filters=16"),
        (Set(("layers", 0, "padding"), "same"), "layers.0.padding='same'"),
        (Set(("layers", 1, "kernel"), [[1, 2], [3, 4]]), "layers.1.kernel=[[1, 2], [3, 4]]"),
        (Set(("training", "epochs"), 3), "training.epochs=3"),
        (Set(("training", "loss", "x"), value=True), "training.loss.x=True"),
        (Set(("inputs", "image"), [1]), "inputs.image=[1]"),
        (Set(("outputs",), ["a"]), "outputs=['a']"),
        (Rename(("layers", 1, "units"), "filters"), "layers.1.units>filters"),
        (Remove(("layers", 1, "units")), "layers.1.units-"),
        (Remove(("layers", 0, "type")), "layers.0.type-"),
        (Remove(("training", "loss", "type")), "training.loss.type-"),
        (Remove(("layers", 0)), "layers.0-"),
        (Remove(("layers", 1)), "layers.1-"),
        (Remove(("inputs", "image", 1)), "inputs.image.1-"),
        (Insert(("layers", 0), FLATTEN), "layers.0+"),
        (Insert(("layers", 1), FLATTEN), "layers.1+"),
    ],
)
def test_only_the_value_changes(name: str, change: Change, expected: str) -> None:
    before = TEXTS[name]
    wanted = values(name, before)
    *parents, last = change.path
    at: Any = wanted
    for part in parents:
        at = at[part]
    match change:
        case Set(_, value):
            at[last] = value
        case Rename(_, key):
            at[key] = at.pop(last)
        case Remove():
            del at[last]
        case Insert(_, table):
            at.insert(last, dict(table))
    text = changed(name, change)
    assert values(name, text) == wanted, expected
    removes_layer = isinstance(change, Remove) and len(change.path) == 2
    assert removes_layer or text.count("#") == before.count("#")
    assert ("\r\n" in before) == ("\r\n" in text)
    assert text.count("\n") == text.count("\r\n") or "\r" not in text


def test_comments_stay_with_the_layer_below_them() -> None:
    text = changed("headed.toml", Insert(("layers", 1), FLATTEN))
    assert '[[layers]]\ntype = "Flatten"\n\n# second\n[[layers]]\ntype = "Dense"' in text


def test_a_new_key_stands_behind_the_others_and_their_comments() -> None:
    text = changed("headed.toml", Set(("layers", 0, "padding"), "same"))
    assert '  filters = 8    # b\n  padding = "same"\n\n# second' in text


def test_what_has_no_place_cannot_be_changed() -> None:
    for change in (Rename(("layers", 7), "a"), Remove(("nothing",)), Set(("layers", 0), 1)):
        with pytest.raises(CannotEditError):
            changed("headed.toml", change)
    with pytest.raises(CannotEditError):
        changed("headed.toml", Set(("name",), "a"), Set(("name",), "b"))
