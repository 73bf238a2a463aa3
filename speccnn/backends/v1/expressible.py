"""Whether a checked network can be made of `tf.compat.v1` operations."""

from collections.abc import Callable

from speccnn.backends.v1.findings import NotForTarget
from speccnn.backends.v1.recipe import loss_call, optimizer_call, rate_call
from speccnn.backends.v1.translate import InexpressibleError, translate
from speccnn.calls import Reference
from speccnn.diagnostics.sink import Path, Sink
from speccnn.graph.heads import heads_of
from speccnn.graph.typed import TypedGraph
from speccnn.training.settings import Training

LABELS = "y"


def check_expressible(model: TypedGraph, training: Training | None, target: str, out: Sink) -> None:
    """Report what has no counterpart in `tf.compat.v1`, and names that it cannot tell apart."""
    _check_names(model, target, out)
    for node in model.nodes:
        reads = [Reference("x")] * len(node.inputs)
        for call in node.lower():
            _try((*node.path, "type"), target, out, lambda c=call, r=reads: translate(c, r, 0))
    if training is None:
        return
    for head in heads_of(model, training):
        call = head.loss.lower(head.activation)
        _try(head.path, target, out, lambda c=call: loss_call(c, *[Reference("x")] * 2))
    made = training.optimizer.lower(1.0)
    _try(("training", "optimizer"), target, out, lambda: optimizer_call(made))
    place = "optimizer" if training.schedule is None else "schedule"
    _try(("training", place), target, out, lambda: rate_call(training.rate))


def _check_names(model: TypedGraph, target: str, out: Sink) -> None:
    seen = {LABELS} if len(model.inputs) > 1 else set[str]()
    paths: dict[str, Path] = {name: ("inputs", name) for name in model.inputs}
    paths |= {node.name: (*node.path, "name") for node in model.nodes if not node.is_again}
    for name, path in paths.items():
        if name.lower() in seen:
            what = f"two names that differ in capitals alone, or an input `{name}`"
            out.report(NotForTarget(target, what), at=path)
        seen.add(name.lower())


def _try(path: Path, target: str, out: Sink, make: Callable[[], object]) -> None:
    try:
        make()
    except InexpressibleError as error:
        out.report(NotForTarget(target, f"`{error}`"), at=path)
