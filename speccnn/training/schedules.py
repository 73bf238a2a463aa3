"""Learning rates that follow the step, by Keras's names.

Steps are steps of the optimizer, one for each batch; s is the step, D is `decay_steps` and r the
initial rate.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.calls import Call, Value
from speccnn.closed import Bounds
from speccnn.fields import FiniteNonNegative, FinitePositive, Positive, Share
from speccnn.training.base import Schedule

Steps: TypeAlias = Annotated[tuple[Positive, ...], Bounds(min_length=1, max_length=1000)]
Rates: TypeAlias = Annotated[tuple[FinitePositive, ...], Bounds(min_length=2, max_length=1001)]


@final
class ExponentialDecay(Schedule):
    """The rate r * `decay_rate` ** (s / D); with `staircase` the quotient is rounded down."""

    type: Literal["ExponentialDecay"] = "ExponentialDecay"
    initial_learning_rate: FinitePositive
    decay_steps: Positive
    decay_rate: FinitePositive
    staircase: bool = False


@final
class InverseTimeDecay(Schedule):
    """The rate r / (1 + `decay_rate` * s / D); with `staircase` the quotient is rounded down."""

    type: Literal["InverseTimeDecay"] = "InverseTimeDecay"
    initial_learning_rate: FinitePositive
    decay_steps: Positive
    decay_rate: FiniteNonNegative
    staircase: bool = False


@final
class PiecewiseConstantDecay(Schedule):
    """One of `values` up to each of `boundaries`, and the last one after them."""

    leads: ClassVar[str] = "values"

    type: Literal["PiecewiseConstantDecay"] = "PiecewiseConstantDecay"
    boundaries: Steps
    values: Rates

    @property
    def rate(self) -> float:
        return self.values[0]

    @property
    def last_step(self) -> int:
        return self.warmup_steps + self.boundaries[-1]

    def contradiction(self) -> tuple[str, str] | None:
        wanted = len(self.boundaries) + 1
        if len(self.values) != wanted:
            return "values", f"must hold {wanted} rates, one more than there are boundaries"
        if any(one >= other for one, other in pairwise(self.boundaries)):
            return "boundaries", "must rise"
        return None

    def lower(self, rate: Value) -> Call:
        values: list[Value] = [rate, *self.values[1:]]
        return Call(self.target, (), {"boundaries": list(self.boundaries), "values": values})


@final
class PolynomialDecay(Schedule):
    """From r to `end_learning_rate` in D steps, by (1 - s / D) ** `power`; `cycle` begins anew."""

    type: Literal["PolynomialDecay"] = "PolynomialDecay"
    initial_learning_rate: FinitePositive
    decay_steps: Positive
    end_learning_rate: FiniteNonNegative = 0.0001
    power: FinitePositive = 1.0
    cycle: bool = False

    @property
    def last_step(self) -> int | None:
        return None if self.cycle else self.warmup_steps + self.decay_steps


@final
class CosineDecay(Schedule):
    """From r to `alpha` * r in D steps along half a cosine; Loshchilov and Hutter (2017).

    With a `warmup_target` the rate first rises in a straight line, in `warmup_steps`, from the
    initial rate to the target, and decays from there.
    """

    not_arguments: ClassVar[frozenset[str]] = frozenset({"type"})

    type: Literal["CosineDecay"] = "CosineDecay"
    initial_learning_rate: FiniteNonNegative
    decay_steps: Positive
    alpha: Share = 0.0
    warmup_target: FinitePositive | None = None

    @property
    def rate(self) -> float:
        return self.initial_learning_rate if self.warmup_target is None else self.warmup_target

    def idle(self) -> Iterator[tuple[str, str]]:
        if self.warmup_steps and self.warmup_target is None:
            yield "warmup_steps", "a `warmup_target`"

    def contradiction(self) -> tuple[str, str] | None:
        if not self.initial_learning_rate and self.warmup_target is None:
            return "initial_learning_rate", "must be more than 0 without a `warmup_target`"
        return None

    @property
    def last_step(self) -> int:
        return self.decay_steps + (self.warmup_steps if self.warmup_target else 0)

    def lower(self, rate: Value) -> Call:
        leads = "initial_learning_rate" if self.warmup_target is None else "warmup_target"
        return Call(self.target, (), self.arguments() | {leads: rate})


@final
class CosineDecayRestarts(Schedule):
    """Half a cosine again and again, each `t_mul` times as long, from `m_mul` times the rate."""

    type: Literal["CosineDecayRestarts"] = "CosineDecayRestarts"
    initial_learning_rate: FinitePositive
    first_decay_steps: Positive
    t_mul: Annotated[float, Bounds(ge=1)] = 2.0
    m_mul: FinitePositive = 1.0
    alpha: Share = 0.0
