"""From a wired network to one whose every tensor has a type."""

from dataclasses import replace

from speccnn.diagnostics.sink import Sink
from speccnn.graph.graph import Graph, Node
from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.layers.base import Layer, Reject, Types
from speccnn.layers.findings import TensorTooLarge, WeightsDiffer
from speccnn.layers.merge_findings import WrongInputCount
from speccnn.layers.padding import ZeroPadding
from speccnn.layers.sliding import on_axes
from speccnn.layers.window_findings import SizeRoundedDown
from speccnn.tensor import TensorType

MOST_ELEMENTS = 2**31 - 1


def infer(graph: Graph, out: Sink) -> TypedGraph | None:
    """Return the network with the type of every tensor, or report the layers that have none.

    A tensor whose layer was rejected has no type, and what reads it is skipped in silence: one
    mistake gives one message.
    """
    types: dict[str, TensorType] = {}
    for name, given in graph.inputs.items():
        if given.elements > MOST_ELEMENTS:
            out.report(TensorTooLarge("an input", given.shape), at=("inputs", name))
        else:
            types[name] = given
    nodes: list[TypedNode] = []
    holders: dict[str, TypedNode] = {}
    layers = {node.name: node.layer for node in graph.nodes}
    for node in graph.nodes:
        if any(name not in types for name in node.inputs):
            continue
        holder = holders.get(node.shares or node.name)
        typed = _typed(node, tuple(_computed(types[name]) for name in node.inputs), holder, out)
        if typed is not None:
            _remark(typed, layers.get(node.inputs[0]), out)
            types[node.name] = typed.output
            holders.setdefault(node.shares or node.name, typed)
            nodes.append(typed)
    if len(nodes) < len(graph.nodes):
        return None
    return TypedGraph(graph.name, graph.inputs, tuple(nodes), graph.outputs)


def _typed(node: Node, reads: Types, holder: TypedNode | None, out: Sink) -> TypedNode | None:
    """Return a node with its types; `holder` is the node before that holds its layer's weights."""
    layer = node.layer
    try:
        _check_count(node)
        typed = TypedNode(node, reads, layer.infer(reads), is_again=holder is not None)
        _check_weights(typed, holder)
        _check_size(typed)
    except Reject as reject:
        out.report(reject.finding, at=(*node.path, reject.field), layer=node.name)
        return None
    return typed


def _remark(typed: TypedNode, before: Layer | None, out: Sink) -> None:
    """Report what a layer has to tell; that it never reads zeros just put there is not worth it."""
    for remark in typed.layer.remarks(typed.reads):
        is_loss = isinstance(remark.finding, SizeRoundedDown)
        if not (is_loss and isinstance(before, ZeroPadding) and _loses_zeros(typed, before)):
            out.report(remark.finding, at=(*typed.path, remark.field), layer=typed.name)


def _loses_zeros(typed: TypedNode, padding: ZeroPadding) -> bool:
    x = typed.reads[0]
    places = zip(typed.layer.window(x) or (), x.spatial, on_axes(padding.padding), strict=True)
    return all(axis.unread(size) <= after for axis, size, (_, after) in places)


def _check_count(node: Node) -> None:
    layer, count = node.layer, len(node.inputs)
    if (count < 2) if layer.merges else (count != 1):  # noqa: PLR2004
        raise Reject(WrongInputCount(layer.type, layer.merges, count), field="inputs")


def _check_weights(typed: TypedNode, holder: TypedNode | None) -> None:
    """Refuse to use a layer again where its weights would have other shapes."""
    wanted = typed.layer.weights(typed.reads)
    if holder is not None and wanted != typed.layer.weights(holder.reads):
        finding = WeightsDiffer(holder.name, holder.reads[0].shape, typed.reads[0].shape)
        raise Reject(finding, field="inputs")


def _check_size(typed: TypedNode) -> None:
    if typed.output.elements > MOST_ELEMENTS:
        raise Reject(TensorTooLarge("the output", typed.output.shape), field="type")
    for weight in typed.weights:
        if weight.elements > MOST_ELEMENTS:
            raise Reject(TensorTooLarge(f"the {weight.name}", weight.shape), field="type")


def _computed(given: TensorType) -> TensorType:
    """Return the type in which layers compute: Keras casts every floating input to float32."""
    return given if given.dtype == "float32" else replace(given, dtype="float32")
