"""Networks with numbers for their named sizes."""

from collections.abc import Mapping

from speccnn.graph.graph import Graph
from speccnn.graph.typed import TypedGraph
from speccnn.sizes.formula import Formula, known
from speccnn.tensor import Shape, TensorType, shown


class ShapeMismatchError(Exception):
    """A shape that an input of the network cannot have."""


def with_shapes(model: TypedGraph, shapes: Mapping[str, Shape]) -> Graph:
    """Return a network whose inputs have the given shapes, to be inferred again.

    Raise `ShapeMismatchError` for a shape that an input cannot have, and for a name without size.
    """
    sizes: dict[str, int] = {}
    for name, shape in shapes.items():
        if name not in model.inputs:
            inputs = ", ".join(model.inputs)
            raise ShapeMismatchError(f"there is no input {name!r}; the inputs are {inputs}")
        _match(name, model.inputs[name], shape, sizes)
    unknown = [name for name in model.names if name not in sizes]
    if unknown:
        raise ShapeMismatchError(f"no shape says what {' and '.join(unknown)} stands for")
    inputs = {name: given.at(sizes) for name, given in model.inputs.items()}
    return Graph(model.name, inputs, tuple(node.node for node in model.nodes), model.outputs)


def _match(name: str, given: TensorType, shape: Shape, sizes: dict[str, int]) -> None:
    refusal = ShapeMismatchError(f"input {name!r} is {given}, which cannot be {shown(shape)}")
    if len(shape) != given.rank:
        raise refusal
    for said, size in zip(given.shape, shape, strict=True):
        wanted = sizes.setdefault(str(said), known(size)) if isinstance(said, Formula) else said
        if wanted != size or size == 0:
            raise refusal
