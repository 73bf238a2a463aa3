"""Normalisation."""

from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.closed import Bounds, Form
from speccnn.fields import LARGEST, FiniteNonNegative, FinitePositive, NonNegative, Share
from speccnn.layers.axes import Axes, axes_of, axis_of, mixes_channels_only
from speccnn.layers.base import Layer, Reject, Types, Weight
from speccnn.layers.fields import Regularizer, VectorInitializer
from speccnn.layers.findings import ChannelsNotDivisible
from speccnn.layers.sliding import require_map
from speccnn.layers.spread import Reading
from speccnn.sizes.condition import divides
from speccnn.sizes.formula import Size, known
from speccnn.tensor import TensorType

Groups: TypeAlias = Annotated[
    int, Bounds(ge=-1, le=LARGEST), Form("a number of groups, or -1 for one a channel")
]


class ScaleAndShift(Layer):
    """A normalisation that afterwards multiplies by a learned `gamma` and adds a learned `beta`."""

    epsilon: FiniteNonNegative = 0.001
    center: bool = True
    scale: bool = True
    beta_initializer: VectorInitializer = "zeros"
    gamma_initializer: VectorInitializer = "ones"
    beta_regularizer: Regularizer | None = None
    gamma_regularizer: Regularizer | None = None

    def scale_and_shift(self, shape: tuple[Size, ...]) -> tuple[Weight, ...]:
        """Return the weights that scale and shift, of one shape."""
        gamma = (Weight("gamma", shape),) if self.scale else ()
        beta = (Weight("beta", shape),) if self.center else ()
        return (*gamma, *beta)


@final
class BatchNormalization(ScaleAndShift):
    """Bring each channel to mean 0 and variance 1 over the batch, then scale and shift it.

    Keeps the shape. With n the size of `axis`: `gamma` and `beta` of n numbers each are trained,
    the moving mean and variance of n numbers each are not
    (Ioffe and Szegedy, "Batch normalization", algorithm 1).

    ```toml
    [[layers]]
    type = "BatchNormalization"
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    type: Literal["BatchNormalization"] = "BatchNormalization"
    axis: int = -1
    momentum: Share = 0.99
    moving_mean_initializer: VectorInitializer = "zeros"
    moving_variance_initializer: VectorInitializer = "ones"
    synchronized: bool = False

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        axis_of(x, self.axis)
        return x

    def remembered(self, inputs: Types) -> tuple[Size, ...]:
        (x,) = inputs
        return (x.rank,)

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        (x,) = inputs
        shape = (x.shape[axis_of(x, self.axis)],)
        moving = (
            Weight("moving_mean", shape, trainable=False),
            Weight("moving_variance", shape, trainable=False),
        )
        return (*self.scale_and_shift(shape), *moving)


@final
class LayerNormalization(ScaleAndShift):
    """Bring the numbers along `axis` of each example and place to mean 0 and variance 1.

    Keeps the shape. `axis` may be a list of axes, which are taken together. `gamma` and `beta` have
    the sizes of these axes, in the order of their numbers (Ba, Kiros and Hinton, "Layer
    normalization", equation 3).

    ```toml
    [[layers]]
    type = "LayerNormalization"
    epsilon = 1e-6
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    type: Literal["LayerNormalization"] = "LayerNormalization"
    axis: Axes = (-1,)

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        axes_of(x, self.axis)
        return x

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        (x,) = inputs
        shape = tuple(x.shape[axis] for axis in axes_of(x, tuple(sorted(self.axis))))
        return self.scale_and_shift(shape)

    def window(self, x: TensorType) -> tuple[Reading, ...] | None:
        return super().window(x) if mixes_channels_only(x, self.axis) else None


@final
class GroupNormalization(ScaleAndShift):
    """Bring groups of channels of each example to mean 0 and variance 1, over all its places.

    Keeps the shape. `groups` must divide the size of `axis`; 1 is one group of all channels, -1 a
    group for each, which is instance normalisation. `gamma` and `beta` hold one number for each
    channel (Wu and He, "Group normalization", section 3).

    ```toml
    [[layers]]
    type = "GroupNormalization"
    groups = 8
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    type: Literal["GroupNormalization"] = "GroupNormalization"
    groups: Groups = 32
    axis: int = -1

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        channels = x.shape[axis_of(x, self.axis)]
        if self.groups != -1 and not divides(self.groups, channels):
            finding = ChannelsNotDivisible("input", known(channels), self.groups)
            raise Reject(finding, field="groups")
        return x

    def remembered(self, inputs: Types) -> tuple[Size, ...]:
        (x,) = inputs
        return (x.rank,)

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        (x,) = inputs
        return self.scale_and_shift((x.shape[axis_of(x, self.axis)],))

    def window(self, x: TensorType) -> tuple[Reading, ...] | None:
        del x
        return None


@final
class UnitNormalization(Layer):
    """Scale the numbers along `axis` of each example and place to a vector of length 1.

    Keeps the shape. `axis` may be a list of axes, which are taken together.

    ```toml
    [[layers]]
    type = "UnitNormalization"
    ```
    """

    example_input: ClassVar[str] = "128"

    type: Literal["UnitNormalization"] = "UnitNormalization"
    axis: Axes = (-1,)

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        axes_of(x, self.axis)
        return x

    def window(self, x: TensorType) -> tuple[Reading, ...] | None:
        return super().window(x) if mixes_channels_only(x, self.axis) else None


@final
class LocalResponseNormalization(Layer):
    """Divide each number by a power of the sum of squares over the channels near it.

    Keeps the shape of a map H x W x C. With the sum over `depth_radius` channels on each side, x
    becomes x / (bias + alpha * sum)^beta (Krizhevsky, Sutskever and Hinton, "ImageNet
    classification with deep convolutional neural networks", section 3.3).

    ```toml
    [[layers]]
    type = "LocalResponseNormalization"
    depth_radius = 2
    bias = 2.0
    alpha = 1e-4
    beta = 0.75
    ```
    """

    namespace: ClassVar[str] = "extra_layers"
    example_input: ClassVar[str] = "55x55x96"

    type: Literal["LocalResponseNormalization"] = "LocalResponseNormalization"
    depth_radius: NonNegative = 5
    bias: FinitePositive = 1.0
    alpha: FiniteNonNegative = 1.0
    beta: FiniteNonNegative = 0.5

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, axes=2)
        return x
