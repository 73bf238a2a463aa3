"""L524: what only examples with one image and one label have, asked for a network with more."""

from collections.abc import Iterator
from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.heads import heads_of
from speccnn.graph.typed import TypedGraph
from speccnn.training.sources.base import Data


@final
class DataOfOneEnd(Finding):
    """The network reads or answers several things, and the data are told for one.

    Several inputs and outputs have arrays of their own in NPZ files and in what a function gives
    to `--data`; they may share the arrays of `digits` and of the data sets that Keras loads. Files
    of other kinds hold one image and one label an example. Weights of classes and a division that
    keeps their shares need labels of one output; augmentation and `scale = "standard"` are for the
    images of one input.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { left = [32, 32, 3], right = [32, 32, 3] }
    data = { source = "folder", path = "pairs" }

    [[layers]]
    type = "Add"
    inputs = ["left", "right"]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { left = [32, 32, 3], right = [32, 32, 3] }
    data = { source = "npz", path = "pairs.npz" }

    [[layers]]
    type = "Add"
    inputs = ["left", "right"]
    ```
    """

    code = "L524"
    name = "data-of-one-end"

    what: str
    end: str
    count: int

    @property
    def message(self) -> str:
        return f"{self.what} is for networks with one {self.end}, and this has {self.count}"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report what is said of the data that a network with several inputs or outputs cannot have."""
    data, training = document.data, document.training
    if data is None:
        return
    inputs = len(model.inputs)
    outputs = len(heads_of(model, training)) if training else 1
    if not data.is_shared and max(inputs, outputs) > 1:
        end, count = ("input", inputs) if inputs > 1 else ("trained output", outputs)
        finding = DataOfOneEnd(f"the source `{data.source}`", end, count)
        out.report(finding, at=("data", "source"))
        return
    for key, what in _of_one_input(data) if inputs > 1 else ():
        out.report(DataOfOneEnd(what, "input", inputs), at=("data", key))
    for key in _of_one_output(data) if outputs > 1 else ():
        out.report(DataOfOneEnd(f"`{key}`", "trained output", outputs), at=("data", key))


def _of_one_input(data: Data) -> Iterator[tuple[str, str]]:
    if data.augment:
        yield "augment", "`augment`"
    if data.scale == "standard":
        yield "scale", '`scale = "standard"`'


def _of_one_output(data: Data) -> Iterator[str]:
    if data.class_weights is not None:
        yield "class_weights"
    if data.stratify:
        yield "stratify"
