"""The `[training]` and `[data]` tables."""

from typing import Annotated, Literal, TypeAlias, final

from pydantic import Field, Strict

from speccnn.described import Closed
from speccnn.fields import NonNegative, Positive
from speccnn.training.losses import AnyLoss
from speccnn.training.optimizers import Adam, AnyOptimizer

SourceName: TypeAlias = Literal["digits", "mnist", "fashion_mnist", "cifar10", "cifar100"]
MetricName: TypeAlias = Literal["accuracy"]


@final
class Checkpoint(Closed, frozen=True):
    """How often the state of training is saved, and how many of the newest saves are kept."""

    every_steps: Positive = 100
    keep: Positive = 3


@final
class Training(Closed, frozen=True):
    """How the network is trained; batch size and epochs default to Keras's `fit`'s."""

    loss: AnyLoss
    optimizer: AnyOptimizer = Field(default_factory=Adam)
    metrics: Annotated[tuple[MetricName, ...], Strict(strict=False), Field(max_length=16)] = ()
    epochs: Positive = 1
    batch_size: Positive = 32
    seed: NonNegative = 0
    checkpoint: Checkpoint = Field(default_factory=Checkpoint)


@final
class Data(Closed, frozen=True):
    """Where the examples come from."""

    source: SourceName
