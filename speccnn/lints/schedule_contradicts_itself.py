"""L519: a schedule of the learning rate whose keys do not go together."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph


@final
class ScheduleContradictsItself(Finding):
    """The keys of a schedule do not go together.

    Of a piecewise constant rate the first value holds up to the first boundary, the second up to
    the second, and the last one after all boundaries: there is one value more than there are
    boundaries, and these rise. A `CosineDecay` from 0 trains nothing, unless it first warms up to a
    `warmup_target`.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    [training]
    loss = "sparse_categorical_crossentropy"

    [training.schedule]
    type = "PiecewiseConstantDecay"
    boundaries = [1000, 2000]
    values = [0.1, 0.01]

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

    [training.schedule]
    type = "PiecewiseConstantDecay"
    boundaries = [1000, 2000]
    values = [0.1, 0.01, 0.001]

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "L519"
    name = "schedule-contradicts-itself"

    key: str
    problem: str

    @property
    def message(self) -> str:
        return f"`{self.key}` {self.problem}"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report a schedule whose keys cannot go together."""
    del model
    training = document.training
    found = training.rate.contradiction() if training is not None else None
    if training is None or found is None:
        return
    at = ("optimizer", "learning_rate") if training.schedule is None else ("schedule",)
    out.report(ScheduleContradictsItself(*found), at=("training", *at, found[0]))
