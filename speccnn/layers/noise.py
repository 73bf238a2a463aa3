"""Noise that only training adds."""

from typing import ClassVar, Literal, final

from speccnn.fields import NonNegative, Share
from speccnn.layers.base import Layer, Types
from speccnn.tensor import TensorType


@final
class Dropout(Layer):
    """Set a share `rate` of the numbers to zero in training, and scale up the others.

    Keeps the shape; outside training it does nothing (Srivastava et al., "Dropout").

    ```toml
    [[layers]]
    type = "Dropout"
    rate = 0.5
    ```
    """

    example_input: ClassVar[str] = "128"

    type: Literal["Dropout"] = "Dropout"
    rate: Share
    seed: NonNegative | None = None

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        return x
