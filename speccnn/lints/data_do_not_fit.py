"""L503: a network that cannot read its data, or cannot answer its labels."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.heads import Head, heads_of
from speccnn.graph.named import ShapeDoesNotFitError, bound
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import Shape, TensorType, shown
from speccnn.training.sources.base import Data, Facts

MAP_AXES = 2
CHANNELS = (1, 3, 4)


@final
class DataDoNotFit(Finding):
    """The input has another shape than the examples, or the output than the labels.

    The examples of a named data set and the number of its classes are known, and of other sources
    what `[data]` says of them: the columns of a table, the names or the number of the classes. So
    the mistake is told here and not by the first batch. A classifier gives one number for each
    class. Several inputs read the same examples, and several outputs have the same labels.

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
    """Report inputs and trained outputs that the examples, as far as they are known, do not fit."""
    data = document.data
    if data is None:
        return
    for name, given in model.inputs.items():
        _check_input(name, given, data, out)
    classes = data.facts.classes
    if document.training is None or classes is None:
        return
    for head in heads_of(model, document.training):
        if not _tells_apart(head, classes):
            what = f"output `{head.output}`"
            finding = DataDoNotFit(what, head.shape, data.source, (classes,))
            out.report(finding, at=model.node(head.output).path, layer=head.output)


def _check_input(name: str, given: TensorType, data: Data, out: Sink) -> None:
    facts = data.facts
    shape = facts.shape or (facts.numbers,) if facts.numbers else None
    if shape and not _fits(name, given, facts):
        finding = DataDoNotFit(f"input `{name}`", given.shape, data.source, shape)
        out.report(finding, at=("inputs", name))
    sizes = given.shape[:-1]
    is_image = len(sizes) == MAP_AXES and given.channels in CHANNELS
    if facts.is_image and not (is_image and all(isinstance(size, int) for size in sizes)):
        out.report(ImagesDoNotFit(name, given.shape, data.source), at=("inputs", name))


def _fits(name: str, given: TensorType, facts: Facts) -> bool:
    """Whether the input can have the shape of the examples, or holds as many numbers."""
    if facts.shape is None:
        return given.elements == facts.numbers
    try:
        bound({name: given}, {name: facts.shape})
    except ShapeDoesNotFitError:
        return False
    return True


def _tells_apart(head: Head, classes: int) -> bool:
    """Whether an output has one number for each class, if its loss reads classes.

    One number alone tells two classes apart, unless the loss reads class numbers.
    """
    is_binary = classes == len("01") and head.loss.labels != "classes"
    return (
        head.loss.labels == "whole"
        or head.shape == (classes,)
        or (is_binary and head.shape == (1,))
    )
