"""Metrics of classes, by Keras's names."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.calls import Call, Value
from speccnn.closed import Bounds
from speccnn.fields import FinitePositive, NonNegative, Positive, Share
from speccnn.tensor import Shape
from speccnn.training.base import Answers, Labels, Metric

ONE: frozenset[Answers | None] = frozenset({"one_of"})
ANY: frozenset[Answers | None] = frozenset({"any_of"})
Inside: TypeAlias = Annotated[float, Bounds(gt=0, lt=1)]
Half: TypeAlias = Annotated[float, Bounds(gt=0, le=1)]
Thresholds: TypeAlias = Annotated[tuple[Share, ...], Bounds(min_length=1, max_length=10_000)]
Reads: TypeAlias = Literal["classes", "rows"]


@final
class Accuracy(Metric):
    """The share of right answers: of classes, one-hot rows or yes and no, as the loss reads them.

    What Keras makes of the name `accuracy`.
    """

    type: Literal["Accuracy"] = "Accuracy"

    def settled(self, answers: Answers | None, labels: Labels) -> Metric:
        if answers == "any_of":
            return BinaryAccuracy()
        return SparseCategoricalAccuracy() if labels == "classes" else CategoricalAccuracy()


@final
class BinaryAccuracy(Metric):
    """The share of outputs on the right side of a threshold."""

    meant_for: ClassVar[frozenset[Answers | None]] = ANY

    type: Literal["BinaryAccuracy"] = "BinaryAccuracy"
    threshold: Share = 0.5


class Ranked(Metric):
    """What asks for the order of the classes only."""

    by_order: ClassVar[bool] = True
    meant_for: ClassVar[frozenset[Answers | None]] = ONE


@final
class CategoricalAccuracy(Ranked):
    """The share of examples whose true class is the likeliest; truth as one-hot rows."""

    type: Literal["CategoricalAccuracy"] = "CategoricalAccuracy"


@final
class SparseCategoricalAccuracy(Ranked):
    """The share of examples whose true class is the likeliest; truth as class numbers."""

    reads: ClassVar[Reads] = "classes"

    type: Literal["SparseCategoricalAccuracy"] = "SparseCategoricalAccuracy"


class AmongTheFirst(Ranked):
    """The share of examples whose true class is among the `k` likeliest."""

    k: Positive = 5

    def misfit(self, shape: Shape) -> tuple[str, str] | None:
        classes = shape[-1]
        if isinstance(classes, int) and self.k >= classes:
            return "k", f"less than the {classes} classes"
        return None


@final
class TopKCategoricalAccuracy(AmongTheFirst):
    """The share of examples whose true class is among the `k` likeliest; one-hot rows."""

    type: Literal["TopKCategoricalAccuracy"] = "TopKCategoricalAccuracy"


@final
class SparseTopKCategoricalAccuracy(AmongTheFirst):
    """The share of examples whose true class is among the `k` likeliest; class numbers."""

    reads: ClassVar[Reads] = "classes"

    type: Literal["SparseTopKCategoricalAccuracy"] = "SparseTopKCategoricalAccuracy"


class OfOneClass(Metric):
    """What can be measured for one class alone, `class_id`."""

    class_id: NonNegative | None = None

    def misfit(self, shape: Shape) -> tuple[str, str] | None:
        classes = shape[-1]
        if self.class_id is not None and isinstance(classes, int) and self.class_id >= classes:
            return "class_id", f"less than the {classes} classes"
        return None


class Thresholded(OfOneClass):
    """What counts outputs above a threshold, 0.5 unless it is given, or the `top_k` largest."""

    thresholds: Share | None = None
    top_k: Positive | None = None

    def misfit(self, shape: Shape) -> tuple[str, str] | None:
        classes = shape[-1]
        if self.top_k is not None and isinstance(classes, int) and self.top_k > classes:
            return "top_k", f"at most the {classes} classes"
        return super().misfit(shape)


@final
class Precision(Thresholded):
    """The share of what was answered that is true."""

    type: Literal["Precision"] = "Precision"


@final
class Recall(Thresholded):
    """The share of what is true that was answered."""

    type: Literal["Recall"] = "Recall"


class Counted(Metric):
    """How many outputs fall in one corner of the confusion matrix."""

    thresholds: Share | None = None


@final
class TruePositives(Counted):
    """How many outputs are above the threshold, rightly."""

    type: Literal["TruePositives"] = "TruePositives"


@final
class TrueNegatives(Counted):
    """How many outputs are below the threshold, rightly."""

    type: Literal["TrueNegatives"] = "TrueNegatives"


@final
class FalsePositives(Counted):
    """How many outputs are above the threshold, wrongly."""

    direction: ClassVar[Literal["min", "max"]] = "min"

    type: Literal["FalsePositives"] = "FalsePositives"


@final
class FalseNegatives(Counted):
    """How many outputs are below the threshold, wrongly."""

    direction: ClassVar[Literal["min", "max"]] = "min"

    type: Literal["FalseNegatives"] = "FalseNegatives"


class OnACurve(OfOneClass):
    """The best of one quantity where another is at least what is given."""

    num_thresholds: Positive = 200


@final
class PrecisionAtRecall(OnACurve):
    """The best precision at thresholds where the recall is at least `recall`."""

    type: Literal["PrecisionAtRecall"] = "PrecisionAtRecall"
    recall: Share


@final
class RecallAtPrecision(OnACurve):
    """The best recall at thresholds where the precision is at least `precision`."""

    type: Literal["RecallAtPrecision"] = "RecallAtPrecision"
    precision: Share


@final
class SensitivityAtSpecificity(OnACurve):
    """The best sensitivity at thresholds where the specificity is at least `specificity`."""

    type: Literal["SensitivityAtSpecificity"] = "SensitivityAtSpecificity"
    specificity: Share


@final
class SpecificityAtSensitivity(OnACurve):
    """The best specificity at thresholds where the sensitivity is at least `sensitivity`."""

    type: Literal["SpecificityAtSensitivity"] = "SpecificityAtSensitivity"
    sensitivity: Share


@final
class AUC(Metric):
    """The area under the ROC or the precision-recall curve, by Riemann sums over thresholds.

    All outputs together; with `multi_label` the mean over the areas of each.
    """

    type: Literal["AUC"] = "AUC"
    num_thresholds: Annotated[int, Bounds(ge=2, le=100_000)] = 200
    curve: Literal["ROC", "PR", "PRGAIN"] = "ROC"
    summation_method: Literal["interpolation", "minoring", "majoring"] = "interpolation"
    thresholds: Thresholds | None = None
    multi_label: bool = False

    def misfit(self, shape: Shape) -> tuple[str, str] | None:
        is_row = len(shape) == 1 and isinstance(shape[-1], int)
        return ("multi_label", "false") if self.multi_label and not is_row else None

    def lower(self, name: str, shape: Shape, *, logits: bool) -> Call:
        made: Mapping[str, Value] = super().lower(name, shape, logits=logits).kwargs
        labels: dict[str, Value] = {"num_labels": int(str(shape[-1]))} if self.multi_label else {}
        lists: dict[str, Value] = {"thresholds": list(self.thresholds)} if self.thresholds else {}
        return Call(self.target, (), {**made, **lists, **labels, "name": name})


class Score(Metric):
    """A mean of precision and recall of each class."""

    rank: ClassVar[int | None] = 1
    is_late: ClassVar[bool] = True

    average: Literal["micro", "macro", "weighted"]
    threshold: Half | None = None


@final
class F1Score(Score):
    """The harmonic mean of precision and recall, averaged over the classes."""

    type: Literal["F1Score"] = "F1Score"


@final
class FBetaScore(Score):
    """The harmonic mean of precision and `beta` times the recall, averaged over the classes."""

    type: Literal["FBetaScore"] = "FBetaScore"
    beta: FinitePositive = 1.0
