"""L503: a network that cannot read its data, or cannot answer its labels."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.named import ShapeDoesNotFitError, bound
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import Shape, shown


@final
class DataDoNotFit(Finding):
    """The input has another shape than the examples, or the output than the labels.

    The examples of a named data set and the number of its classes are known, so the mistake is told
    here and not by the first batch. A classifier gives one number for each class.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }
    data = { source = "digits" }

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
    data = { source = "digits" }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "L503"
    name = "data-do-not-fit"

    what: str
    shape: Shape
    source: str
    expected: tuple[int, ...]

    @property
    def message(self) -> str:
        return (
            f"{self.what} is {shown(self.shape)}, but `{self.source}` needs {shown(self.expected)}"
        )


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report an input or output that the named data set does not fit."""
    if document.data is None or len(model.inputs) != 1 or len(model.outputs) != 1:
        return
    from speccnn.training.datasets import DATASETS  # noqa: PLC0415  many specs have no data

    source = document.data.source
    dataset = DATASETS[source]
    ((name, given),) = model.inputs.items()
    try:
        bound(model.inputs, {name: dataset.shape})
    except ShapeDoesNotFitError:
        finding = DataDoNotFit(f"input `{name}`", given.shape, source, dataset.shape)
        out.report(finding, at=("inputs", name))
    output = model.node(model.outputs[0])
    if document.training is None or output.output.shape == (dataset.classes,):
        return
    finding = DataDoNotFit(
        f"output `{output.name}`", output.output.shape, source, (dataset.classes,)
    )
    out.report(finding, at=output.path, layer=output.name)
