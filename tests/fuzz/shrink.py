"""The smallest network on which speccnn and TensorFlow disagree in the same way."""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import Source
from speccnn.language.expand import expand

Spec: TypeAlias = dict[str, Any]
Ask: TypeAlias = Callable[[Spec], dict[str, Any]]

STAYS = frozenset({"type", "name", "inputs", "reuse"})
NUMBER = re.compile(r"\d+|'n\d*'|\(.*\)|\[.*\]")


def signature(outcome: dict[str, Any]) -> tuple[object, ...]:
    """Return what makes two disagreements the same one."""
    said = NUMBER.sub("", outcome["disagreement"].splitlines()[0])[:60]
    return outcome["verdict"], tuple(code for code in outcome["codes"] if code[0] != "L"), said


def shrunk(spec: Spec, ask: Ask, most: int = 600) -> Spec:
    """Return a smaller spec about which `ask` says the same, after so many questions at most.

    A spec with which `ask` finds nothing, as where it was a matter of chance, is returned as it is.
    """
    outcome = ask(spec)
    if not outcome["disagreement"]:
        return spec
    wanted = signature(outcome)
    spec = _first_of([_plain(spec)], spec, ask, wanted)
    place = 0
    while most > 0:
        candidates = [it for it in _smaller(spec) if it != spec and it["layers"]]
        in_turn = [*candidates[place:], *candidates[:place]]
        for index, smaller in enumerate(in_turn):
            most -= 1
            if _is_same(smaller, ask, wanted):
                spec, place = smaller, (place + index) % len(candidates)
                break
        else:
            break
    return _first_of(_tidied(spec), spec, ask, wanted)


def _is_same(spec: Spec, ask: Ask, wanted: tuple[object, ...]) -> bool:
    outcome = ask(spec)
    return bool(outcome["disagreement"]) and signature(outcome) == wanted


def _first_of(specs: list[Spec], otherwise: Spec, ask: Ask, wanted: tuple[object, ...]) -> Spec:
    return next((spec for spec in specs if _is_same(spec, ask, wanted)), otherwise)


def _plain(spec: Spec) -> Spec:
    """Return a spec without blocks whose layers all have a name and say what they read."""
    expanded = expand(spec, {}, Sink(Source("network.json", b"")))
    assert expanded is not None
    before = next(iter(spec["inputs"]))
    layers: list[dict[str, Any]] = []
    for index, entry in enumerate(expanded["layers"]):
        read = entry.get("inputs", before)
        before = entry.get("name", f"x{index}")
        layers.append(
            {**entry, "name": before, "inputs": [read] if isinstance(read, str) else read}
        )
    return {"outputs": [before], **expanded, "layers": layers}


def _smaller(spec: Spec) -> Iterator[Spec]:
    layers: list[dict[str, Any]] = spec["layers"]
    for index in range(len(layers)):
        yield _only(spec, index)
    for index in reversed(range(len(layers))):
        yield _without(spec, index)
    for index, entry in enumerate(layers):
        for changed in _simpler_entries(entry):
            yield _used(spec | {"layers": [*layers[:index], changed, *layers[index + 1 :]]})
    for name, given in spec["inputs"].items():
        shapes = [given["shape"]] if isinstance(given, dict) else _simpler(given)
        for shape in shapes:
            if isinstance(shape, list):
                yield {**spec, "inputs": {**spec["inputs"], name: shape}}


def _only(spec: Spec, index: int) -> Spec:
    """Return the layers that lead to one, which becomes the output."""
    return _used({**spec, "outputs": [spec["layers"][index]["name"]]}, strictly=True)


def _without(spec: Spec, index: int) -> Spec:
    """Return the spec without a layer, whose readers read what it read."""
    gone = spec["layers"][index]
    name, read = gone["name"], gone["inputs"][0]
    layers = [
        {**entry, "inputs": [read if other == name else other for other in entry["inputs"]]}
        for entry in spec["layers"]
        if entry is not gone and entry.get("reuse") != name
    ]
    outputs = [out for out in spec["outputs"] if out != name]
    if read not in spec["inputs"] and read not in outputs:
        outputs.append(read)
    return _used({**spec, "layers": layers, "outputs": outputs})


def _used(spec: Spec, *, strictly: bool = False) -> Spec:
    """Leave out the inputs that nothing reads, and with `strictly` such layers too."""
    layers = spec["layers"]
    if strictly:
        wanted = set(spec["outputs"])
        for entry in reversed([*layers, *layers]):
            if entry["name"] in wanted:
                wanted |= {*entry["inputs"], entry.get("reuse", "")}
        layers = [entry for entry in layers if entry["name"] in wanted]
    read = {name for entry in layers for name in entry["inputs"]}
    inputs = {name: shape for name, shape in spec["inputs"].items() if name in read}
    made = {entry["name"] for entry in layers}
    outputs = [name for name in spec["outputs"] if name in made] or spec["outputs"]
    return {**spec, "inputs": inputs or spec["inputs"], "layers": layers, "outputs": outputs}


def _simpler_entries(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in entry.keys() - STAYS:
        yield {name: value for name, value in entry.items() if name != key}
    if len(entry["inputs"]) > 2:
        yield {**entry, "inputs": entry["inputs"][:-1]}
    for key in sorted(entry.keys() - STAYS):
        for simpler in _simpler(entry[key]):
            yield {**entry, key: simpler}


def _simpler(value: object) -> Iterator[object]:
    match value:
        case bool():
            return
        case float():
            yield from (simple for simple in (0.0, 0.5, 1.0) if abs(simple) < abs(value))
        case int():
            yield from dict.fromkeys(n for n in (1, 2, value // 2, value - 1) if 0 < n < value)
        case list():
            yield from value[:1] if all(item == value[0] for item in value) else []
            yield from _with_simpler_items(value)
        case dict():
            for key, item in value.items():
                yield from ({**value, key: simpler} for simpler in _simpler(item))
        case _:
            return


def _with_simpler_items(value: list[object]) -> Iterator[object]:
    for index, item in enumerate(value):
        for simpler in _simpler(item):
            yield [*value[:index], simpler, *value[index + 1 :]]


def _tidied(spec: Spec) -> list[Spec]:
    """Return the spec as a person would write it, if it is a chain."""
    layers = spec["layers"]
    read = [*spec["inputs"], *(entry["name"] for entry in layers)]
    is_chain = len(spec["inputs"]) == 1 and all(
        entry["inputs"] == [before] and "reuse" not in entry
        for before, entry in zip(read, layers, strict=False)
    )
    if not is_chain or spec["outputs"] != [layers[-1]["name"]]:
        return []
    plain = [{k: v for k, v in e.items() if k not in {"name", "inputs"}} for e in layers]
    rest = {key: value for key, value in spec.items() if key != "outputs"}
    return [{**rest, "layers": plain}]
