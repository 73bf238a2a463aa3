"""What a script says of its examples before it trains, as templates see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import final

from speccnn.backends.script.pictures import Pictures
from speccnn.backends.script.python import Python, own_source
from speccnn.backends.script.recipe import Goal, Recipe
from speccnn.backends.script.source_view import Source
from speccnn.calls import Call, Value
from speccnn.graph.typed import TypedGraph
from speccnn.training.sources.arrays import Csv, Idx
from speccnn.training.sources.base import Images
from speccnn.training.sources.named import Digits, KerasData

SCALING = {"Rescaling", "Normalization", "BatchNormalization"}


@final
@dataclass(frozen=True)
class Count:
    """How the labels of an output are counted by their classes in a `part`; what names begin by."""

    call: Call
    before: str

    def by(self, counter: str) -> bool:
        """Whether this function counts them."""
        return self.call.target == counter


@final
@dataclass(frozen=True)
class Found:
    """What is said of the examples.

    `examples` is what they are called, `uses` what their parts are for, by their places, `names` an
    expression for the names of the classes, if these are known before training. `expects_numbers`
    says that it matters from where to where the numbers of images run, `unreadable` whether
    the name of a file `path` does not end as it should.
    """

    examples: Python
    uses: dict[str, Value]
    counts: tuple[Count, ...]
    names: Python | None
    expects_numbers: bool
    unreadable: Python

    def by(self, counter: str) -> bool:
        """Whether some labels are counted by this function."""
        return any(count.by(counter) for count in self.counts)


def found_of(model: TypedGraph, source: Source, recipe: Recipe, pictures: Pictures) -> Found:
    """Return the view of what is said of the examples."""
    counts = tuple(_counts(recipe))
    names = source.class_names
    if source.finds_classes:
        names = own_source("classes_of(options.data)") if pictures.verdicts else None
    is_image = source.kind == "folder"
    unreadable = "path.suffix.lower() not in IMAGE_ENDINGS"
    return Found(
        examples=_examples(source),
        uses={"train": 0, **({"validate": 2} if source.validates else {}), "test": 1},
        counts=counts,
        names=names if counts and not recipe.is_joint else None,
        expects_numbers=_expects_numbers(model, source),
        unreadable=own_source(unreadable if is_image else '".tfrecord" not in path.name'),
    )


def _examples(source: Source) -> Python:
    if isinstance(source.data, Csv):
        return own_source("rows")
    are_images = isinstance(source.data, Images | Idx | Digits | KerasData)
    return own_source("images" if are_images else "examples")


def _expects_numbers(model: TypedGraph, source: Source) -> bool:
    if source.scale in {"bytes", "standard"}:
        return False
    is_scaled = any(node.layer.type in SCALING for node in model.nodes)
    is_table = isinstance(source.data, Csv) and source.data.dtype == "float32"
    return source.scale != "none" or not (is_scaled or is_table)


def _counts(recipe: Recipe) -> Iterator[Count]:
    for goal in recipe.goals:
        counter = _counter(goal)
        if counter is not None:
            labels = own_source(f"part.{goal.labels}")
            before = f"{goal.output} " if recipe.is_joint else ""
            yield Count(Call(counter, (labels, goal.shape[-1])), before)


def _counter(goal: Goal) -> str | None:
    """Return the function that counts labels of an output by class; None if they have none."""
    if goal.reader == "class_numbers":
        return "count_numbers"
    if goal.reader not in {"prepare_labels", "prepare_answers"} or goal.answers is None:
        return None
    return {"one_of": "count_rows", "any_of": "count_flags"}[goal.answers]
