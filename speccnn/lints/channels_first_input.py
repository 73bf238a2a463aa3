"""T470: images with their channels first."""

from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph
from speccnn.layers.channels_first import ChannelsFirst

COLOURS = 3
FEW = (1, 3, 4)
LEAST = 16
MAP = 3


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report inputs of two-dimensional layers that look like images with their channels first."""
    del document
    for name, given in model.inputs.items():
        shape = given.shape
        sizes = tuple(size for size in shape if isinstance(size, int))
        is_map = len(shape) == len(sizes) == MAP and sizes[0] in FEW and min(sizes[1:]) >= LEAST
        is_read = any("2D" in node.layer.type for node in model.nodes if name in node.inputs)
        if is_map and is_read and (sizes[0] == COLOURS or sizes[1] == sizes[2]):
            out.report(ChannelsFirst(name, sizes), at=("inputs", name))
