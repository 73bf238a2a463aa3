"""What training asks of each output of a graph: labels, losses and metrics, as calls."""

from collections.abc import Iterator, Mapping
from typing import final

from speccnn.backends.v1.recipe import loss_call, metric_call
from speccnn.backends.v1.translate import InexpressibleError
from speccnn.backends.variables import variables_of
from speccnn.calls import Call, Reference, Value
from speccnn.graph.heads import Head, Measured, heads_of
from speccnn.graph.typed import TypedGraph
from speccnn.training.base import ONE_OF
from speccnn.training.kinds import METRIC_NAMES
from speccnn.training.metrics import Accuracy
from speccnn.training.settings import Training
from speccnn.values import Record


@final
class End(Record):
    """An output that is trained, with the variables of its labels and of what the network gives.

    `number` ends the variables of one of several, and is empty for an only one.
    """

    head: Head
    number: str
    labels: Reference
    outputs: Reference

    @property
    def is_only(self) -> bool:
        """Whether no other output is trained."""
        return not self.number

    @property
    def is_classes(self) -> bool:
        """Whether labels are class numbers."""
        return self.head.loss.labels == "classes"

    @property
    def is_sure(self) -> bool:
        """Whether the output says how likely each of the classes is, of which one is true."""
        is_known = self.head.is_logits or self.head.activation in ONE_OF
        return self.head.answers == "one_of" and is_known

    def named(self, name: str) -> str:
        """Return the name of an operation that each trained output has."""
        return name if self.is_only else f"{name}_{self.head.output}"

    @property
    def loss(self) -> Call:
        """The loss of a batch; raises `InexpressibleError` for one without a counterpart."""
        return loss_call(self.head.loss.lower(self.head.activation), self.labels, self.outputs)

    @property
    def accuracy(self) -> Call | None:
        """How often answers are right; None where there is no question."""
        pair = self.labels, self.outputs
        match self.head.answers:
            case "one_of":
                return Call("sparse_accuracy" if self.is_classes else "categorical_accuracy", pair)
            case "any_of":
                threshold: Mapping[str, Value] = {"threshold": 0.0} if self.head.is_logits else {}
                return Call("binary_accuracy", pair, threshold)
            case None:
                return None

    def is_accuracy(self, found: Measured) -> bool:
        """Whether a metric is the accuracy that every graph has."""
        settled = found.metric.settled(self.head.answers, self.head.loss.labels)
        usual = Accuracy().settled(self.head.answers, self.head.loss.labels)
        is_usual = (settled.type, settled.arguments()) == (usual.type, usual.arguments())
        return is_usual and self.head.answers is not None

    def metric(self, found: Measured) -> Call:
        """Return a metric of a batch; raise `InexpressibleError` if it has no counterpart."""
        metric = found.metric.settled(self.head.answers, self.head.loss.labels)
        made = metric.lower(found.column, self.head.shape, logits=self.head.is_logits)
        as_given = metric.by_order or metric.takes_logits or not self.head.is_logits
        answer = self.outputs if as_given else self.probabilities
        return metric_call(made, self._truth(metric.reads), answer)

    @property
    def probabilities(self) -> Call:
        """What logits stand for."""
        is_one = self.head.answers == "one_of"
        return Call("tf.nn.softmax" if is_one else "tf.sigmoid", (self.outputs,))

    def _truth(self, form: str) -> Value:
        """Return the labels as class numbers or as rows."""
        if self.is_classes == (form == "classes"):
            return self.labels
        if not self.is_classes:
            return Call("tf.argmax", (self.labels,), {"axis": -1})
        classes = self.head.shape[-1]
        if not isinstance(classes, int):
            raise InexpressibleError("a metric of classes whose number has a name")
        return Call("tf.one_hot", (self.labels, classes))

    def metrics(self) -> Iterator[tuple[Measured, str, Call]]:
        """Yield the metrics beside the accuracy that have a counterpart, with their names."""
        taken: set[str] = set()
        for found in self.head.metrics:
            if self.is_accuracy(found):
                continue
            try:
                call = self.metric(found)
            except InexpressibleError:
                continue
            stem = self.named(METRIC_NAMES[found.metric.type])
            name = next(name for name in _numbered(stem) if name not in taken)
            taken.add(name)
            yield found, name, call

    def columns(self) -> Mapping[str, str]:
        """Return which tensor of the graph each metric is the mean of, by its column."""
        names = {found.column: f"Train/Metrics/{name}:0" for found, name, _ in self.metrics()}
        accuracy = f"Train/Accuracy/{self.named('accuracy')}:0"
        usual = {found.column: accuracy for found in self.head.metrics if self.is_accuracy(found)}
        found = names | usual
        return {it.column: found[it.column] for it in self.head.metrics if it.column in found}

    @property
    def loss_name(self) -> str:
        """The name of the output's loss, before it is weighed."""
        return self.named("loss_of")


def ends_of(model: TypedGraph, training: Training) -> tuple[End, ...]:
    """Return the ends of a network, in the order of its outputs."""
    heads = heads_of(model, training)
    variables = variables_of(model)
    numbers = [f"_{number}" for number, _ in enumerate(heads, 1)] if len(heads) > 1 else [""]
    return tuple(
        End(head, number, Reference(f"labels{number}"), Reference(variables[head.output]))
        for number, head in zip(numbers, heads, strict=True)
    )


def _numbered(name: str) -> Iterator[str]:
    """Yield a name and then others that begin so, enough for all metrics of an output."""
    yield name
    yield from (f"{name}_{number}" for number in range(1, 65))
