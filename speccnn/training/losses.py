"""Losses, by Keras's names."""

from typing import Annotated, ClassVar, Literal, TypeAlias, final

from pydantic import Field

from speccnn.calls import Call, Value
from speccnn.described import Described, Kinds

Labels: TypeAlias = Literal["classes", "one_hot", "values"]


class Loss(Described, frozen=True):
    """What training makes small; the mean over the examples of a batch.

    `labels` says in which form it reads the truth: class numbers, one-hot rows, or values in the
    shape of the output. `probabilities` names the activations after which an output holds
    probabilities; after no activation it holds logits.
    """

    namespace: ClassVar[str] = "keras.losses"
    labels: ClassVar[Labels]
    probabilities: ClassVar[tuple[str, ...]] = ()
    accuracy: ClassVar[str | None] = None

    def lower(self, activation: str | None) -> Call:
        """Return the constructor call for an output that ends in `activation`."""
        arguments: dict[str, Value] = self.arguments()
        if self.probabilities and activation not in self.probabilities:
            arguments["from_logits"] = True
        return Call(self.target, (), arguments)


class Crossentropy(Loss, frozen=True):
    """A loss between probabilities; `from_logits` follows from the output unless it is given."""

    not_arguments: ClassVar[frozenset[str]] = frozenset({"type", "from_logits"})

    from_logits: bool | None = None


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


LOSSES: tuple[type[Loss], ...] = (
    SparseCategoricalCrossentropy,
    CategoricalCrossentropy,
    BinaryCrossentropy,
    MeanSquaredError,
    MeanAbsoluteError,
)
ALIASES: dict[str, type[Described]] = {
    "sparse_categorical_crossentropy": SparseCategoricalCrossentropy,
    "categorical_crossentropy": CategoricalCrossentropy,
    "binary_crossentropy": BinaryCrossentropy,
    "mean_squared_error": MeanSquaredError,
    "mse": MeanSquaredError,
    "mean_absolute_error": MeanAbsoluteError,
    "mae": MeanAbsoluteError,
    **{loss.__name__: loss for loss in LOSSES},
}

AnyLoss: TypeAlias = Annotated[Loss, Kinds("Loss", LOSSES, aliases=ALIASES)]
