"""B620, and which variables of a checkpoint are the weights of a network, by name and shape."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias, final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Path, Sink
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import TensorType

Names: TypeAlias = Mapping[str, str]
LISTED = 3


@final
class CheckpointDoesNotFit(Finding):
    """A checkpoint holds the weights of another network than the spec's.

    `speccnn compile --checkpoint` finds weights by name, LAYER/WEIGHT, whatever their order and the
    optimizer. All weights of the network have to be there, in their shapes and as float32, and no
    weights of other layers. Layers without a `name` are numbered in the order in which they stand:
    one that is put before them changes their names.
    """

    code = "B620"
    name = "checkpoint-does-not-fit"

    checkpoint: str
    lacking: tuple[str, ...]
    surplus: tuple[str, ...]
    differing: tuple[str, ...]

    @property
    def message(self) -> str:
        parts = [
            f"it lacks {_listed(_quoted(self.lacking))}" if self.lacking else "",
            f"it has {_listed(_quoted(self.surplus))} too" if self.surplus else "",
            _listed(self.differing),
        ]
        said = "; ".join(part for part in parts if part)
        return f"the checkpoint {self.checkpoint} is of another network: {said}"

    @property
    def help(self) -> str:
        return "compile the spec that was trained"


@final
class Expected(NamedTuple):
    """A weight of a network: its type, whether training changes it, and where its layer stands."""

    type: TensorType
    is_trained: bool
    path: Path


def expected_of(model: TypedGraph) -> dict[str, Expected]:
    """Return the weights of a network by their names, LAYER/WEIGHT."""
    return {
        f"{node.holder}/{weight.name}": Expected(
            TensorType(weight.shape), weight.trainable, node.path
        )
        for node in model.nodes
        for weight in node.weights
    }


def check_fits(
    weights: Mapping[str, Expected], held: Mapping[str, TensorType], checkpoint: str, out: Sink
) -> None:
    """Report to `out` if the variables that a checkpoint holds are not just these weights.

    What is not called LAYER/WEIGHT, such as the state of an optimizer, is nobody's weight.
    """
    lacking = tuple(name for name in weights if name not in held)
    surplus = tuple(n for n in sorted(held) if n.count("/") == 1 and n not in weights)
    differing = tuple(
        name for name, weight in weights.items() if held.get(name, weight.type) != weight.type
    )
    if not (lacking or surplus or differing):
        return
    path = next((weights[name].path for name in (*lacking, *differing)), ())
    said = [f"`{n}` is {_said(held[n])} there, {_said(weights[n].type)} here" for n in differing]
    out.report(CheckpointDoesNotFit(checkpoint, lacking, surplus, tuple(said)), at=path)


def origins(weights: Mapping[str, Expected], held: Mapping[str, TensorType], within: str) -> Names:
    """Return the variables `within` a part of a checkpoint that hold these weights, by weight.

    Empty if some are not there.
    """
    names = {name: within + name for name in weights}
    are_held = all(held.get(names[name]) == weight.type for name, weight in weights.items())
    return names if are_held else {}


def averages(weights: Mapping[str, Expected], held: Mapping[str, TensorType], within: str) -> Names:
    """Return the variables of a Keras optimizer that are moving averages of weights, by weight.

    There are some for all trained weights or for none.
    """
    ends = {name.rpartition("/")[2]: name for name in held if name.startswith(within)}
    trained = {name: weight.type for name, weight in weights.items() if weight.is_trained}
    names = {name: ends.get(f"{name.replace('/', '_')}_average", "") for name in trained}
    are_held = all(held.get(names[name]) == trained[name] for name in trained)
    return names if are_held else {}


def _listed(said: tuple[str, ...]) -> str:
    rest = len(said) - LISTED
    return ", ".join(said[:LISTED]) + (f" and {rest} more" if rest > 0 else "")


def _quoted(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"`{name}`" for name in names)


def _said(held: TensorType) -> str:
    return str(held) if held.dtype == "float32" else f"{held} of {held.dtype}"
