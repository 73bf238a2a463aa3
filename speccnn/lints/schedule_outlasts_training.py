"""L518: a learning rate that is still falling when training ends."""

from math import ceil
from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph


@final
class ScheduleOutlastsTraining(Finding):
    """The schedule of the learning rate is longer than the training.

    Schedules count steps, one for each batch. Where the number of examples is known, so is the last
    step; a schedule that goes on beyond it never comes to its lowest rates.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    data = { source = "digits" }

    [training]
    epochs = 10
    batch_size = 32
    loss = "sparse_categorical_crossentropy"
    schedule = { type = "CosineDecay", initial_learning_rate = 0.01, decay_steps = 10000 }

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

    [training]
    epochs = 10
    batch_size = 32
    loss = "sparse_categorical_crossentropy"
    schedule = { type = "CosineDecay", initial_learning_rate = 0.01, decay_steps = 450 }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "L518"
    name = "schedule-outlasts-training"
    severity = Severity.WARNING

    schedule: str
    ends: int
    steps: int

    @property
    def message(self) -> str:
        return f"`{self.schedule}` ends at step {self.ends}, but training ends at step {self.steps}"

    @property
    def help(self) -> str:
        return "shorten the schedule, or train for more epochs"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report a schedule that ends after the last step."""
    del model
    training, data = document.training, document.data
    if training is None or data is None or training.rate.last_step is None:
        return
    if data.training_examples is None:
        return
    steps = training.epochs * ceil(data.training_examples / training.batch_size)
    if training.rate.last_step <= steps:
        return
    own = training.schedule is not None
    at = ("training", "schedule") if own else ("training", "optimizer", "learning_rate")
    finding = ScheduleOutlastsTraining(training.rate.type, training.rate.last_step, steps)
    out.report(finding, at=at)
