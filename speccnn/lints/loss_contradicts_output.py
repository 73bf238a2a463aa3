"""L502: a loss that takes probabilities for logits, or logits for probabilities."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph
from speccnn.training.base import Crossentropy


@final
class LossContradictsOutput(Finding):
    """The loss reads the output as something that the output is not.

    A cross-entropy reads probabilities, after a softmax or a sigmoid, or logits, before one. Leave
    `from_logits` out and it follows from the output. An output that ends in another function, such
    as a ReLU, gives neither.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    training = { loss = { type = "CategoricalCrossentropy", from_logits = true } }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    activation = "softmax"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [8, 8, 1] }
    training = { loss = "categorical_crossentropy" }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    activation = "softmax"
    ```
    """

    code = "L502"
    name = "loss-contradicts-output"

    loss: str
    output: str
    activation: str | None
    reads: str

    @property
    def message(self) -> str:
        ends = f"ends in `{self.activation}`" if self.activation else "ends in no activation"
        return f"`{self.loss}` reads {self.reads}, but output `{self.output}` {ends}"

    @property
    def help(self) -> str:
        return "end in no activation and leave `from_logits` out: it follows from the output"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report a cross-entropy whose reading of an output cannot be meant."""
    loss = document.training.loss if document.training else None
    if not isinstance(loss, Crossentropy):
        return
    for output in model.outputs:
        activation = model.activation_of(output)
        is_logits = activation in {None, "linear"}
        is_probabilities = activation in loss.probabilities
        if loss.from_logits is None and not is_logits and not is_probabilities:
            reads = "logits or probabilities"
        elif loss.from_logits and is_probabilities:
            reads = "logits"
        elif loss.from_logits is False and is_logits:
            reads = "probabilities"
        else:
            continue
        at = ("training", "loss", *(() if loss.from_logits is None else ("from_logits",)))
        finding = LossContradictsOutput(loss.type, output, activation, reads)
        out.report(finding, at=at, layer=output)
