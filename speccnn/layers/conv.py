"""Convolutions: learned windows slid over the spatial axes."""

from collections.abc import Iterator
from math import prod
from typing import ClassVar, Literal, final

from speccnn.calls import Call
from speccnn.fields import Positive
from speccnn.layers.base import Layer, Reject, Remark, Types, Weight
from speccnn.layers.fields import (
    ActivationName,
    KernelInitializer,
    Padding,
    Pair,
    Regularizer,
    Rounding,
    VectorInitializer,
)
from speccnn.layers.findings import ChannelsNotDivisible, StrideWithDilation
from speccnn.layers.padding import padded, padded_parts
from speccnn.layers.sliding import losses, require_map, slide, windows
from speccnn.layers.windows import Axis
from speccnn.tensor import TensorType


@final
class Conv2D(Layer):
    """Slide `filters` learned windows over a two-dimensional feature map.

    Maps H x W x C to H' x W' x `filters`. On each axis, with window K, stride s, dilation d and
    padding p on the two sides together, the output size is floor((i + p - d(K - 1) - 1) / s) + 1
    (Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", relationship 15).
    The kernel is K_h x K_w x C/`groups` x `filters`; each of its weights is multiplied once for
    each output place.

    ```toml
    [[layers]]
    type = "Conv2D"
    filters = 32
    kernel_size = 3
    padding = "same"
    activation = "relu"
    ```
    """

    example_input: ClassVar[str] = "28x28x3"

    type: Literal["Conv2D"] = "Conv2D"
    filters: Positive
    kernel_size: Pair
    strides: Pair = (1, 1)
    padding: Padding = "valid"
    dilation_rate: Pair = (1, 1)
    groups: Positive = 1
    activation: ActivationName | None = None
    use_bias: bool = True
    kernel_initializer: KernelInitializer = "glorot_uniform"
    bias_initializer: VectorInitializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    rounding: Rounding = "floor"

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, axes=2)
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise Reject(
                StrideWithDilation(self.strides, self.dilation_rate), field="dilation_rate"
            )
        if x.channels % self.groups:
            raise Reject(ChannelsNotDivisible("input", x.channels, self.groups), field="groups")
        if self.filters % self.groups:
            raise Reject(ChannelsNotDivisible("output", self.filters, self.groups), field="groups")
        sizes = slide(self.window(x), x, field="kernel_size", rounding=self.rounding)
        return x.evolve(spatial=sizes, channels=self.filters)

    def remarks(self, inputs: Types) -> Iterator[Remark]:
        (x,) = inputs
        return losses(self.window(x), x, field="kernel_size")

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        (x,) = inputs
        kernel = Weight("kernel", (*self.kernel_size, x.channels // self.groups, self.filters))
        return (kernel, Weight("bias", (self.filters,))) if self.use_bias else (kernel,)

    def macs(self, inputs: Types, output: TensorType) -> int:
        (x,) = inputs
        return prod(self.kernel_size) * (x.channels // self.groups) * output.elements

    def window(self, x: TensorType) -> tuple[Axis, ...]:
        del x
        return windows(self.kernel_size, self.strides, self.dilation_rate, self.padding)

    def parts(self, name: str) -> tuple[str, ...]:
        return padded_parts(self.padding, name)

    def lower(self, name: str) -> tuple[Call, ...]:
        return padded(self.padding, "keras.layers.ZeroPadding2D", *super().lower(name))

    @property
    def last_function(self) -> str | None:
        return self.activation
