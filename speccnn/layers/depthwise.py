"""Convolutions that treat each channel on its own, alone or followed by a mixing of channels."""

from math import prod
from typing import ClassVar, Literal, final

from speccnn.calls import Call
from speccnn.fields import Positive
from speccnn.layers.base import Layer, Reject, Types, Weight
from speccnn.layers.fields import (
    ActivationName,
    AnyPadding,
    KernelInitializer,
    Padding1D,
    Padding2D,
    Pair,
    Regularizer,
    Rounding,
    Single,
    VectorInitializer,
)
from speccnn.layers.kernel_findings import UnequalStrides
from speccnn.layers.padding import padded, padded_parts
from speccnn.layers.sliding import require_map, require_numbers, require_one_of, slide, windows
from speccnn.layers.windows import Axis
from speccnn.sizes.formula import Size
from speccnn.tensor import TensorType


def _require_equal(strides: tuple[int, ...], layer_type: str, x: TensorType, times: int) -> None:
    """Raise `Reject` if strides differ, which few of TensorFlow's kernels can."""
    if len(set(strides)) > 1:
        channels = x.channels if isinstance(x.channels, int) else None
        finding = UnequalStrides(layer_type, strides, channels, times)
        raise Reject(finding, field="strides")


class DepthwiseConvolution(Layer):
    """Learned windows that read one channel each."""

    axes: ClassVar[int]
    slides: ClassVar[str] = "kernel_size"

    kernel_size: tuple[int, ...]
    strides: tuple[int, ...]
    padding: AnyPadding = "valid"
    depth_multiplier: Positive = 1
    dilation_rate: tuple[int, ...]
    activation: ActivationName | None = None
    use_bias: bool = True
    depthwise_initializer: KernelInitializer = "glorot_uniform"
    bias_initializer: VectorInitializer = "zeros"
    depthwise_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    rounding: Rounding = "floor"

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, self.axes)
        require_one_of(self.strides, self.dilation_rate)
        _require_equal(self.strides, self.type, x, self.depth_multiplier)
        require_numbers(self.type, "kernel", self.kernel_shape(inputs))
        sizes = slide(self.window(x), x, field="kernel_size", rounding=self.rounding)
        return x.evolve(spatial=sizes, channels=x.channels * self.depth_multiplier)

    def kernel_shape(self, inputs: Types) -> tuple[Size, ...]:
        (x,) = inputs
        return (*self.kernel_size, x.channels, self.depth_multiplier)

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        (x,) = inputs
        kernel = Weight("kernel", self.kernel_shape(inputs))
        bias = Weight("bias", (x.channels * self.depth_multiplier,))
        return (kernel, bias) if self.use_bias else (kernel,)

    def macs(self, inputs: Types, output: TensorType) -> Size:
        del inputs
        return prod(self.kernel_size) * output.elements

    def window(self, x: TensorType) -> tuple[Axis, ...]:
        del x
        return windows(self.kernel_size, self.strides, self.dilation_rate, self.padding)

    def parts(self, name: str) -> tuple[str, ...]:
        return padded_parts(self.padding, name)

    def lower(self, name: str, inputs: Types) -> tuple[Call, ...]:
        pad = f"keras.layers.ZeroPadding{self.axes}D"
        return padded(self.padding, pad, *super().lower(name, inputs))

    @property
    def last_function(self) -> str | None:
        return self.activation


@final
class DepthwiseConv1D(DepthwiseConvolution):
    """Slide `depth_multiplier` learned windows along each channel of a sequence.

    Maps L x C to L' x C*`depth_multiplier`, with the output length of `Conv1D`. The kernel is
    K x C x `depth_multiplier`; each of its weights is multiplied once for each output step.

    ```toml
    [[layers]]
    type = "DepthwiseConv1D"
    kernel_size = 5
    ```
    """

    example_input: ClassVar[str] = "100x8"
    axes: ClassVar[int] = 1

    type: Literal["DepthwiseConv1D"] = "DepthwiseConv1D"
    kernel_size: Single
    strides: Single = (1,)
    padding: Padding1D = "valid"
    dilation_rate: Single = (1,)


@final
class DepthwiseConv2D(DepthwiseConvolution):
    """Slide `depth_multiplier` learned windows over each channel of a feature map.

    Maps H x W x C to H' x W' x C*`depth_multiplier`, with the output sizes of `Conv2D`. The kernel
    is K_h x K_w x C x `depth_multiplier`; each of its weights is multiplied once for each output
    place (Howard et al., "MobileNets", section 3.1).

    ```toml
    [[layers]]
    type = "DepthwiseConv2D"
    kernel_size = 3
    padding = "same"
    ```
    """

    example_input: ClassVar[str] = "28x28x16"
    axes: ClassVar[int] = 2

    type: Literal["DepthwiseConv2D"] = "DepthwiseConv2D"
    kernel_size: Pair
    strides: Pair = (1, 1)
    padding: Padding2D = "valid"
    dilation_rate: Pair = (1, 1)


