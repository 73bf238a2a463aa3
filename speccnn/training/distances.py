"""Metrics of values and of probabilities, by Keras's names."""

from typing import ClassVar, Literal, final

from speccnn.fields import NonNegative, Share
from speccnn.training.base import Answers, Direction, Labels, Metric


class Distance(Metric):
    """What measures how far outputs are from the truth, whatever they mean."""

    meant_for: ClassVar[frozenset[Answers | None]] = frozenset({"one_of", "any_of", None})
    direction: ClassVar[Direction] = "min"


@final
class MeanSquaredError(Distance):
    """The mean of the squared differences."""

    type: Literal["MeanSquaredError"] = "MeanSquaredError"


@final
class RootMeanSquaredError(Distance):
    """The root of the mean of the squared differences."""

    type: Literal["RootMeanSquaredError"] = "RootMeanSquaredError"


@final
class MeanAbsoluteError(Distance):
    """The mean of the absolute differences."""

    type: Literal["MeanAbsoluteError"] = "MeanAbsoluteError"


@final
class MeanAbsolutePercentageError(Distance):
    """The mean of the absolute differences in percent of the truth."""

    type: Literal["MeanAbsolutePercentageError"] = "MeanAbsolutePercentageError"


@final
class MeanSquaredLogarithmicError(Distance):
    """The mean of the squared differences of log(1 + x)."""

    type: Literal["MeanSquaredLogarithmicError"] = "MeanSquaredLogarithmicError"


@final
class LogCoshError(Distance):
    """The mean of log(cosh(difference))."""

    type: Literal["LogCoshError"] = "LogCoshError"


@final
class KLDivergence(Distance):
    """The Kullback-Leibler divergence of the output from the true distribution."""

    type: Literal["KLDivergence"] = "KLDivergence"


@final
class Poisson(Distance):
    """Output - truth * log(output), for counts."""

    type: Literal["Poisson"] = "Poisson"


class Likeness(Distance):
    """What measures how alike outputs and the truth are."""

    direction: ClassVar[Direction] = "max"


@final
class CosineSimilarity(Likeness):
    """The cosine of the angle between output and truth, along the last axis."""

    type: Literal["CosineSimilarity"] = "CosineSimilarity"


@final
class PearsonCorrelation(Likeness):
    """The correlation of output and truth, along the last axis."""

    type: Literal["PearsonCorrelation"] = "PearsonCorrelation"


@final
class ConcordanceCorrelation(Likeness):
    """The agreement of output and truth, correlation and bias together; Lin (1989)."""

    type: Literal["ConcordanceCorrelation"] = "ConcordanceCorrelation"


@final
class R2Score(Likeness):
    """The share of the truth's variance that is explained."""

    rank: ClassVar[int | None] = 1
    is_late: ClassVar[bool] = True

    type: Literal["R2Score"] = "R2Score"
    class_aggregation: Literal["uniform_average", "variance_weighted_average"] = "uniform_average"
    num_regressors: NonNegative = 0


class Margin(Distance):
    """How far outputs, as the network gives them, are from a margin around the truth."""

    by_order: ClassVar[bool] = True


@final
class Hinge(Margin):
    """The mean of max(1 - truth * output, 0), where truth is -1 or 1; 0 is taken for -1."""

    type: Literal["Hinge"] = "Hinge"


@final
class SquaredHinge(Margin):
    """The mean of max(1 - truth * output, 0) squared, where truth is -1 or 1."""

    type: Literal["SquaredHinge"] = "SquaredHinge"


@final
class CategoricalHinge(Margin):
    """How far the best wrong class comes within 1 of the true one."""

    type: Literal["CategoricalHinge"] = "CategoricalHinge"


class Entropy(Metric):
    """Minus the logarithm of the probability given to the truth."""

    takes_logits: ClassVar[bool] = True
    direction: ClassVar[Direction] = "min"


@final
class BinaryCrossentropy(Entropy):
    """Minus the logarithm of the probability given to the truth, for each output on its own."""

    meant_for: ClassVar[frozenset[Answers | None]] = frozenset({"any_of"})

    type: Literal["BinaryCrossentropy"] = "BinaryCrossentropy"
    label_smoothing: Share = 0


@final
class CategoricalCrossentropy(Entropy):
    """Minus the logarithm of the probability given to the true class, as a one-hot row."""

    meant_for: ClassVar[frozenset[Answers | None]] = frozenset({"one_of"})

    type: Literal["CategoricalCrossentropy"] = "CategoricalCrossentropy"
    label_smoothing: Share = 0


@final
class SparseCategoricalCrossentropy(Entropy):
    """Minus the logarithm of the probability given to the true class, named by its number."""

    reads: ClassVar[Literal["classes", "rows"]] = "classes"
    meant_for: ClassVar[frozenset[Answers | None]] = frozenset({"one_of"})

    type: Literal["SparseCategoricalCrossentropy"] = "SparseCategoricalCrossentropy"
    ignore_class: NonNegative | None = None


@final
class Crossentropy(Metric):
    """The cross-entropy: of classes, one-hot rows or yes and no, as the loss reads them.

    What Keras makes of the name `crossentropy`.
    """

    direction: ClassVar[Direction] = "min"

    type: Literal["Crossentropy"] = "Crossentropy"

    def settled(self, answers: Answers | None, labels: Labels) -> Metric:
        if answers == "any_of":
            return BinaryCrossentropy()
        if labels == "classes":
            return SparseCategoricalCrossentropy()
        return CategoricalCrossentropy()
