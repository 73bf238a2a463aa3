"""The forms in which the metrics of a script read labels and answers, of what counts."""

from typing import final

from speccnn.backends.script.python import Python, identifier
from speccnn.graph.heads import Head
from speccnn.training.losses import SparseCategoricalCrossentropy


def ignored_by(heads: tuple[Head, ...]) -> int | None:
    """Return the class that the loss ignores where one output is trained; else None."""
    match [head.loss for head in heads]:
        case [SparseCategoricalCrossentropy(ignore_class=ignored)]:
            return ignored
        case _:
            return None


@final
class Forms:
    """The forms in which the metrics of an output read its labels and answers, as they are met.

    `number` ends their variables, `kept` are these with the expressions that give them. Where a
    class is ignored, all forms are of the places alone that count.
    """

    def __init__(
        self, head: Head, number: str, labels: Python, outputs: Python, *, is_ignoring: bool
    ) -> None:
        self.head = head
        self.number = number
        self.given = labels, outputs
        self.is_ignoring = is_ignoring
        self.kept: dict[str, Python] = {}
        if is_ignoring:
            self._keep("counted", f"{labels} != IGNORED_CLASS")

    @property
    def labels(self) -> Python:
        """The labels as the loss reads them."""
        labels, _ = self.given
        return self._keep("truth", f"{labels}[counted]") if self.is_ignoring else labels

    @property
    def outputs(self) -> Python:
        """What the network gives."""
        _, outputs = self.given
        return self._keep("answers", f"{outputs}[counted]") if self.is_ignoring else outputs

    def truth(self, form: str) -> Python:
        """Return the variable of the labels as class numbers or as rows."""
        labels = self.labels
        is_classes = self.head.loss.labels == "classes"
        if is_classes == (form == "classes"):
            return labels
        if is_classes:
            size = self.head.shape[-1]
            classes = size if isinstance(size, int) else f"tf.shape({self.outputs})[-1]"
            return self._keep("rows", f"tf.one_hot({labels}, {classes})")
        return self._keep("classes", f"tf.argmax({labels}, axis=-1)")

    def probabilities(self) -> Python:
        """Return the variable of what the logits stand for."""
        function = "tf.nn.softmax" if self.head.answers == "one_of" else "tf.sigmoid"
        return self._keep("probabilities", f"{function}({self.outputs})")

    def _keep(self, name: str, expression: str) -> Python:
        variable = f"{name}{self.number}"
        self.kept[variable] = Python(expression)
        return identifier(variable)