class SeparableConvolution(Layer):
    """A depthwise convolution, and one of windows of 1 that mixes its channels."""

    axes: ClassVar[int]
    slides: ClassVar[str] = "kernel_size"

    filters: Positive
    kernel_size: tuple[int, ...]
    strides: tuple[int, ...]
    padding: AnyPadding = "valid"
    dilation_rate: tuple[int, ...]
    depth_multiplier: Positive = 1
    activation: ActivationName | None = None
    use_bias: bool = True
    depthwise_initializer: KernelInitializer = "glorot_uniform"
    pointwise_initializer: KernelInitializer = "glorot_uniform"
    bias_initializer: VectorInitializer = "zeros"
    depthwise_regularizer: Regularizer | None = None
    pointwise_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    rounding: Rounding = "floor"

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, self.axes)
        require_one_of(self.strides, self.dilation_rate)
        _require_equal(self.strides, self.type, x, self.depth_multiplier)
        for kernel in self.weights(inputs)[:2]:
            require_numbers(self.type, kernel.name, kernel.shape)
        sizes = slide(self.window(x), x, field="kernel_size", rounding=self.rounding)
        return x.evolve(spatial=sizes, channels=self.filters)

    def kernel_shape(self, inputs: Types) -> tuple[Size, ...]:
        (x,) = inputs
        return (*self.kernel_size, x.channels, self.depth_multiplier)

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        (x,) = inputs
        between = x.channels * self.depth_multiplier
        kernels = (
            Weight("depthwise_kernel", self.kernel_shape(inputs)),
            Weight("pointwise_kernel", (*(1,) * self.axes, between, self.filters)),
        )
        return (*kernels, Weight("bias", (self.filters,))) if self.use_bias else kernels

    def macs(self, inputs: Types, output: TensorType) -> Size:
        (x,) = inputs
        between = x.channels * self.depth_multiplier
        return output.positions * between * (prod(self.kernel_size) + self.filters)

    def window(self, x: TensorType) -> tuple[Axis, ...]:
        del x
        return windows(self.kernel_size, self.strides, self.dilation_rate, self.padding)

    def parts(self, name: str) -> tuple[str, ...]:
        return padded_parts(self.padding, name)

    def lower(self, name: str, inputs: Types) -> tuple[Call, ...]:
        pad = f"keras.layers.ZeroPadding{self.axes}D"
        return padded(self.padding, pad, *super().lower(name, inputs))

    @property
    def last_function(self) -> str | None:
        return self.activation


@final
class SeparableConv1D(SeparableConvolution):
    """Filter each channel of a sequence on its own, then mix the channels of each step.

    Maps L x C to L' x `filters`, with the output length of `Conv1D`. The depthwise kernel is
    K x C x `depth_multiplier`, the pointwise one 1 x C*`depth_multiplier` x `filters`; each of
    their weights is multiplied once for each output step.

    ```toml
    [[layers]]
    type = "SeparableConv1D"
    filters = 32
    kernel_size = 5
    ```
    """

    example_input: ClassVar[str] = "100x8"
    axes: ClassVar[int] = 1

    type: Literal["SeparableConv1D"] = "SeparableConv1D"
    kernel_size: Single
    strides: Single = (1,)
    padding: Padding1D = "valid"
    dilation_rate: Single = (1,)


@final
class SeparableConv2D(SeparableConvolution):
    """Filter each channel of a feature map on its own, then mix the channels of each place.

    Maps H x W x C to H' x W' x `filters`, with the output sizes of `Conv2D`. The depthwise kernel
    is K_h x K_w x C x `depth_multiplier`, the pointwise one 1 x 1 x C*`depth_multiplier` x
    `filters`; each of their weights is multiplied once for each output place (Chollet, "Xception",
    section 1).

    ```toml
    [[layers]]
    type = "SeparableConv2D"
    filters = 32
    kernel_size = 3
    padding = "same"
    ```
    """

    example_input: ClassVar[str] = "28x28x16"
    axes: ClassVar[int] = 2

    type: Literal["SeparableConv2D"] = "SeparableConv2D"
    kernel_size: Pair
    strides: Pair = (1, 1)
    padding: Padding2D = "valid"
    dilation_rate: Pair = (1, 1)
