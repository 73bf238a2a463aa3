"""A live model is proved to be what was checked, and what is not is told with its place."""

import json
from collections.abc import Callable

import pytest
from backend_specs import Table, checked, conv

from speccnn import targets
from speccnn.cli import main
from speccnn.cli.console import Console
from speccnn.diagnostics.sink import NotAsCheckedError
from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.layers.base import Layer
from speccnn.tensor import TensorType

pytest.importorskip("keras")

from speccnn.backends.tf.build import build
from speccnn.backends.tf.verify import verify

TWINS: Table = {
    "speccnn": 1,
    "name": "twins",
    "inputs": {"left": [9, 9, 1], "right": {"shape": [7, 7, 1], "dtype": "float16"}},
    "layers": [
        conv(name="twin", inputs="left", padding=[[1, 0], [0, 1]], strides=2),
        {"reuse": "twin", "inputs": "right", "name": "again"},
        {"type": "GlobalMaxPooling2D", "name": "a", "inputs": "twin"},
        {"type": "GlobalMaxPooling2D", "name": "b", "inputs": "again"},
        {"type": "Subtract", "name": "apart", "inputs": ["a", "b"]},
        {"type": "BatchNormalization", "name": "norm"},
        {"type": "Dense", "name": "same", "units": 1, "trainable": False},
    ],
    "outputs": ["same", "apart"],
}
NAMED: Table = {
    "speccnn": 1,
    "name": "named",
    "inputs": {"image": ["H", "W", 3]},
    "layers": [
        conv(name="stem", strides=2),
        {"type": "GlobalMaxPooling2D"},
        {"type": "Dense", "units": 2},
    ],
}


def changed(model: TypedGraph, name: str, change: Callable[[TypedNode], TypedNode]) -> TypedGraph:
    nodes = tuple(change(node) if node.name == name else node for node in model.nodes)
    return model.evolve(nodes=nodes)


def gives(*shape: int, dtype: str = "float32") -> Callable[[TypedNode], TypedNode]:
    return lambda node: node._replace(output=TensorType(shape, dtype))


def has(**fields: object) -> Callable[[TypedNode], TypedNode]:
    """Return a change of the layer that the static answer is about."""

    def change(node: TypedNode) -> TypedNode:
        layer = object.__new__(type(node.layer))
        vars(layer).update(vars(node.layer) | fields)
        assert isinstance(layer, Layer)
        return node._replace(node=node.node._replace(layer=layer))

    return change


def reads(*names: str) -> Callable[[TypedNode], TypedNode]:
    return lambda node: node._replace(node=node.node._replace(inputs=names))


WRONG = {
    "a shape": ("twin", gives(5, 5, 9), ["twin: speccnn says the shape 5x5x9"]),
    "a later use": ("again", gives(4, 3, 4), ["again: speccnn says the shape 4x3x4"]),
    "a type": ("apart", gives(4, dtype="float16"), ["apart: speccnn says float16 numbers"]),
    "a weight": (
        "twin",
        has(use_bias=False),
        [
            "twin, weight 2: speccnn says none, TensorFlow made bias of 4",
            "parameters",
            "parameters",
        ],
    ),
    "the order of weights": (
        "norm",
        has(scale=False),
        ["norm, weight 1: speccnn says beta of 4, TensorFlow made gamma of 4"],
    ),
    "what is trained": (
        "same",
        has(trainable=True),
        ["same, weight 1: speccnn says kernel of 4x1, TensorFlow made kernel of 4x1, not trained"],
    ),
    "the wiring": ("apart", reads("b", "a"), ["apart reads: speccnn says b, a, TensorFlow made a"]),
    "a use of a layer": (
        "b",
        reads("twin"),
        ["b reads: speccnn says twin, TensorFlow made twin (u"],
    ),
}


@pytest.mark.parametrize("table", [TWINS, NAMED], ids=["twins", "named"])
def test_what_was_checked_is_built(table: Table) -> None:
    live = targets.build(checked(table))
    assert live.name == table["name"]
    assert len(live.outputs) == len(checked(table).model.outputs)


