"""L534: an augmentation moves images, and the labels of their places cannot follow."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.heads import heads_of
from speccnn.graph.places import following
from speccnn.graph.typed import TypedGraph
from speccnn.layers.image import RandomImage
from speccnn.tensor import Shape, shown


@final
class LabelsCannotMove(Finding):
    """An augmentation moves images, and the labels of an output cannot be moved with them.

    Where an output is a map, its labels have places: a script moves them as it moves the image, by
    the nearest neighbour if they are classes or answers. For that the map has the size of the
    image, or the same multiple or part of it on both axes. Labels of places in one row, or of maps
    of other sizes, would stay where they are, and be wrong. Contrast and brightness move nothing.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }
    data = { source = "npz", path = "own.npz", augment = [{ type = "RandomFlip" }] }
    training = { loss = "sparse_categorical_crossentropy" }

    [[layers]]
    type = "Conv2D"
    filters = 4
    kernel_size = 1

    [[layers]]
    type = "Reshape"
    target_shape = [1024, 4]
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

    code = "L534"
    name = "labels-cannot-move"

    layer: str
    output: str
    shape: Shape
    image: Shape

    @property
    def message(self) -> str:
        return (
            f"`{self.layer}` moves images of {shown(self.image)}, but not the labels of "
            f"`{self.output}`, which are of {shown(self.shape)}"
        )

    @property
    def help(self) -> str:
        height, width, _ = self.image
        return f"let `{self.output}` be a map of {height}x{width}, or leave this augmentation out"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report augmentations that move images whose labels cannot be moved."""
    data, training = document.data, document.training
    if data is None or training is None or len(model.inputs) != 1:
        return
    (image,) = model.inputs.values()
    heads = [it for it in heads_of(model, training) if following(image, it) == "cannot"]
    for index, layer in enumerate(data.augment):
        if heads and isinstance(layer, RandomImage) and layer.moves:
            finding = LabelsCannotMove(layer.type, heads[0].output, heads[0].shape, image.shape)
            out.report(finding, at=("data", "augment", index))
