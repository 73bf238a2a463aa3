"""Mistakes in the language: where they are, what is said of them, and which uses led there."""

import pytest

from speccnn import pipeline
from speccnn.diagnostics.source import Source

HEAD = 'speccnn = 1\nname = "net"\ninputs = { image = [8, 8, 4] }\n'
BLOCK = """
[blocks.bottleneck]
parameters = { filters = "int", strides = 1, project = false }
layers = [
  { type = "Conv2D", name = "a", filters = "${filters}", kernel_size = 1, strides = "${strides}" },
  { type = "ReLU", when = "${project}" },
]
"""
USE = """
[[layers]]
block = "bottleneck"
name = "stage2"
repeat = 3
with = { filters = 4, strides = "${2 if index == 1 else 1}" }
"""


def spec(text: str) -> Source:
    return Source("spec.toml", (HEAD + text).encode())


def shown(text: str) -> list[str]:
    """Return `code marked-text: message | help` for each finding."""
    source = spec(text)
    return [
        f"{d.finding.code} {source.text[d.span.start : d.span.end]}: {d.finding.message}"
        + (f" | {d.finding.help}" if d.finding.help else "")
        for d in pipeline.diagnose(source)
    ]


def relus(*keys: str) -> str:
    """Return layers that are ReLUs with these keys, or uses of `cell`."""
    tables = [key if "block" in key else f'type = "ReLU", {key}'.rstrip(", ") for key in keys]
    return f"layers = [{', '.join(f'{{ {table} }}' for table in tables)}]\n"


CELL = '[blocks.cell]\nlayers = [{ type = "ReLU", name = "r" }]\n'

