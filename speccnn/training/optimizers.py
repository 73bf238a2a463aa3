"""Optimizers, by Keras's names."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.closed import Bounds
from speccnn.fields import FiniteNonNegative, FinitePositive, NonNegative, Positive, Share
from speccnn.training.base import Optimizer

Decay: TypeAlias = Annotated[float, Bounds(ge=0, lt=1)]
Memory: TypeAlias = Annotated[float, Bounds(gt=0, le=1)]
NotAbove0: TypeAlias = Annotated[float, Bounds(le=0)]


class Moments(Optimizer):
    """What the family of Adam shares: running first and second moments of the gradients."""

    beta_1: Decay = 0.9
    beta_2: Decay = 0.999
    epsilon: FinitePositive = 1e-07


@final
class SGD(Optimizer):
    """Stochastic gradient descent, with momentum if wanted."""

    written_defaults: ClassVar[Mapping[str, object]] = {"learning_rate": 0.01}

    type: Literal["SGD"] = "SGD"
    momentum: Share = 0.0
    nesterov: bool = False

    def idle(self) -> Iterator[tuple[str, str]]:
        yield from super().idle()
        if self.nesterov and not self.momentum:
            yield "nesterov", "a `momentum`"


@final
class RMSprop(Optimizer):
    """Steps divided by a running root mean square of the gradients; Tieleman and Hinton (2012)."""

    type: Literal["RMSprop"] = "RMSprop"
    rho: Decay = 0.9
    momentum: Share = 0.0
    epsilon: FinitePositive = 1e-07
    centered: bool = False


@final
class Adam(Moments):
    """Steps from running first and second moments of the gradients; Kingma and Ba (2015)."""

    type: Literal["Adam"] = "Adam"
    amsgrad: bool = False


@final
class AdamW(Moments):
    """Adam with the weight decay kept out of the moments; Loshchilov and Hutter (2019)."""

    type: Literal["AdamW"] = "AdamW"
    weight_decay: FiniteNonNegative = 0.004
    amsgrad: bool = False


@final
class Adamax(Moments):
    """Adam with the largest gradient for the second moment; Kingma and Ba (2015), section 7."""

    type: Literal["Adamax"] = "Adamax"


@final
class Nadam(Moments):
    """Adam with Nesterov's momentum; Dozat (2016)."""

    type: Literal["Nadam"] = "Nadam"


@final
class Lamb(Moments):
    """Adam with a step size for each layer, for large batches; You and others (2020)."""

    type: Literal["Lamb"] = "Lamb"


@final
class Adagrad(Optimizer):
    """Steps that shrink where gradients have been large; Duchi and others (2011)."""

    type: Literal["Adagrad"] = "Adagrad"
    initial_accumulator_value: FiniteNonNegative = 0.1
    epsilon: FinitePositive = 1e-07


@final
class Adadelta(Optimizer):
    """Adagrad over a window of gradients; Zeiler (2012)."""

    type: Literal["Adadelta"] = "Adadelta"
    rho: Decay = 0.95
    epsilon: FinitePositive = 1e-07


@final
class Adafactor(Optimizer):
    """Adam whose second moments are kept as rows and columns; Shazeer and Stern (2018)."""

    type: Literal["Adafactor"] = "Adafactor"
    beta_2_decay: NotAbove0 = -0.8
    epsilon_1: FinitePositive = 1e-30
    epsilon_2: FinitePositive = 0.001
    clip_threshold: FinitePositive = 1.0
    relative_step: bool = True


@final
class Ftrl(Optimizer):
    """Follow the regularised leader; McMahan and others (2013)."""

    type: Literal["Ftrl"] = "Ftrl"
    learning_rate_power: NotAbove0 = -0.5
    initial_accumulator_value: FiniteNonNegative = 0.1
    l1_regularization_strength: FiniteNonNegative = 0.0
    l2_regularization_strength: FiniteNonNegative = 0.0
    l2_shrinkage_regularization_strength: FiniteNonNegative = 0.0
    beta: FiniteNonNegative = 0.0


@final
class Lion(Optimizer):
    """Steps by the sign of a running mean of the gradients; Chen and others (2023)."""

    type: Literal["Lion"] = "Lion"
    beta_1: Memory = 0.9
    beta_2: Decay = 0.99


@final
class Muon(Optimizer):
    """Steps that are made orthogonal, for matrices, and AdamW's for all else; Jordan (2024).

    Of a convolutional network the matrices are the kernels of its dense layers.
    """

    type: Literal["Muon"] = "Muon"
    adam_beta_1: Decay = 0.9
    adam_beta_2: Decay = 0.999
    adam_weight_decay: FiniteNonNegative | None = 0.004
    epsilon: FinitePositive = 1e-07
    weight_decay: FiniteNonNegative | None = 0.004
    muon_a: float = 3.4445
    muon_b: float = -4.775
    muon_c: float = 2.0315
    adam_lr_ratio: FinitePositive = 1
    momentum: Share = 0.95
    ns_steps: Positive = 5
    nesterov: bool = True
    rms_rate: FinitePositive | None = 0.2


@final
class ScheduleFreeAdamW(Optimizer):
    """AdamW that averages the weights instead of lowering the rate; Defazio and others (2024)."""

    written_defaults: ClassVar[Mapping[str, object]] = {"learning_rate": 0.0025}

    type: Literal["ScheduleFreeAdamW"] = "ScheduleFreeAdamW"
    beta_1: Annotated[float, Bounds(gt=0, lt=1)] = 0.9
    beta_2: Decay = 0.999
    epsilon: FinitePositive = 1e-08
    warmup_steps: NonNegative = 0
