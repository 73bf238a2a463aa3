"""L511: a metric that cannot judge an output of this shape."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.heads import heads_of
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import Shape, shown
from speccnn.training.kinds import METRIC_NAMES


@final
class MetricDoesNotFit(Finding):
    """A setting of a metric does not fit the shape of the output.

    Classes are counted from 0 along the last axis of the output. A top-k accuracy among all classes
    is always 1. `F1Score`, `FBetaScore` and `R2Score` judge one vector for each example.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    [training]
    loss = "sparse_categorical_crossentropy"
    metrics = ["accuracy", { type = "TopKCategoricalAccuracy", k = 10 }]

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [8, 8, 1] }
    [training]
    loss = "sparse_categorical_crossentropy"
    metrics = ["accuracy", { type = "TopKCategoricalAccuracy", k = 3 }]

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "L511"
    name = "metric-does-not-fit"

    metric: str
    output: str
    shape: Shape
    expected: str

    @property
    def message(self) -> str:
        found = f"output `{self.output}` is {shown(self.shape)}"
        return f"{found}, so {self.expected}"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report metrics that cannot judge the shape of their outputs."""
    if document.training is None:
        return
    for head in heads_of(model, document.training):
        for found in head.metrics:
            metric, misfit = found.metric, found.metric.misfit(head.shape)
            named = metric.name or METRIC_NAMES[metric.type]
            if metric.rank not in {None, len(head.shape)}:
                expected, field = f"`{named}` cannot judge it", ()
            elif misfit is not None:
                expected, field = f"`{misfit[0]}` of `{named}` must be {misfit[1]}", misfit[:1]
            else:
                continue
            finding = MetricDoesNotFit(named, head.output, head.shape, expected)
            out.report(finding, at=(*found.path, *field), layer=head.output)
