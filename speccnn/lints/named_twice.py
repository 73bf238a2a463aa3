"""L527: a column or a class that `[data]` names twice."""

from collections.abc import Iterator
from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Path, Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph
from speccnn.training.sources.arrays import Csv
from speccnn.training.sources.base import Data
from speccnn.training.sources.images import Folder
from speccnn.words import short


@final
class NamedTwice(Finding):
    """A column or a class is named twice.

    Of two classes of one name the second has no examples, and a network that reads the column of
    its labels among its features has nothing to learn.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { sizes = [2] }
    data = { source = "csv", path = "irises.csv", label = "kind", features = ["length", "kind"] }

    [[layers]]
    type = "Dense"
    units = 3
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { sizes = [2] }
    data = { source = "csv", path = "irises.csv", label = "kind", features = ["length", "width"] }

    [[layers]]
    type = "Dense"
    units = 3
    ```
    """

    code = "L527"
    name = "named-twice"

    what: str
    given: str

    @property
    def message(self) -> str:
        return f"{self.what} {short(self.given)} is named twice"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report each column and class that is named again."""
    del model
    if document.data is None:
        return
    for what, named in _names(document.data):
        seen: set[str] = set()
        for name, path in named:
            if name in seen:
                out.report(NamedTwice(what, name), at=("data", *path))
            seen.add(name)


def _names(data: Data) -> Iterator[tuple[str, list[tuple[str, Path]]]]:
    if isinstance(data, Csv):
        yield "column", [*_placed("label", data.label), *_placed("features", data.features)]
    if isinstance(data, Csv | Folder):
        yield "class", _placed("classes", data.classes)


def _placed(key: str, names: tuple[str, ...] | None) -> list[tuple[str, Path]]:
    return [(name, (key, index)) for index, name in enumerate(names or ())]
