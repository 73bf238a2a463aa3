"""From a document to a wired network: names resolved, nodes in order."""

from collections.abc import Iterator, Mapping
from heapq import heapify, heappop, heappush
from typing import TypeAlias

from speccnn.diagnostics.sink import Path, Sink
from speccnn.document.model import Document, Reuse
from speccnn.graph.circles import circles
from speccnn.graph.findings import (
    AmbiguousInput,
    Cycle,
    RepeatedOutput,
    UnknownName,
    UnusedLayer,
)
from speccnn.graph.graph import Graph, Node
from speccnn.graph.names import names_of
from speccnn.layers.base import Layer
from speccnn.sizes.condition import Condition
from speccnn.sizes.formula import Formula
from speccnn.tensor import TensorType
from speccnn.words import nearest, short

Owner: TypeAlias = tuple[str, Layer]


def wire(document: Document, out: Sink) -> Graph | None:
    """Return the network that a document describes, or report why there is none."""
    inputs = _inputs(document)
    names = names_of(document, out)
    are_distinct = not out.has_errors
    nodes = tuple(_nodes(document, names, out))
    outputs = _outputs(document, names, out)
    ordered = _ordered(nodes, out) if are_distinct else None
    if ordered is None or not outputs or out.has_errors:
        return None
    graph = Graph(document.name, inputs, ordered, outputs)
    _report_unused(graph, out)
    return graph


def _inputs(document: Document) -> dict[str, TensorType]:
    """Return the types of the inputs; all their names note conditions in one list."""
    conditions: list[Condition] = []
    return {
        name: TensorType(
            tuple([s if isinstance(s, int) else Formula.named(s, conditions) for s in entry.shape]),
            entry.dtype,
        )
        for name, entry in document.inputs.items()
    }


def _nodes(document: Document, names: tuple[str, ...], out: Sink) -> Iterator[Node]:
    known = dict.fromkeys((*document.inputs, *names))
    entries = dict(zip(names, document.layers, strict=True))
    owners: dict[str, Owner | None] = {}
    before: str | None = next(iter(document.inputs)) if len(document.inputs) == 1 else None
    for index, (name, entry) in enumerate(zip(names, document.layers, strict=True)):
        path: Path = ("layers", index)
        again = isinstance(entry, Reuse)
        owner = _owner(entry.reuse, entries, owners) if again else (name, entry)
        if entry.inputs is not None:
            for place, read in enumerate(entry.inputs):
                if read not in known:
                    meant = nearest(read, known) if out.keeps(UnknownName) else None
                    finding = UnknownName(short(read), "input or layer", meant)
                    out.report(finding, at=(*path, "inputs", place), layer=name)
            reads = entry.inputs
        elif before is not None:
            reads = (before,)
        else:
            out.report(AmbiguousInput(tuple(document.inputs)), at=(*path, "inputs"), layer=name)
            reads = ()
        before = name
        if owner is not None:
            shared, layer = owner
            yield Node(name, layer, reads, path, shares=None if shared == name else shared)
        elif isinstance(entry, Reuse):
            meant = nearest(entry.reuse, names) if out.keeps(UnknownName) else None
            if meant == name:
                meant = nearest(entry.reuse, [other for other in names if other != name])
            finding = UnknownName(short(entry.reuse), "layer", meant)
            out.report(finding, at=(*path, "reuse"), layer=name)


def _owner(
    name: str, entries: Mapping[str, Layer | Reuse], found: dict[str, Owner | None]
) -> Owner | None:
    """Return the layer that a name leads to, through layers that are used again.

    `found` holds what names lead to, and is added to.
    """
    passed: list[str] = []
    while name not in found:
        passed.append(name)
        found[name] = None  # as a circle leads to nothing
        entry = entries.get(name)
        if isinstance(entry, Reuse):
            name = entry.reuse
        elif entry is not None:
            found[name] = name, entry
    found.update(dict.fromkeys(passed, found[name]))
    return found[name]


def _outputs(document: Document, names: tuple[str, ...], out: Sink) -> tuple[str, ...]:
    if document.outputs is None:
        return names[-1:]
    known, seen = dict.fromkeys(names), set[str]()
    for index, name in enumerate(document.outputs):
        if name not in known:
            meant = nearest(name, known) if out.keeps(UnknownName) else None
            out.report(UnknownName(short(name), "layer", meant), at=("outputs", index))
        elif name in seen:
            out.report(RepeatedOutput(name), at=("outputs", index))
        seen.add(name)
    return document.outputs


def _ordered(nodes: tuple[Node, ...], out: Sink) -> tuple[Node, ...] | None:
    """Return the nodes so that each comes after what it reads, else as in the spec."""
    index = {node.name: place for place, node in enumerate(nodes)}
    if not any(index.get(name, -1) >= index[node.name] for node in nodes for name in node.inputs):
        return nodes
    reads = [{index[name] for name in node.inputs if name in index} for node in nodes]
    readers: list[list[int]] = [[] for _ in nodes]
    for place, sources in enumerate(reads):
        for source in sources:
            readers[source].append(place)
    missing = [len(sources) for sources in reads]
    ready = [place for place, count in enumerate(missing) if count == 0]
    heapify(ready)
    ordered: list[int] = []
    while ready:
        place = heappop(ready)
        ordered.append(place)
        for reader in readers[place]:
            missing[reader] -= 1
            if missing[reader] == 0:
                heappush(ready, reader)
    if len(ordered) == len(nodes):
        return tuple(nodes[place] for place in ordered)
    for circle in circles(reads, set(range(len(nodes))) - set(ordered)):
        node = nodes[circle[0]]
        names = tuple(nodes[place].name for place in circle)
        out.report(Cycle(names), at=(*node.path, "inputs"), layer=node.name)
    return None


def _report_unused(graph: Graph, out: Sink) -> None:
    """Report the ends that are no outputs; what leads only to one of them is not told again."""
    used = {name for node in graph.nodes for name in node.inputs}.union(graph.outputs)
    for node in graph.nodes:
        if node.name not in used:
            out.report(UnusedLayer("layer", node.name), at=node.path, layer=node.name)
    for name in graph.inputs:
        if name not in used:
            out.report(UnusedLayer("input", name), at=("inputs", name), part="key")