MISTAKES = {
    "an expression in a longer string": (
        relus('name = "é_${1 + 1}_${1 / 0}"'),
        ["E701 ${1 / 0}: the expression has no value: it divides by zero"],
    ),
    "an expression in single quotes": (
        relus("name = 'a${}'"),
        ["E701 ${}: the expression has no value: there is nothing between its braces"],
    ),
    "an expression in a string with escapes is marked as a whole": (
        relus('name = "\\u0061${1 / 0}"'),
        ['E701 "\\u0061${1 / 0}": the expression has no value: it divides by zero'],
    ),
    "an expression in a list": (
        'layers = [{ type = "ZeroPadding2D", padding = [1, "${[1][1]}"] }]\n',
        [
            ("E701 ${[1][1]}: the expression has no value: the list has 1 item, numbered from 0, "
            "so the last is 0; there is no item 1")
        ],
    ),
    "an expression in another table": (
        relus("") + '[training]\nloss = "mse"\nepochs = "${2 **}"\n',
        ["E701 ${2 **}: the expression has no value: it cannot be read (invalid syntax)"],
    ),
    "an unknown variable": (
        "variables = { width = 8 }\n" + relus('negative_slope = "${widht}"'),
        ["E702 ${widht}: there is no variable `widht` here | did you mean `width`?"],
    ),
    "an unknown variable unlike all others": (
        "variables = { width = 8, depth = 3 }\n" + relus('name = "${quirk}"'),
        ["E702 ${quirk}: there is no variable `quirk` here | known here: width, depth"],
    ),
    "a misspelt index": (
        relus('name = "${indx}", repeat = 2'),
        ["E702 ${indx}: there is no variable `indx` here | did you mean `index`?"],
    ),
    "an index where nothing is repeated": (
        relus('name = "${index}"'),
        [
            ("E702 ${index}: there is no variable `index` here | `index` counts the copies"
            " where a `repeat` stands; a block is told it by `with`")
        ],
    ),
    "the index of the use in the block": (
        relus('block = "cell", repeat = 2') + CELL.replace('"r"', '"r${index}"'),
        [
            ("E702 ${index}: there is no variable `index` here | `index` counts the copies"
            " where a `repeat` stands; a block is told it by `with`")
        ],
    ),
    "variables in a circle": (
        'variables = { d = "${a}", a = "${b}", b = "${c}", c = "${a}" }\n' + relus(""),
        [('E701 "${b}": the expression has no value: '
         "variables read each other in a circle: a -> b -> c -> a")],
    ),
    "a variable of itself": (
        'variables = { a = "x${a}" }\n' + relus(""),
        [('E701 "x${a}": the expression has no value: '
         "variables read each other in a circle: a -> a")],
    ),
    "a variable that is a table": (
        "variables = { a = { b = 1 } }\n" + relus(""),
        [("V204 { b = 1 }: `a` must be a number, a string, true or false, or a list of at most"
         " 1000 of these, not a table")],
    ),
    "an unknown block": (
        relus('block = "cel"', 'block = "cell"') + CELL,
        ['E703 "cel": there is no block "cel" | did you mean `cell`?'],
    ),
    "an unknown block unlike all others": (
        relus('block = "quirk"', 'block = "cell"') + CELL,
        ['E703 "quirk": there is no block "quirk" | the blocks are cell'],
    ),
    "a block where none is defined": (
        relus('block = "cell"'),
        ['E703 "cell": there is no block "cell" | there are none'],
    ),
    "a block that uses itself": (
        relus('block = "cell"') + '[blocks.cell]\nlayers = [{ block = "cell", name = "c" }]\n',
        [('E704 "cell": blocks use each other in a circle: cell -> cell'
         " | where copies are meant, write `repeat`")],
    ),
    "blocks that use each other": (
        relus('block = "a"', 'block = "b"')
        + '[blocks]\na.layers = [{ block = "b", name = "x" }]\nb.layers = [{ block = "a" }]\n',
        [('E704 "a": blocks use each other in a circle: a -> b -> a'
         " | where copies are meant, write `repeat`")],
    ),
    "a misspelt parameter": (
        USE.replace("strides =", "stride =") + BLOCK,
        [("E706 stride: parameter `stride` of block `bottleneck` does not exist"
         " | did you mean `strides`?")],
    ),
    "a misspelt parameter that has to be given is not missing as well": (
        USE.replace("filters =", "filter =") + BLOCK,
        [("E706 filter: parameter `filter` of block `bottleneck` does not exist"
         " | did you mean `filters`?")],
    ),
    "a missing parameter": (
        USE.replace("filters = 4,", "") + BLOCK,
        [('E706 {  strides = "${2 if index == 1 else 1}" }: '
         "parameter `filters` of block `bottleneck` has to be given"
         " | say it where the block is used: `with = { filters = … }`")],
    ),
    "a missing `with`": (
        relus('block = "bottleneck"') + BLOCK,
        [('E706 { block = "bottleneck" }: '
         "parameter `filters` of block `bottleneck` has to be given"
         " | say it where the block is used: `with = { filters = … }`")],
    ),
    "a parameter of the wrong type": (
        USE.replace("filters = 4", 'filters = "4"') + BLOCK,
        ['E706 "4": parameter `filters` of block `bottleneck` must be a whole number, not "4"'],
    ),
    "a parameter of another type than its default": (
        USE.replace("filters = 4", "filters = 4, project = 1") + BLOCK,
        ["E706 1: parameter `project` of block `bottleneck` must be true or false, not 1"],
    ),
    "a parameter of another type than the value of its default": (
        "variables = { n = 1 }\n" + USE.replace('"${2', '"${2.5').replace("== 1", "< 9")
        + BLOCK.replace("strides = 1", 'strides = "${n}"'),
        [('E706 "${2.5 if index < 9 else 1}": parameter `strides` of block `bottleneck`'
         " must be a whole number, not 2.5")],
    ),
    "a parameter that is a table": (
        USE.replace("filters = 4", "filters = 4, project = { a = 1 }") + BLOCK,
        [("E706 { a = 1 }: parameter `project` of block `bottleneck`"
         " must be true or false, not a table")],
    ),
    "a default that has no value": (
        USE + BLOCK.replace("strides = 1", 'strides = "${1 / 0}"'),
        ["E701 ${1 / 0}: the expression has no value: it divides by zero"],
    ),
    "a default that is no value": (
        USE + BLOCK.replace("strides = 1", "strides = { a = 1 }"),
        [("V204 { a = 1 }: `strides` must be the name of a type, or a default: a number, a string,"
         " true or false, or a list of at most 1000 of these, not a table")],
    ),
    "too many inputs": (
        relus('block = "cell", inputs = ["image", "image"]') + CELL,
        [('E707 ["image", "image"]: block `cell` reads 1 input (input) and is given 2'
         ' | name what it reads: `inputs = ["…"]`')],
    ),
    "too few inputs": (
        relus('block = "cell"') + CELL + 'inputs = ["left", "right"]\n',
        [('E707 { block = "cell" }: block `cell` reads 2 inputs (left, right) and is given 1'
         ' | name what it reads: `inputs = ["…", "…"]`')],
    ),
    "a name from outside in a block": (
        relus('block = "cell"') + CELL.replace('"r"', '"r", inputs = "image"'),
        [('E708 "image": there is no layer or input "image" in block `cell`'
         " | a block reads its `inputs` and its own layers")],
    ),
    "a misspelt input in a block": (
        relus('block = "cell"') + CELL.replace('"r"', '"r", inputs = ["imput"]'),
        [('E708 "imput": there is no layer or input "imput" in block `cell`'
         " | did you mean `input`?")],
    ),
    "a short name from a block": (
        relus('block = "cell", name = "cell1"', 'name = "z", inputs = "r"') + CELL,
        ['E708 "r": there is no layer or input "r" here'],
    ),
    "a misspelt full name": (
        relus('block = "cell"', 'inputs = "cel_r"') + CELL,
        ['E708 "cel_r": there is no layer or input "cel_r" here | did you mean `cell_r`?'],
    ),
    "a name of what was dropped": (
        relus('name = "a", when = false', 'inputs = "a"'),
        ['E708 "a": there is no layer or input "a" here'],
    ),
    "a block that reads itself": (
        relus('block = "cell", name = "s", inputs = "s"', "")
        + CELL.replace('"r"', '"r", when = false'),
        ['E708 "s": there is no layer or input "s" here'],
    ),
    "an unknown output of a block": (
        relus('block = "cell"') + CELL + 'output = "rr"\n',
        ['E708 "rr": there is no layer or input "rr" in block `cell` | did you mean `r`?'],
    ),
    "an output that has no value": (
        relus('block = "cell"', 'block = "cell"') + CELL + 'output = "${rr}"\n',
        [
            ("E702 ${rr}: there is no variable `rr` here | no variable is defined: "
            "a table `variables` gives names their values")
        ],
    ),
    "a repeat that is no number": (
        relus('repeat = "${1.5}"'),
        ['V204 "${1.5}": `repeat` must be a whole number, not 1.5'],
    ),
    "a negative repeat": (
        relus("repeat = -1"),
        ["V206 -1: `repeat` must be at least 0, not -1"],
    ),
    "a when that is no truth": (
        relus('when = "${1}"'),
        ['V204 "${1}": `when` must be true or false, not 1'],
    ),
    "a misspelt key of a use": (
        relus('block = "cell", inpust = "image"') + CELL,
        ["V201 inpust: `inpust` is not a key of an entry with `block` | did you mean `inputs`?"],
    ),
    "a use with a type": (
        relus('block = "cell", type = "ReLU"') + CELL,
        [("V201 type: `type` is not a key of an entry with `block`"
         " | its other keys are name, inputs, with, repeat, when")],
    ),
    "a `with` that is no table": (
        relus('block = "cell", with = 3') + CELL,
        ["V204 3: `with` must be a table, not 3"],
    ),
    "a name that is none": (
        relus('block = "cell", name = 3') + CELL,
        ["V204 3: `name` must be a name, not 3"],
    ),
    "a use with a space in its name": (
        relus('block = "cell", name = "a b"') + CELL,
        [('V207 "a b": "a b" is not a name'
         " | a name is an ASCII letter and up to 63 more letters, digits and underscores")],
    ),
    "inputs that are none": (
        relus("inputs = 3, when = true", 'block = "cell", inputs = [3]') + CELL,
        ["V204 3: `inputs` must be a name or a list of names, not 3",
         "V204 [3]: `inputs` must be a name or a list of names, not a list"],
    ),
    "two uses of one name": (
        relus('block = "cell", name = "s"', 'block = "cell", name = "S"') + CELL,
        ['V204 "S": `name` must be a name that nothing else here has, not "S"'],
    ),
    "a use named like a layer": (
        relus('name = "s"', 'block = "cell", name = "s"') + CELL,
        ['V204 "s": `name` must be a name that nothing else here has, not "s"'],
    ),
    "a use named like an input": (
        relus('block = "cell", name = "image"') + CELL,
        ['V204 "image": `name` must be a name that nothing else here has, not "image"'],
    ),
    "a layer named like an input of its block": (
        relus('block = "cell"') + CELL.replace('"r"', '"input"'),
        ['V204 "input": `name` must be a name that nothing else here has, not "input"'],
    ),
    "a layer named like one in a block": (
        relus('block = "cell", name = "s"', 'name = "s_r"') + CELL,
        ['G303 "s_r": the name `s_r` is taken'],
    ),
    "a layer named like a copy": (
        relus('name = "s_1"', 'name = "s", repeat = 2'),
        ['G303 "s": the name `s_1` is taken'],
    ),
    "what is wrong with layers as such": (
        relus('block = "cell"') + CELL.replace('"ReLU"', '"RelU"'),
        ['V202 "RelU": there is no type "RelU" | did you mean `ReLU`?'],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_what_is_said_of_a_mistake(text: str, expected: list[str]) -> None:
    assert shown(text) == expected
