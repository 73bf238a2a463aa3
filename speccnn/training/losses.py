"""Losses, by Keras's names."""

from typing import Annotated, ClassVar, Literal, final

from pydantic import Field

from speccnn.training.base import Crossentropy, Labels, Loss


@final
class SparseCategoricalCrossentropy(Crossentropy, frozen=True):
    """Minus the logarithm of the probability given to the true class, named by its number."""

    labels: ClassVar[Labels] = "classes"
    probabilities: ClassVar[tuple[str, ...]] = ("softmax", "sparsemax")
    accuracy: ClassVar[str | None] = "SparseCategoricalAccuracy"

    type: Literal["SparseCategoricalCrossentropy"] = "SparseCategoricalCrossentropy"


@final
class CategoricalCrossentropy(Crossentropy, frozen=True):
    """Minus the logarithm of the probability given to the true class, as a one-hot row."""

    labels: ClassVar[Labels] = "one_hot"
    probabilities: ClassVar[tuple[str, ...]] = ("softmax", "sparsemax")
    accuracy: ClassVar[str | None] = "CategoricalAccuracy"

    type: Literal["CategoricalCrossentropy"] = "CategoricalCrossentropy"
    label_smoothing: Annotated[float, Field(ge=0, le=1)] = 0.0


@final
class BinaryCrossentropy(Crossentropy, frozen=True):
    """Minus the logarithm of the probability given to the truth, for each output on its own."""

    labels: ClassVar[Labels] = "one_hot"
    probabilities: ClassVar[tuple[str, ...]] = ("sigmoid", "hard_sigmoid", "sparse_sigmoid")
    accuracy: ClassVar[str | None] = "BinaryAccuracy"

    type: Literal["BinaryCrossentropy"] = "BinaryCrossentropy"
    label_smoothing: Annotated[float, Field(ge=0, le=1)] = 0.0


@final
class MeanSquaredError(Loss, frozen=True):
    """The mean of the squared differences."""

    labels: ClassVar[Labels] = "one_hot"

    type: Literal["MeanSquaredError"] = "MeanSquaredError"


@final
class MeanAbsoluteError(Loss, frozen=True):
    """The mean of the absolute differences."""

    labels: ClassVar[Labels] = "one_hot"

    type: Literal["MeanAbsoluteError"] = "MeanAbsoluteError"
