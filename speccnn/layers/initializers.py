"""Initializers of weights, by Keras's names."""

from typing import ClassVar, Literal, final

from speccnn.described import Described
from speccnn.fields import FiniteNonNegative, FinitePositive


class Initializer(Described):
    """How the numbers of a weight are drawn before training."""

    namespace: ClassVar[str] = "keras.initializers"


@final
class Zeros(Initializer):
    """All zeros."""

    type: Literal["Zeros"] = "Zeros"


@final
class Ones(Initializer):
    """All ones."""

    type: Literal["Ones"] = "Ones"


@final
class Constant(Initializer):
    """One number everywhere."""

    type: Literal["Constant"] = "Constant"
    value: float = 0.0


@final
class RandomNormal(Initializer):
    """Normally distributed numbers."""

    type: Literal["RandomNormal"] = "RandomNormal"
    mean: float = 0.0
    stddev: FiniteNonNegative = 0.05
    seed: int | None = None


@final
class TruncatedNormal(Initializer):
    """Normally distributed numbers, drawn again when beyond two standard deviations."""

    type: Literal["TruncatedNormal"] = "TruncatedNormal"
    mean: float = 0.0
    stddev: FiniteNonNegative = 0.05
    seed: int | None = None


@final
class RandomUniform(Initializer):
    """Numbers drawn evenly between two bounds."""

    type: Literal["RandomUniform"] = "RandomUniform"
    minval: float = -0.05
    maxval: float = 0.05
    seed: int | None = None


@final
class VarianceScaling(Initializer):
    """Numbers whose variance is `scale` / n, with n chosen by `mode` from the weight's shape."""

    type: Literal["VarianceScaling"] = "VarianceScaling"
    scale: FinitePositive = 1.0
    mode: Literal["fan_in", "fan_out", "fan_avg"] = "fan_in"
    distribution: Literal["truncated_normal", "untruncated_normal", "uniform"] = "truncated_normal"
    seed: int | None = None


@final
class GlorotNormal(Initializer):
    """Truncated normal of variance 2 / (fan in + fan out); Glorot and Bengio (2010), eq. 16."""

    type: Literal["GlorotNormal"] = "GlorotNormal"
    seed: int | None = None


@final
class GlorotUniform(Initializer):
    """Uniform of variance 2 / (fan in + fan out); Glorot and Bengio (2010), eq. 16."""

    type: Literal["GlorotUniform"] = "GlorotUniform"
    seed: int | None = None


@final
class HeNormal(Initializer):
    """Truncated normal of variance 2 / fan in; He et al. (2015), eq. 10."""

    type: Literal["HeNormal"] = "HeNormal"
    seed: int | None = None


@final
class HeUniform(Initializer):
    """Uniform of variance 2 / fan in; He et al. (2015), eq. 10."""

    type: Literal["HeUniform"] = "HeUniform"
    seed: int | None = None


@final
class LecunNormal(Initializer):
    """Truncated normal of variance 1 / fan in; LeCun et al., "Efficient BackProp" (1998)."""

    type: Literal["LecunNormal"] = "LecunNormal"
    seed: int | None = None


@final
class LecunUniform(Initializer):
    """Uniform of variance 1 / fan in; LeCun et al., "Efficient BackProp" (1998)."""

    type: Literal["LecunUniform"] = "LecunUniform"
    seed: int | None = None


@final
class Orthogonal(Initializer):
    """A random orthogonal matrix, the last axis against the others; Saxe et al. (2014)."""

    type: Literal["Orthogonal"] = "Orthogonal"
    gain: float = 1.0
    seed: int | None = None
