"""L535: a layer of the network moves images, and the labels of their places stay."""

from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.heads import heads_of
from speccnn.graph.places import following
from speccnn.graph.typed import TypedGraph
from speccnn.layers.image import RandomImage


@final
class LabelsStay(Finding):
    """A layer of the network moves images at random, and labels of places stay.

    In training the network reads a moved image, and its labels are those of the image as it was.
    What is varied by `augment` in `[data]` is moved together with its labels.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }
    training = { loss = "sparse_categorical_crossentropy" }

    [[layers]]
    type = "RandomFlip"

    [[layers]]
    type = "Conv2D"
    filters = 4
    kernel_size = 1
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }
    data = { source = "npz", path = "own.npz", augment = [{ type = "RandomFlip" }] }
    training = { loss = "sparse_categorical_crossentropy" }

    [[layers]]
    type = "Conv2D"
    filters = 4
    kernel_size = 1
    ```
    """

    code = "L535"
    name = "labels-stay"
    severity = Severity.WARNING

    layer: str
    output: str

    @property
    def message(self) -> str:
        return f"`{self.layer}` moves images, but the labels of `{self.output}` stay where they are"

    @property
    def help(self) -> str:
        return "move it to `augment` in `[data]`, which moves the labels too"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report layers of the network that move images on their way to an output with places."""
    if document.training is None:
        return
    heads = heads_of(model, document.training)
    for node in model.nodes:
        if not (isinstance(node.layer, RandomImage) and node.layer.moves):
            continue
        reached = _reached(model, node.name)
        for head in heads:
            if head.output in reached and following(model.type_of(node.name), head) != "stay":
                out.report(LabelsStay(node.name, head.output), at=node.path)
                break


def _reached(model: TypedGraph, start: str) -> set[str]:
    """Return the nodes that read what a node gives, however indirectly, and itself."""
    reached = {start}
    for node in model.nodes:
        if reached.intersection(node.inputs):
            reached.add(node.name)
    return reached
