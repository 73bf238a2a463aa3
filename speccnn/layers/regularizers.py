"""Penalties on weights that training adds to the loss, by Keras's names."""

from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.described import Described, Kinds
from speccnn.fields import FiniteNonNegative


class WeightPenalty(Described, frozen=True):
    """What large weights cost."""

    namespace: ClassVar[str] = "keras.regularizers"


@final
class L1(WeightPenalty, frozen=True):
    """`l1` times the sum of the absolute weights."""

    type: Literal["L1"] = "L1"
    l1: FiniteNonNegative = 0.01


@final
class L2(WeightPenalty, frozen=True):
    """`l2` times the sum of the squared weights."""

    type: Literal["L2"] = "L2"
    l2: FiniteNonNegative = 0.01


@final
class L1L2(WeightPenalty, frozen=True):
    """`l1` times the absolute plus `l2` times the squared weights."""

    type: Literal["L1L2"] = "L1L2"
    l1: FiniteNonNegative = 0.0
    l2: FiniteNonNegative = 0.0


Regularizer: TypeAlias = Annotated[
    WeightPenalty | str, Kinds("Regularizer", (L1, L2, L1L2), names=("l1", "l2"))
]
