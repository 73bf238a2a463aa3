"""Activations as layers of their own."""

from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.closed import Bounds, Form, Spelled
from speccnn.fields import FiniteNonNegative
from speccnn.layers.axes import axis_of
from speccnn.layers.base import Layer, Reject, Types
from speccnn.layers.fields import ActivationName
from speccnn.layers.findings import RepeatedAxis
from speccnn.layers.windows import Axis
from speccnn.tensor import TensorType


def _listed(value: object) -> object:
    return [value] if isinstance(value, int) else value


Axes: TypeAlias = Annotated[
    tuple[int, ...],
    Bounds(min_length=1),
    Spelled(_listed, int),
    Form("an axis or a list of axes"),
]


@final
class Activation(Layer):
    """Apply a function, by Keras's name, to every number.

    Keeps the shape.

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
class Softmax(Layer):
    """Turn the numbers along an axis into probabilities that sum to 1.

    Keeps the shape. `axis` may be a list of axes, over which they sum together.

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
        if len({axis_of(x, axis) for axis in self.axis}) < len(self.axis):
            raise Reject(RepeatedAxis(self.axis), field="axis")
        return x

    def window(self, x: TensorType) -> tuple[Axis, ...] | None:
        chosen = {axis_of(x, axis) for axis in self.axis}
        return super().window(x) if chosen == {x.rank - 1} else None

    @property
    def last_function(self) -> str | None:
        return "softmax"
