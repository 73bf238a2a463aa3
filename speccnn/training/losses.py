"""Losses, by Keras's names."""

from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.closed import Bounds
from speccnn.fields import FiniteNonNegative, FinitePositive, NonNegative, Share
from speccnn.tensor import Shape
from speccnn.training.base import ANY_OF, ONE_OF, Crossentropy, Labels, Loss

Inside: TypeAlias = Annotated[float, Bounds(gt=0, lt=1)]
Axes: TypeAlias = Annotated[tuple[NonNegative, ...], Bounds(min_length=1, max_length=8)]


@final
class SparseCategoricalCrossentropy(Crossentropy):
    """Minus the logarithm of the probability given to the true class, named by its number.

    Places whose class is `ignore_class` do not count, nor in the metrics of a script that trains
    one output. It may be a number beyond the classes, such as 255 for pixels of no class.
    """

    labels: ClassVar[Labels] = "classes"
    probabilities: ClassVar[tuple[str, ...]] = ONE_OF

    type: Literal["SparseCategoricalCrossentropy"] = "SparseCategoricalCrossentropy"
    ignore_class: NonNegative | None = None


@final
class CategoricalCrossentropy(Crossentropy):
    """Minus the logarithm of the probability given to the true class, as a one-hot row."""

    probabilities: ClassVar[tuple[str, ...]] = ONE_OF

    type: Literal["CategoricalCrossentropy"] = "CategoricalCrossentropy"
    label_smoothing: Share = 0.0


@final
class CategoricalFocalCrossentropy(Crossentropy):
    """The cross-entropy, less of it where the network is sure already; Lin and others (2017)."""

    probabilities: ClassVar[tuple[str, ...]] = ONE_OF

    type: Literal["CategoricalFocalCrossentropy"] = "CategoricalFocalCrossentropy"
    alpha: FiniteNonNegative = 0.25
    gamma: FiniteNonNegative = 2.0
    label_smoothing: Share = 0.0


@final
class CategoricalGeneralizedCrossEntropy(Loss):
    """(1 - p ** `q`) / `q` of the true class's probability p; Zhang and Sabuncu (2018).

    Bears wrong labels; reads probabilities only, so the output ends in a softmax.
    """

    probabilities: ClassVar[tuple[str, ...]] = ONE_OF
    labels: ClassVar[Labels] = "classes"

    type: Literal["CategoricalGeneralizedCrossEntropy"] = "CategoricalGeneralizedCrossEntropy"
    q: Inside = 0.5


@final
class BinaryCrossentropy(Crossentropy):
    """Minus the logarithm of the probability given to the truth, for each output on its own."""

    probabilities: ClassVar[tuple[str, ...]] = ANY_OF

    type: Literal["BinaryCrossentropy"] = "BinaryCrossentropy"
    label_smoothing: Share = 0.0


@final
class BinaryFocalCrossentropy(Crossentropy):
    """The binary cross-entropy, less of it where the network is sure; Lin and others (2017)."""

    probabilities: ClassVar[tuple[str, ...]] = ANY_OF

    type: Literal["BinaryFocalCrossentropy"] = "BinaryFocalCrossentropy"
    apply_class_balancing: bool = False
    alpha: Share = 0.25
    gamma: FiniteNonNegative = 2.0
    label_smoothing: Share = 0.0


@final
class KLDivergence(Loss):
    """The Kullback-Leibler divergence of the output from the true distribution."""

    probabilities: ClassVar[tuple[str, ...]] = ONE_OF + ANY_OF
    is_by_number: ClassVar[bool] = False

    type: Literal["KLDivergence"] = "KLDivergence"


@final
class Poisson(Loss):
    """Output - truth * log(output), for counts."""

    type: Literal["Poisson"] = "Poisson"


@final
class MeanSquaredError(Loss):
    """The mean of the squared differences."""

    type: Literal["MeanSquaredError"] = "MeanSquaredError"


