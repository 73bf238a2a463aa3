"""L504: an accuracy where there is nothing to get right."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph


@final
class MetricWithoutMeaning(Finding):
    """A metric that the loss gives no meaning to.

    Accuracy counts right answers. Under a loss between values, such as the mean squared error, an
    answer is near or far, and equal to the truth almost never.

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

    @property
    def message(self) -> str:
        return f"`{self.metric}` has no meaning under `{self.loss}`"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report metrics that need classes under a loss that knows none."""
    del model
    training = document.training
    if training is None or training.loss.accuracy is not None:
        return
    for index, metric in enumerate(training.metrics):
        finding = MetricWithoutMeaning(metric, training.loss.type)
        out.report(finding, at=("training", "metrics", index))
