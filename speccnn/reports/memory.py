"""How much memory the tensors of one example's forward pass take.

A tensor lives from the step that makes it to the last step that reads it; the network's inputs
live from the start, its outputs to the end. The peak is the largest sum of living tensors over all
steps, with the layers in the order of the network and nothing computed in place.
"""

from speccnn.graph.typed import TypedGraph
from speccnn.sizes.formula import known


def activation_bytes(model: TypedGraph) -> int:
    """Return the bytes of all tensors together: the inputs' and every layer's output."""
    inputs = sum(known(given.nbytes) for given in model.inputs.values())
    return inputs + sum(known(node.output.nbytes) for node in model.nodes)


def peak_activation_bytes(model: TypedGraph) -> int:
    """Return the largest number of bytes that live at once."""
    last_read = {
        name: step for step, node in enumerate(model.nodes) for name in (*node.inputs, node.name)
    }
    last_read |= dict.fromkeys(model.outputs, len(model.nodes))
    dying: dict[int, list[str]] = {}
    for name, step in last_read.items():
        dying.setdefault(step, []).append(name)
    living = peak = sum(known(given.nbytes) for given in model.inputs.values())
    for step, node in enumerate(model.nodes):
        living += known(node.output.nbytes)
        peak = max(peak, living)
        living -= sum(known(model.type_of(name).nbytes) for name in dying.get(step, ()))
    return peak
