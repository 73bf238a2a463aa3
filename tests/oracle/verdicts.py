"""What speccnn says about one layer on some inputs, in the form in which Keras's answer comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pydantic_core import ValidationError

from speccnn.diagnostics.finding import Severity
from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import Source
from speccnn.document.model import LAYER_KINDS, Input
from speccnn.graph.graph import Graph, Node
from speccnn.graph.infer import infer
from speccnn.graph.typed import TypedNode
from speccnn.layers.base import Layer
from speccnn.layers.kinds import LAYERS
from speccnn.tensor import TensorType

Shape: TypeAlias = tuple[int | None, ...]
KINDS: Mapping[str, type[Layer]] = {name: LAYER_KINDS.model(name) for name in LAYERS}
NAME = "x"


@dataclass(frozen=True)
class Case:
    """A layer as an author would write it, and the shapes that it reads."""

    kind: str
    arguments: Mapping[str, object]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Answer:
    """What an accepted layer gives and holds: each weight's name, shape and trainability."""

    output: Shape
    weights: tuple[tuple[str, Shape, bool], ...]


@dataclass(frozen=True)
class Reason:
    """One thing that speccnn has against a case.

    `code` is a finding's code or pydantic's type of error, `given` the type of the value at fault.
    """

    code: str
    field: str
    given: str = ""


@dataclass(frozen=True)
class Refused:
    """All that speccnn has against a case."""

    reasons: tuple[Reason, ...]


def typed(case: Case) -> TypedNode | Refused:
    """Return the case as speccnn's compiler types it, or why it does not."""
    try:
        layer = KINDS[case.kind].model_validate({"type": case.kind, "name": NAME, **case.arguments})
        shapes = [Input.model_validate({"shape": list(shape)}).shape for shape in case.shapes]
    except ValidationError as error:
        return Refused(
            tuple(
                Reason(found["type"], str(found["loc"][0]), type(found["input"]).__name__)
                for found in error.errors()
                # pydantic calls a list of one wrong item too short as well
                if not (found["type"] == "too_short" and found["input"])
            )
        )
    inputs = {f"in{index}": TensorType(shape) for index, shape in enumerate(shapes)}
    node = Node(NAME, layer, tuple(inputs), ("layers", 0))
    out = Sink(Source("spec.toml", b""))
    model = infer(Graph("case", inputs, (node,), (NAME,)), out)
    if model is None:
        found = [d for d in out.diagnostics if d.finding.severity is Severity.ERROR]
        return Refused(tuple(Reason(d.finding.code, str(d.path[-1])) for d in found))
    return model.node(NAME)


def answer(node: TypedNode) -> Answer:
    """Return a typed layer's claims."""
    weights = tuple((weight.name, weight.shape, weight.trainable) for weight in node.weights)
    return Answer(node.output.shape, weights)
