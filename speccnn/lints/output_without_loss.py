"""L513: metrics or a weight for an output that has no loss."""

from typing import final

from speccnn.described import Each
from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph


@final
class OutputWithoutLoss(Finding):
    """An output has metrics or a loss weight, but no loss.

    An output without a loss is not trained and has no labels, so there is nothing to weigh and
    nothing to compare it with.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    outputs = ["flat", "digit"]
    layers = [
        { type = "Flatten", name = "flat" },
        { type = "Dense", name = "digit", units = 10 },
    ]

    [training]
    loss = { digit = "sparse_categorical_crossentropy" }
    metrics = { flat = ["mae"], digit = ["accuracy"] }
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [8, 8, 1] }
    outputs = ["flat", "digit"]
    layers = [
        { type = "Flatten", name = "flat" },
        { type = "Dense", name = "digit", units = 10 },
    ]

    [training]
    loss = { digit = "sparse_categorical_crossentropy" }
    metrics = { digit = ["accuracy"] }
    ```
    """

    code = "L513"
    name = "output-without-loss"

    output: str
    what: str

    @property
    def message(self) -> str:
        return f"output `{self.output}` has {self.what}, but no loss"

    @property
    def help(self) -> str:
        return f"give it a loss, or leave its {self.what} out"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report metrics and weights of outputs that are not trained."""
    training = document.training
    if training is None or Each.ALL in training.loss:
        return
    tables = (
        ("metrics", "metrics", training.metrics),
        ("loss_weights", "a weight", training.loss_weights or {}),
    )
    for key, what, table in tables:
        for name in table:
            if name in model.outputs and training.loss_of(name) is None:
                out.report(OutputWithoutLoss(name, what), at=("training", key, name), part="key")
