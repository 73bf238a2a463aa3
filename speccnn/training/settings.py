"""The `[training]` and `[data]` tables."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.closed import Bounds, Closed, Spelled
from speccnn.described import Kinds
from speccnn.fields import NonNegative, Positive
from speccnn.training.base import Loss, Optimizer
from speccnn.training.kinds import LOSS_ALIASES, LOSSES, OPTIMIZER_ALIASES, OPTIMIZERS

SourceName: TypeAlias = Literal["digits", "mnist", "fashion_mnist", "cifar10", "cifar100"]
Policy: TypeAlias = Literal["float32", "mixed_bfloat16", "mixed_float16"]
MetricName: TypeAlias = Literal["accuracy"]
AnyLoss: TypeAlias = Annotated[Loss, Kinds("Loss", LOSSES, aliases=LOSS_ALIASES)]
AnyOptimizer: TypeAlias = Annotated[
    Optimizer, Kinds("Optimizer", OPTIMIZERS, aliases=OPTIMIZER_ALIASES)
]


@final
class Checkpoint(Closed):
    """How often the state of training is saved, and how many of the newest saves are kept.

    With `monitor`, a column of the history, the best save by that metric is kept too.
    """

    every_steps: Positive = 100
    keep: Positive = 3
    monitor: str | None = None
    mode: Literal["auto", "min", "max"] = "auto"


def _as_policy(value: object) -> object:
    return {"policy": value} if isinstance(value, str) else value


@final
class Precision(Closed):
    """In which numbers the network computes, and whether XLA joins its operations on a GPU.

    Weights are float32 in any case. Without this table all is float32, and XLA is not used.
    """

    policy: Policy = "float32"
    xla: Literal["auto"] | bool = "auto"


AnyPrecision: TypeAlias = Annotated[Precision, Spelled(_as_policy, Policy)]


@final
class Training(Closed):
    """How the network is trained; batch size and epochs default to Keras's `fit`'s."""

    written_defaults: ClassVar[Mapping[str, object]] = {"optimizer": "adam", "checkpoint": {}}

    loss: AnyLoss
    optimizer: AnyOptimizer
    metrics: Annotated[tuple[MetricName, ...], Bounds(max_length=16)] = ()
    epochs: Positive = 1
    batch_size: Positive = 32
    seed: NonNegative = 0
    checkpoint: Checkpoint
    precision: AnyPrecision | None = None


@final
class Data(Closed):
    """Where the examples come from."""

    source: SourceName
