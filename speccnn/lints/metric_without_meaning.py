"""L504: a metric that judges other answers than an output gives."""

from typing import final

from speccnn.described import Each
from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.heads import heads_of
from speccnn.graph.typed import TypedGraph
from speccnn.training.base import Answers
from speccnn.training.kinds import METRIC_NAMES


@final
class MetricWithoutMeaning(Finding):
    """A metric that the loss gives no meaning to.

    Accuracy counts right answers. Under a loss between values, such as the mean squared error, an
    answer is near or far, and equal to the truth almost never. A metric of yes and no, such as
    `binary_accuracy`, cannot judge the choice of one class among many, nor the other way round.
    Distances, such as `mae`, can be measured under every loss but CTC and Circle.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    training = { loss = "mean_squared_error", metrics = ["accuracy"] }

    [[layers]]
    type = "Conv2D"
    filters = 1
    kernel_size = 3
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [8, 8, 1] }
    training = { loss = "mean_squared_error" }

    [[layers]]
    type = "Conv2D"
    filters = 1
    kernel_size = 3
    ```
    """

    code = "L504"
    name = "metric-without-meaning"

    metric: str
    loss: str
    judges: str

    @property
    def message(self) -> str:
        return f"`{self.metric}` has no meaning under `{self.loss}`"

    @property
    def help(self) -> str:
        return f"it judges {self.judges}" if self.judges else ""


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report metrics that judge other answers than an output gives."""
    if document.training is None or document.training.metrics == {Each.ALL: ()}:
        return
    for head in heads_of(model, document.training):
        for found in head.metrics:
            metric = found.metric
            if head.loss.labels != "whole" and head.answers in metric.meant_for:
                continue
            named = metric.name or METRIC_NAMES[metric.type]
            judges = _JUDGES.get(metric.meant_for, "") if head.loss.labels != "whole" else ""
            finding = MetricWithoutMeaning(named, head.loss.type, judges)
            out.report(finding, at=found.path, layer=head.output)


_CLASSES = "which class it is, after a softmax or a loss of classes"
_YES = "yes or no for each number, after a sigmoid or a binary loss"
_JUDGES: dict[frozenset[Answers | None], str] = {
    frozenset({"one_of"}): _CLASSES,
    frozenset({"any_of"}): _YES,
    frozenset({"one_of", "any_of"}): "classes, after a softmax, a sigmoid or a loss of classes",
}
