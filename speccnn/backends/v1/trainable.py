"""Whether a script of `tf.compat.v1` can train as a spec says."""

from collections.abc import Iterator

from speccnn.backends.v1.ends import ends_of
from speccnn.backends.v1.findings import NotForTarget
from speccnn.backends.v1.translate import InexpressibleError
from speccnn.diagnostics.sink import Path, Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph
from speccnn.training.settings import Training
from speccnn.training.sources.base import Data


def check_v1_trainable(model: TypedGraph, document: Document, target: str, out: Sink) -> None:
    """Report what a v1 script would have to leave out; the network itself is checked elsewhere."""
    training, data = document.training, document.data
    if training is None:
        return
    for path, what in (*_settings(training), *(_sources(data) if data else ())):
        out.report(NotForTarget(target, what), at=path)
    for end in ends_of(model, training):
        for found in end.head.metrics:
            try:
                end.metric(found)
            except InexpressibleError as error:
                out.report(NotForTarget(target, f"`{error}`"), at=found.path)


def _settings(training: Training) -> Iterator[tuple[Path, str]]:
    precision, stopping = training.precision, training.early_stopping
    if training.distribution is not None:
        yield ("training", "distribution"), "several devices"
    if precision is not None and precision.policy != "float32":
        yield ("training", "precision"), f"the precision `{precision.policy}`"
    if stopping is not None and stopping.restore_best_weights:
        yield ("training", "early_stopping", "restore_best_weights"), "`restore_best_weights`"


def _sources(data: Data) -> Iterator[tuple[Path, str]]:
    if data.augment:
        yield ("data", "augment"), "changes of images in training"
    if data.class_weights is not None:
        yield ("data", "class_weights"), "`class_weights`"
