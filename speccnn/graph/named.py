"""Names for the input sizes of a network, and numbers for the names."""

from collections.abc import Mapping
from typing import TypeAlias

from speccnn.graph.graph import Graph
from speccnn.sizes.condition import Condition
from speccnn.sizes.formula import Formula, known
from speccnn.tensor import Shape, TensorType, shown

AXES = {1: ("L",), 2: ("H", "W"), 3: ("D", "H", "W")}

Shapes: TypeAlias = Mapping[str, Shape]


class ShapeDoesNotFitError(Exception):
    """A shape that an input cannot have, whatever the layers take."""


class WrongInputsError(Exception):
    """Shapes for inputs that there are not, or not for all whose sizes have names."""


def with_named_sizes(graph: Graph) -> Graph:
    """Return a network that is not told its spatial sizes; one that has names stays as it is.

    The names are L, H and W, or D, H and W, after the input's name where there are several.
    """
    if names_in(graph.inputs):
        return graph
    noted: list[Condition] = []
    prefix = "{}_" if len(graph.inputs) > 1 else ""
    inputs = {
        name: given.evolve(
            spatial=tuple(
                Formula.named(prefix.format(name) + axis, noted) for axis in _axes(given.rank - 1)
            )
        )
        for name, given in graph.inputs.items()
    }
    return graph.evolve(inputs=inputs)


def with_shapes(graph: Graph, shapes: Shapes) -> Graph:
    """Return a network with numbers for the sizes that have, or could have, names.

    Inputs that have no shape here are as wide as the spec says. Raise `ShapeDoesNotFitError` where
    an input cannot have its shape, and `WrongInputsError` where there is no such input or a name
    is left without a number.
    """
    named = with_named_sizes(graph).inputs
    for name in shapes:
        if name not in named:
            reason = f"there is no input `{name}`; there is {', '.join(named)}"
            raise WrongInputsError(reason)
    written = {} if named is graph.inputs else written_sizes(named, graph.inputs)
    sizes = written | bound(named, shapes)
    missing = [size for size in names_in(named) if size not in sizes]
    if missing:
        raise WrongInputsError(f"no shape says how large {' and '.join(missing)} is")
    return graph.evolve(inputs={name: given.at(sizes) for name, given in named.items()})


def written_sizes(
    named: Mapping[str, TensorType], inputs: Mapping[str, TensorType]
) -> dict[str, int]:
    """Return the numbers that `inputs` have where `named` ones have names."""
    return bound(named, {name: given.shape for name, given in inputs.items()})


def names_in(inputs: Mapping[str, TensorType]) -> tuple[str, ...]:
    """Return the names of sizes in the order of the inputs."""
    sizes = [size for given in inputs.values() for size in given.shape]
    return tuple(dict.fromkeys(str(size) for size in sizes if isinstance(size, Formula)))


def bound(inputs: Mapping[str, TensorType], shapes: Shapes) -> dict[str, int]:
    """Return what names stand for where inputs have these shapes.

    Raise `ShapeDoesNotFitError` where an input has another rank, another number where it has one,
    or two sizes for one name.
    """
    found: dict[str, int] = {}
    for name, shape in shapes.items():
        wanted = inputs[name]
        if len(shape) != wanted.rank:
            reason = f"`{name}` is {wanted}: {shown(shape)} has {len(shape)} sizes"
            raise ShapeDoesNotFitError(reason)
        for size, number in zip(wanted.shape, map(known, shape), strict=True):
            expected = size if isinstance(size, int) else found.setdefault(str(size), number)
            if number != expected:
                which = f"its {size}" if size == expected else f"{size} is {expected}, and"
                raise ShapeDoesNotFitError(f"`{name}` is {wanted}: {which} cannot be {number}")
    return found


def _axes(count: int) -> tuple[str, ...]:
    return AXES.get(count) or tuple(f"S{number}" for number in range(1, count + 1))
