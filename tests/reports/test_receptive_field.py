"""What a place sees, against walking back from it through every window, place by place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccnn import pipeline
from speccnn.diagnostics.source import Source
from speccnn.graph.typed import TypedGraph
from speccnn.reports.receptive_field import Reach, receptive_fields

SIZE = 120  # so wide that the middle of every tensor below is far from the borders


def model(*layers: dict[str, object], **keys: object) -> TypedGraph:
    spec = {"speccnn": 1, "name": "n", "inputs": {"x": [SIZE, SIZE, 2]}, "layers": list(layers)}
    return pipeline.check(Source("a.json", json.dumps(spec | keys).encode())).model


def conv(**keys: object) -> dict[str, object]:
    return {"type": "Conv2D", "filters": 2} | keys


def even(first: int, last: int, jump: int) -> Reach:
    """Return what places see that all see alike, `jump` input places apart."""
    return Reach((first,), (last,), jump)


def field_of(network: TypedGraph, name: str) -> tuple[Reach, ...] | None:
    return receptive_fields(network)[name]


def before(layer: dict[str, object], axis: int, size: int) -> int:
    """Return the padding before an axis, as TensorFlow's notes on padding have it."""
    kernel, stride, dilation = window(layer, axis)
    padding = layer.get("padding", "valid")
    if padding == "same":
        outputs = -(-size // stride)
        return max((outputs - 1) * stride + dilation * (kernel - 1) + 1 - size, 0) // 2
    return 0 if padding == "valid" else padding[axis][0]


def window(layer: dict[str, object], axis: int) -> tuple[int, int, int]:
    """Return kernel, stride and dilation on an axis; layers without a window have one of 1."""
    kernel = layer.get("kernel_size", layer.get("pool_size", [1, 1]))[axis]
    default = [kernel] * 2 if "pool_size" in layer else [1, 1]
    stride = layer.get("strides", default)[axis]
    return kernel, stride, layer.get("dilation_rate", [1, 1])[axis]


def seen(
    network: TypedGraph, layers: dict[str, dict[str, object]], place: int, axis: int
) -> set[int]:
    """Return the input places that a place of the last layer's output sees, by walking back."""
    watched = {node.name: set[int]() for node in network.nodes} | {"x": set[int]()}
    watched[network.nodes[-1].name].add(place)
    for node in reversed(network.nodes):
        layer = layers[node.name]
        kernel, stride, dilation = window(layer, axis)
        first = before(layer, axis, node.reads[0].shape[axis])
        for name in node.inputs:
            watched[name] |= {
                at * stride - first + dilation * offset
                for at in watched[node.name]
                for offset in range(kernel)
            }
    return watched["x"]


def assert_agrees(*layers: dict[str, object]) -> None:
    network = model(*layers)
    named = {node.name: layers[node.path[1]] for node in network.nodes}
    last = network.nodes[-1]
    fields = field_of(network, last.name)
    assert fields is not None
    for axis, reach in enumerate(fields):
        middle = last.output.shape[axis] // 2
        here, next_ = (seen(network, named, middle + step, axis) for step in (0, 1))
        assert min(here) >= 0
        assert max(next_) < SIZE
        assert reach.size == max(here) - min(here) + 1
        assert reach.stride == min(next_) - min(here)
        assert reach.first(middle) == min(here)
        assert reach.last(middle) == max(here)


pairs = st.lists(st.integers(1, 3), min_size=2, max_size=2)
paddings = st.sampled_from(["same", "valid", [[1, 0], [0, 1]], [[1, 1], [1, 1]]])
strided = st.builds(
    lambda kernel, strides, padding: conv(kernel_size=kernel, strides=strides, padding=padding),
    *(pairs, pairs, paddings),
)
dilated = st.builds(
    lambda kernel, rates: conv(kernel_size=kernel, dilation_rate=rates, padding="same"),
    *(pairs, pairs),
)
pools = st.builds(
    lambda kind, size, same: {"type": kind, "pool_size": size, "padding": same},
    st.sampled_from(["MaxPooling2D", "AveragePooling2D"]),
    pairs,
    st.sampled_from(["same", "valid"]),
)
plain = st.sampled_from([{"type": "ReLU"}, {"type": "BatchNormalization"}, {"type": "Softmax"}])


@given(st.lists(strided | dilated | pools | plain, min_size=1, max_size=3))
def test_chains_agree_with_walking_back(layers: list[dict[str, object]]) -> None:
    assert_agrees(*layers)


@given(st.data())
def test_branches_agree_with_walking_back(data: st.DataObject) -> None:
    layers: list[dict[str, object]] = [conv(name="n0", kernel_size=[2, 3], strides=[2, 1])]
    for index in range(1, data.draw(st.integers(2, 6)) + 1):
        reads = [f"n{number}" for number in range(index)]
        name = f"n{index}"
        if data.draw(st.booleans()):
            layer = data.draw(dilated) | {"name": name, "inputs": data.draw(st.sampled_from(reads))}
        else:
            some = data.draw(st.lists(st.sampled_from(reads), min_size=2, max_size=3))
            layer = {"type": "Add", "name": name, "inputs": some}
        layers.append(layer)
    everything = [layer["name"] for layer in layers]
    layers.append({"type": "Concatenate", "name": "end", "inputs": [*everything, "n0"]})
    assert_agrees(*layers)


def test_a_place_of_the_input_sees_itself() -> None:
    assert field_of(model({"type": "ReLU"}), "x") == (Reach(), Reach())


@pytest.mark.parametrize(
    ("layer", "field"),
    [
        (conv(kernel_size=5, padding="same"), (even(-2, 2, 1), even(-2, 2, 1))),
        (conv(kernel_size=3, dilation_rate=2), (even(0, 4, 1), even(0, 4, 1))),
        (conv(kernel_size=1, strides=2), (even(0, 0, 2), even(0, 0, 2))),
        (conv(kernel_size=[1, 3], padding=[[0, 0], [2, 0]]), (even(0, 0, 1), even(-2, 0, 1))),
        ({"type": "ZeroPadding2D", "padding": 1}, (even(-1, -1, 1), even(-1, -1, 1))),
        ({"type": "MaxPooling2D"}, (even(0, 1, 2), even(0, 1, 2))),
        ({"type": "Softmax", "axis": [1, 2]}, None),
        ({"type": "Flatten"}, None),
        ({"type": "GlobalMaxPooling2D"}, None),
    ],
)
def test_what_one_layer_sees(layer: dict[str, object], field: tuple[Reach, ...] | None) -> None:
    network = model(layer)
    assert field_of(network, network.outputs[0]) == field


def test_what_is_pooled_whole_is_seen_whole() -> None:
    network = model({"type": "GlobalMaxPooling2D", "keepdims": True})
    assert field_of(network, network.outputs[0]) == (even(0, SIZE - 1, 1),) * 2


def test_branches_that_step_unevenly_have_no_field() -> None:
    network = model(
        {"type": "MaxPooling2D", "inputs": "x"},
        {"type": "Add", "inputs": ["max_pooling2d", "half"]},
        inputs={"x": [8, 8, 1], "half": [4, 4, 1]},
    )
    assert field_of(network, "max_pooling2d") is not None
    assert field_of(network, "add") is None


def test_vectors_have_no_field() -> None:
    assert field_of(model({"type": "ReLU"}, inputs={"x": [4]}), "re_lu") is None
