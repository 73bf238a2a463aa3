"""Optimizers, by Keras's names."""

from typing import Annotated, Literal, TypeAlias, final

from speccnn.closed import Bounds
from speccnn.fields import FiniteNonNegative, FinitePositive, Share
from speccnn.training.base import Optimizer

Decay: TypeAlias = Annotated[float, Bounds(ge=0, lt=1)]


@final
class SGD(Optimizer):
    """Stochastic gradient descent, with momentum if wanted."""

    type: Literal["SGD"] = "SGD"
    learning_rate: FinitePositive = 0.01
    momentum: Share = 0.0
    nesterov: bool = False


@final
class RMSprop(Optimizer):
    """Steps divided by a running root mean square of the gradients; Tieleman and Hinton (2012)."""

    type: Literal["RMSprop"] = "RMSprop"
    learning_rate: FinitePositive = 0.001
    rho: Decay = 0.9
    momentum: Share = 0.0
    epsilon: FinitePositive = 1e-07
    centered: bool = False


@final
class Adam(Optimizer):
    """Steps from running first and second moments of the gradients; Kingma and Ba (2015)."""

    type: Literal["Adam"] = "Adam"
    learning_rate: FinitePositive = 0.001
    beta_1: Decay = 0.9
    beta_2: Decay = 0.999
    epsilon: FinitePositive = 1e-07
    amsgrad: bool = False


@final
class AdamW(Optimizer):
    """Adam with the weight decay kept out of the moments; Loshchilov and Hutter (2019)."""

    type: Literal["AdamW"] = "AdamW"
    learning_rate: FinitePositive = 0.001
    weight_decay: FiniteNonNegative | None = 0.004
    beta_1: Decay = 0.9
    beta_2: Decay = 0.999
    epsilon: FinitePositive = 1e-07
    amsgrad: bool = False