@final
class MeanAbsoluteError(Loss):
    """The mean of the absolute differences."""

    type: Literal["MeanAbsoluteError"] = "MeanAbsoluteError"


@final
class MeanAbsolutePercentageError(Loss):
    """The mean of the absolute differences in percent of the truth."""

    type: Literal["MeanAbsolutePercentageError"] = "MeanAbsolutePercentageError"


@final
class MeanSquaredLogarithmicError(Loss):
    """The mean of the squared differences of log(1 + x)."""

    type: Literal["MeanSquaredLogarithmicError"] = "MeanSquaredLogarithmicError"


@final
class Huber(Loss):
    """Squared differences up to `delta`, and straight on beyond; Huber (1964)."""

    type: Literal["Huber"] = "Huber"
    delta: FinitePositive = 1.0


@final
class LogCosh(Loss):
    """The mean of log(cosh(difference)): squared where small, absolute where large."""

    type: Literal["LogCosh"] = "LogCosh"


@final
class CosineSimilarity(Loss):
    """Minus the cosine of the angle between output and truth, along the last axis."""

    is_by_number: ClassVar[bool] = False

    type: Literal["CosineSimilarity"] = "CosineSimilarity"


@final
class Hinge(Loss):
    """The mean of max(1 - truth * output, 0), where truth is -1 or 1; 0 is taken for -1."""

    type: Literal["Hinge"] = "Hinge"


@final
class SquaredHinge(Loss):
    """The mean of max(1 - truth * output, 0) squared, where truth is -1 or 1; 0 is taken for -1."""

    type: Literal["SquaredHinge"] = "SquaredHinge"


@final
class CategoricalHinge(Loss):
    """How far the best wrong class comes within 1 of the true one, as a one-hot row."""

    chooses: ClassVar[bool] = True

    type: Literal["CategoricalHinge"] = "CategoricalHinge"


class Overlap(Loss):
    """A share of overlap, over all of a batch or over `axis`, where 0 is the axis of the batch."""

    probabilities: ClassVar[tuple[str, ...]] = ONE_OF + ANY_OF
    is_by_example: ClassVar[bool] = False

    axis: Axes | None = None

    def misfit(self, shape: Shape) -> str | None:
        axes = range(len(shape) + 1)
        if self.axis is None or (
            len(set(self.axis)) == len(self.axis) and set(self.axis) <= {*axes}
        ):
            return None
        return f"different axes from 0 to {axes[-1]}"


@final
class Dice(Overlap):
    """1 - the share of overlap of output and truth; Milletari and others (2016)."""

    type: Literal["Dice"] = "Dice"


@final
class Tversky(Overlap):
    """Dice with a weight `alpha` for misses, `beta` for false alarms; Salehi and others (2017)."""

    type: Literal["Tversky"] = "Tversky"
    alpha: FiniteNonNegative = 0.5
    beta: FiniteNonNegative = 0.5


@final
class CTC(Loss):
    """Minus the logarithm of all alignments of a sequence with the output; Graves (2006).

    Reads logits, steps x classes, of which class 0 is the blank; the labels are rows of class
    numbers that end in zeros.
    """

    labels: ClassVar[Labels] = "whole"
    rank: ClassVar[int | None] = 2

    type: Literal["CTC"] = "CTC"

    def reads_logits(self, activation: str | None) -> bool:
        del activation
        return True

    def misread(self, activation: str | None) -> str | None:
        return "logits" if activation in ONE_OF + ANY_OF else None


@final
class Circle(Loss):
    """Draws embeddings of one class together and others apart; Sun and others (2020).

    Reads one vector of length 1 for each example, as UnitNormalization gives it; the labels are
    class numbers, of any number of classes.
    """

    labels: ClassVar[Labels] = "whole"
    rank: ClassVar[int | None] = 1

    type: Literal["Circle"] = "Circle"
    gamma: FinitePositive = 80.0
    margin: Share = 0.4
    remove_diagonal: bool = True
