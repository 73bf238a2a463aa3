"""Random programs are the networks that a naive expander makes of them, once and again."""

import json
import math
import tomllib
from itertools import count
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from speccnn import pipeline
from speccnn.diagnostics.sink import Sink, SpecError
from speccnn.diagnostics.source import Source
from speccnn.graph.text import show
from speccnn.language.canonical import as_toml
from speccnn.language.expand import expand, is_program
from speccnn.words import snake_case

Entry = dict[str, Any]
FUNCTIONS = {"min": min, "max": max, "ceil": math.ceil}


def value(written: object, scope: dict[str, object]) -> Any:  # noqa: ANN401
    """Return a value with its expressions evaluated, which Python may do here."""
    if isinstance(written, str) and written.startswith("${"):
        return eval(written[2:-1], {"__builtins__": FUNCTIONS}, dict(scope))  # noqa: S307
    if isinstance(written, dict):
        return {key: value(item, scope) for key, item in written.items()}
    return [value(item, scope) for item in written] if isinstance(written, list) else written


class Naive:
    """Unrolls a program whose layers name only what stands before them."""

    def __init__(self, program: Entry) -> None:
        self.blocks, self.variables = program["blocks"], program["variables"]
        self.nodes: list[Entry] = []
        names: Entry = {"x": "x"}
        self.walk(program["layers"], "", self.variables, names, "x")
        taken = {node["name"] for node in self.nodes if "name" in node} | names.keys()
        for node in self.nodes:
            if "name" not in node:
                stem = node["prefix"] + snake_case(node["type"])
                node["name"] = next(name for name in numbered(stem) if name not in taken)
                taken.add(node["name"])

    def walk(
        self, entries: list[Entry], prefix: str, scope: Entry, names: Entry, before: object
    ) -> object:
        """Expand entries, add their names to `names`, and return what comes last."""
        explicit = {entry.get("name") for entry in entries}
        for entry in entries:
            own, read = entry.get("name"), None
            for index in range(value(entry.get("repeat", 1), scope)):
                here = scope | ({"index": index} if "repeat" in entry else {})
                if not value(entry.get("when", True), here):
                    continue
                reads = [names[name] for name in listed(entry.get("inputs", []))] or [before]
                reads[0] = reads[0] if read is None or "inputs" not in entry else read
                if own is None and "block" in entry:
                    taken = explicit | names.keys()
                    own = next(name for name in numbered(entry["block"]) if name not in taken)
                name = None if own is None else own + (f"_{index}" if "repeat" in entry else "")
                if "block" in entry:
                    before = self.use(entry, prefix + str(name) + "_", reads, here)
                else:
                    rest = entry.keys() - {"name", "inputs", "repeat", "when"}
                    before = {"reads": reads, "prefix": prefix}
                    before |= {key: value(entry[key], here) for key in rest}
                    before |= {} if name is None else {"name": prefix + name}
                    self.nodes.append(before)
                read = before
                names |= {} if own is None else {own: before, name: before}
        return before

    def use(self, entry: Entry, prefix: str, reads: list[object], here: Entry) -> object:
        block = self.blocks[entry["block"]]
        defaults = value(block["parameters"], self.variables)
        names = dict(zip(block.get("inputs", ["input"]), reads, strict=True))
        scope = self.variables | defaults | value(entry.get("with", {}), here)
        last = self.walk(block["layers"], prefix, scope, names, reads[0])
        return names[value(block["output"], scope)] if "output" in block else last

    def layers(self) -> list[Entry]:
        """Return plain layers that say what they read."""
        found = []
        for node in self.nodes:
            reads = [read if isinstance(read, str) else read["name"] for read in node["reads"]]
            keys = node.keys() - {"prefix", "reads"}
            found.append({key: node[key] for key in keys} | {"inputs": reads})
        return found


def numbered(stem: str) -> Any:  # noqa: ANN401
    yield stem
    yield from (f"{stem}_{number}" for number in count(1))


def listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names


def spelled_out(layers: list[Entry]) -> list[Entry]:
    """Return layers that say what they read, where they read what comes before."""
    before, found = "x", []
    for layer in layers:
        found.append(layer | {"inputs": listed(layer.get("inputs", before))})
        before = layer["name"]
    return found


