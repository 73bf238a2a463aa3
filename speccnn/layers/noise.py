"""Noise that only training adds, and what tames deep residual branches."""

from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.calls import Call, Value
from speccnn.closed import Bounds, Form
from speccnn.fields import NonNegative, Positive, Share
from speccnn.layers.base import Layer, Reject, Types, Weight
from speccnn.layers.noise_findings import NoiseDoesNotFit
from speccnn.layers.sliding import require_map
from speccnn.sizes.condition import equal
from speccnn.sizes.formula import Size
from speccnn.tensor import TensorType

ShareBelowOne: TypeAlias = Annotated[float, Bounds(ge=0, lt=1)]
NoiseShape: TypeAlias = Annotated[
    tuple[Positive, ...],
    Bounds(min_length=1, max_length=8),
    Form("a list of sizes, 1 where numbers share their fate"),
]


class Noise(Layer):
    """A layer that changes numbers at random in training, and nothing otherwise."""

    is_random: ClassVar[bool] = True

    seed: NonNegative | None = None

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        return x


@final
class Dropout(Noise):
    """Set a share `rate` of the numbers to zero in training, and scale up the others.

    Keeps the shape; outside training it does nothing (Srivastava et al., "Dropout"). Along the
    sizes of 1 in `noise_shape`, without the batch axis, numbers share their fate: with [1, 1, 1]
    a whole map is dropped or kept, as in stochastic depth.

    ```toml
    [[layers]]
    type = "Dropout"
    rate = 0.5
    ```
    """

    example_input: ClassVar[str] = "128"

    type: Literal["Dropout"] = "Dropout"
    rate: Share
    noise_shape: NoiseShape | None = None

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        given = self.noise_shape
        if given is not None and not _fits(given, x.shape):
            raise Reject(NoiseDoesNotFit(given, x.shape), field="noise_shape")
        return x

    def arguments(self) -> dict[str, Value]:
        """Return the arguments, with the batch axis, along which nothing is shared."""
        arguments = super().arguments()
        if self.noise_shape is not None:
            arguments["noise_shape"] = (None, *self.noise_shape)
        return arguments


class SpatialDropout(Noise):
    """Dropout of whole channels of a map."""

    axes: ClassVar[int]

    rate: Share

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, axes=self.axes)
        return x

    def lower(self, name: str, inputs: Types) -> tuple[Call, ...]:
        """Return the call without `trainable`, which Keras does not take here."""
        del inputs
        return (Call(self.target, (), {**self.arguments(), "name": name}),)


@final
class SpatialDropout1D(SpatialDropout):
    """Set a share `rate` of the channels to zero in training, and scale up the others.

    Keeps the shape of a map L x C; outside training it does nothing
    (Tompson et al., "Efficient object localization using convolutional networks", section 3.2).

    ```toml
    [[layers]]
    type = "SpatialDropout1D"
    rate = 0.2
    ```
    """

    example_input: ClassVar[str] = "128x16"
    axes: ClassVar[int] = 1

    type: Literal["SpatialDropout1D"] = "SpatialDropout1D"


@final
class SpatialDropout2D(SpatialDropout):
    """Set a share `rate` of the channels to zero in training, and scale up the others.

    Keeps the shape of a map H x W x C; outside training it does nothing
    (Tompson et al., "Efficient object localization using convolutional networks", section 3.2).

    ```toml
    [[layers]]
    type = "SpatialDropout2D"
    rate = 0.2
    ```
    """

    example_input: ClassVar[str] = "28x28x16"
    axes: ClassVar[int] = 2

    type: Literal["SpatialDropout2D"] = "SpatialDropout2D"


@final
class SpatialDropout3D(SpatialDropout):
    """Set a share `rate` of the channels to zero in training, and scale up the others.

    Keeps the shape of a map D x H x W x C; outside training it does nothing
    (Tompson et al., "Efficient object localization using convolutional networks", section 3.2).

    ```toml
    [[layers]]
    type = "SpatialDropout3D"
    rate = 0.2
    ```
    """

    example_input: ClassVar[str] = "8x28x28x16"
    axes: ClassVar[int] = 3

    type: Literal["SpatialDropout3D"] = "SpatialDropout3D"


@final
class GaussianNoise(Noise):
    """Add normally distributed numbers of mean 0 and deviation `stddev` in training.

    Keeps the shape; outside training it does nothing.

    ```toml
    [[layers]]
    type = "GaussianNoise"
    stddev = 0.1
    ```
    """

    example_input: ClassVar[str] = "28x28x3"

    type: Literal["GaussianNoise"] = "GaussianNoise"
    stddev: Share


@final
class GaussianDropout(Noise):
    """Multiply by normally distributed numbers of mean 1 in training.

    Keeps the shape; outside training it does nothing. Their deviation is sqrt(rate / (1 - rate)),
    that of `Dropout` with this rate (Srivastava et al., "Dropout", section 10).

    ```toml
    [[layers]]
    type = "GaussianDropout"
    rate = 0.3
    ```
    """

    example_input: ClassVar[str] = "128"

    type: Literal["GaussianDropout"] = "GaussianDropout"
    rate: ShareBelowOne


@final
class StochasticDepth(Noise):
    """Set all of a share `rate` of the examples to zero in training, and scale up the others.

    Keeps the shape; outside training it does nothing. At the end of a residual branch, before the
    `Add`, it leaves the branch out for some examples
    (Huang et al., "Deep networks with stochastic depth", section 3).

    ```toml
    [[layers]]
    type = "StochasticDepth"
    rate = 0.1
    ```
    """

    namespace: ClassVar[str] = "extra_layers"
    example_input: ClassVar[str] = "28x28x16"

    type: Literal["StochasticDepth"] = "StochasticDepth"
    rate: ShareBelowOne


@final
class LayerScale(Layer):
    """Multiply each channel by a learned factor that starts at `init_values`.

    Keeps the shape. `gamma` holds one number for each channel. A small start lets a deep network
    begin as if its residual branches were not there
    (Touvron et al., "Going deeper with image transformers", section 2).

    ```toml
    [[layers]]
    type = "LayerScale"
    init_values = 1e-6
    ```
    """

    namespace: ClassVar[str] = "extra_layers"
    example_input: ClassVar[str] = "28x28x16"

    type: Literal["LayerScale"] = "LayerScale"
    init_values: float

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        return x

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        (x,) = inputs
        return (Weight("gamma", (x.channels,)),)


def _fits(noise: tuple[int, ...], shape: tuple[Size, ...]) -> bool:
    """Whether one draw for each place of `noise` can be stretched to `shape`."""
    sizes = zip(noise, shape, strict=False)
    return len(noise) == len(shape) and all(size == 1 or equal(real, size) for size, real in sizes)
