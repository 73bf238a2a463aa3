"""What training asks of each output: its loss, its metrics, and the columns of the history."""

from collections.abc import Iterator
from typing import final

from speccnn.described import Each
from speccnn.diagnostics.sink import Path
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import Shape, TensorType
from speccnn.training.base import Answers, Direction, Loss, Metric
from speccnn.training.kinds import METRIC_NAMES
from speccnn.training.settings import Training
from speccnn.training.sources.base import Data
from speccnn.values import Record


@final
class Measured(Record):
    """A metric of an output, its column in the history, and where the spec asks for it."""

    metric: Metric
    column: str
    path: Path


@final
class Head(Record):
    """An output that is trained; `place` is its number among all outputs."""

    output: str
    place: int
    type: TensorType
    activation: str | None
    loss: Loss
    weight: float
    path: Path
    metrics: tuple[Measured, ...]

    @property
    def shape(self) -> Shape:
        """The shape of the output."""
        return self.type.shape

    @property
    def answers(self) -> Answers | None:
        """What the output tells: one class, any classes, or values."""
        return self.loss.answers(self.activation)

    @property
    def is_logits(self) -> bool:
        """Whether the output holds logits, and not what they stand for."""
        return self.loss.reads_logits(self.activation)


def heads_of(model: TypedGraph, training: Training) -> tuple[Head, ...]:
    """Return the outputs that have a loss, in order; all outputs if one loss is for all."""
    losses = {name: training.loss_of(name) for name in model.outputs}
    trained = [name for name, loss in losses.items() if loss is not None]
    weights = training.loss_weights or {}
    return tuple(
        Head(
            output=name,
            place=place,
            type=model.type_of(name),
            activation=model.activation_of(name),
            loss=loss,
            weight=weights.get(name, 1.0),
            path=("training", "loss", *(() if Each.ALL in training.loss else (name,))),
            metrics=tuple(_measured(training, name, f"{name}_" if len(trained) > 1 else "")),
        )
        for place, (name, loss) in enumerate(losses.items())
        if loss is not None
    )


def watched_by(data: Data | None) -> str:
    """Return how the columns begin that are measured after each epoch, on examples set aside."""
    return "val" if data is not None and data.validation else "test"


def columns_of(heads: tuple[Head, ...], watched: str) -> dict[str, Direction]:
    """Return the columns of the history, and whether it is good that each is small or large.

    Each is measured on the training examples, and on those that are `watched`.
    """
    measured: dict[str, Direction] = {"loss": "min"}
    if len(heads) > 1:
        measured |= {f"{head.output}_loss": "min" for head in heads}
    for head in heads:
        measured |= {found.column: found.metric.direction for found in head.metrics}
    others: dict[str, Direction] = {f"{watched}_{name}": good for name, good in measured.items()}
    return measured | others


def _measured(training: Training, output: str, prefix: str) -> Iterator[Measured]:
    at = () if Each.ALL in training.metrics else (output,)
    for index, metric in enumerate(training.metrics_of(output)):
        column = prefix + (metric.name or METRIC_NAMES[metric.type])
        yield Measured(metric, column, ("training", "metrics", *at, index))
