"""Losses, by Keras's names."""

from typing import ClassVar, Literal, final

from speccnn.fields import Share
from speccnn.training.base import Crossentropy, Labels, Loss


@final
class SparseCategoricalCrossentropy(Crossentropy):
    """Minus the logarithm of the probability given to the true class, named by its number."""

    labels: ClassVar[Labels] = "classes"
    probabilities: ClassVar[tuple[str, ...]] = ("softmax", "sparsemax")
    accuracy: ClassVar[str | None] = "SparseCategoricalAccuracy"

    type: Literal["SparseCategoricalCrossentropy"] = "SparseCategoricalCrossentropy"


@final
class CategoricalCrossentropy(Crossentropy):
    """Minus the logarithm of the probability given to the true class, as a one-hot row."""

    labels: ClassVar[Labels] = "one_hot"
    probabilities: ClassVar[tuple[str, ...]] = ("softmax", "sparsemax")
    accuracy: ClassVar[str | None] = "CategoricalAccuracy"

    type: Literal["CategoricalCrossentropy"] = "CategoricalCrossentropy"
    label_smoothing: Share = 0.0


@final
class BinaryCrossentropy(Crossentropy):
    """Minus the logarithm of the probability given to the truth, for each output on its own."""

    labels: ClassVar[Labels] = "one_hot"
    probabilities: ClassVar[tuple[str, ...]] = ("sigmoid", "hard_sigmoid", "sparse_sigmoid")
    accuracy: ClassVar[str | None] = "BinaryAccuracy"

    type: Literal["BinaryCrossentropy"] = "BinaryCrossentropy"
    label_smoothing: Share = 0.0


@final
class MeanSquaredError(Loss):
    """The mean of the squared differences."""

    labels: ClassVar[Labels] = "one_hot"

    type: Literal["MeanSquaredError"] = "MeanSquaredError"


@final
class MeanAbsoluteError(Loss):
    """The mean of the absolute differences."""

    labels: ClassVar[Labels] = "one_hot"

    type: Literal["MeanAbsoluteError"] = "MeanAbsoluteError"
