"""Whatever is done to a program, a check ends in diagnostics whose places lie in the text."""

import json
import re
import tomllib

from hypothesis import event, given
from hypothesis import strategies as st

from speccnn import pipeline
from speccnn.diagnostics.finding import Severity
from speccnn.diagnostics.frame import frames
from speccnn.diagnostics.source import Source
from speccnn.graph.text import show
from speccnn.language.canonical import as_toml

PROGRAM = """\
speccnn = 1
name = "net"
inputs = { image = ["${size}", 32, 3], other = [8, 8, 8] }
outputs = ["head", "joined"]
variables = { size = 32, width = 4, kinds = ["ReLU", "ELU"], deep = "${width > 2}", rate = 0.1 }

[[layers]]
block = "stage"
name = "body"
inputs = "image"
repeat = 2
with = { filters = "${width * 2 ** index}", project = "${index == 0}" }

[[layers]]
block = "join"
name = "joined"
inputs = ["body", "other"]
when = "${deep}"

[[layers]]
type = "Flatten"
inputs = "body_0"

[[layers]]
type = "Dense"
name = "hidden${index}"
units = "${[16, 8][index]}"
repeat = 2

[[layers]]
type = "Dense"
name = "head"
units = 10

[blocks.stage]
parameters = { filters = "int", project = false, kind = "${kinds[0]}" }
output = "out"
layers = [
  { type = "Conv2D", name = "a", filters = "${filters}", kernel_size = 3, padding = "same" },
  { type = "ReLU", name = "b", inputs = "a", when = "${project}" },
  { type = "Add", name = "sum", inputs = ["${'b' if project else 'a'}", "a"] },
  { type = "${kind}", name = "act" },
  { block = "shrink", name = "out" },
]

[blocks.shrink]
layers = [{ type = "MaxPooling2D" }, { type = "Dropout", rate = "${rate}" }]

[blocks.join]
inputs = ["left", "right"]
layers = [
  { type = "Concatenate", name = "both", inputs = ["left", "right"] },
  { type = "Conv2D", name = "mix", filters = "${min(width, 8)}", kernel_size = 1 },
]
"""
TOKENS = re.findall(r"[A-Za-z_]+|[0-9.]+|\$\{|\n|.", PROGRAM)
WORDS = """index input repeat=3 repeat=100000 when=false block='stage' with={} output=3 ${ ${} $${
${1/0} ${kinds} ${index} ${filters} [] {} -1 inputs=[] inputs=['left'] [variables] [blocks] \\"""
PIECES = st.sampled_from(TOKENS) | st.sampled_from(WORDS.split())
BITS = st.integers(0, len(TOKENS) - 1)


def tell(source: Source, overrides: dict[str, str] | None = None) -> None:
    """Check a program, and assert that all that is said of it can be shown."""
    found = pipeline.diagnose(source, overrides)
    spans = [d.span for d in found] + [n.span for d in found for n in d.notes if n.span]
    assert all(0 <= start <= end <= len(source.text) for start, end in spans)
    assert frames(source, found) or not found
    assert all(len(d.finding.message) < 500 for d in found)
    for code in {d.finding.code for d in found}:
        event(code)
    if not any(d.finding.severity is Severity.ERROR for d in found):
        checked = pipeline.check(source, overrides)
        again = pipeline.check(Source("again.toml", as_toml(checked.values).encode()))
        assert show(again.model) == show(checked.model)


@given(st.lists(st.tuples(BITS, st.integers(0, 2), PIECES | st.just("")), min_size=1, max_size=3))
def test_any_edit_of_a_program(edits: list[tuple[int, int, str]]) -> None:
    tokens = list(TOKENS)
    for at, removed, added in edits:
        tokens[at : at + removed] = [added]
    tell(Source("spec.toml", "".join(tokens).encode()))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 40)
    | st.sampled_from([0.5, 10**12, "int", "list", "body", "stage", "input", "image", "ReLU"])
    | st.sampled_from(["${width}", "${index}", "${kinds}", "${filters}", "${1 +}", "${'a'}", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "block", "name", "inputs", "with", "repeat", "when", "a"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=5,
)


def paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the paths of all values in a document."""
    items = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    return [path, *(inner for key, item in items for inner in paths(item, (*path, key)))]


PATHS = paths(tomllib.loads(PROGRAM))[1:]


@given(st.lists(st.tuples(st.sampled_from(PATHS), VALUES), min_size=1, max_size=2))
def test_any_values_in_a_program(changes: list[tuple[tuple[str | int, ...], object]]) -> None:
    program = tomllib.loads(PROGRAM)
    for path, value in changes:
        place = program
        for key in path[:-1]:
            is_there = isinstance(place, dict | list) and key in (
                place if isinstance(place, dict) else range(len(place))
            )
            place = place[key] if is_there else {}
        if isinstance(place, dict) or (isinstance(place, list) and path[-1] in range(len(place))):
            place[path[-1]] = value
    tell(Source("spec.json", json.dumps(program).encode()))


@given(st.dictionaries(st.sampled_from(["size", "width", "kinds", "deep", "rate", "a"]), st.text()))
def test_any_settings_of_a_program(overrides: dict[str, str]) -> None:
    tell(Source("spec.toml", PROGRAM.encode()), overrides)


def test_the_program_is_sound() -> None:
    assert pipeline.diagnose(Source("spec.toml", PROGRAM.encode())) == ()
