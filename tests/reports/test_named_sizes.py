"""Reports for sizes with names are formulas: at every size they are the reports for that size."""

import json
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zoo.networks import Network, networks

from speccnn import Checked, Source, SpecError, check
from speccnn.graph.graph import Graph
from speccnn.graph.infer import infer
from speccnn.graph.named import ShapeDoesNotFitError, WrongInputsError, with_shapes
from speccnn.graph.typed import TypedGraph
from speccnn.reports.summary import Summary, as_json, summarise
from speccnn.sizes.formula import Formula, valued

NAMED: dict[str, object] = {
    "speccnn": 1,
    "name": "named",
    "inputs": {"image": ["H", "W", 3], "other": ["H", 5, 2]},
    "layers": [
        {"type": "Conv2D", "inputs": "image", "filters": 16, "kernel_size": 7, "strides": 2}
        | {"padding": "same"},
        {"type": "MaxPooling2D"},
        {"type": "Conv2D", "filters": 32, "kernel_size": 3, "strides": 2, "padding": "same"},
        {"type": "GlobalAveragePooling2D", "name": "one"},
        {"type": "Conv2D", "inputs": "other", "filters": 4, "kernel_size": 3},
        {"type": "GlobalAveragePooling2D", "name": "two"},
        {"type": "Concatenate", "inputs": ["one", "two"]},
    ],
}


def checked(table: Mapping[str, object]) -> Checked:
    return check(Source("named.json", json.dumps(table).encode()))


def at(summary: Summary, sizes: Mapping[str, int]) -> dict[str, object]:
    """Return the JSON of a summary with numbers for its names."""
    rows = [
        {key: numbers(value, sizes) for key, value in vars(row).items()} for row in summary.layers
    ]
    return {
        "layers": rows,
        "memory": valued(summary.activation_bytes, sizes),
        "peak": max(valued(size, sizes) for size in summary.peak_activation_bytes),
        "macs": valued(summary.macs, sizes),
        "parameters": summary.parameters,
    }


def numbers(value: object, sizes: Mapping[str, int]) -> object:
    if isinstance(value, tuple):
        return tuple(numbers(item, sizes) for item in value)
    return value.at(sizes) if isinstance(value, Formula) else value


def sized(named: Checked, shapes: Mapping[str, tuple[int, ...]]) -> TypedGraph:
    model = named.model
    nodes = tuple(node.node for node in model.nodes)
    graph = Graph(model.name, model.inputs, nodes, model.outputs)
    return named.out.require(infer(with_shapes(graph, shapes), named.out))


def assert_agrees(named: Checked, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Compare what is said with names to what is said of the same network without."""
    sizes = {
        str(size): number
        for name, shape in shapes.items()
        for size, number in zip(named.model.inputs[name].shape, shape, strict=True)
        if isinstance(size, Formula)
    }
    exact = at(summarise(sized(named, shapes)), {})
    told = at(summarise(named.model), sizes)
    for row, other in zip(told["layers"], exact["layers"], strict=True):
        for key in row:
            may_be_untold = key in {"receptive_field", "stride"} and row[key] is None
            assert may_be_untold or row[key] == other[key], (row["name"], key)
    assert {**told, "layers": ()} == {**exact, "layers": ()}


@given(st.integers(3, 80), st.integers(3, 80))
def test_a_summary_with_names_is_that_of_every_size(height: int, width: int) -> None:
    assert_agrees(checked(NAMED), {"image": (height, width, 3), "other": (height, 5, 2)})


def named(network: Network) -> Checked | None:
    """Return a zoo network with names for its first two sizes, if it takes almost all of them."""
    text, count = re.subn(
        r"^(inputs = \{ \w+ = )\[(\d+), (\d+), (\d)\]",
        r'\1["H", "W", \4]',
        network.text,
        flags=re.MULTILINE,
    )
    try:
        return check(Source("zoo.toml", text.encode()), network.set) if count else None
    except SpecError:
        return None


ZOO = {
    network.name: found
    for network in networks()
    if not network.spec and (found := named(network)) is not None
}


def test_most_of_the_zoo_takes_sizes_with_names() -> None:
    assert len(ZOO) >= 15


@pytest.mark.parametrize("name", ZOO)
def test_the_zoo_with_names_is_the_zoo_at_every_size(name: str) -> None:
    (image,) = ZOO[name].model.inputs
    channels = ZOO[name].model.inputs[image].shape[-1]
    for size in ((224, 224, channels), (299, 160, channels), (97, 98, channels)):
        assert_agrees(ZOO[name], {image: size})


@pytest.mark.parametrize("name", ZOO)
def test_fields_of_the_zoo_do_not_depend_on_the_input(name: str) -> None:
    (image,) = ZOO[name].model.inputs
    channels = ZOO[name].model.inputs[image].shape[-1]
    exact = summarise(sized(ZOO[name], {image: (224, 224, channels)}))
    for row, other in zip(summarise(ZOO[name].model).layers, exact.layers, strict=True):
        assert row.stride == other.stride or other.output_shape[:-1] == (1, 1), row.name


def test_json_holds_formulas_as_text() -> None:
    answer = json.loads(json.dumps(as_json(summarise(checked(NAMED).model))))
    assert answer["inputs"][0]["shape"] == ["H", "W", 3]
    first, pooled, *_ = answer["layers"]
    assert first["output_shape"] == ["floor((H + 1) / 2)", "floor((W + 1) / 2)", 16]
    assert first["macs"] == "2352*floor((H + 1) / 2)*floor((W + 1) / 2)"
    assert first["receptive_field"] == [7, 7]
    assert pooled["stride"] == [4, 4]
    assert answer["totals"]["peak_activation_bytes"] == (
        "40*H + 12*H*W + 64*floor((H + 1) / 2)*floor((W + 1) / 2)"
    )


def test_what_may_be_largest_is_told_as_a_maximum() -> None:
    small = {"type": "Dense", "units": 100, "inputs": "pooled"}
    pool = {"type": "GlobalMaxPooling1D", "name": "pooled"}
    spec = NAMED | {"inputs": {"x": ["N", 1]}, "layers": [pool, small]}
    answer = as_json(summarise(checked(spec).model))
    assert answer["totals"]["peak_activation_bytes"] == "max(4*N + 4, 404)"


def test_the_table_is_readable_in_a_narrow_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console as Rich  # noqa: PLC0415

    from speccnn.reports.table import table  # noqa: PLC0415

    Rich(width=80, no_color=True).print(table(summarise(checked(NAMED).model)))
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    assert "MACs        " in text
    assert "--input image=224x224x3 --input other=224x5x2" in " ".join(text.split())


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        ({"picture": (9, 9, 3)}, "there is no input `picture`; there is image, other"),
        ({"image": (9, 9)}, "`image` is H x W x 3: 9x9 has 2 sizes"),
        ({"image": (9, 9, 4)}, "`image` is H x W x 3: its 3 cannot be 4"),
        (
            {"image": (9, 9, 3), "other": (8, 5, 2)},
            "`other` is H x 5 x 2: H is 9, and cannot be 8",
        ),
        ({"other": (8, 5, 2)}, "no shape says how large W is"),
    ],
)
def test_a_shape_that_cannot_be_is_told(shapes: dict[str, tuple[int, ...]], said: str) -> None:
    with pytest.raises((ShapeDoesNotFitError, WrongInputsError)) as raised:
        sized(checked(NAMED), shapes)
    assert str(raised.value) == said
