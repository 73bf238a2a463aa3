"""Activations as layers of their own."""

from typing import ClassVar, Literal, final

from speccnn.fields import FiniteNonNegative
from speccnn.layers.axes import (
    Axes,
    SharedAxes,
    axes_of,
    mixes_channels_only,
    require_softmax,
)
from speccnn.layers.base import Layer, Types, Weight
from speccnn.layers.fields import ActivationName, Regularizer, VectorInitializer
from speccnn.layers.spread import Reading
from speccnn.tensor import TensorType


@final
class Activation(Layer):
    """Apply a function, by Keras's name, to every number.

    Keeps the shape. "softmax" takes tensors of at most 4 axes, as the layer does.

    ```toml
    [[layers]]
    type = "Activation"
    activation = "gelu"
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    type: Literal["Activation"] = "Activation"
    activation: ActivationName

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        if self.activation == "softmax":
            require_softmax(self.type, x)
        return x

    @property
    def last_function(self) -> str | None:
        return self.activation


@final
class ReLU(Layer):
    """Keep what is positive: max(0, x), with an optional ceiling, slope and threshold.

    Keeps the shape.

    ```toml
    [[layers]]
    type = "ReLU"
    max_value = 6.0
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    type: Literal["ReLU"] = "ReLU"
    max_value: FiniteNonNegative | None = None
    negative_slope: FiniteNonNegative = 0.0
    threshold: FiniteNonNegative = 0.0

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        return x

    @property
    def last_function(self) -> str | None:
        return "relu"


@final
class LeakyReLU(Layer):
    """Keep what is positive, and `negative_slope` times what is negative.

    Keeps the shape (Maas, Hannun and Ng, "Rectifier nonlinearities").

    ```toml
    [[layers]]
    type = "LeakyReLU"
    negative_slope = 0.1
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    type: Literal["LeakyReLU"] = "LeakyReLU"
    negative_slope: FiniteNonNegative = 0.3

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        return x

    @property
    def last_function(self) -> str | None:
        return "leaky_relu"


@final
class PReLU(Layer):
    """Keep what is positive, and a learned share of what is negative.

    Keeps the shape. `alpha` holds one number for each number of an example, or for all along the
    `shared_axes` together: [1, 2] leaves one for each channel of a map
    (He et al., "Delving deep into rectifiers", section 2.1).

    ```toml
    [[layers]]
    type = "PReLU"
    shared_axes = [1, 2]
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    type: Literal["PReLU"] = "PReLU"
    alpha_initializer: VectorInitializer = "zeros"
    alpha_regularizer: Regularizer | None = None
    shared_axes: SharedAxes | None = None

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        axes_of(x, self.shared_axes or (), field="shared_axes")
        return x

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        (x,) = inputs
        shared = self.shared_axes or ()
        shape = tuple(1 if axis in shared else size for axis, size in enumerate(x.shape, start=1))
        return (Weight("alpha", shape),)


@final
class ELU(Layer):
    """Keep what is positive, and `alpha` times (e^x - 1) of what is negative.

    Keeps the shape (Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning
    by exponential linear units", equation 15).

    ```toml
    [[layers]]
    type = "ELU"
    alpha = 0.5
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    type: Literal["ELU"] = "ELU"
    alpha: float = 1.0

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        return x

    @property
    def last_function(self) -> str | None:
        return "elu"


@final
class Softmax(Layer):
    """Turn the numbers along an axis into probabilities that sum to 1.

    Keeps the shape. `axis` may be a list of axes, over which they sum together. Along one axis,
    TensorFlow's kernel takes tensors of at most 4 axes, the batch axis not counted.

    ```toml
    [[layers]]
    type = "Softmax"
    ```
    """

    example_input: ClassVar[str] = "10"

    type: Literal["Softmax"] = "Softmax"
    axis: Axes = (-1,)

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        axes_of(x, self.axis)
        if len(self.axis) == 1:
            require_softmax(self.type, x)
        return x

    def window(self, x: TensorType) -> tuple[Reading, ...] | None:
        return super().window(x) if mixes_channels_only(x, self.axis) else None

    @property
    def last_function(self) -> str | None:
        return "softmax"
