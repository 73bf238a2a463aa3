"""L525: images that are changed or made of real numbers, for a network that reads bytes."""

from collections.abc import Iterator
from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Path, Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph
from speccnn.training.sources.base import Data
from speccnn.training.sources.images import TfRecord


@final
class BytesDoNotFit(Finding):
    """The input takes bytes, but the data are made into real numbers before.

    A network with an input of `dtype = "uint8"` does by layers of its own what `[data]` does for
    others: a `Rescaling` or `Normalization` scales the images, and the Random* layers after it vary
    them in training. So the network that is exported takes images as they are.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = { shape = [32, 32, 3], dtype = "uint8" } }
    data = { source = "cifar10", scale = "minus_one_one" }

    [[layers]]
    type = "Rescaling"
    scale = 0.00784313725490196
    offset = -1.0
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = { shape = [32, 32, 3], dtype = "uint8" } }
    data = { source = "cifar10" }

    [[layers]]
    type = "Rescaling"
    scale = 0.00784313725490196
    offset = -1.0
    ```
    """

    code = "L525"
    name = "bytes-do-not-fit"

    key: str
    input: str

    @property
    def message(self) -> str:
        return f"`{self.key}` makes real numbers of images, but input `{self.input}` takes bytes"

    @property
    def help(self) -> str:
        return "leave it to layers of the network: `Rescaling`, `Normalization`, and Random* after"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report what `[data]` makes of images that a network reads as bytes."""
    raw = next((name for name, given in model.inputs.items() if not given.is_floating), None)
    if raw is None or document.data is None:
        return
    for path in _changes(document.data):
        out.report(BytesDoNotFit(f"{path[-1]}", raw), at=("data", *path))


def _changes(data: Data) -> Iterator[Path]:
    if data.scale not in {"unit", "none"}:
        yield ("scale",)
    if data.augment:
        yield ("augment",)
    if isinstance(data, TfRecord) and data.image.type == "float32":
        yield ("image", "type")
