"""Convolutions: learned windows slid over the spatial axes."""

from math import prod
from typing import ClassVar, Literal, final

from speccnn.calls import Call, Value
from speccnn.described import lowered
from speccnn.fields import Positive
from speccnn.layers.base import Layer, Reject, Types, Weight
from speccnn.layers.fields import (
    ActivationName,
    AnyPadding,
    CausalPadding,
    KernelInitializer,
    Padding2D,
    Padding3D,
    Pair,
    Regularizer,
    Rounding,
    Single,
    Triple,
    VectorInitializer,
)
from speccnn.layers.findings import ChannelsNotDivisible
from speccnn.layers.padding import padded, padded_parts
from speccnn.layers.sliding import (
    WIDE,
    require_map,
    require_numbers,
    require_one_of,
    slide,
    steps_on_points,
    windows,
)
from speccnn.layers.windows import Axis
from speccnn.sizes.condition import divides
from speccnn.sizes.formula import Size, known
from speccnn.tensor import TensorType


class Convolution(Layer):
    """Learned windows that read all channels, or those of their group."""

    axes: ClassVar[int]
    slides: ClassVar[str] = "kernel_size"

    filters: Positive
    kernel_size: tuple[int, ...]
    strides: tuple[int, ...]
    padding: AnyPadding = "valid"
    dilation_rate: tuple[int, ...]
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
        require_map(self.type, x, self.axes)
        require_one_of(self.strides, self.dilation_rate)
        if self.groups > 1 and not divides(self.groups, x.channels):
            finding = ChannelsNotDivisible("input", known(x.channels), self.groups)
            raise Reject(finding, field="groups")
        if self.filters % self.groups:
            raise Reject(ChannelsNotDivisible("output", self.filters, self.groups), field="groups")
        *window, filters = self.kernel_shape(inputs)
        require_numbers(self.type, "kernel", (*window, filters // self.groups))
        sizes = slide(self.window(x), x, field="kernel_size", rounding=self.rounding)
        return TensorType((*sizes, self.filters), x.dtype)

    def kernel_shape(self, inputs: Types) -> tuple[Size, ...]:
        (x,) = inputs
        return (*self.kernel_size, x.channels // self.groups, self.filters)

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        kernel = Weight("kernel", self.kernel_shape(inputs))
        return (kernel, Weight("bias", (self.filters,))) if self.use_bias else (kernel,)

    def macs(self, inputs: Types, output: TensorType) -> Size:
        (x,) = inputs
        return prod(self.kernel_size) * (x.channels // self.groups) * output.elements

    def window(self, x: TensorType) -> tuple[Axis, ...]:
        del x
        return windows(self.kernel_size, self.strides, self.dilation_rate, self.padding)

    def parts(self, name: str) -> tuple[str, ...]:
        *pad, last = padded_parts(self.padding, name)
        return (*pad, f"{name}_step", last) if self._steps_on_points else (*pad, last)

    def lower(self, name: str, inputs: Types) -> tuple[Call, ...]:
        pad = f"keras.layers.ZeroPadding{self.axes}D"
        *before, window = padded(self.padding, pad, *super().lower(name, inputs))
        (x,) = inputs
        if not self._steps_on_points or (isinstance(x.channels, int) and x.channels >= WIDE):
            return (*before, window)
        kwargs: dict[str, Value] = {"pool_size": 1, "strides": lowered(self.strides)}
        step = Call(f"keras.layers.MaxPooling{self.axes}D", (), kwargs | {"name": f"{name}_step"})
        still = {key: value for key, value in window.kwargs.items() if key != "strides"}
        return (*before, step, Call(window.target, window.args, still))

    @property
    def _steps_on_points(self) -> bool:
        """Whether pooling may have to do the steps, so that training runs everywhere."""
        return self.groups == 1 and steps_on_points(self.kernel_size, self.strides)

    @property
    def last_function(self) -> str | None:
        return self.activation


@final
class Conv1D(Convolution):
    """Slide `filters` learned windows along a sequence.

    Maps L x C to L' x `filters`. With window K, stride s, dilation d and padding p on the two
    sides together, the output length is floor((i + p - d(K - 1) - 1) / s) + 1 (Dumoulin and Visin,
    "A guide to convolution arithmetic for deep learning", relationship 15). `padding = "causal"`
    puts d(K - 1) zeros before the first step, so that no output sees a later one. The kernel is
    K x C/`groups` x `filters`; each of its weights is multiplied once for each output step.

    ```toml
    [[layers]]
    type = "Conv1D"
    filters = 32
    kernel_size = 3
    padding = "causal"
    ```
    """

    example_input: ClassVar[str] = "100x8"
    axes: ClassVar[int] = 1

    type: Literal["Conv1D"] = "Conv1D"
    kernel_size: Single
    strides: Single = (1,)
    padding: CausalPadding = "valid"
    dilation_rate: Single = (1,)


@final
class Conv2D(Convolution):
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
    axes: ClassVar[int] = 2

    type: Literal["Conv2D"] = "Conv2D"
    kernel_size: Pair
    strides: Pair = (1, 1)
    padding: Padding2D = "valid"
    dilation_rate: Pair = (1, 1)


@final
class Conv3D(Convolution):
    """Slide `filters` learned windows through a volume, or over the frames of a film.

    Maps D x H x W x C to D' x H' x W' x `filters`. On each axis, with window K, stride s, dilation
    d and padding p on the two sides together, the output size is
    floor((i + p - d(K - 1) - 1) / s) + 1 (Dumoulin and Visin, "A guide to convolution arithmetic
    for deep learning", relationship 15). The kernel is K_d x K_h x K_w x C/`groups` x `filters`;
    each of its weights is multiplied once for each output place.

    ```toml
    [[layers]]
    type = "Conv3D"
    filters = 16
    kernel_size = [1, 3, 3]
    padding = [0, 1, 1]
    ```
    """

    example_input: ClassVar[str] = "16x28x28x3"
    axes: ClassVar[int] = 3

    type: Literal["Conv3D"] = "Conv3D"
    kernel_size: Triple
    strides: Triple = (1, 1, 1)
    padding: Padding3D = "valid"
    dilation_rate: Triple = (1, 1, 1)
