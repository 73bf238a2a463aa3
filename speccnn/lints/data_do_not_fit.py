"""L503: a network that cannot read its data, or cannot answer its labels."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.named import ShapeDoesNotFitError, bound
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import Shape, shown
from speccnn.training.base import Loss
from speccnn.training.sources.base import Facts

MAP_RANK = 3
CHANNELS = (1, 3, 4)


@final
class DataDoNotFit(Finding):
    """The input has another shape than the examples, or the output than the labels.

    The examples of a named data set and the number of its classes are known, and of other sources
    what `[data]` says of them: the columns of a table, the names or the number of the classes. So
    the mistake is told here and not by the first batch. A classifier gives one number for each
    class.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }
    data = { source = "digits" }

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
    data = { source = "digits" }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "L503"
    name = "data-do-not-fit"

    what: str
    shape: Shape
    source: str
    expected: tuple[int, ...]

    @property
    def message(self) -> str:
        return (
            f"{self.what} is {shown(self.shape)}, but `{self.source}` needs {shown(self.expected)}"
        )


@final
class ImagesDoNotFit(Finding):
    """The input is no image, but the examples are decoded from image files.

    Images of any size are brought to the network's, but they are always height x width x channels:
    one channel for grey, three for colours, four with transparency. So the input's height and width
    are numbers, not names.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 2] }
    data = { source = "folder", path = "flowers" }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 5
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }
    data = { source = "folder", path = "flowers" }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 5
    ```
    """

    code = "L523"
    name = "images-do-not-fit"

    input: str
    shape: Shape
    source: str

    @property
    def message(self) -> str:
        return (
            f"input `{self.input}` is {shown(self.shape)}, but images of a `{self.source}` are "
            "height x width x 1, 3 or 4, in numbers"
        )


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report an input or output that the examples, as far as they are known, do not fit."""
    if document.data is None or len(model.inputs) != 1 or len(model.outputs) != 1:
        return
    source, facts = document.data.source, document.data.facts
    ((name, given),) = model.inputs.items()
    shape = facts.shape or (facts.numbers,) if facts.numbers else None
    if shape and not _fits(model, name, facts):
        finding = DataDoNotFit(f"input `{name}`", given.shape, source, shape)
        out.report(finding, at=("inputs", name))
    is_image = given.rank == MAP_RANK and given.channels in CHANNELS and not model.names
    if facts.is_image and not is_image:
        out.report(ImagesDoNotFit(name, given.shape, source), at=("inputs", name))
    if document.training is not None and facts.classes is not None:
        _check_classes(model, document.training.loss, source, facts.classes, out)


def _fits(model: TypedGraph, name: str, facts: Facts) -> bool:
    """Whether the input can have the shape of the examples, or holds as many numbers."""
    if facts.shape is None:
        return model.inputs[name].elements == facts.numbers
    try:
        bound(model.inputs, {name: facts.shape})
    except ShapeDoesNotFitError:
        return False
    return True


def _check_classes(model: TypedGraph, loss: Loss, source: str, classes: int, out: Sink) -> None:
    """Report an output that has not one number for each class.

    One number alone tells two classes apart, unless the loss reads class numbers.
    """
    output = model.node(model.outputs[0])
    is_binary = classes == len("01") and loss.labels != "classes"
    if output.output.shape == (classes,) or (is_binary and output.output.shape == (1,)):
        return
    what = f"output `{output.name}`"
    finding = DataDoNotFit(what, output.output.shape, source, (classes,))
    out.report(finding, at=output.path, layer=output.name)
