"""Settles the names of the expanded layers, and what each of them reads."""

from collections.abc import Iterator
from typing import TypeAlias

from speccnn.diagnostics.sink import Sink
from speccnn.fields import is_list
from speccnn.language.emitted import Emitted
from speccnn.language.expander import Expander
from speccnn.language.findings import UnknownInBlock
from speccnn.language.frames import Frame, Reference, full_name
from speccnn.words import nearest, numbered, short, snake_case

Root: TypeAlias = dict[str, object]

MOST_SUGGESTIONS = 20


def finished(others: Root, expander: Expander, out: Sink) -> Root:
    """Return the expanded spec: `others` and the layers, with their names and inputs settled.

    Report what a use of a block, or a layer in one, reads and there is not.
    """
    top, emitted = expander.top, expander.emitted
    settled = _names(expander)
    names = list(settled.values())
    for layer, name in zip(emitted, names, strict=True):
        layer.frame.names[layer.key] = name
    _check_mentions(expander, set(names), out)
    before = expander.only_input
    layers: list[object] = []
    for layer, name in zip(emitted, names, strict=True):
        inputs = None if layer.inputs is None else [full_name(target) for target in layer.inputs]
        layers.append(_table(layer, name, settled, None if inputs == [before] else inputs))
        before = name
    expanded = {**others, "layers": layers}
    outputs = others.get("outputs")
    if isinstance(outputs, str):
        expanded["outputs"] = full_name(Reference(top, outputs))
    elif is_list(outputs):
        expanded["outputs"] = [
            full_name(Reference(top, name)) if isinstance(name, str) else name for name in outputs
        ]
    return expanded


def _table(
    layer: Emitted, name: str, settled: dict[int, str], inputs: list[str] | None
) -> dict[str, object]:
    table = layer.table
    kind = {key: table[key] for key in ("type", "reuse") if key in table}
    if layer.original is not None:
        kind = {"reuse": settled[id(layer.original)]}
    elif isinstance(kind.get("reuse"), str):
        kind["reuse"] = full_name(Reference(layer.frame, str(kind["reuse"])))
    named = {} if "name" in table else {"name": name}
    read = {} if inputs is None else {"inputs": inputs[0] if len(inputs) == 1 else inputs}
    return {**kind, **named, **read, **table, **kind}


def _names(expander: Expander) -> dict[int, str]:
    """Return the full name of each layer, by its identity, in order.

    It is the author's, or its type's after its block's name.
    """
    emitted = expander.emitted
    taken = {layer.name.lower() for layer in emitted if layer.name is not None}
    taken |= {name.lower() for name in expander.top.names}
    candidates: dict[str, Iterator[str]] = {}
    settled: dict[int, str] = {}
    for layer in emitted:
        name = layer.name
        if name is None and layer.original is not None:
            original = layer.original
            name = layer.frame.prefix + settled[id(original)][len(original.frame.prefix) :]
        if name is None:
            kind = layer.table.get("type", layer.table.get("reuse", "layer"))
            name = stem = layer.frame.prefix + snake_case(str(kind))
            if stem.lower() in taken:
                names = candidates.setdefault(stem, numbered(stem))
                name = next(name for name in names if name.lower() not in taken)
            taken.add(name.lower())
        settled[id(layer)] = name
    return settled


def _check_mentions(expander: Expander, names: set[str], out: Sink) -> None:
    strangers = 0
    for frame in expander.frames:
        for name, trace in frame.mentions:
            is_outside = not frame.block and name in names
            leads = name in frame.names or is_outside
            if not leads or full_name(Reference(frame, name)) == "":
                strangers += 1
                is_told = strangers <= MOST_SUGGESTIONS and not leads
                meant = nearest(name, _known(frame, names)) if is_told else None
                out.report(UnknownInBlock(short(name), frame.block, meant), at=trace())


def _known(frame: Frame, names: set[str]) -> list[str]:
    known = [name for name in frame.names if not name.startswith(" ")]
    return known if frame.block else [*known, *sorted(names)]
