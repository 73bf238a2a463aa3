"""How the labels of places are moved as images are, as templates see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import final

from speccnn.backends.script.python import Python
from speccnn.backends.script.recipe import Goal
from speccnn.calls import Call, Value
from speccnn.document.model import Document
from speccnn.graph.heads import Head, heads_of
from speccnn.graph.places import following
from speccnn.graph.typed import TypedGraph
from speccnn.layers.image import RandomImage, RandomMove
from speccnn.training.losses import SparseCategoricalCrossentropy


@final
@dataclass(frozen=True)
class Move:
    """The layers that move the labels of an output, which are class numbers or have channels."""

    labels: Python
    is_classes: bool
    layers: tuple[Call, ...]


def moves_of(model: TypedGraph, document: Document, goals: tuple[Goal, ...]) -> tuple[Move, ...]:
    """Return how labels are moved, for each output whose labels have places."""
    data, training = document.data, document.training
    moving = [it for it in data.augment if isinstance(it, RandomImage) and it.moves] if data else []
    if not moving or training is None or len(model.inputs) != 1:
        return ()
    assert data is not None, "what moves is said in [data]"
    (image,) = model.inputs.values()
    return tuple(
        Move(goal.labels, head.loss.labels == "classes", tuple(_layers(data.augment, head)))
        for head, goal in zip(heads_of(model, training), goals, strict=True)
        if following(image, head) == "move"
    )


def _layers(augment: tuple[object, ...], head: Head) -> Iterator[Call]:
    """Yield the layers that move, in their order and with the names that they have for images.

    Values are moved as the images are. Classes and answers are those of the nearest place, and what
    comes from nowhere is of the class that is ignored, or else of class 0 or of none.
    """
    for number, layer in enumerate(augment, 1):
        if not (isinstance(layer, RandomImage) and layer.moves):
            continue
        arguments = layer.arguments()
        if head.answers is not None and isinstance(layer, RandomMove):
            arguments["interpolation"] = "nearest"
            if layer.fill_mode == "constant":
                arguments["fill_value"] = _filler(head)
        named: dict[str, Value] = {"dtype": "float32", "name": f"augmentation_{number}"}
        yield Call(layer.target, (), arguments | named)


def _filler(head: Head) -> float:
    match head.loss:
        case SparseCategoricalCrossentropy(ignore_class=int() as ignored):
            return float(ignored)
        case _:
            return 0.0
