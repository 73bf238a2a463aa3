"""What places see in random networks is what TensorFlow's gradient reaches, place by place."""

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from speccnn import Checked, Source, SpecError, check, targets
from speccnn.reports.receptive_field import Reach, receptive_fields
from speccnn.reports.summary import as_json, summarise

pytest.importorskip("keras")

import keras
from zoo import gradients

Table = dict[str, object]
SIZES = (48, 40)
PLACES = 8
ROUNDING = 2e-7

pairs = st.lists(st.integers(1, 3), min_size=2, max_size=2)
same = st.sampled_from(["same", "valid"])
convs = st.builds(
    lambda kernel, strides, padding: {
        "type": "Conv2D",
        "filters": 4,
        "kernel_size": kernel,
        "strides": strides,
        "padding": padding,
    },
    *(pairs, pairs, same | st.sampled_from([1, [[2, 0], [0, 1]]])),
)
pools = st.builds(
    lambda kind, size, padding: {"type": kind, "pool_size": size, "padding": padding},
    *(st.sampled_from(["MaxPooling2D", "AveragePooling2D"]), pairs, same),
)
transposed = st.builds(
    lambda strides, more, padding: {
        "type": "Conv2DTranspose",
        "filters": 4,
        "kernel_size": [stride + extra for stride, extra in zip(strides, more, strict=True)],
        "strides": strides,
        "padding": padding,
    },
    *(pairs, st.lists(st.integers(0, 3), min_size=2, max_size=2), same),
)
extra_places = st.builds(
    lambda stride, kernel, extra: {
        "type": "Conv2DTranspose",
        "filters": 4,
        "kernel_size": kernel,
        "strides": stride,
        "padding": "same",
        "output_padding": extra,
    },
    *(st.integers(2, 3), st.integers(3, 5), st.integers(0, 2)),
)
dilated = st.builds(
    lambda rate, padding: {
        "type": "Conv2D",
        "filters": 4,
        "kernel_size": 3,
        "dilation_rate": rate,
        "padding": padding,
    },
    *(pairs, same),
)
interpolations = st.sampled_from(["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"])
enlarged = st.builds(
    lambda size, interpolation: {
        "type": "UpSampling2D",
        "size": size,
        "interpolation": interpolation,
    },
    *(pairs, interpolations),
)
resized = st.builds(
    lambda height, width, interpolation: {
        "type": "Resizing",
        "height": height,
        "width": width,
        "interpolation": interpolation,
    },
    *(st.sampled_from([12, 16, 24, 48, 96]), st.sampled_from([8, 10, 20, 40, 120]), interpolations),
)
others = st.sampled_from(
    [
        {"type": "PixelShuffle", "scale": 2},
        {"type": "SpaceToDepth", "block_size": 2},
        {"type": "Cropping2D", "cropping": [[1, 2], [3, 0]]},
        {"type": "ZeroPadding2D", "padding": 1},
    ]
)
SMALLER = convs | pools | dilated | others
LARGER = transposed | extra_places | enlarged | resized


def checked(layers: list[Table]) -> Checked:
    spec = {"speccnn": 1, "name": "n", "inputs": {"x": [*SIZES, 4]}, "layers": layers}
    try:
        return check(Source("a.json", json.dumps(spec).encode()))
    except SpecError:
        assume(condition=False)
        raise


def assert_agrees(found: Checked) -> int:
    """Compare neighbouring places that see nothing beyond the borders; return how many."""
    last = found.model.nodes[-1]
    field = receptive_fields(found.model)[last.name]
    if field is None:
        assert any(map(_is_untold, found.values["layers"]))
        return 0
    sizes = last.output.places
    places = [tuple((size - PLACES) // 2 + at for size in sizes) for at in range(PLACES)]
    places = [place for place in places if min(place) >= 0 and not _is_outside(field, place)]
    if not places:
        return 0
    keras.backend.clear_session()
    live = targets.build(found)
    gradients.linearise(live)
    (seen,) = gradients.seen(found.model, live, {last.name: places}, ROUNDING).values()
    for place, extents in zip(places, seen, strict=True):
        for reach, at, (first, last) in zip(field, place, extents, strict=True):
            assert (first, last) == (reach.first(at), reach.last(at)), place
            assert last - first + 1 <= reach.size
    return len(places)


def _is_untold(layer: Table) -> bool:
    """Whether an interpolation may read unevenly: by no whole factor, or wide by an odd one."""
    return "interpolation" in layer and layer["interpolation" if "size" in layer else "type"] in {
        *("Resizing", "bicubic", "lanczos3", "lanczos5"),
    }


def _is_outside(field: tuple[Reach, ...], place: tuple[int, ...]) -> bool:
    return any(
        reach.first(at) < 0 or reach.last(at) >= size
        for reach, at, size in zip(field, place, SIZES, strict=True)
    )


@settings(max_examples=25)
@given(
    st.lists(SMALLER, max_size=2),
    LARGER,
    st.lists(SMALLER | LARGER, max_size=2),
)
def test_chains_agree(before: list[Table], layer: Table, after: list[Table]) -> None:
    assume(assert_agrees(checked([*before, layer, *after])))


@settings(max_examples=10)
@given(st.sampled_from([2, 3]), st.data())
def test_branches_of_one_stride_agree(factor: int, data: st.DataObject) -> None:
    kernels = st.integers(factor, 5)
    ways = st.builds(
        lambda size: (
            {"type": "Conv2DTranspose", "kernel_size": size, "filters": 4}
            | {"strides": factor, "padding": "same"}
        ),
        kernels,
    ) | st.builds(
        lambda how: {"type": "UpSampling2D", "size": factor, "interpolation": how},
        interpolations,
    )
    layers = [{"type": "AveragePooling2D", "name": "start", "pool_size": 2}]
    layers += [data.draw(ways) | {"name": name, "inputs": "start"} for name in ("left", "right")]
    layers.append({"type": "Add", "inputs": ["left", "right"]})
    layers += data.draw(st.lists(convs, max_size=1))
    assume(assert_agrees(checked(layers)))


def grown(kernel: int) -> Table:
    return {"type": "Conv2DTranspose", "filters": 4, "kernel_size": kernel, "strides": 2}


@pytest.mark.parametrize(
    ("layer", "size", "stride"),
    [
        ({"type": "UpSampling2D"}, (1, 1), ["1/2", "1/2"]),
        ({"type": "UpSampling2D", "size": 3, "interpolation": "bilinear"}, (2, 2), ["1/3"] * 2),
        (grown(3), (2, 2), ["1/2"] * 2),
        (grown(4), (2, 2), ["1/2"] * 2),
        ({"type": "PixelShuffle", "scale": 2}, (1, 1), ["1/2"] * 2),
        ({"type": "SpaceToDepth", "block_size": 2}, (2, 2), [2, 2]),
        ({"type": "Resizing", "height": 12, "width": 80}, (2, 2), [4, "1/2"]),
    ],
)
def test_what_one_layer_sees(layer: Table, size: tuple[int, ...], stride: list[object]) -> None:
    found = checked([layer])
    (row,) = as_json(summarise(found.model))["layers"]
    assert (row["receptive_field"], row["stride"]) == (list(size), stride)
    assert assert_agrees(found)
