"""L526: labels of a kind or a number that the loss or the output cannot have."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Path, Sink
from speccnn.document.model import Document
from speccnn.graph.heads import Head, heads_of
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import TensorType, shown
from speccnn.training.sources.arrays import Csv
from speccnn.training.sources.base import Data
from speccnn.training.sources.images import TfRecord


@final
class LabelsDoNotFit(Finding):
    """The source holds other labels than the loss reads.

    A loss of classes reads their numbers, which are whole. Of a table with several columns of
    labels each is a number of the output; and with `classes` a label is one word, in one column.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { sizes = [4] }
    data = { source = "csv", path = "irises.csv", label = ["length", "width"] }
    training = { loss = "mean_squared_error" }

    [[layers]]
    type = "Dense"
    units = 3
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { sizes = [4] }
    data = { source = "csv", path = "irises.csv", label = ["length", "width"] }
    training = { loss = "mean_squared_error" }

    [[layers]]
    type = "Dense"
    units = 2
    ```
    """

    code = "L526"
    name = "labels-do-not-fit"

    labels: str
    contrast: str

    @property
    def message(self) -> str:
        return f"the labels are {self.labels}, but {self.contrast}"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report labels that the loss cannot read, as far as `[data]` tells what they are."""
    data, training = document.data, document.training
    if data is None or training is None:
        return
    heads = heads_of(model, training)
    if len(heads) == 1 and (found := _misfit(data, heads[0])):
        finding, path = found
        out.report(finding, at=("data", "label", *path))


def _misfit(data: Data, head: Head) -> tuple[LabelsDoNotFit, Path] | None:
    match data:
        case TfRecord() if data.label.type == "float32" and head.loss.labels != "one_hot":
            reads = f"`{head.loss.type}` reads class numbers"
            return LabelsDoNotFit("real numbers", reads), ("type",)
        case Csv() if len(data.label) > 1 and data.classes is not None:
            return LabelsDoNotFit(f"{len(data.label)} columns", "`classes` are words of one"), ()
        case Csv() if len(data.label) > 1 and (reads := _others(head, len(data.label))):
            return LabelsDoNotFit(f"{len(data.label)} columns", reads), ()
        case _:
            return None


def _others(head: Head, columns: int) -> str | None:
    """Return what an output has or its loss reads, if the labels cannot be so many numbers."""
    places = TensorType(head.shape[:-1], head.type.dtype).elements
    if head.loss.labels == "whole" or columns == places:
        return None
    if head.loss.labels == "classes":
        return f"`{head.loss.type}` reads {'one' if places == 1 else places} for each example"
    fits = columns == head.type.elements
    return None if fits else f"output `{head.output}` is {shown(head.shape)}"
