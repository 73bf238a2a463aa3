"""L515: a monitor that the history has no column for."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.heads import columns_of, heads_of, watched_by
from speccnn.graph.typed import TypedGraph
from speccnn.words import nearest, short


@final
class UnknownMonitor(Finding):
    """Early stopping or the best checkpoint watches a value that is not measured.

    What can be watched are the columns of the history: `loss`, each metric, and each of them with
    `test_` before it, measured after each epoch on the test examples; or with `val_` where `[data]`
    sets examples aside by `validation`. With several outputs the metrics' columns begin with the
    output's name.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    [training]
    loss = "sparse_categorical_crossentropy"
    metrics = ["accuracy"]
    early_stopping = { monitor = "val_accuracy", patience = 3 }

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
    metrics = ["accuracy"]
    early_stopping = { monitor = "test_accuracy", patience = 3 }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "L515"
    name = "unknown-monitor"

    given: str
    suggestion: str | None
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"nothing that is measured is called {short(self.given)}"

    @property
    def help(self) -> str:
        if self.suggestion:
            return f"did you mean `{self.suggestion}`?"
        return f"there are {', '.join(self.known)}"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report monitors that are no columns of the history."""
    training = document.training
    if training is None:
        return
    watchers = (("early_stopping", training.early_stopping), ("checkpoint", training.checkpoint))
    for key, watcher in watchers:
        if watcher is None or watcher.monitor is None:
            continue
        watched = watched_by(document.data)
        known = tuple(columns_of(heads_of(model, training), watched))
        if watcher.monitor not in known:
            other = "test_" if watched == "val" else "val_"
            meant = f"{watched}_" + watcher.monitor.removeprefix(other)
            suggestion = meant if meant in known else nearest(watcher.monitor, known)
            finding = UnknownMonitor(watcher.monitor, suggestion, known)
            out.report(finding, at=("training", key, "monitor"))
