"""A mistake in a block is told once, at its line in the block, with notes that lead to its uses."""

import pytest

from speccnn import pipeline
from speccnn.diagnostics.sink import Diagnostic
from speccnn.diagnostics.source import Source

HEAD = 'speccnn = 1\nname = "net"\ninputs = { image = [8, 8, 4] }\n'
BLOCK = """\
[[layers]]
block = "bottleneck"
name = "stage2"
repeat = 3
with = { filters = 4, strides = "${index + 1}", project = "${index == 0}" }

[blocks.bottleneck]
parameters = { filters = "int", strides = 1, project = false }
layers = [
  { type = "Conv2D", filters = "${filters}", kernel_size = 1, strides = "${strides}" },
  { type = "ReLU", when = "${project}" },
]
"""
FIRST = "with filters = 4, strides = 1, project = true"
SECOND = "with filters = 4, strides = 2, project = false"


def found(text: str) -> tuple[Diagnostic, ...]:
    return pipeline.diagnose(Source("spec.toml", (HEAD + text).encode()))


def the(text: str) -> Diagnostic:
    (diagnostic,) = found(text)
    return diagnostic


def place(text: str, start: int) -> tuple[int, int]:
    """Return line and column, both from 1."""
    before = (HEAD + text)[:start]
    return before.count("\n") + 1, start - before.rfind("\n")


def notes(diagnostic: Diagnostic) -> list[str]:
    return [note.message for note in diagnostic.notes]


def in_bottleneck(copy: int, copies: int, told: str) -> str:
    return f'in block "bottleneck", used as "stage2", copy {copy} of {copies}, {told}'


def test_the_line_and_column_are_those_of_the_expression_in_the_block() -> None:
    text = BLOCK.replace("${strides}", "${strids}")
    diagnostic = the(text)
    assert place(text, diagnostic.span.start) == (13, 74)
    assert diagnostic.span.end - diagnostic.span.start == len("${strids}")
    assert diagnostic.path == ("blocks", "bottleneck", "layers", 0, "strides")
    assert notes(diagnostic) == [in_bottleneck(1, 3, FIRST), "the same in 2 more copies"]
    use = diagnostic.notes[0].span
    assert use is not None
    assert place(text, use.start) == (4, 1)


def test_one_diagnostic_tells_of_twenty_copies() -> None:
    text = BLOCK.replace("repeat = 3", "repeat = 20").replace("${filters}", "${filtres}")
    assert notes(the(text)) == [in_bottleneck(1, 20, FIRST), "the same in 19 more copies"]


def test_one_other_copy_is_one() -> None:
    text = BLOCK.replace("repeat = 3", "repeat = 2").replace("${filters}", "${filtres}")
    assert notes(the(text))[1:] == ["the same in 1 more copy"]


def test_a_mistake_in_the_second_copy_only_leads_to_it() -> None:
    text = BLOCK.replace("${strides}", "${1 // (strides - 2)}")
    assert notes(the(text)) == [in_bottleneck(2, 3, SECOND)]


def test_a_shape_that_only_the_second_copy_has_leads_to_it() -> None:
    text = BLOCK.replace("kernel_size = 1", 'kernel_size = "${[1, 9, 1][strides - 1]}"')
    diagnostic = the(text)
    assert diagnostic.finding.code == "T401"
    assert diagnostic.layer == "stage2_1_conv2d"
    assert notes(diagnostic) == [
        "the height and width of 8 are those of `image`",
        in_bottleneck(2, 3, SECOND),
    ]


def test_what_is_wrong_with_the_values_of_all_copies_is_told_once() -> None:
    text = BLOCK.replace('"${filters}"', '"${filters / 2}"')
    diagnostic = the(text)
    assert diagnostic.finding.message == "`filters` must be a whole number, not 2.0"
    assert notes(diagnostic) == [in_bottleneck(1, 3, FIRST), "the same in 2 more copies"]


def test_notes_lead_through_all_blocks_from_the_inside_out() -> None:
    text = """layers = [{ block = "o", name = "s", with = { kind = "relu" } }]
    [blocks.o]
    parameters = { kind = "str" }
    layers = [{ block = "i", repeat = 2, with = { n = [1, 2], kind = "${kind}${index}" } }]
    [blocks.i]
    parameters = { n = [], kind = "", unset = 0 }
    layers = [{ type = "Activation", activation = "${kind}", name = "a${n[0]}${unset}" }]
    """
    assert notes(the(text)) == [
        'in block "i", used as "i", copy 1 of 2, with n = a list, kind = "relu0"',
        'in block "o", used as "s", with kind = "relu"',
        "the same in 1 more copy",
    ]


def test_uses_in_several_places_are_counted_too() -> None:
    text = """layers = [{ block = "c" }, { block = "c" }, { block = "c", name = "last" }]
    [blocks.c]
    layers = [{ type = "ReLU", negative_slope = "${a}" }]
    """
    assert notes(the(text)) == ['in block "c", used as "c"', "the same in 2 more copies"]


def test_a_repeated_layer_says_which_copy() -> None:
    diagnostic = the('layers = [{ type = "MaxPooling2D", repeat = 9 }]\n')
    assert diagnostic.finding.code == "T401"
    origin, copy = notes(diagnostic)
    assert origin == (
        "the height and width of 1 come from "
        "image 8 -> max_pooling2d 4 -> max_pooling2d_1 2 -> max_pooling2d_2 1"
    )
    assert copy == "in copy 4 of 9"


