"""L520: class weights for other classes than the network tells apart."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.heads import heads_of
from speccnn.graph.typed import TypedGraph
from speccnn.sizes.formula import Size


@final
class ClassWeightsDoNotFit(Finding):
    """There is not one weight for each class, or there are no classes to weigh.

    Class weights multiply the loss of each example by the weight of its class. A classifier has a
    class for each number of its output, or two where it gives one number: no and yes. Where it
    gives several answers of yes or no, the weight of each multiplies the loss of that answer.
    Under a loss between values there are no classes, a loss of overlap is one of the whole batch,
    and a cosine or a divergence is one of all answers together.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    data = { source = "digits", class_weights = [1.0, 2.0] }
    training = { loss = "sparse_categorical_crossentropy" }

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
    data = { source = "digits", class_weights = "balanced" }
    training = { loss = "sparse_categorical_crossentropy" }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "L520"
    name = "class-weights-do-not-fit"

    weights: int | None
    classes: Size | None
    loss: str

    @property
    def message(self) -> str:
        if self.classes is None:
            return f"there are class weights, but `{self.loss}` does not weigh examples of classes"
        return f"`class_weights` is a list of {self.weights}, but there are {self.classes} classes"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report class weights that the output or the loss has no classes for."""
    data, training = document.data, document.training
    if data is None or data.class_weights is None or training is None:
        return
    heads = heads_of(model, training)
    if len(heads) != 1:
        return
    head, last = heads[0], heads[0].type.channels
    is_one_answer = head.answers == "any_of" and last == 1
    is_weighed = head.loss.is_by_number or head.answers == "one_of" or is_one_answer
    has_classes = head.answers is not None and head.loss.is_by_example and is_weighed
    classes = (2 if is_one_answer else last) if has_classes else None
    given = None if data.class_weights == "balanced" else len(data.class_weights)
    if isinstance(classes, int) and given in {None, classes}:
        return
    finding = ClassWeightsDoNotFit(given, classes, head.loss.type)
    out.report(finding, at=("data", "class_weights"))
