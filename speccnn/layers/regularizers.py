"""Penalties on weights that training adds to the loss, by Keras's names."""

from typing import ClassVar, Literal, final

from speccnn.described import Described
from speccnn.fields import FiniteNonNegative


class WeightPenalty(Described):
    """What large weights cost."""

    namespace: ClassVar[str] = "keras.regularizers"


@final
class L1(WeightPenalty):
    """`l1` times the sum of the absolute weights."""

    type: Literal["L1"] = "L1"
    l1: FiniteNonNegative = 0.01


@final
class L2(WeightPenalty):
    """`l2` times the sum of the squared weights."""

    type: Literal["L2"] = "L2"
    l2: FiniteNonNegative = 0.01


@final
class L1L2(WeightPenalty):
    """`l1` times the absolute plus `l2` times the squared weights."""

    type: Literal["L1L2"] = "L1L2"
    l1: FiniteNonNegative = 0.0
    l2: FiniteNonNegative = 0.0
