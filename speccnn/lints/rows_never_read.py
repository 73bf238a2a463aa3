"""T402: windows that leave the last rows or columns of their input unread."""

from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.layers.padding import ZeroPadding
from speccnn.layers.sliding import alike, on_axes
from speccnn.layers.window_findings import AXIS_NAMES, OnAxis, SizeRoundedDown
from speccnn.layers.windows import Axis


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report every sliding window whose last step would leave an input of a known size."""
    del document
    for node in model.nodes:
        if node.layer.slides is not None and (lost := _lost(model, node)):
            at = (*node.path, node.layer.slides)
            finding = SizeRoundedDown(alike(lost))
            out.report(finding, at=at, layer=node.name, notes=_origins(finding, model, node))


def _origins(
    finding: SizeRoundedDown, model: TypedGraph, node: TypedNode
) -> list[tuple[str, None]]:
    from speccnn.graph.origins import origins  # noqa: PLC0415  where all is read, nobody pays

    types = dict(model.inputs) | {other.name: other.output for other in model.nodes}
    return origins(finding, node.node, {other.name: other.node for other in model.nodes}, types)


def _lost(model: TypedGraph, node: TypedNode) -> tuple[OnAxis, ...]:
    """Return the axes on which places are lost that the network does not just put there itself."""
    x = node.reads[0]
    windows = node.layer.window(x)
    assert windows is not None, "what slides has windows"
    before = _zeros_before(model, node, len(windows))
    return tuple(
        OnAxis(name, size, window)
        for name, size, window, zeros in zip(
            AXIS_NAMES[len(windows)], x.spatial, windows, before, strict=True
        )
        if isinstance(window, Axis) and isinstance(size, int) and window.unread(size) > zeros
    )


def _zeros_before(model: TypedGraph, node: TypedNode, axes: int) -> tuple[int, ...]:
    """Return how many zeros a layer before has put at the end of each axis."""
    source = node.inputs[0]
    layer = None if source in model.inputs else model.node(source).layer
    if not isinstance(layer, ZeroPadding):
        return (0,) * axes
    return tuple(after for _, after in on_axes(layer.padding))
