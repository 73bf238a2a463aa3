"""L517: a setting of training that changes nothing."""

from collections.abc import Iterator
from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.sink import Path, Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph
from speccnn.training.settings import Distribution, Training

USUAL = Distribution.fields()["deadline_seconds"].default


@final
class SettingWithoutEffect(Finding):
    """A setting is given that another one switches off.

    The momentum of the moving average of the weights does nothing without `use_ema`, Nesterov's
    variant nothing without a momentum, and the warm-up of `CosineDecay` nothing without the
    `warmup_target` that it rises to.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    [training]
    loss = "sparse_categorical_crossentropy"
    optimizer = { type = "Adam", ema_momentum = 0.999 }

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
    optimizer = { type = "Adam", use_ema = true, ema_momentum = 0.999 }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "L517"
    name = "setting-without-effect"
    severity = Severity.WARNING

    setting: str
    needed: str

    @property
    def message(self) -> str:
        return f"`{self.setting}` has no effect without {self.needed}"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report settings that others switch off."""
    if document.training is not None:
        for setting, needed, at in _idle(document.training, len(model.outputs)):
            out.report(SettingWithoutEffect(setting, needed), at=at, part="key")


def _idle(training: Training, outputs: int) -> Iterator[tuple[str, str, Path]]:
    optimizer, rate = training.optimizer, training.rate
    at: Path = ("training", "optimizer")
    rate_at: Path = ("training", "schedule") if training.schedule else (*at, "learning_rate")
    yield from ((setting, needed, (*at, setting)) for setting, needed in optimizer.idle())
    yield from ((setting, needed, (*rate_at, setting)) for setting, needed in rate.idle())
    if training.loss_weights is not None and outputs == 1:
        yield "loss_weights", "several outputs", ("training", "loss_weights")
    shared = training.distribution
    if shared is not None and shared.strategy == "mirrored" and shared.deadline_seconds != USUAL:
        needed = '`strategy = "multi_worker"`'
        yield "deadline_seconds", needed, ("training", "distribution", "deadline_seconds")
    if training.checkpoint.mode != "auto" and training.checkpoint.monitor is None:
        yield "mode", "a `monitor`", ("training", "checkpoint", "mode")
