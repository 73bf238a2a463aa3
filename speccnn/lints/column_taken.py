"""L514: two metrics of one name, or a metric with a name that the history needs."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.heads import heads_of, watched_by
from speccnn.graph.typed import TypedGraph


@final
class ColumnTaken(Finding):
    """Two columns of the history would have one name.

    Each metric has a column in the history, and one that begins with `test_`, or with `val_` where
    `[data]` has `validation`; `epoch`, `step` and `loss` are there already. Two metrics of one type
    need names.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    [training]
    loss = "sparse_categorical_crossentropy"
    metrics = ["precision", { type = "Precision", class_id = 3 }]

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
    metrics = ["precision", { type = "Precision", class_id = 3, name = "precision_of_3" }]

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "L514"
    name = "column-taken"

    column: str

    @property
    def message(self) -> str:
        return f"the history has a column `{self.column}` already"

    @property
    def help(self) -> str:
        return "give the metric a `name` of its own"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report metrics whose columns in the history others have."""
    if document.training is None:
        return
    heads = heads_of(model, document.training)
    watched = watched_by(document.data)
    taken = {"epoch", "step", "loss", f"{watched}_loss"}
    if len(heads) > 1:
        losses = {f"{head.output}_loss" for head in heads}
        taken |= losses | {f"{watched}_{name}" for name in losses}
    for head in heads:
        for found in head.metrics:
            columns = {found.column, f"{watched}_{found.column}"}
            if columns & taken:
                name = ("name",) if found.metric.name else ()
                finding = ColumnTaken(min(columns & taken))
                out.report(finding, at=(*found.path, *name), layer=head.output)
            taken |= columns
