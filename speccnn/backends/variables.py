"""The variables of printed networks: what each tensor is called in Python."""

from collections import Counter

from speccnn.graph.typed import TypedGraph
from speccnn.words import snake_case

CHAIN = "x"
INPUTS = "inputs"
OUTPUTS = "outputs"


def variables_of(model: TypedGraph) -> dict[str, str]:
    """Return the variable of each input and node: `x` where only the next node reads it."""
    counts = Counter[str]()
    variables = _numbered(INPUTS, tuple(model.inputs))
    ends = _numbered(OUTPUTS, model.outputs)
    for place, node in enumerate(model.nodes):
        if node.name in model.outputs:
            variables[node.name] = ends[node.name]
        elif model.readers(node.name) == model.nodes[place + 1 : place + 2]:
            variables[node.name] = CHAIN
        else:
            kind = snake_case(node.layer.type)
            counts[kind] += 1
            variables[node.name] = f"{kind}_{counts[kind]}"
    return variables


def _numbered(stem: str, names: tuple[str, ...]) -> dict[str, str]:
    """Return `inputs` for one input, `input_1`, `input_2` and so on for several."""
    if len(names) == 1:
        return {names[0]: stem}
    return {name: f"{stem.removesuffix('s')}_{number}" for number, name in enumerate(names, 1)}
