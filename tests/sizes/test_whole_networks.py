"""`speccnn sizes` says of every size up to 300 what the checker says of it as a number."""

import json
from pathlib import Path

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from sizes.concrete import Concrete, is_accepted

from speccnn import pipeline
from speccnn.diagnostics.sink import SpecError
from speccnn.diagnostics.source import Source
from speccnn.graph.named import with_named_sizes
from speccnn.reports.valid_sizes import ValidSizes, valid_sizes

ROOT = Path(__file__).parents[2]
SPECS = sorted(ROOT.glob("specs/**/*.toml"))
TRIED = range(1, 301)


def asked(source: Source) -> tuple[ValidSizes, Concrete]:
    model, graph, ranges, _ = pipeline.unsize(source)
    return valid_sizes(model, graph.inputs, ranges), Concrete(with_named_sizes(graph))


def is_in(found: ValidSizes, sizes: dict[str, int]) -> bool:
    return all(size in found.sizes[name] for name, size in sizes.items()) and all(
        condition.holds(sizes) for condition in found.joint
    )


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_the_zoo_is_valid_where_sizes_says_so(spec: Path) -> None:
    source = Source(spec.name, spec.read_bytes())
    found, concrete = asked(source)
    names = list(found.sizes)
    assert names
    for size in TRIED:
        sizes = dict.fromkeys(names, size)
        assert is_in(found, sizes) == concrete.takes(sizes), sizes
    assert found.example
    for name in names:
        for size in TRIED:
            sizes = {**found.example, name: size}
            assert is_in(found, sizes) == concrete.takes(sizes), sizes


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_weights_stay_what_they_are_where_sizes_says_so(spec: Path) -> None:
    found, concrete = asked(Source(spec.name, spec.read_bytes()))
    assert found.is_written_valid
    shapes = [tie.map_shape for tie in found.ties]
    for name, kept in found.kept.items():
        for size in TRIED:
            sizes = {**found.written, name: size}
            is_same = concrete.takes(sizes) and all(
                part if isinstance(part, int) else part.at(sizes) == part.at(found.written)
                for shape in shapes
                for part in shape
            )
            assert (size in kept) == is_same, sizes


def test_layers_are_asked_as_the_checker_asks_them() -> None:
    source = Source("net.toml", ROOT.joinpath("specs/zoo/unet.toml").read_bytes())
    _, _, graph, _ = pipeline.wired(source)
    concrete = Concrete(with_named_sizes(graph))
    for size in range(170, 210):
        sizes = {"H": size, "W": size}
        shapes = {name: x.at(sizes) for name, x in concrete.graph.inputs.items()}
        assert concrete.takes(sizes) == is_accepted(graph, shapes)


small = st.integers(1, 3)
paddings = st.sampled_from(["valid", "same"]) | st.integers(0, 2)
sliding = {"strides": small, "padding": paddings}
LAYERS = [
    {"type": st.just("Conv2D"), "filters": st.just(4), "kernel_size": st.integers(1, 5), **sliding},
    {"type": st.just("Conv2D"), "filters": st.just(4), "kernel_size": st.integers(1, 5),
     "strides": st.integers(2, 4), "rounding": st.just("exact")},
    {"type": st.just("Conv2D"), "filters": st.just(4), "kernel_size": st.just(3),
     "dilation_rate": st.integers(2, 4), "padding": st.sampled_from(["valid", "same"])},
    {"type": st.just("MaxPooling2D"), "pool_size": st.integers(1, 4), **sliding},
    {"type": st.just("AveragePooling2D"), "pool_size": st.integers(2, 3)},
    {"type": st.just("UpSampling2D"), "size": small},
    {"type": st.just("Conv2DTranspose"), "filters": st.just(4), "kernel_size": st.integers(1, 4),
     "strides": small, "padding": st.sampled_from(["valid", "same"])},
    {"type": st.just("Cropping2D"), "cropping": st.integers(0, 3)},
    {"type": st.just("ZeroPadding2D"), "padding": st.integers(0, 3)},
    {"type": st.just("SpaceToDepth"), "block_size": st.integers(2, 3)},
    {"type": st.just("Permute"), "dims": st.just([2, 1, 3])},
    {"type": st.just("Reshape"),
     "target_shape": st.sampled_from([[-1, 8], [-1, 6, 4], [6, -1, 4]])},
    {"type": st.just("Flatten")},
    {"type": st.just("Dense"), "units": st.just(4)},
]  # fmt: skip
MERGES = [
    {"type": st.just("Add")},
    {"type": st.just("Add"), "broadcast": st.just(value=True)},
    {"type": st.just("Concatenate"), "axis": st.sampled_from([-1, -1, 1, 2])},
]


@st.composite
def specs(draw: st.DrawFn) -> Source:
    """Draw a network of windows, branches and merges, mostly of four channels."""
    shape = draw(st.sampled_from([["H", "W", 4], ["H", "H", 4], ["H", 20, 4]]))
    names, layers = ["image"], []
    for number in range(draw(st.integers(1, 7))):
        is_merge = len(names) > 1 and draw(st.integers(0, 3)) == 0
        fields = draw(st.sampled_from(MERGES if is_merge else LAYERS))
        layer: dict[str, object] = {key: draw(value) for key, value in fields.items()}
        count = 2 if is_merge else 1
        layer["inputs"] = draw(
            st.lists(st.sampled_from(names[-3:]), min_size=count, max_size=count)
        )
        layer["name"] = f"layer{number}"
        names.append(f"layer{number}")
        layers.append(layer)
    read = {name for layer in layers for name in layer["inputs"]}
    outputs = [name for name in names[1:] if name not in read]
    values = {"speccnn": 1, "name": "net", "inputs": {"image": shape}, "layers": layers}
    return Source("net.json", json.dumps({**values, "outputs": outputs}).encode())


@given(specs(), st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), max_size=40))
def test_any_network_is_valid_where_sizes_says_so(
    source: Source, pairs: list[tuple[int, int]]
) -> None:
    try:
        found, concrete = asked(source)
    except SpecError as error:
        if any(found.finding.code == "T452" for found in error.diagnostics):
            reject()
        concrete, found = Concrete(pipeline.wired(source).graph), None
    names = ("H", "W")
    together = [dict.fromkeys(names, size) for size in TRIED]
    for sizes in [*together, *(dict(zip(names, pair, strict=True)) for pair in pairs)]:
        known = {name: sizes[name] for name in (found.sizes if found else names)}
        assert concrete.takes(sizes) == (found is not None and is_in(found, known)), sizes
