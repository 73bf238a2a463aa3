"""From a wired network to one whose every tensor has a type."""

from collections.abc import Mapping
from itertools import chain
from math import prod

from speccnn.diagnostics.sink import Path, Sink
from speccnn.graph.graph import Graph, Node
from speccnn.graph.typed import Demand, TypedGraph, TypedNode
from speccnn.layers.axis_findings import TooManyAxes
from speccnn.layers.base import Layer, Reject, Types, Weight
from speccnn.layers.findings import TensorTooLarge, WeightsDiffer
from speccnn.layers.image_findings import ReadsBytes
from speccnn.layers.merge_findings import WrongInputCount
from speccnn.layers.named_size_findings import SizesTooIntricate
from speccnn.sizes.condition import Condition, equal
from speccnn.sizes.formula import (
    EFFORT,
    Formula,
    Size,
    StillNamedError,
    TooIntricateError,
    names_of,
    valued,
)
from speccnn.sizes.words import with_sizes
from speccnn.tensor import TensorType

MOST_AXES = 7
MOST_ELEMENTS = 2**31 - 1
NEAR = 256
MOST_DOUBLINGS = 22
MOST_PARTS = 200_000


def infer(graph: Graph, out: Sink) -> TypedGraph | None:
    """Return the network with the type of every tensor, or report the layers that have none.

    A tensor whose layer was rejected has no type, and what reads it is skipped in silence: one
    mistake gives one message. What layers demand of sizes with names is kept with the network.
    """
    types = _input_types(graph, out)
    nodes: list[TypedNode] = []
    demands: list[Demand] = []
    holders: dict[str, TypedNode] = {}
    noted = _noted(graph)
    parts = 0
    raws = {name for name, given in graph.inputs.items() if given.dtype == "uint8"}
    for node in graph.nodes:
        reads = tuple([types[name] for name in node.inputs if name in types])
        if len(reads) < len(node.inputs) or (raws and _reads_bytes(node, raws, out)):
            continue
        owner = node.shares or node.name
        holder = holders.get(owner)
        try:
            typed = typed_node(node, reads, holder)
            parts = _with_parts(parts, typed.output)
        except (Reject, StillNamedError) as refusal:
            if isinstance(refusal, StillNamedError) or _never_merge(reads):
                sizes, reject = _first_refusal(node, reads, holder)
                _refuse(reject, node, graph, types, out, sizes)
            else:
                _refuse(refusal, node, graph, types, out)
        except TooIntricateError:
            out.report(SizesTooIntricate(), at=(*node.path, "type"), layer=node.name)
        else:
            types[node.name] = typed.output
            nodes.append(typed)
            holders.setdefault(owner, typed)
            if noted:
                demands += [Demand(typed, condition) for condition in dict.fromkeys(noted)]
        noted.clear()
    if len(nodes) < len(graph.nodes):
        return None
    return TypedGraph(graph.name, graph.inputs, tuple(nodes), graph.outputs, tuple(demands))


def typed_node(node: Node, reads: Types, holder: TypedNode | None) -> TypedNode:
    """Return a node with its types; raise `Reject` where its layer cannot read its inputs.

    `holder` is the node before that holds its layer's weights, if there is one.
    """
    layer = node.layer
    if (len(reads) < 2) if layer.merges else (len(reads) != 1):  # noqa: PLR2004
        raise Reject(WrongInputCount(layer.type, layer.merges, len(reads)), field="inputs")
    output = layer.infer(reads)
    if holder is not None and not _fits_again(layer, holder.reads, reads):
        finding = WeightsDiffer(holder.name, holder.reads[0].shape, reads[0].shape)
        raise Reject(finding, field="inputs")
    if len(output.shape) > MOST_AXES:
        raise Reject(TooManyAxes(len(output.shape)), field="type")
    if output is not reads[0] and _is_too_large(prod(output.shape)):
        raise Reject(TensorTooLarge("the output", output.shape), field="type")
    kernel_shape = layer.kernel_shape(reads)
    if kernel_shape and _is_too_large(prod(kernel_shape)):
        kernel = max(layer.weights(reads), key=_known_elements)
        raise Reject(TensorTooLarge(f"the {kernel.name}", kernel.shape), field="type")
    return TypedNode(node, reads, output, holder is not None)


def refusal_at(
    sizes: Mapping[str, int], node: Node, reads: Types, holder: TypedNode | None
) -> Reject | None:
    """Return why a node refuses its inputs with numbers for the names, if it does."""
    if holder is not None:
        holder = holder._replace(reads=tuple([x.at(sizes) for x in holder.reads]))
    try:
        typed_node(node, tuple([x.at(sizes) for x in reads]), holder)
    except Reject as reject:
        return reject
    return None


