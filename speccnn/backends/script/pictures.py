"""What the pictures of a run show, as templates see it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from speccnn.backends.script.python import Python, own_source
from speccnn.backends.script.recipe import Goal
from speccnn.calls import Value
from speccnn.graph.heads import Head, heads_of
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import Shape
from speccnn.training.base import ONE_OF
from speccnn.training.settings import Training

Look: TypeAlias = Literal["colour", "grey", "slice", "line"]

MOST_CLASSES = 1000
MOST_NUMBERED = 20
VISIBLE_CHANNELS = (1, 3)
LOOKS: dict[int, Look] = {1: "line", 2: "line", 3: "grey", 4: "slice"}


@final
@dataclass(frozen=True)
class Verdict:
    """The classes that an output gives to examples, or to all places of each of them.

    `truth` and `probabilities` are expressions over labels and outputs; `is_shown` says that each
    example has one class, and can be drawn with it.
    """

    output: str
    classes: int
    truth: Python
    probabilities: Python
    is_shown: bool


@final
@dataclass(frozen=True)
class Pictures:
    """Which pictures there are: of verdicts, and of the filters of the layer `filters`.

    `look` is how the first input of an example is drawn; None if it cannot be.
    """

    verdicts: tuple[Verdict, ...]
    filters: str | None
    look: Look | None

    @property
    def are_many(self) -> bool:
        """Whether several outputs have verdicts."""
        return len(self.verdicts) > 1

    @property
    def shows_mistakes(self) -> bool:
        """Whether examples are drawn that the network gives wrong classes."""
        return bool(self.verdicts) and all(verdict.is_shown for verdict in self.verdicts)

    @property
    def most_numbered(self) -> int:
        """How many classes a confusion matrix has room for in numbers."""
        return MOST_NUMBERED

    @property
    def are_numbered(self) -> bool:
        """Whether there is room in each confusion matrix for its numbers."""
        return all(verdict.classes <= MOST_NUMBERED for verdict in self.verdicts)

    @property
    def compared(self) -> Python:
        """The variables of what `compare` returns."""
        return own_source("counts, mistakes" if self.shows_mistakes else "counts")

    @property
    def classes(self) -> dict[str, Value]:
        """The number of classes of each output that has verdicts."""
        return {verdict.output: verdict.classes for verdict in self.verdicts}


def pictures_of(model: TypedGraph, training: Training, goals: tuple[Goal, ...]) -> Pictures:
    """Return the view of the pictures of a run."""
    look = _look(next(iter(model.inputs.values())).shape)
    judged = [
        (head, forms)
        for head, goal in zip(heads_of(model, training), goals, strict=True)
        if (forms := _forms(head, goal)) is not None
    ]
    verdicts = tuple(
        Verdict(
            output=head.output,
            classes=classes,
            truth=truth,
            probabilities=probabilities,
            is_shown=look is not None and len(head.shape) == 1 and _is_sure(head),
        )
        for head, (classes, truth, probabilities) in judged
    )
    return Pictures(verdicts, _first_filters(model), look)


def _forms(head: Head, goal: Goal) -> tuple[int, Python, Python] | None:
    """Return the number of classes, the true ones, and how likely the network finds each."""
    size = head.shape[-1]
    labels, outputs = goal.labels, goal.outputs
    if head.answers == "one_of" and isinstance(size, int) and 1 < size <= MOST_CLASSES:
        is_number = head.loss.labels == "classes"
        truth = labels if is_number else Python(f"tf.argmax({labels}, axis=-1)")
        return size, truth, Python(f"tf.nn.softmax({outputs})") if head.is_logits else outputs
    if head.answers == "any_of" and size == 1:
        truth = Python(f"tf.cast(tf.round({labels}[..., 0]), tf.int64)")
        if head.is_logits:
            both = f"tf.sigmoid(tf.concat([-{outputs}, {outputs}], axis=-1))"
        else:
            both = f"tf.concat([1 - {outputs}, {outputs}], axis=-1)"
        return 2, truth, Python(both)
    return None


def _is_sure(head: Head) -> bool:
    """Whether the verdicts of an output have probabilities, and not only an order."""
    return head.answers == "any_of" or head.is_logits or head.activation in ONE_OF


def _look(shape: Shape) -> Look | None:
    return "colour" if shape[2:] == (3,) else LOOKS.get(len(shape))


def _first_filters(model: TypedGraph) -> str | None:
    """Return the name of the first convolution over maps, if people can see its filters."""
    for node in model.nodes:
        if node.layer.type == "Conv2D":
            kernel = node.weights[0].shape
            is_visible = kernel[2] in VISIBLE_CHANNELS and kernel[:2] != (1, 1)
            return node.name if is_visible else None
    return None
