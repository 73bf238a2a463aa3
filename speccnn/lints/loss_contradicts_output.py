"""L502: a loss that takes probabilities for logits, or logits for probabilities."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.heads import heads_of
from speccnn.graph.typed import TypedGraph
from speccnn.training.base import Crossentropy, Loss

COMMON = ("softmax", "sigmoid")


@final
class LossContradictsOutput(Finding):
    """The loss reads the output as something that the output is not.

    A cross-entropy reads probabilities, after a softmax or a sigmoid, or logits, before one. Leave
    `from_logits` out and it follows from the output. An output that ends in another function, such
    as a ReLU, gives neither. Losses of overlap, such as Dice, read probabilities only, and CTC
    reads logits only.

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
    remedy: str

    @property
    def message(self) -> str:
        ends = f"ends in `{self.activation}`" if self.activation else "ends in no activation"
        return f"`{self.loss}` reads {self.reads}, but output `{self.output}` {ends}"

    @property
    def help(self) -> str:
        return self.remedy


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report a loss whose reading of an output cannot be meant."""
    if document.training is None:
        return
    for head in heads_of(model, document.training):
        loss, reads = head.loss, head.loss.misread(head.activation)
        if reads is None:
            continue
        is_said = isinstance(loss, Crossentropy) and loss.from_logits is not None
        at = (*head.path, *(("from_logits",) if is_said else ()))
        remedy = _remedy(loss, reads)
        finding = LossContradictsOutput(loss.type, head.output, head.activation, reads, remedy)
        out.report(finding, at=at, layer=head.output)


def _remedy(loss: Loss, reads: str) -> str:
    if isinstance(loss, Crossentropy):
        return "end in no activation and leave `from_logits` out: it follows from the output"
    if reads == "logits":
        return "end in no activation"
    return f"end in `{'` or `'.join(name for name in COMMON if name in loss.probabilities)}`"
