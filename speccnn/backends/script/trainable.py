"""Whether a checked network can become a training script."""

from speccnn.backends.script.findings import (
    BytesBesideNumbers,
    IgnoredBeyondClasses,
    JoinedAlike,
    NamedSizesOfMany,
    NothingToTrain,
)
from speccnn.backends.script.forms import ignored_by
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.heads import Head, heads_of
from speccnn.graph.typed import TypedGraph


def check_trainable(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report what keeps a network from being trained by a script."""
    if document.training is None:
        out.report(NothingToTrain(), at=("training",))
    if model.names and max(len(model.inputs), len(model.outputs)) > 1:
        out.report(NamedSizesOfMany(model.names), at=("inputs",), part="key")
    raw = tuple(name for name, given in model.inputs.items() if not given.is_floating)
    others = tuple(name for name in model.inputs if name not in raw)
    if raw and others:
        out.report(BytesBesideNumbers(raw, others), at=("inputs", raw[0]))
    heads = heads_of(model, document.training) if document.training else ()
    for head in heads if len(heads) > 1 else ():
        _check_ignored(head, out)


def _check_ignored(head: Head, out: Sink) -> None:
    classes, ignored = head.shape[-1], ignored_by((head,))
    if ignored is not None and isinstance(classes, int) and ignored >= classes:
        finding = IgnoredBeyondClasses(ignored, head.output, classes)
        out.report(finding, at=(*head.path, "ignore_class"))


def check_joined_names(model: TypedGraph, out: Sink) -> None:
    """Report weights that Keras's optimizers, and so checkpoints, cannot tell apart."""
    seen: dict[str, str] = {}
    for node in model.nodes:
        for weight in () if node.is_again else node.weights:
            name = f"{node.name}/{weight.name}"
            first = seen.setdefault(name.replace("/", "_"), name)
            if first != name:
                out.report(JoinedAlike(first, name), at=(*node.path, "name"))
