"""Layers that only arrange numbers anew."""

from typing import ClassVar, Literal, final

from speccnn.layers.base import Layer, Types
from speccnn.layers.windows import Axis
from speccnn.tensor import TensorType


@final
class Flatten(Layer):
    """Lay all numbers of an example out in one row, row by row, channels fastest.

    Maps H x W x C to H*W*C.

    ```toml
    [[layers]]
    type = "Flatten"
    ```
    """

    example_input: ClassVar[str] = "7x7x32"
    only_rearranges: ClassVar[bool] = True

    type: Literal["Flatten"] = "Flatten"

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        return TensorType((x.elements,), x.dtype)

    def window(self, x: TensorType) -> tuple[Axis, ...] | None:
        del x
        return None
