"""What every loss and every optimizer says about itself."""

from typing import ClassVar, Literal, TypeAlias

from speccnn.calls import Call, Value
from speccnn.described import Described
from speccnn.fields import FiniteNonNegative, FinitePositive

Labels: TypeAlias = Literal["classes", "one_hot", "values"]


class Optimizer(Described):
    """How gradients change weights."""

    namespace: ClassVar[str] = "keras.optimizers"

    learning_rate: FinitePositive
    weight_decay: FiniteNonNegative | None = None
    clipnorm: FinitePositive | None = None
    clipvalue: FinitePositive | None = None
    global_clipnorm: FinitePositive | None = None


class Loss(Described):
    """What training makes small; the mean over the examples of a batch.

    `labels` says in which form it reads the truth: class numbers, one-hot rows, or values in the
    shape of the output. `probabilities` names the activations after which an output holds
    probabilities; after no activation it holds logits.
    """

    namespace: ClassVar[str] = "keras.losses"
    labels: ClassVar[Labels]
    probabilities: ClassVar[tuple[str, ...]] = ()
    accuracy: ClassVar[str | None] = None

    def lower(self, activation: str | None) -> Call:
        """Return the constructor call for an output that ends in `activation`."""
        arguments: dict[str, Value] = self.arguments()
        if self.probabilities and activation not in self.probabilities:
            arguments["from_logits"] = True
        return Call(self.target, (), arguments)


class Crossentropy(Loss):
    """A loss between probabilities; `from_logits` follows from the output unless it is given."""

    not_arguments: ClassVar[frozenset[str]] = frozenset({"type", "from_logits"})

    from_logits: bool | None = None
