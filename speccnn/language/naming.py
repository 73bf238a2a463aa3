"""Settles the names of the expanded layers, and what each of them reads."""

from collections.abc import Iterator
from typing import TypeAlias

from speccnn.diagnostics.sink import Sink
from speccnn.fields import is_list
from speccnn.language.emitted import Emitted
from speccnn.language.expander import Expander
from speccnn.language.findings import UnknownInBlock
from speccnn.language.frames import Frame, Reference, full_name
from speccnn.words import nearest, numbered, short

Root: TypeAlias = dict[str, object]


def finished(others: Root, expander: Expander, out: Sink) -> Root:
    """Return the expanded spec: `others` and the layers, with their names and inputs settled.

    Report what a use of a block, or a layer in one, reads and there is not.
    """
    emitted = expander.emitted
    names = _names(expander)
    _check_mentions(expander, names, out)
    before = expander.only_input
    layers: list[object] = []
    for layer, name in zip(emitted, names, strict=True):
        inputs = (
            None if layer.inputs is None else [full_name(target, names) for target in layer.inputs]
        )
        layers.append(_table(layer, name, names, None if inputs == [before] else inputs))
        before = name
    expanded = {**others, "layers": layers}
    outputs = others.get("outputs")
    if isinstance(outputs, str) or is_list(outputs):
        expanded["outputs"] = _outputs(outputs, expander, names, out)
    return expanded


def _table(
    layer: Emitted, name: str, names: list[str], inputs: list[str] | None
) -> dict[str, object]:
    frame, kind, rest = layer.entry.frame, layer.entry.filled.kind, layer.entry.filled.rest
    if layer.original is not None:
        kind = {"reuse": names[layer.original]}
    elif isinstance(kind.get("reuse"), str):
        kind = {**kind, "reuse": full_name(Reference(frame, str(kind["reuse"])), names)}
    made = {**kind}
    if "name" not in rest:
        made["name"] = name
    if inputs is not None:
        made["inputs"] = inputs[0] if len(inputs) == 1 else inputs
    made.update(rest)
    return made


def _names(expander: Expander) -> list[str]:
    """Return the full name of each layer, in order.

    It is the author's, or its type's after its block's name.
    """
    emitted = expander.emitted
    taken = {layer.name.lower() for layer in emitted if layer.name is not None}
    taken |= {name.lower() for name in expander.top.names}
    candidates: dict[str, Iterator[str]] = {}
    settled: list[str] = []
    for layer in emitted:
        name = layer.name
        if name is None and layer.original is not None:
            original = emitted[layer.original].entry.frame.prefix
            name = layer.entry.frame.prefix + settled[layer.original][len(original) :]
        if name is None:
            name = stem = layer.entry.frame.prefix + layer.entry.filled.stem
            if stem.lower() in taken:
                names = candidates.setdefault(stem, numbered(stem))
                name = next(name for name in names if name.lower() not in taken)
            taken.add(name.lower())
        settled.append(name)
    return settled


def _check_mentions(expander: Expander, names: list[str], out: Sink) -> None:
    known = set(names)
    for frame in expander.frames:
        for entry in frame.mentioning:
            for name, where in entry.filled.mentions:
                is_outside = not frame.block and name in known
                leads = name in frame.names or is_outside
                if leads and full_name(Reference(frame, name), names):
                    continue
                is_told = out.keeps(UnknownInBlock) and not leads
                own = entry.filled.name
                meant = nearest_of(name, frame, known - {own}) if is_told else None
                finding = expander.stranger(name, frame, None if meant == own else meant)
                out.report(finding, at=entry.trace(where))


def _outputs(outputs: object, expander: Expander, names: list[str], out: Sink) -> object:
    """Return the outputs by their full names; report those that are none."""
    top = expander.top
    given = [outputs] if isinstance(outputs, str) else outputs if is_list(outputs) else []
    known = set(names)
    full: list[object] = []
    for place, name in enumerate(given):
        full.append(full_name(Reference(top, name), names) if isinstance(name, str) else name)
        if isinstance(name, str) and name not in top.names and name not in known:
            meant = nearest_of(name, top, known) if out.keeps(UnknownInBlock) else None
            out.report(UnknownInBlock(short(name), "", meant), at=("outputs", place))
    return full[0] if isinstance(outputs, str) else full


def nearest_of(name: str, frame: Frame, names: set[str]) -> str | None:
    """Return the name that is meant in a frame; outside of blocks all layers have names."""
    return nearest(name, frame.names if frame.block else [*frame.names, *sorted(names)])
