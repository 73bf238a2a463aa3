"""The printed form of a typed network: what tests and bug reports show."""

from speccnn.graph.typed import TypedGraph, TypedNode


def show(model: TypedGraph) -> str:
    """Return one line for each input and node, and one for the outputs."""
    inputs = [f"input {name}: {given} {given.dtype}" for name, given in model.inputs.items()]
    nodes = [_line(node) for node in model.nodes]
    return "\n".join([model.name, *inputs, *nodes, f"output {', '.join(model.outputs)}", ""])


def _line(node: TypedNode) -> str:
    weights = ", ".join(
        f"{weight.name} {'x'.join(map(str, weight.shape))}{'' if weight.trainable else ' frozen'}"
        for weight in node.weights
    )
    read = ", ".join(node.inputs)
    return f"{node.name} = {node.layer.type}({read}): {node.output}" + (weights and f"; {weights}")