numbers = st.sampled_from([1, 2, "${v}", "${w - 1}", "${min(v, w)}", "${k}", "${k % 3 + 1}"])
whens = st.sampled_from([True, False, "${v > 1}", "${k > 1}", "${flag}", "${not flag or k == 2}"])
of_index = st.sampled_from(["${index > 0}", "${index != 1}", "${index % 2 == 0}"])
repeats = st.sampled_from([3, 2, 1, 0, "${v}", "${w // 2}"])


@st.composite
def tables(draw: st.DrawFn, number: int, names: list[str], blocks: Entry) -> Entry:
    """Draw one entry that reads one of `names`, or what comes before it."""
    kind = draw(st.sampled_from(["ReLU", "ELU", "Dropout", "Add", *blocks, *blocks]))
    table: Entry = {"block": kind} if kind in blocks else {"type": kind}
    if draw(st.booleans()):
        table["name"] = draw(st.sampled_from("abc")) + str(number)
    wanted = len(blocks[kind].get("inputs", "i")) if kind in blocks else 1 + (kind == "Add")
    if wanted > 1 or draw(st.integers(0, 5)) == 0:
        reads = draw(st.lists(st.sampled_from(names), min_size=wanted, max_size=wanted))
        table["inputs"] = reads[0] if len(reads) == 1 else reads
    is_repeated = draw(st.integers(0, 2)) == 0
    if is_repeated:
        table["repeat"] = draw(repeats)
    if draw(st.integers(0, 3)) == 0:
        table["when"] = draw(whens | of_index if is_repeated else whens)
    if kind == "Dropout":
        table["rate"] = draw(st.sampled_from([0.5, "${1 / (v + 2)}", "${0.1 * k}"]))
    if kind in blocks and draw(st.booleans()):
        counted = numbers | st.just("${index + 1}") if is_repeated else numbers
        table["with"] = {"k": draw(counted)}
    return table


@st.composite
def bodies(draw: st.DrawFn, names: list[str], blocks: Entry) -> list[Entry]:
    """Draw layers that read `names` and each other; what is always there joins `names`."""
    found: list[Entry] = []
    for number in range(draw(st.sampled_from([3, 2, 4, 1]))):
        found.append(draw(tables(number, names, blocks)))
        if "name" in found[-1] and not found[-1].keys() & {"repeat", "when"}:
            names.append(found[-1]["name"])
    return found


@st.composite
def programs(draw: st.DrawFn) -> Entry:
    blocks: Entry = {}
    for name in draw(st.sampled_from(["pq", "pqr", "p", ""])):
        inputs = draw(st.sampled_from([["input"], ["left", "right"]]))
        names = list(inputs)
        block: Entry = {"layers": draw(bodies(names, blocks))}
        block["parameters"] = {"k": draw(st.sampled_from([2, "${v + 1}", "${w}"]))}
        if len(inputs) > 1:
            block["inputs"] = inputs
        if draw(st.integers(0, 2)) == 0:
            block["output"] = draw(st.sampled_from(names))
        blocks[name] = block
    return {
        "speccnn": 1,
        "name": "net",
        "inputs": {"x": [4, 2]},
        "variables": {"v": draw(st.integers(0, 2)), "w": 3, "k": 1, "flag": draw(st.booleans())},
        "blocks": blocks,
        "layers": [{"type": "ReLU"}, *draw(bodies(["x"], blocks))],
    }


def outcome(spec: Entry) -> str | set[str]:
    """Return the network of a spec, or the codes of what is wrong with it."""
    try:
        network = show(pipeline.check(Source("spec.json", json.dumps(spec).encode())).model)
    except SpecError as error:
        codes = {d.finding.code for d in error.diagnostics} - {"E709"}
        event(str(sorted(codes)))
        return codes
    event(f"{len(network.splitlines()) // 4 * 4} layers")
    return network


@given(programs())
def test_a_naive_expander_agrees(program: Entry) -> None:
    out = Sink(Source("spec.json", b""))
    expanded = expand(program, {}, out)
    assert expanded is not None
    expected = Naive(program).layers()
    assert spelled_out(expanded["layers"]) == expected
    read = {name for layer in expected for name in layer["inputs"]}
    ends = {"outputs": [layer["name"] for layer in expected if layer["name"] not in read]}
    plain = {key: program[key] for key in ("speccnn", "name", "inputs")} | {"layers": expected}
    assert outcome(program | ends) == outcome(plain | ends) == outcome(expanded | ends)
    assert not is_program(expanded)
    assert expand(expanded, {}, out) == expanded
    assert not expected or tomllib.loads(as_toml(expanded)) == expanded
