"""The peak of memory, against keeping a list of who is alive at every step; and the totals."""

import json

from hypothesis import given
from hypothesis import strategies as st

from speccnn import pipeline
from speccnn.diagnostics.source import Source
from speccnn.graph.typed import TypedGraph
from speccnn.reports.memory import activation_bytes, peak_activation_bytes
from speccnn.reports.summary import as_json, summarise
from speccnn.reports.table import size


def model(layers: list[dict[str, object]], **keys: object) -> TypedGraph:
    spec = {"speccnn": 1, "name": "n", "inputs": {"x": [4]}, "layers": layers}
    return pipeline.check(Source("a.json", json.dumps(spec | keys).encode())).model


def dense(units: int, **keys: object) -> dict[str, object]:
    return {"type": "Dense", "units": units} | keys


def peak(network: TypedGraph) -> int:
    """Return the most bytes alive at any step: what is there already and is still needed."""
    most = 0
    for step, node in enumerate(network.nodes):
        there = {*network.inputs, *(made.name for made in network.nodes[: step + 1])}
        coming = {name for later in network.nodes[step:] for name in later.inputs}
        alive = there & (coming | {node.name, *network.outputs})
        most = max(most, sum(network.type_of(name).nbytes for name in alive))
    return most


@st.composite
def networks(draw: st.DrawFn) -> TypedGraph:
    """Draw networks of vectors of many sizes, whose every end is an output."""
    layers = [{"type": "Concatenate", "name": "n0", "inputs": ["x", "y"]}]
    ends = {"n0"}
    for index in range(1, draw(st.integers(1, 9))):
        names = ["x", "y", *(f"n{number}" for number in range(index))]
        reads = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3))
        keys = {"name": f"n{index}", "inputs": reads}
        units = draw(st.integers(1, 9))
        layers.append(dense(units, **keys) if len(reads) == 1 else {"type": "Concatenate"} | keys)
        ends = (ends - set(reads)) | {f"n{index}"}
    kept = draw(st.sets(st.sampled_from([f"n{number}" for number in range(len(layers))])))
    inputs = {"x": [draw(st.integers(1, 9))], "y": {"shape": [3], "dtype": "float16"}}
    return model(layers, inputs=inputs, outputs=sorted(ends | kept))


@given(networks())
def test_the_peak_agrees_with_keeping_a_list(network: TypedGraph) -> None:
    assert peak_activation_bytes(network) == (peak(network),)


@given(networks())
def test_the_peak_is_at_most_everything_and_at_least_what_one_layer_reads_and_gives(
    network: TypedGraph,
) -> None:
    pairs = [
        node.output.nbytes + sum(network.type_of(name).nbytes for name in set(node.inputs))
        for node in network.nodes
    ]
    (most,) = peak_activation_bytes(network)
    assert max(pairs) <= most <= activation_bytes(network)


def test_a_chain_holds_two_tensors_at_once() -> None:
    network = model([dense(10), dense(3), dense(1)])
    assert activation_bytes(network) == 4 * (4 + 10 + 3 + 1)
    assert peak_activation_bytes(network) == (4 * (4 + 10),)


def test_a_tensor_that_is_read_later_lives_on() -> None:
    skip = {"type": "Concatenate", "inputs": ["x", "small"]}
    network = model([dense(9), dense(1, name="small"), skip])
    assert peak_activation_bytes(network) == (4 * (4 + 9 + 1),)


def test_totals_are_the_sums_of_the_layers() -> None:
    network = model(
        [
            dense(10, trainable=False),
            {"type": "BatchNormalization"},
            dense(3, use_bias=False, name="end"),
        ]
    )
    answer = as_json(summarise(network))
    assert answer["totals"] == {
        "parameters": 50 + 40 + 30,
        "trainable_parameters": 20 + 30,
        "macs": 40 + 30,
        "activation_bytes": 4 * (4 + 10 + 10 + 3),
        "peak_activation_bytes": 4 * 20,
    }
    for total in ("parameters", "trainable_parameters", "macs"):
        assert answer["totals"][total] == sum(row[total] for row in answer["layers"])


def test_half_precision_inputs_take_half() -> None:
    halves = {"x": {"shape": [4], "dtype": "float16"}}
    assert activation_bytes(model([dense(1)], inputs=halves)) == 2 * 4 + 4


def test_sizes_are_told_in_binary_units() -> None:
    told = [size(count) for count in (0, 1023, 1024, 1536, 1 << 20, 5 << 30, 1 << 41)]
    assert told == ["0 B", "1023 B", "1.0 KiB", "1.5 KiB", "1.0 MiB", "5.0 GiB", "2048.0 GiB"]
