"""What a script knows of image sizes that have names: which fit, and what comes out."""

from dataclasses import dataclass
from typing import final

from speccnn.backends.script.python import Python, arithmetic
from speccnn.calls import Value
from speccnn.document.model import Document
from speccnn.graph.settle import settled_sizes
from speccnn.graph.typed import TypedGraph
from speccnn.sizes.formula import names_of
from speccnn.sizes.sets import SizeSet
from speccnn.sizes.words import listed, words

MAP_AXES = ("height", "width", "channels")


@final
@dataclass(frozen=True)
class Sizes:
    """The rules for images: in words, the axes that a rule is about, and which sizes meet it.

    `output` is the shape of the output as expressions over `variables`, which are sizes of the
    images, each with its axis; None if it does not depend on them.
    """

    rules: list[Value]
    variables: tuple[tuple[str, int], ...]
    output: tuple[Value, ...] | None


@final
@dataclass(frozen=True)
class Goal:
    """How functions about labels know the shape that labels must have."""

    shape: Python
    parameter: Python
    argument: Python


def goal_of(sizes: Sizes | None) -> Goal:
    """Return the view of the goal: a constant, unless it depends on the size of the images."""
    if sizes is None or sizes.output is None:
        return Goal(Python("OUTPUT_SHAPE"), Python(), Python())
    return Goal(Python("shape"), Python(", shape: tuple[int, ...]"), Python(", shape"))


def sizes_of(model: TypedGraph, document: Document) -> Sizes | None:
    """Return the view of the sizes that have names, if any have."""
    if not model.names:
        return None
    assert len(model.inputs) == 1, "a script trains a network with one input"
    (given,) = model.inputs.values()
    axes = {
        name: [axis for axis, size in enumerate(given.shape) if str(size) == name]
        for name in model.names
    }
    settled = settled_sizes(model, document.sizes or {})
    shape = model.type_of(model.outputs[0]).shape
    names = {name for size in shape for name in names_of(size)}
    variables = {name: f"size_{axes[name][0] + 1}" for name in axes if name in names}
    return Sizes(
        [
            (_said(name, sizes, axes[name], given.rank), _places(axes[name]), _pieces(sizes))
            for name, sizes in settled.items()
        ],
        tuple((variable, axes[name][0] + 1) for name, variable in variables.items()),
        tuple(arithmetic(size, variables) for size in shape) if names else None,
    )


def _places(axes: list[int]) -> tuple[Value, ...]:
    """Return axes as arrays of images count them, behind the axis of the examples."""
    return tuple(axis + 1 for axis in axes)


def _said(name: str, sizes: SizeSet, axes: list[int], rank: int) -> str:
    if len(axes) == 1:
        return f"{name}: {words(sizes)}"
    is_map = rank == len(MAP_AXES)
    alike = listed([MAP_AXES[axis] if is_map else f"axis {axis + 1}" for axis in axes])
    return f"{name}: {words(sizes)}, for {alike} alike"


def _pieces(sizes: SizeSet) -> list[Value]:
    """Return from where on, up to what, with which period sizes fit that leave which remainders."""
    return [
        (piece.start, end, piece.period, list[Value](piece.residues))
        for piece, end in sizes.ranges()
    ]
