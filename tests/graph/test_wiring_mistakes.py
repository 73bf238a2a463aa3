"""Each mistake in the wiring gives one message, at the place where it was made."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccnn import pipeline
from speccnn.diagnostics.sink import Diagnostic, Path
from speccnn.diagnostics.source import Source

HEAD = """speccnn = 1
name = "net"
inputs = { image = [8, 8, 1] }
"""


def layers(*lines: str, head: str = HEAD) -> str:
    return head + "layers = [\n" + "".join(f"  {{ {line} }},\n" for line in lines) + "]\n"


def diagnose(text: str) -> tuple[Diagnostic, ...]:
    return pipeline.diagnose(Source("spec.toml", text.encode()))


def circle(*reads: tuple[str, object]) -> list[tuple[str, ...]]:
    """Return the circles found among layers given as name and what each reads."""
    layers = [{"type": "Add", "name": name, "inputs": inputs} for name, inputs in reads]
    spec = {"speccnn": 1, "name": "n", "inputs": {"x": [4]}, "layers": layers}
    found = pipeline.diagnose(Source("a.json", json.dumps(spec).encode()))
    assert {diagnostic.finding.code for diagnostic in found} <= {"G302", "G304"}
    return [
        diagnostic.finding.data["layers"]
        for diagnostic in found
        if "layers" in diagnostic.finding.data
    ]


RELU = 'type = "ReLU", '
TWO = HEAD.replace("{ image = [8, 8, 1] }", "{ left = [4], right = [4] }")
ROWS: list[tuple[str, str, Path, str]] = [
    (layers(RELU + 'inputs = "imge"'), "G301", ("layers", 0, "inputs"), '"imge"'),
    (
        layers('type = "Add", inputs = ["image", "imge"]'),
        "G301",
        ("layers", 0, "inputs", 1),
        '"imge"',
    ),
    (
        layers(RELU + 'name = "a"', head=HEAD + 'outputs = ["a", "b"]\n'),
        "G301",
        ("outputs", 1),
        '"b"',
    ),
    (layers(RELU + 'name = "a"', head=HEAD + 'outputs = "b"\n'), "G301", ("outputs",), '"b"'),
    (
        layers(RELU + 'name = "a"', head=HEAD + 'outputs = "image"\n'),
        "G301",
        ("outputs",),
        '"image"',
    ),
    (layers(RELU + 'name = "a", inputs = "a"'), "G302", ("layers", 0, "inputs"), '"a"'),
    (
        layers(RELU + 'name = "a"', RELU + 'name = "a"'),
        "G303",
        ("layers", 1, "name"),
        '"a"',
    ),
    (layers(RELU + 'name = "Image"'), "G303", ("layers", 0, "name"), '"Image"'),
    (
        layers(RELU + 'name = "lost"', RELU + 'name = "end", inputs = "image"'),
        "G304",
        ("layers", 0),
        '{ type = "ReLU", name = "lost" }',
    ),
    (layers(RELU + 'inputs = "left"', head=TWO), "G304", ("inputs", "right"), "right"),
    (layers('type = "ReLU"', head=TWO), "G305", ("layers", 0, "inputs"), '{ type = "ReLU" }'),
    (
        layers(RELU + 'name = "a"', head=HEAD + 'outputs = ["a", "a"]\n'),
        "G306",
        ("outputs", 1),
        '"a"',
    ),
]


@pytest.mark.parametrize(("text", "code", "path", "marked"), ROWS, ids=range(len(ROWS)))
def test_one_mistake_gives_one_message_at_its_place(
    text: str, code: str, path: Path, marked: str
) -> None:
    (found,) = diagnose(text)
    assert found.finding.code == code
    assert found.path == path
    assert text[slice(*found.span)] == marked


def test_a_name_that_is_taken_is_shown_where_it_was_taken() -> None:
    text = layers(RELU + 'name = "first"', RELU + 'name = "First"')
    (found,) = diagnose(text)
    (note,) = found.notes
    assert note.message == "it is taken here"
    assert text[slice(*note.span)] == "name"
    assert text[: note.span.start].count("\n") == 4
    assert found.finding.message == "the name `First` is taken: `first` differs only in case"


def test_an_input_that_took_a_name_is_shown() -> None:
    text = layers(RELU + 'name = "image"')
    (found,) = diagnose(text)
    assert text[slice(*found.notes[0].span)] == "image"


@pytest.mark.parametrize("order", [1, -1])
def test_a_layer_with_padding_in_numbers_takes_two_names(order: int) -> None:
    lines = (
        'type = "Conv2D", name = "c", filters = 1, kernel_size = 3, padding = 1',
        RELU + 'name = "c_pad"',
    )
    (found,) = diagnose(layers(*lines[::order]))
    assert found.finding.message == "the name `c_pad` is taken"
    assert "padding in numbers also takes" in found.finding.help


def test_names_are_suggested() -> None:
    (found,) = diagnose(layers(RELU + 'name = "stem"', RELU + 'inputs = "stm"'))
    assert found.finding.help == "did you mean `stem`?"


def test_a_layer_that_reads_itself_is_a_circle() -> None:
    assert circle(("a", ["x", "a"])) == [("a",)]


def test_two_layers_that_read_each_other_are_a_circle() -> None:
    assert circle(("a", ["x", "b"]), ("b", ["x", "a"])) == [("a", "b")]


def test_two_circles_are_two_messages() -> None:
    found = circle(
        ("a", ["x", "b"]), ("b", ["x", "a"]), ("c", ["x", "d"]), ("d", ["x", "c"])
    )  # fmt: skip
    assert found == [("a", "b"), ("c", "d")]


def test_a_circle_that_reads_another_is_told_too() -> None:
    found = circle(
        ("a", ["x", "b"]),
        ("b", ["x", "a"]),
        ("between", ["a", "b"]),
        ("self", ["between", "self"]),
    )
    assert found == [("a", "b"), ("self",)]


def test_circles_through_one_layer_are_one_message() -> None:
    assert circle(("a", ["b", "c"]), ("b", ["x", "a"]), ("c", ["x", "a"])) == [("a", "b")]


@given(st.integers(1, 8), st.data())
def test_every_layer_in_some_circle_has_its_circle_told(count: int, data: st.DataObject) -> None:
    numbers = st.integers(0, count - 1)
    edges = [data.draw(st.sets(numbers, max_size=2)) for _ in range(count)]
    found = circle(
        *((f"n{n}", ["x", "x", *map("n{}".format, sorted(to))]) for n, to in enumerate(edges))
    )
    for names in found:
        for one, following in pairwise([*names, names[0]]):
            assert int(one[1:]) in edges[int(following[1:])]
    reached = [set(to) for to in edges]
    for _ in range(count):
        reached = [to.union(*(reached[n] for n in to)) for to in reached]
    groups = {
        frozenset(m for m in to if n in reached[m]) for n, to in enumerate(reached) if n in to
    }
    told = [group for names in found for group in groups if int(names[0][1:]) in group]
    assert len(told) == len(groups)
    assert set(told) == groups


def test_what_only_reads_a_circle_is_not_named() -> None:
    found = circle(
        ("before", ["x", "x"]),
        ("a", ["before", "b"]),
        ("b", ["x", "a"]),
        ("tail", ["b", "a"]),
        ("end", ["tail", "x"]),
    )
    assert found == [("a", "b")]


def test_a_circle_is_told_along_the_data() -> None:
    assert circle(("a", ["x", "c"]), ("b", ["x", "a"]), ("c", ["x", "b"])) == [("a", "b", "c")]
    assert circle(("a", ["x", "b"]), ("b", ["x", "c"]), ("c", ["x", "a"])) == [("a", "c", "b")]


def test_a_long_circle_is_cut_in_the_message() -> None:
    count = 3000
    lines = [RELU + f'name = "n{n}", inputs = "n{(n - 1) % count}"' for n in range(count)]
    (found,) = diagnose(layers(*lines))
    assert len(found.finding.data["layers"]) == count
    assert found.finding.message == (
        "layers read each other in a circle: n0 -> n1 -> n2 -> n3 -> n4 -> n5 -> … -> n0"
    )


def test_a_lost_branch_is_told_once_at_its_end() -> None:
    lost = [RELU + f'name = "lost{n}"' for n in range(3)]
    (found,) = diagnose(layers(*lost, RELU + 'name = "end", inputs = "image"'))
    assert found.layer == "lost2"


def test_each_lost_branch_is_told() -> None:
    text = layers(
        *(RELU + f'name = "{name}", inputs = "image"' for name in ("one", "other", "end"))
    )
    assert [found.layer for found in diagnose(text)] == ["one", "other"]


def test_a_rejected_layer_silences_what_reads_it() -> None:
    text = layers(
        'type = "Conv2D", name = "wide", filters = 1, kernel_size = 9',
        'type = "Conv2D", filters = 1, kernel_size = 9',
        'type = "Add", inputs = ["image", "before"]'.replace("before", "conv2d"),
        'type = "Dense", units = 1',
    )
    (found,) = diagnose(text)
    assert (found.finding.code, found.layer) == ("T401", "wide")


def test_two_rejected_branches_are_two_messages() -> None:
    text = layers(
        'type = "Conv2D", name = "one", inputs = "image", filters = 1, kernel_size = 9',
        'type = "Conv2D", name = "other", inputs = "image", filters = 1, kernel_size = 10',
        'type = "Add", inputs = ["one", "other"]',
    )
    assert [found.layer for found in diagnose(text)] == ["one", "other"]


def test_wrong_wiring_is_told_before_wrong_shapes() -> None:
    text = layers(
        'type = "Conv2D", filters = 1, kernel_size = 9',
        RELU + 'inputs = "nothing"',
    )
    assert [found.finding.code for found in diagnose(text)] == ["G301"]


def test_an_input_too_large_is_told_once() -> None:
    head = HEAD.replace("8, 8, 1", "65536, 65536, 1")
    (found,) = diagnose(layers('type = "Flatten"', head=head))
    assert (found.finding.code, found.path) == ("T411", ("inputs", "image"))
