"""How much memory the tensors of one example's forward pass take.

A tensor lives from the step that makes it to the last step that reads it; the network's inputs
live from the start, its outputs to the end. The peak is the largest sum of living tensors over all
steps, with the layers in the order of the network and nothing computed in place.
"""

from collections.abc import Iterator

from speccnn.graph.typed import TypedGraph
from speccnn.sizes.condition import NotNegative
from speccnn.sizes.formula import Size, TooIntricateError
from speccnn.sizes.largest import largest
from speccnn.sizes.solve import EVERY, solve


def activation_bytes(model: TypedGraph) -> Size:
    """Return the bytes of all tensors together: the inputs' and every layer's output."""
    inputs = sum(given.nbytes for given in model.inputs.values())
    return inputs + sum(node.output.nbytes for node in model.nodes)


def peak_activation_bytes(model: TypedGraph) -> tuple[Size, ...]:
    """Return sizes of which the largest is the number of bytes that live at once, at most.

    It is one size unless sizes have names: then it may depend on them which step takes most.
    """
    return largest(_living_bytes(model), {name: _least(model, name) for name in model.names})


def _living_bytes(model: TypedGraph) -> Iterator[Size]:
    """Yield how many bytes live at each step."""
    last_read = {
        name: step for step, node in enumerate(model.nodes) for name in (*node.inputs, node.name)
    }
    last_read |= dict.fromkeys(model.outputs, len(model.nodes))
    dying: dict[int, list[str]] = {}
    for name, step in last_read.items():
        dying.setdefault(step, []).append(name)
    nbytes = {name: given.nbytes for name, given in model.inputs.items()}
    living: Size = sum(nbytes.values())
    yield living
    for step, node in enumerate(model.nodes):
        nbytes[node.name] = node.output.nbytes
        living += nbytes[node.name]
        yield living
        living -= sum(nbytes.pop(name) for name in dying.get(step, ()))


def _least(model: TypedGraph, name: str) -> int:
    """Return a size below which the network's windows do not fit."""
    fitting = EVERY
    for _, condition in model.demands:
        if isinstance(condition, NotNegative) and condition.names == frozenset({name}):
            try:
                fitting &= solve(condition, name)
            except TooIntricateError:
                continue
    return fitting.smallest() or 1
