"""L510: a loss that cannot read an output of this shape."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.heads import heads_of
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import Shape, shown
from speccnn.training.base import ONE_OF, Loss


@final
class LossDoesNotFit(Finding):
    """The output has a shape that its loss cannot read, or that tells it nothing.

    A softmax over one number is always 1, so a loss that chooses among classes needs at least two.
    CTC reads steps x classes, and Circle one vector for each example. The axes over which an
    overlap is summed count the axis of the batch as 0.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    training = { loss = "sparse_categorical_crossentropy" }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 1
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [8, 8, 1] }
    training = { loss = "binary_crossentropy" }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 1
    ```
    """

    code = "L510"
    name = "loss-does-not-fit"

    loss: str
    output: str
    shape: Shape
    expected: str

    @property
    def message(self) -> str:
        found = f"output `{self.output}` is {shown(self.shape)}"
        return f"`{self.loss}` needs {self.expected}, but {found}"

    @property
    def help(self) -> str:
        is_single = self.shape[-1] == 1 and "classes" in self.expected
        return "for yes or no, take `binary_crossentropy`" if is_single else ""


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report losses that cannot read the shape of their outputs."""
    if document.training is None:
        return
    for head in heads_of(model, document.training):
        expected = _expected(head.loss, head.shape)
        if expected is not None:
            finding = LossDoesNotFit(head.loss.type, head.output, head.shape, expected)
            out.report(finding, at=head.path, layer=head.output)


def _expected(loss: Loss, shape: Shape) -> str | None:
    if loss.rank is not None and len(shape) != loss.rank:
        return "one vector for each example" if loss.rank == 1 else "steps x classes"
    if (loss.probabilities == ONE_OF or loss.rank == _STEPS_AND_CLASSES) and shape[-1] == 1:
        return "at least two classes on the last axis"
    return loss.misfit(shape)


_STEPS_AND_CLASSES = 2