def _with_parts(parts: int, output: TensorType) -> int:
    """Return how many parts the sizes of a network have; raise `TooIntricateError` for too many."""
    parts += sum([size.parts for size in output.shape if isinstance(size, Formula)])
    if parts > MOST_PARTS:
        raise TooIntricateError
    return parts


def _reads_bytes(node: Node, raws: set[str], out: Sink) -> bool:
    """Report whether a layer that computes with real numbers reads an input of bytes."""
    raw = next((name for name in node.inputs if name in raws), None)
    if raw is None or node.layer.reads_bytes:
        return False
    out.report(ReadsBytes(raw), at=(*node.path, "type"), layer=node.name)
    return True


def _never_merge(reads: Types) -> bool:
    """Whether tensors whose sizes have names are refused: numbers show best how they differ."""
    return len(reads) > 1 and any(names_of(size) for x in reads for size in x.shape)


def _first_refusal(
    node: Node, reads: Types, holder: TypedNode | None
) -> tuple[dict[str, int], Reject]:
    """Return the least sizes for which a node refuses its inputs, as it does for all, and why."""
    names = sorted({name for x in reads for size in x.shape for name in names_of(size)})
    doubled = (NEAR << power for power in range(1, MOST_DOUBLINGS))
    for size in chain(range(1, NEAR + 1), doubled):
        sizes = dict.fromkeys(names, size)
        if all(valued(size, sizes) > 0 for x in reads for size in x.shape):
            reject = refusal_at(sizes, node, reads, holder)
            if reject is not None:
                return sizes, reject
    raise AssertionError("what is refused for a formula is refused for numbers")


def _refuse(
    reject: Reject,
    node: Node,
    graph: Graph,
    types: Mapping[str, TensorType],
    out: Sink,
    sizes: Mapping[str, int] | None = None,
) -> None:
    """Report why a layer has no type, and where the sizes come from that it refuses."""
    from speccnn.graph.origins import origins  # noqa: PLC0415  sound networks do not pay

    notes = [(f"{with_sizes(sizes)}, and so with every size", None)] if sizes else []
    notes += origins(reject.finding, node, graph.by_name, types, sizes or {})
    out.report(reject.finding, at=place_of(reject, node, out), layer=node.name, notes=notes)


def place_of(reject: Reject, node: Node, out: Sink) -> Path:
    """Return where a refusal is reported: at the field that is blamed.

    A shape is blamed on `inputs`; of a layer that reads the one before, on its `type`.
    """
    at = (*node.path, reject.field)
    if reject.field != "inputs" or isinstance(reject.finding, WrongInputCount):
        return at
    places = (at, (*node.path, "type"), (*node.path, "reuse"))
    return next(filter(out.is_written, places), at)


def _input_types(graph: Graph, out: Sink) -> dict[str, TensorType]:
    """Return the types in which layers read the inputs, which are cast to float32 first."""
    types: dict[str, TensorType] = {}
    for name, given in graph.inputs.items():
        if _is_too_large(given.elements):
            out.report(TensorTooLarge("an input", given.shape), at=("inputs", name))
        elif len(given.shape) > MOST_AXES:
            out.report(TooManyAxes(len(given.shape)), at=("inputs", name))
        else:
            types[name] = given._replace(dtype="float32")
    return types


def _noted(graph: Graph) -> list[Condition]:
    """Return the list in which the formulas of a network note what must hold of their names."""
    EFFORT.renew()
    for given in graph.inputs.values():
        for size in given.shape:
            if isinstance(size, Formula):
                size.conditions.clear()
                return size.conditions
    return []


def _fits_again(layer: Layer, first: Types, again: Types) -> bool:
    kept, met = layer.remembered(first), layer.remembered(again)
    if len(kept) != len(met) or not all(map(equal, kept, met)):
        return False
    return _are_alike(layer.weights(again), layer.weights(first))


def _are_alike(weights: tuple[Weight, ...], others: tuple[Weight, ...]) -> bool:
    return all(
        len(weight.shape) == len(other.shape) and all(map(equal, weight.shape, other.shape))
        for weight, other in zip(weights, others, strict=True)
    )


def _is_too_large(elements: Size) -> bool:
    """Whether a tensor is too large to be indexed; one whose sizes have names may be small."""
    return isinstance(elements, int) and elements > MOST_ELEMENTS


def _known_elements(weight: Weight) -> int:
    return weight.elements if isinstance(weight.elements, int) else 0
