"""A layer that is used again shares its weights, and is told where it cannot."""

import json

from speccnn import Source, check, diagnose
from speccnn.reports.summary import summarise


def source(*layers: dict[str, object], **others: object) -> Source:
    spec = {"speccnn": 1, "name": "net", "inputs": {"a": [8, 8, 3], "b": [8, 8, 3]}, **others}
    return Source("spec.json", json.dumps({**spec, "layers": layers}).encode())


CONV = {"type": "Conv2D", "name": "conv", "filters": 4, "kernel_size": 3, "inputs": "a"}
AGAIN = {"reuse": "conv", "name": "again", "inputs": "b"}
ADD = {"type": "Add", "inputs": ["conv", "again"]}


def test_parameters_are_counted_at_the_first_use() -> None:
    report = summarise(check(source(CONV, AGAIN, ADD)).model)
    assert [(row.name, row.type, row.parameters) for row in report.layers] == [
        ("conv", "Conv2D", 112),
        ("again", "Conv2D", 0),
        ("add", "Add", 0),
    ]
    assert report.parameters == 112
    assert report.layers[0].macs == report.layers[1].macs > 0


def test_what_is_used_again_may_be_used_again_by_any_of_its_names() -> None:
    third = {"reuse": "again", "name": "third", "inputs": "again"}
    wide = {**CONV, "filters": 3, "padding": "same"}
    model = check(source(wide, AGAIN, third, {"type": "Add", "inputs": ["conv", "third"]})).model
    assert [node.holder for node in model.nodes] == ["conv", "conv", "conv", "add"]


def test_it_is_named_after_the_layer_unless_it_has_a_name() -> None:
    unnamed = {"reuse": "conv", "inputs": "b"}
    model = check(source(CONV, unnamed, {"type": "Add", "inputs": ["conv", "conv_1"]})).model
    assert [node.name for node in model.nodes] == ["conv", "conv_1", "add"]


def test_an_unknown_layer_is_told() -> None:
    (found,) = diagnose(source(CONV, {**AGAIN, "reuse": "cnov"}, ADD))
    assert (found.finding.code, found.path) == ("G301", ("layers", 1, "reuse"))
    assert found.finding.help == "did you mean `conv`?"


def test_layers_that_reuse_each_other_are_told() -> None:
    one = {"reuse": "two", "name": "one", "inputs": "a"}
    two = {"reuse": "one", "name": "two", "inputs": "b"}
    found = diagnose(source(one, two, {"type": "Add", "inputs": ["one", "two"]}))
    assert {diagnostic.finding.code for diagnostic in found} == {"G301"}


def test_weights_of_other_shapes_are_refused() -> None:
    inputs = {"a": [8, 8, 3], "b": [8, 8, 2]}
    (found,) = diagnose(source(CONV, AGAIN, ADD, inputs=inputs))
    assert (found.finding.code, found.path) == ("T413", ("layers", 1, "inputs"))


def test_other_sizes_are_fine_where_the_weights_fit() -> None:
    inputs = {"a": [8, 8, 3], "b": [6, 9, 3]}
    model = check(source(CONV, AGAIN, inputs=inputs, outputs=["conv", "again"])).model
    assert model.type_of("again").shape == (4, 7, 4)


def test_other_keys_of_the_layer_cannot_change() -> None:
    (found,) = diagnose(source(CONV, {**AGAIN, "filters": 5}, ADD))
    assert (found.finding.code, found.path) == ("V201", ("layers", 1, "filters"))
