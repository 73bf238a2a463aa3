"""What every loss, metric, optimizer and schedule says about itself."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.calls import Call, Value
from speccnn.closed import Bounds, Form, Spelled
from speccnn.described import Described, Kinds
from speccnn.fields import FiniteNonNegative, FinitePositive, Name, NonNegative, Share, is_table
from speccnn.tensor import Shape
from speccnn.training.kinds import SCHEDULES

Labels: TypeAlias = Literal["classes", "one_hot", "whole"]
Answers: TypeAlias = Literal["one_of", "any_of"]
Direction: TypeAlias = Literal["min", "max"]

ONE_OF = ("softmax", "sparsemax")
ANY_OF = ("sigmoid", "hard_sigmoid", "sparse_sigmoid")


class Schedule(Described):
    """The learning rate as a function of the step.

    `leads` names the field that `--learning-rate` of a script replaces. Before any of it, the rate
    may rise for `warmup_steps` from 0 in a straight line to where the schedule begins.
    """

    namespace: ClassVar[str] = "keras.optimizers.schedules"
    not_arguments: ClassVar[frozenset[str]] = frozenset({"type", "warmup_steps"})
    leads: ClassVar[str] = "initial_learning_rate"

    warmup_steps: NonNegative = 0

    @property
    def rate(self) -> float:
        """The rate that the schedule leads with."""
        rate = getattr(self, self.leads)
        assert isinstance(rate, float | int), "a schedule leads with a number"
        return rate

    def idle(self) -> Iterator[tuple[str, str]]:
        """Yield the fields that do nothing, with what they lack."""
        yield from ()

    def contradiction(self) -> tuple[str, str] | None:
        """Return a field that does not go with the others, and why."""
        return None

    @property
    def last_step(self) -> int | None:
        """The step from which on the rate stays as it is; None if it never does."""
        return None

    def lower(self, rate: Value) -> Value:
        """Return the schedule with `rate` for the rate that it leads with, warm-up aside."""
        arguments = self.arguments() | {self.leads: rate}
        return Call(self.target, (), arguments)


@final
class Constant(Schedule):
    """One rate for all steps, after the warm-up if there is one."""

    leads: ClassVar[str] = "learning_rate"

    type: Literal["Constant"] = "Constant"
    learning_rate: FinitePositive

    def lower(self, rate: Value) -> Value:
        return rate


def _constant(value: object) -> object:
    if is_table(value) or isinstance(value, Schedule):
        return value
    return {"type": "Constant", "learning_rate": value}


Rate: TypeAlias = Annotated[
    Schedule,
    Kinds("Schedule", SCHEDULES),
    Spelled(_constant, FinitePositive),
    Form("a positive number or the table of a schedule"),
]


class Optimizer(Described):
    """How gradients change weights."""

    namespace: ClassVar[str] = "keras.optimizers"
    not_arguments: ClassVar[frozenset[str]] = frozenset({"type", "learning_rate"})
    written_defaults: ClassVar[Mapping[str, object]] = {"learning_rate": 0.001}

    learning_rate: Rate
    weight_decay: FiniteNonNegative | None = None
    clipnorm: FinitePositive | None = None
    clipvalue: FinitePositive | None = None
    global_clipnorm: FinitePositive | None = None
    use_ema: bool = False
    ema_momentum: Share = 0.99
    ema_overwrite_frequency: Annotated[int, Bounds(ge=1)] | None = None
    gradient_accumulation_steps: Annotated[int, Bounds(ge=2)] | None = None

    def idle(self) -> Iterator[tuple[str, str]]:
        """Yield the fields that do nothing, with what they lack."""
        if not self.use_ema and self.ema_momentum != type(self).ema_momentum:
            yield "ema_momentum", "`use_ema = true`"
        if not self.use_ema and self.ema_overwrite_frequency is not None:
            yield "ema_overwrite_frequency", "`use_ema = true`"

    def lower(self, rate: Value) -> Call:
        """Return the constructor call with a learning rate or a schedule of it."""
        return Call(self.target, (), {"learning_rate": rate, **self.arguments()})


class Loss(Described):
    """What training makes small; the mean over the examples of a batch.

    `labels` says in which form it reads the truth: class numbers; numbers in the shape of the
    output, into which class numbers are made; or whole numbers as they are. `probabilities` names
    the activations after which an output holds what it reads; nothing if it reads anything.
    `rank` says how many axes an output must have, `chooses` that the largest number is the answer,
    `is_by_example` that each example has a loss of its own, `is_by_number` that its loss is the
    mean of those of the numbers of its output.
    """

    namespace: ClassVar[str] = "keras.losses"
    labels: ClassVar[Labels] = "one_hot"
    probabilities: ClassVar[tuple[str, ...]] = ()
    rank: ClassVar[int | None] = None
    chooses: ClassVar[bool] = False
    is_by_example: ClassVar[bool] = True
    is_by_number: ClassVar[bool] = True

    def answers(self, activation: str | None) -> Answers | None:
        """Return what an output that ends in `activation` tells: one class, any classes, values."""
        if self.labels == "whole":
            return None
        if activation in ONE_OF or self.chooses or self.probabilities == ONE_OF:
            return "one_of"
        return "any_of" if activation in ANY_OF or self.probabilities == ANY_OF else None

    def reads_logits(self, activation: str | None) -> bool:
        """Whether an output that ends in `activation` is read as logits."""
        del activation
        return False

    def misread(self, activation: str | None) -> str | None:
        """Return what is read where an output that ends in `activation` cannot be that."""
        if self.probabilities and activation not in self.probabilities:
            return "probabilities"
        return None

    def misfit(self, shape: Shape) -> str | None:
        """Return what the loss needs where an output of this shape does not do."""
        del shape
        return None

    def lower(self, activation: str | None) -> Call:
        """Return the constructor call for an output that ends in `activation`."""
        del activation
        return Call(self.target, (), self.arguments())


class Crossentropy(Loss):
    """A loss between probabilities; `from_logits` follows from the output unless it is given."""

    not_arguments: ClassVar[frozenset[str]] = frozenset({"type", "from_logits"})

    from_logits: bool | None = None

    def reads_logits(self, activation: str | None) -> bool:
        return activation not in self.probabilities

    def misread(self, activation: str | None) -> str | None:
        is_logits = activation in {None, "linear"}
        is_probabilities = activation in self.probabilities
        if self.from_logits is None and not is_logits and not is_probabilities:
            return "logits or probabilities"
        if self.from_logits and is_probabilities:
            return "logits"
        return "probabilities" if self.from_logits is False and is_logits else None

    def lower(self, activation: str | None) -> Call:
        logits: dict[str, Value] = {"from_logits": True} if self.reads_logits(activation) else {}
        return Call(self.target, (), self.arguments() | logits)


class Metric(Described):
    """What is measured over an epoch.

    `reads` says in which form it reads the truth: as class numbers or as rows in the shape of the
    output. `by_order` says that it asks only which of the outputs is larger, or means the very
    numbers that the network gives: it takes logits as they are; else it reads probabilities.
    `meant_for` are the answers that it can judge: one class, any classes, or values (None).
    `is_late` says that Keras makes its variables only when it first measures.
    """

    namespace: ClassVar[str] = "keras.metrics"
    not_arguments: ClassVar[frozenset[str]] = frozenset({"type", "name"})
    reads: ClassVar[Literal["classes", "rows"]] = "rows"
    by_order: ClassVar[bool] = False
    takes_logits: ClassVar[bool] = False
    meant_for: ClassVar[frozenset[Answers | None]] = frozenset({"one_of", "any_of"})
    direction: ClassVar[Direction] = "max"
    rank: ClassVar[int | None] = None
    is_late: ClassVar[bool] = False

    name: Name | None = None

    def settled(self, answers: Answers | None, labels: Labels) -> "Metric":
        """Return the metric that this one stands for, given what a network answers."""
        del answers, labels
        return self

    def misfit(self, shape: Shape) -> tuple[str, str] | None:
        """Return a field that an output of this shape does not allow, and what it must be."""
        del shape
        return None

    def lower(self, name: str, shape: Shape, *, logits: bool) -> Call:
        """Return the constructor call for an output of this shape, which may hold logits."""
        del shape
        read: dict[str, Value] = {"from_logits": True} if logits and self.takes_logits else {}
        return Call(self.target, (), {**self.arguments(), **read, "name": name})
