"""L512: a loss, metric or weight for an output that there is not."""

from collections.abc import Iterable, Iterator
from typing import final

from speccnn.described import Each
from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Path, Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph
from speccnn.training.settings import Training
from speccnn.words import nearest, short


@final
class UnknownOutput(Finding):
    """A loss, a metric or a loss weight names an output that the network does not have.

    Outputs are named in `outputs` at the top of the spec; without it the last layer is the output.
    A loss table with a `type` is one loss for all outputs.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    outputs = ["digit", "parity"]
    training = { loss = { digits = "sparse_categorical_crossentropy", parity = "bce" } }
    layers = [
        { type = "Flatten", name = "flat" },
        { type = "Dense", name = "digit", units = 10 },
        { type = "Dense", name = "parity", units = 1, inputs = "flat" },
    ]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [8, 8, 1] }
    outputs = ["digit", "parity"]
    training = { loss = { digit = "sparse_categorical_crossentropy", parity = "bce" } }
    layers = [
        { type = "Flatten", name = "flat" },
        { type = "Dense", name = "digit", units = 10 },
        { type = "Dense", name = "parity", units = 1, inputs = "flat" },
    ]
    ```
    """

    code = "L512"
    name = "unknown-output"

    given: str
    suggestion: str | None
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"there is no output {short(self.given)}"

    @property
    def help(self) -> str:
        if self.suggestion:
            return f"did you mean `{self.suggestion}`?"
        return f"the outputs are {', '.join(self.known)}"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report names in `[training]` that are no outputs."""
    if document.training is None:
        return
    for path in _named(document.training):
        name = str(path[-1])
        if name not in model.outputs:
            known = (*model.outputs, "type") if path[1] == "loss" else model.outputs
            meant = nearest(name, known) if out.keeps(UnknownOutput) else None
            finding = UnknownOutput(name, meant, model.outputs)
            out.report(finding, at=path, part="key")


def _named(training: Training) -> Iterator[Path]:
    tables: tuple[tuple[str, Iterable[str]], ...] = (
        ("loss", training.loss),
        ("metrics", training.metrics),
        ("loss_weights", training.loss_weights or ()),
    )
    for key, names in tables:
        yield from (("training", key, name) for name in names if name != Each.ALL)