def test_a_mistake_in_all_copies_of_a_layer_is_told_once() -> None:
    diagnostic = the('layers = [{ type = "Dense", units = "a", repeat = 20 }]\n')
    assert notes(diagnostic) == ["in copy 1 of 20", "the same in 19 more copies"]


@pytest.mark.parametrize(
    "use",
    [
        'type = "ReLU", repeat = 3, name = "${[1, 2][index]}"',
        'block = "c", repeat = 3, with = { n = "${[1, 2, 0.5][index]}" }',
        'block = "c", repeat = 3, with = { n = "${1 // (index - 2)}" }',
    ],
)
def test_a_use_that_is_wrong_in_its_last_copy_says_so(use: str) -> None:
    block = '[blocks.c]\nparameters = { n = 1 }\nlayers = [{ type = "Dense", units = "${n}" }]\n'
    text = f"layers = [{{ {use} }}]\n"
    assert notes(the(text + (block if "block" in use else ""))) == ["in copy 3 of 3"]


def test_a_default_that_has_no_value_is_told_once_for_all_uses() -> None:
    text = BLOCK.replace("strides = 1", 'strides = "${1 / 0}"')
    text = text.replace("[blocks", '[[layers]]\nblock = "bottleneck"\n\n[blocks')
    assert notes(the(text)) == ['in block "bottleneck", used here']


def test_two_uses_of_one_name_tell_both_places() -> None:
    text = """layers = [
      { block = "c", name = "s" },
      { block = "c", name = "s", when = true },
    ]
    [blocks.c]
    layers = [{ type = "ReLU", name = "r" }]
    """
    diagnostic = the(text)
    assert diagnostic.path == ("layers", 1, "name")
    (note,) = diagnostic.notes
    assert note.message == "it is taken here"
    assert note.span is not None
    assert place(text, note.span.start)[0] == 5


def test_a_name_that_a_block_makes_tells_both_places() -> None:
    text = """layers = [{ type = "ReLU", name = "s_r" }, { block = "c", name = "s" }]
    [blocks.c]
    layers = [{ type = "ReLU", name = "r" }]
    """
    diagnostic = the(text)
    assert diagnostic.finding.message == "the name `s_r` is taken"
    assert diagnostic.path == ("blocks", "c", "layers", 0, "name")
    assert notes(diagnostic) == ["it is taken here", 'in block "c", used as "s"']


UNUSED = {
    "variables = { a = 1, b = '${a}' }\n": ["variable `b` is not used"],
    "variables = { a = 1, b = '$${a}' }\n": [
        "variable `a` is not used",
        "variable `b` is not used",
    ],
    "[variables]\na = 1\n[metadata]\nb = '${a}'\n": ["variable `a` is not used"],
    "blocks.c.layers = [{ type = 'ReLU' }]\n": ["block `c` is not used"],
    "blocks.c = { layers = [{ type = 'ReLU' }], parameters = { n = 1 } }\n": [
        "block `c` is not used",
        "parameter `n` is not used",
    ],
}


@pytest.mark.parametrize(("text", "messages"), UNUSED.items())
def test_what_nothing_uses_is_a_warning(text: str, messages: list[str]) -> None:
    diagnostics = found('layers = [{ type = "ReLU" }]\n' + text)
    assert [d.finding.message for d in diagnostics] == messages
    assert {d.finding.code for d in diagnostics} == {"E709"}


USED = {
    "a variable that only an output reads": """variables = { last = "a" }
    layers = [{ block = "c" }]
    [blocks.c]
    output = "${last}"
    layers = [{ type = "ReLU", name = "a" }]
    """,
    "a variable that only a default reads": """variables = { n = 1 }
    layers = [{ block = "c" }]
    [blocks.c]
    parameters = { m = "${n}" }
    layers = [{ type = "Dense", units = "${m}" }]
    """,
    "a block that is not wanted": """variables = { top = false }
    layers = [{ type = "ReLU" }, { block = "c", when = "${top}" }]
    [blocks.c]
    layers = [{ type = "ReLU" }]
    """,
    "a block of no copies": """layers = [{ type = "ReLU" }, { block = "c", repeat = 0 }]
    [blocks.c]
    layers = [{ type = "ReLU" }]
    """,
    "the block that was not chosen": """variables = { depth = 50 }
    layers = [{ block = "${'basic' if depth < 50 else 'deep'}" }]
    blocks.basic.layers = [{ type = "ReLU" }]
    blocks.deep.layers = [{ type = "ELU" }]
    """,
    "a block whose name is put together": """variables = { depth = 50 }
    layers = [{ block = "net${depth}" }]
    blocks.net50.layers = [{ type = "ReLU" }]
    """,
}


@pytest.mark.parametrize("text", USED.values(), ids=USED)
def test_what_is_used_somewhere_is_used(text: str) -> None:
    assert found(text) == ()


def test_two_mistakes_at_one_place_of_a_block_are_two() -> None:
    text = 'layers = [{ block = "c" }]\n[blocks.c]\nlayers = [{ type = "Conv2D" }]\n'
    missing = [d.finding.message for d in found(text)]
    assert missing == ["`Conv2D` lacks its key `filters`", "`Conv2D` lacks its key `kernel_size`"]
