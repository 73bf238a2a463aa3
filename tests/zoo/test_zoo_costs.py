"""What the zoo's networks cost and see is what TensorFlow counts and its gradients show.

Multiply-accumulates are compared layer by layer; what places see at the last place of each stride,
and at the last whose places see all.
"""

from collections import Counter

import pytest
from zoo.networks import Network, networks

from speccnn import targets
from speccnn.graph.typed import TypedGraph
from speccnn.reports.receptive_field import Reaches, receptive_fields

pytest.importorskip("keras")

import keras
from zoo import flops, gradients

BY_NAME = {network.name: network for network in networks()}


@pytest.mark.parametrize("network", BY_NAME.values(), ids=BY_NAME.keys())
def test_macs_are_those_that_tensorflow_computes(network: Network) -> None:
    keras.backend.clear_session()
    checked = network.check()
    found = flops.counts(targets.build(checked))
    static: Counter[str] = Counter()
    for node in checked.model.nodes:
        static[node.holder] += node.macs
    assert flops.by_layer(found) == +static
    assert all(count.profiler in {None, count.shapes} for count in found)


@pytest.mark.parametrize("name", [n.name for n in BY_NAME.values() if not n.spec])
def test_places_see_what_the_gradient_reaches(name: str) -> None:
    keras.backend.clear_session()
    checked = BY_NAME[name].check()
    thin = gradients.thinned(checked)
    model, fields = thin.model, receptive_fields(checked.model)
    watched = _watched(model, fields)
    live = targets.build(thin)
    gradients.linearise(live)
    for node, seen in gradients.seen(model, live, watched).items():
        *of_places, of_all = seen
        for place, extents in zip(watched[node], of_places, strict=False):
            assert extents == _predicted(fields[node], place, of_all), (node, place)


def _watched(model: TypedGraph, fields: dict[str, Reaches]) -> dict[str, list[tuple[int, ...]]]:
    """Return the middle, the place after it and all places, for the last node of each stride."""
    last: dict[object, str] = {}
    for node in model.nodes:
        if node.output.spatial:
            field = fields[node.name]
            last[field and tuple(reach.stride for reach in field)] = node.name
    found: dict[str, list[tuple[int, ...]]] = {}
    for name in last.values():
        sizes = model.node(name).output.places
        middle = tuple((size - 1) // 2 for size in sizes)
        after = tuple(min(at + 1, size - 1) for at, size in zip(middle, sizes, strict=True))
        found[name] = [middle, after, ()]
    return found


def _predicted(
    field: Reaches, place: tuple[int, ...], read: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return what a place should see of the places of the input that are read at all."""
    if field is None:
        return read
    return [
        (max(reach.first(at), first), min(reach.last(at), last))
        for reach, at, (first, last) in zip(field, place, read, strict=True)
    ]
