"""Every network of the zoo is what its paper or Keras says: short, clean, of the right size."""

import re

import pytest
from zoo.networks import FOLDER, Network, networks

from speccnn import Source, check
from speccnn.graph.typed import TypedGraph
from speccnn.language.canonical import as_toml

NETWORKS = networks()


def name(network: Network) -> str:
    return network.name


def row(model: TypedGraph, prefix: str) -> int:
    """Return the parameters of a layer, or of a block's, by its name."""
    rows = [
        node.parameters
        for node in model.nodes
        if node.name == prefix or node.name.startswith(f"{prefix}_")
    ]
    assert rows, f"there is no {prefix}"
    return sum(rows)


def test_every_file_is_expected_and_every_expected_file_is_there() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {network.path.name for network in NETWORKS}


@pytest.mark.parametrize("network", NETWORKS, ids=name)
def test_is_short_and_says_where_it_comes_from(network: Network) -> None:
    lines = network.text.splitlines()
    assert len(lines) <= network.lines
    assert lines[0] == "#:schema ../../schemas/spec-v1.schema.json"
    assert re.search(r"\((19|20)\d\d\)", network.head), "the year of a paper"
    assert network.spec or not network.keras_name or network.reference in network.head
    assert f"{network.trained or network.parameters:,}" in network.head
    for variable, value in network.set.items():
        assert f"--set {variable}={value}" in network.head


@pytest.mark.parametrize("network", NETWORKS, ids=name)
def test_is_of_the_size_that_is_published(network: Network) -> None:
    model = network.check().model
    assert model.name == network.path.stem
    assert sum(node.parameters for node in model.nodes) == network.parameters
    if network.trained is not None:
        assert sum(node.trainable_parameters for node in model.nodes) == network.trained
    if network.macs is not None:
        assert sum(node.macs for node in model.nodes) == network.macs
    for prefix, parameters in network.rows.items():
        assert row(model, prefix) == parameters, prefix
    for layer, shape in network.shapes.items():
        assert model.node(layer).output.shape == tuple(shape), layer


@pytest.mark.parametrize("network", NETWORKS, ids=name)
def test_nothing_is_found_but_what_the_spec_explains(network: Network) -> None:
    assert not network.check().out.diagnostics


@pytest.mark.parametrize("network", NETWORKS, ids=name)
def test_is_the_same_network_without_variables_and_blocks(network: Network) -> None:
    checked = network.check()
    text = as_toml(checked.values)
    again = check(Source("expanded.toml", text.encode()))
    assert as_toml(again.values) == text
    assert [(node.name, node.inputs, node.output, node.weights) for node in again.model.nodes] == [
        (node.name, node.inputs, node.output, node.weights) for node in checked.model.nodes
    ]
