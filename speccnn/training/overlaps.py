"""Metrics of overlap, for segmentation, by Keras's names."""

from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.calls import Call, Value
from speccnn.closed import Bounds
from speccnn.fields import NonNegative, Positive, Share
from speccnn.tensor import Shape
from speccnn.training.base import Answers, Metric

Classes: TypeAlias = Annotated[tuple[NonNegative, ...], Bounds(min_length=1, max_length=10_000)]


@final
class BinaryIoU(Metric):
    """The overlap of truth and answer over their union, the mean of no (0) and yes (1)."""

    meant_for: ClassVar[frozenset[Answers | None]] = frozenset({"any_of"})

    type: Literal["BinaryIoU"] = "BinaryIoU"
    target_class_ids: Classes = (0, 1)
    threshold: Share = 0.5

    def misfit(self, shape: Shape) -> tuple[str, str] | None:
        del shape
        return ("target_class_ids", "0, 1 or both") if max(self.target_class_ids) > 1 else None

    def lower(self, name: str, shape: Shape, *, logits: bool) -> Call:
        return _listed(super().lower(name, shape, logits=logits), self.target_class_ids)


class Overlap(Metric):
    """The overlap of truth and answer over their union, of the likeliest class of each place.

    The number of classes is the size of the output's last axis.
    """

    reads: ClassVar[Literal["classes", "rows"]] = "classes"
    by_order: ClassVar[bool] = True
    meant_for: ClassVar[frozenset[Answers | None]] = frozenset({"one_of"})

    num_classes: Positive | None = None
    ignore_class: NonNegative | None = None

    def misfit(self, shape: Shape) -> tuple[str, str] | None:
        if not isinstance(shape[-1], int):
            return "num_classes", "the size of the last axis, which is no number"
        if self.num_classes not in {None, shape[-1]}:
            return "num_classes", f"{shape[-1]}"
        return None

    def lower(self, name: str, shape: Shape, *, logits: bool) -> Call:
        made = super().lower(name, shape, logits=logits)
        classes: dict[str, Value] = {"num_classes": int(str(shape[-1]))}
        return Call(made.target, (), {**classes, **made.kwargs, **classes, **self.reading})

    @property
    def reading(self) -> dict[str, Value]:
        """What tells Keras that outputs are rows, of which the largest number counts."""
        return {"sparse_y_pred": False}


class OfSome(Overlap):
    """The mean over the classes of `target_class_ids`."""

    target_class_ids: Classes

    def misfit(self, shape: Shape) -> tuple[str, str] | None:
        classes = shape[-1]
        if isinstance(classes, int) and max(self.target_class_ids) >= classes:
            return "target_class_ids", f"less than the {classes} classes"
        return super().misfit(shape)

    def lower(self, name: str, shape: Shape, *, logits: bool) -> Call:
        return _listed(super().lower(name, shape, logits=logits), self.target_class_ids)


@final
class IoU(OfSome):
    """The mean overlap of some classes; truth as class numbers."""

    type: Literal["IoU"] = "IoU"


@final
class MeanIoU(Overlap):
    """The mean overlap of all classes; truth as class numbers."""

    type: Literal["MeanIoU"] = "MeanIoU"


@final
class OneHotIoU(OfSome):
    """The mean overlap of some classes; truth as one-hot rows."""

    reads: ClassVar[Literal["classes", "rows"]] = "rows"

    type: Literal["OneHotIoU"] = "OneHotIoU"

    @property
    def reading(self) -> dict[str, Value]:
        return {}


@final
class OneHotMeanIoU(Overlap):
    """The mean overlap of all classes; truth as one-hot rows."""

    reads: ClassVar[Literal["classes", "rows"]] = "rows"

    type: Literal["OneHotMeanIoU"] = "OneHotMeanIoU"

    @property
    def reading(self) -> dict[str, Value]:
        return {}


def _listed(call: Call, classes: tuple[int, ...]) -> Call:
    """Return a call in which the classes are a list, one class or many."""
    if "target_class_ids" not in call.kwargs:
        return call
    return Call(call.target, (), {**call.kwargs, "target_class_ids": list(classes)})