def test_sizes_with_names_are_none() -> None:
    live = targets.build(checked(NAMED))
    assert live.get_layer("stem").output.shape == (None, None, None, 4)


@pytest.mark.parametrize(("name", "change", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_static_answer_is_told(
    name: str, change: Callable[[TypedNode], TypedNode], said: list[str]
) -> None:
    model = checked(TWINS).model
    differences = verify(changed(model, name, change), build(model))
    texts = [str(difference) for difference in differences]
    assert all(any(part in text for text in texts) for part in said), texts
    assert differences[0].path == model.node(name).path


def test_a_size_with_a_name_is_no_number_and_no_number_is_another() -> None:
    model = checked(NAMED).model
    live = build(model)
    assert verify(changed(model, "stem", gives(7, 7, 5)), live)
    assert verify(changed(model, "dense", lambda n: n._replace(output=n.reads[0])), live)
    fixed = checked(NAMED | {"inputs": {"image": [8, 8, 3]}}).model
    assert "the shape ?x?x3" in str(verify(model, build(fixed))[0])


def test_missing_and_foreign_layers_are_told() -> None:
    model = checked(TWINS).model
    fewer = model.evolve(nodes=model.nodes[:-1], outputs=("apart",))
    assert [str(found) for found in verify(fewer, build(model))] == [
        "same: speccnn says no layer of this name, TensorFlow made one",
        "twins: speccnn says 56 parameters, TensorFlow made 61",
        "the outputs: speccnn says apart, TensorFlow made same, apart",
    ]
    assert "same: speccnn says a layer of this name, TensorFlow made none" in map(
        str, verify(model, build(fewer))
    )


def test_a_use_that_is_not_in_the_spec_is_told() -> None:
    model = checked(TWINS | {"layers": TWINS["layers"][:3], "outputs": ["a", "again"]}).model
    once = model.evolve(nodes=(model.nodes[0], model.nodes[2]), outputs=("a",))
    live = build(model)
    assert "twin: speccnn says 1 use, TensorFlow made 2" in map(str, verify(once, live))


def test_outputs_that_are_exchanged_are_told() -> None:
    model = checked(TWINS).model
    exchanged = model.evolve(outputs=model.outputs[::-1])
    (found,) = verify(exchanged, build(model))
    assert (found.path, found.predicted, found.made) == (
        ("outputs",),
        "apart, same",
        "same, apart",
    )


def test_the_first_difference_is_raised_at_its_line() -> None:
    right = checked(TWINS)
    wrong = right.evolve(model=changed(right.model, "again", gives(4, 3, 4)))
    with pytest.raises(NotAsCheckedError) as raised:
        targets.build(wrong)
    column = json.dumps(TWINS).index('{"reuse"') + 1
    assert raised.value.place == f"tested.json:1:{column}"
    assert str(raised.value) == ("again: speccnn says the shape 4x3x4, TensorFlow made 3x3x4")


def test_what_tensorflow_refuses_is_raised_at_its_line() -> None:
    right = checked(TWINS)
    wrong = right.evolve(model=changed(right.model, "twin", has(strides=(2, -2))))
    with pytest.raises(NotAsCheckedError, match=r"twin: TensorFlow refuses it: .*stride") as raised:
        targets.build(wrong)
    assert raised.value.place.startswith("tested.json:1:")
    assert "\n" not in str(raised.value)


def test_the_command_line_says_it_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    right = checked(TWINS)
    wrong = right.evolve(model=changed(right.model, "twin", gives(5, 5, 9)))
    with pytest.raises(NotAsCheckedError) as raised:
        targets.build(wrong)
    assert main._internal_error(Console(), raised.value) == 70
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("tested.json:1:")
    assert ": internal error: twin: speccnn says the shape 5x5x9, TensorFlow made 4x4x4; " in line
    assert "report it with the spec" in line
