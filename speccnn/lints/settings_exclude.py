"""L516: settings of training of which only one can hold."""

from collections.abc import Iterator
from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Path, Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph
from speccnn.training.settings import Training


@final
class SettingsExclude(Finding):
    """Two settings say different things about the same matter.

    Gradients are clipped in one way: by their values, each by its norm, or all by their common
    norm. The learning rate is the optimizer's, a number or a schedule, or that of
    `[training.schedule]`.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    [training]
    loss = "sparse_categorical_crossentropy"
    optimizer = { type = "SGD", clipnorm = 1.0, clipvalue = 0.5 }

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
    [training]
    loss = "sparse_categorical_crossentropy"
    optimizer = { type = "SGD", global_clipnorm = 1.0 }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "L516"
    name = "settings-exclude"

    one: str
    other: str

    @property
    def message(self) -> str:
        return f"`{self.one}` and `{self.other}` exclude each other"

    @property
    def help(self) -> str:
        return "keep one of them"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report settings that cannot hold together."""
    del model
    if document.training is not None:
        for one, other, at in _pairs(document.training):
            out.report(SettingsExclude(one, other), at=at, part="key")


def _pairs(training: Training) -> Iterator[tuple[str, str, Path]]:
    optimizer = training.optimizer
    clips = ("clipnorm", "clipvalue", "global_clipnorm")
    given = [name for name in clips if getattr(optimizer, name) is not None]
    for name in given[1:]:
        yield given[0], name, ("training", "optimizer", name)
    if training.schedule is None:
        return
    if optimizer.learning_rate != type(optimizer).model_validate({}).learning_rate:
        yield "schedule", "learning_rate", ("training", "optimizer", "learning_rate")
