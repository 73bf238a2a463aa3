"""Which input places one output place can see.

On each axis, output place q of a tensor sees the input places jump * q + first to jump * q + last.
A window with stride s, span k and padding p before it, applied to such a tensor, gives
first - jump * p, last + jump * (k - 1 - p) and jump * s (Araujo, Norris and Sim, "Computing
receptive fields of convolutional neural networks", 2019, section 2). Where branches meet, the
union is seen; it has a size only if all branches step alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, final

from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.layers.windows import Axis


@final
@dataclass(frozen=True)
class Reach:
    """The input places that one output place sees on one axis."""

    first: int = 0
    last: int = 0
    jump: int = 1

    @property
    def size(self) -> int:
        """How many places lie from the first to the last."""
        return self.last - self.first + 1

    def through(self, window: Axis, size: int) -> "Reach":
        """Return what is seen through a window on a tensor of this size."""
        before = window.sides(size)[0]
        return Reach(
            self.first - self.jump * before,
            self.last + self.jump * (window.span - 1 - before),
            self.jump * window.stride,
        )


Reaches: TypeAlias = tuple[Reach, ...] | None


def receptive_fields(model: TypedGraph) -> Mapping[str, Reaches]:
    """Return for each input and node its reach on each spatial axis.

    None stands for a tensor without spatial axes, or whose places see all, or see unevenly.
    """
    fields: dict[str, Reaches] = {
        name: tuple(Reach() for _ in given.spatial) or None for name, given in model.inputs.items()
    }
    for node in model.nodes:
        fields[node.name] = _through(node, [fields[name] for name in node.inputs])
    return fields


def _through(node: TypedNode, fields: list[Reaches]) -> Reaches:
    united = _united(fields)
    x = node.reads[0]
    windows = node.layer.window(x)
    if united is None or windows is None:
        return None
    return tuple(
        reach.through(window, size)
        for reach, window, size in zip(united, windows, x.places, strict=True)
    )


def _united(fields: list[Reaches]) -> Reaches:
    known = [field for field in fields if field is not None]
    if len(known) < len(fields) or len({len(field) for field in known}) > 1:
        return None
    united: list[Reach] = []
    for reaches in zip(*known, strict=True):
        if len({reach.jump for reach in reaches}) > 1:
            return None
        first, last = min(r.first for r in reaches), max(r.last for r in reaches)
        united.append(Reach(first, last, reaches[0].jump))
    return tuple(united)
