"""The `[training]` table."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, TypeAlias, TypeVar, final

from speccnn.closed import Bounds, Closed, Form, Spelled
from speccnn.described import Each, Kinds
from speccnn.fields import FiniteNonNegative, NonNegative, Positive
from speccnn.training.base import Loss, Metric, Optimizer, Schedule
from speccnn.training.kinds import (
    LOSS_ALIASES,
    LOSSES,
    METRIC_ALIASES,
    METRIC_NAMES,
    METRICS,
    METRICS_WITH_ARGUMENTS,
    OPTIMIZER_ALIASES,
    OPTIMIZERS,
    SCHEDULES,
)

T = TypeVar("T")


def _named(value: object) -> object:
    """Let a metric that is called by a short name keep it, as `mse` does."""
    kind = METRIC_ALIASES.get(value) if isinstance(value, str) else None
    if kind is None or value in {kind, METRIC_NAMES[kind]}:
        return value
    return {"type": kind, "name": value}


Mode: TypeAlias = Literal["auto", "min", "max"]
Policy: TypeAlias = Literal["float32", "mixed_bfloat16", "mixed_float16"]
AnyLoss: TypeAlias = Annotated[Loss, Kinds("Loss", LOSSES, aliases=LOSS_ALIASES)]
AnyOptimizer: TypeAlias = Annotated[
    Optimizer, Kinds("Optimizer", OPTIMIZERS, aliases=OPTIMIZER_ALIASES)
]
AnyMetric: TypeAlias = Annotated[
    Metric,
    Kinds("Metric", METRICS, aliases=METRIC_ALIASES, tabled=METRICS_WITH_ARGUMENTS),
    Spelled(_named),
]
AnySchedule: TypeAlias = Annotated[Schedule, Kinds("Schedule", SCHEDULES)]
Metrics: TypeAlias = Annotated[tuple[AnyMetric, ...], Bounds(max_length=64)]


@final
class Checkpoint(Closed):
    """How often the state of training is saved, and how many of the newest saves are kept.

    With `monitor`, a column of the history, the best save by that metric is kept too.
    """

    every_steps: Positive = 100
    keep: Positive = 3
    monitor: str | None = None
    mode: Mode = "auto"


@final
class EarlyStopping(Closed):
    """Training ends when a column of the history has not improved for `patience` epochs.

    An improvement is one of more than `min_delta`. The keys are those of Keras's callback; without
    `monitor` it is the loss on the examples that are measured after each epoch.
    """

    monitor: str | None = None
    min_delta: FiniteNonNegative = 0.0
    patience: NonNegative = 0
    mode: Mode = "auto"
    restore_best_weights: bool = False
    start_from_epoch: NonNegative = 0


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
class TensorBoard(Closed):
    """What TensorBoard shows besides the history: how weights are spread, filters, the graph.

    `histograms_every_epochs` may be 0, for none. The filters are those of the first convolution.
    """

    histograms_every_epochs: NonNegative = 1
    images: bool = True
    graph: bool = True


@final
class Distribution(Closed):
    """On what a batch is shared: all devices of this machine, or those of several processes.

    The processes are named by `TF_CONFIG` in their environment; one that has not met all others
    after `deadline_seconds` gives up.
    """

    strategy: Literal["mirrored", "multi_worker"]
    deadline_seconds: Positive = 60


@final
class Training(Closed):
    """How the network is trained; batch size and epochs default to Keras's `fit`'s.

    Losses and metrics are given for all outputs or, in a table, for each by its name.
    """

    written_defaults: ClassVar[Mapping[str, object]] = {
        "optimizer": "adam",
        "metrics": [],
        "checkpoint": {},
    }

    loss: Annotated[
        dict[str, AnyLoss],
        Bounds(min_length=1, max_length=64),
        Each(AnyLoss),
        Form("a loss, or a table with the loss of each output"),
    ]
    optimizer: AnyOptimizer
    schedule: AnySchedule | None = None
    metrics: Annotated[
        dict[str, Metrics],
        Bounds(min_length=1, max_length=64),
        Each(Metrics),
        Form("a list of metrics, or a table with the list of each output"),
    ]
    loss_weights: Annotated[dict[str, FiniteNonNegative], Bounds(min_length=1)] | None = None
    epochs: Positive = 1
    batch_size: Positive = 32
    seed: NonNegative = 0
    checkpoint: Checkpoint
    early_stopping: EarlyStopping | None = None
    precision: AnyPrecision | None = None
    tensorboard: TensorBoard | None = None
    distribution: Distribution | None = None

    @property
    def rate(self) -> Schedule:
        """The learning rate: what `[training.schedule]` says, or the optimizer's own."""
        return self.optimizer.learning_rate if self.schedule is None else self.schedule

    def loss_of(self, output: str) -> Loss | None:
        """Return the loss of an output; None if it has none."""
        return _of(self.loss, output)

    def metrics_of(self, output: str) -> tuple[Metric, ...]:
        """Return the metrics of an output."""
        return _of(self.metrics, output) or ()


def _of(table: Mapping[str, T], output: str) -> T | None:
    return table.get(output, table.get(Each.ALL))
