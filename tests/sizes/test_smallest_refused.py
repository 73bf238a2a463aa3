"""A merge that fails for some sizes is shown with the smallest of them, and what it reads there."""

import json
import re
from itertools import count

import pytest

from speccnn import diagnose
from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import Source
from speccnn.graph.infer import infer
from speccnn.graph.named import with_shapes
from speccnn.pipeline import wired

Table = dict[str, object]


def conv(**more: object) -> Table:
    return {"type": "Conv2D", "filters": 3, "kernel_size": 3, **more}


def pool(size: int, **more: object) -> Table:
    return {"type": "MaxPooling2D", "pool_size": size, **more}


def up(size: int = 2, **more: object) -> Table:
    return {"type": "UpSampling2D", "size": size, **more}


def crop(size: int = 1, **more: object) -> Table:
    return {"type": "Cropping2D", "cropping": size, **more}


def grown(**more: object) -> Table:
    return {"type": "Conv2DTranspose", "filters": 3, "kernel_size": 3, "strides": 2, **more}


LEFT_AND_RIGHT = [
    ([pool(4)], [pool(2), pool(2, padding="same")]),
    ([conv(strides=2), conv(strides=2)], [pool(2), conv(strides=2)]),
    ([conv(strides=2, padding="same"), up()], [conv(padding="same")]),
    ([pool(2), pool(2), up(), up()], [pool(1)]),
    ([conv(strides=2), grown()], [pool(1)]),
    ([conv(strides=2, padding="same"), grown(padding="same")], [crop(1), conv(padding=2)]),
    ([crop(2), pool(3)], [pool(3), crop([[0, 1], [0, 1]])]),
    ([pool(5, padding="same"), pool(7, padding="same")], [pool(35)]),
    ([conv(strides=3, padding=1), up(3)], [{"type": "ZeroPadding2D", "padding": 1}, crop(1)]),
    ([pool(8), up(4), conv(padding="same")], [pool(2)]),
]


@pytest.mark.parametrize("merge", ["Add", "Concatenate"])
@pytest.mark.parametrize(("left", "right"), LEFT_AND_RIGHT)
def test_the_smallest_size_that_shows_it(merge: str, left: list[Table], right: list[Table]) -> None:
    source = network(merge, left, right)
    ends = [f"left{len(left) - 1}", f"right{len(right) - 1}"]
    errors = [found for found in diagnose(source) if found.layer == "merge"]
    (shown,) = [note.message for note in errors[0].notes if note.message.startswith("N = ")]
    size, reads = smallest_refused(source)
    assert shown == f"N = {size} gives {reads[0]} from `{ends[0]}` and {reads[1]} from `{ends[1]}`"
    assert f"{reads[0]} and {reads[1]}" in errors[0].finding.message


def test_a_merge_that_suits_no_size_is_shown_at_the_smallest() -> None:
    source = network("Add", [pool(3, strides=2), pool(3, strides=2)], [conv(strides=4)])
    (found,) = diagnose(source)
    assert found.finding.message == "`Add` cannot merge 1x1x3 and 2x2x3"
    assert found.notes[0].message == "with N = 7, and so with every size"


def network(merge: str, left: list[Table], right: list[Table]) -> Source:
    layers = [
        layer | ({"inputs": "image"} if place == 0 else {}) | {"name": f"{side}{place}"}
        for side, branch in (("left", left), ("right", right))
        for place, layer in enumerate(branch)
    ]
    ends = [f"left{len(left) - 1}", f"right{len(right) - 1}"]
    layers.append({"type": merge, "name": "merge", "inputs": ends})
    table = {"speccnn": 1, "name": "net", "inputs": {"image": ["N", "N", 3]}, "layers": layers}
    return Source("net.json", json.dumps(table).encode())


def smallest_refused(source: Source) -> tuple[int, list[str]]:
    """Return the smallest size at which every window fits and the merge alone is refused."""
    for size in count(1):
        _, _, graph, _ = wired(source)
        out = Sink(source)
        infer(with_shapes(graph, {"image": (size, size, 3)}), out)
        refused = [found for found in out.diagnostics if found.layer == "merge"]
        if refused and len(out.diagnostics) == 1:
            return size, re.findall(r"\d+x\d+x\d+", refused[0].finding.message)
    raise AssertionError
