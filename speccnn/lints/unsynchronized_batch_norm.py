"""L530: batch normalisation of shares where training is shared."""

from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph
from speccnn.layers.norm import BatchNormalization


@final
class UnsynchronizedBatchNorm(Finding):
    """Several devices share each batch, and a batch normalisation looks at one share only.

    Means and variances of a share are noisier than those of the whole batch, so that the network
    trains otherwise than on one device, and the worse the more devices there are. With
    `synchronized = true` the devices add up what they have found in each step.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    [training]
    loss = "sparse_categorical_crossentropy"
    distribution = { strategy = "mirrored" }

    [[layers]]
    type = "BatchNormalization"

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
    distribution = { strategy = "mirrored" }

    [[layers]]
    type = "BatchNormalization"
    synchronized = true

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "L530"
    name = "unsynchronized-batch-norm"
    severity = Severity.WARNING

    layer: str

    @property
    def message(self) -> str:
        return f"`{self.layer}` looks at the share of one device only"

    @property
    def help(self) -> str:
        return "set `synchronized = true`"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report batch normalisations that do not add up what several devices see."""
    if document.training is None or document.training.distribution is None:
        return
    for node in model.nodes:
        match node.layer:
            case BatchNormalization(synchronized=False) if not node.is_again:
                found = UnsynchronizedBatchNorm(node.name)
                out.report(found, at=(*node.path, "synchronized"))
            case _:
                pass
