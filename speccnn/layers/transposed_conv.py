"""Transposed convolutions: learned windows laid out over a larger map."""

from math import prod
from typing import ClassVar, Literal, final

from speccnn.fields import Positive
from speccnn.layers.base import Layer, Reject, Types, Weight
from speccnn.layers.fields import (
    ActivationName,
    ExtraPair,
    ExtraSingle,
    ExtraTriple,
    ImpliedPadding,
    KernelInitializer,
    Pair,
    Regularizer,
    Single,
    Triple,
    VectorInitializer,
)
from speccnn.layers.kernel_findings import DilatedTransposed, StridedPoints
from speccnn.layers.sliding import WIDE, require_map, require_numbers, steps_on_points
from speccnn.layers.spread import Reading
from speccnn.layers.transposed import TransposedAxis
from speccnn.layers.transposed_findings import OutputPaddingTooLarge, OutputPaddingTooSmall
from speccnn.layers.window_findings import AXIS_NAMES
from speccnn.sizes.condition import equal
from speccnn.sizes.formula import Size, known
from speccnn.tensor import TensorType


class TransposedConvolution(Layer):
    """Learned windows that each input place lays out over the output, added where they overlap."""

    axes: ClassVar[int]

    filters: Positive
    kernel_size: tuple[int, ...]
    strides: tuple[int, ...]
    padding: ImpliedPadding = "valid"
    output_padding: tuple[int, ...] | None = None
    dilation_rate: tuple[int, ...]
    activation: ActivationName | None = None
    use_bias: bool = True
    kernel_initializer: KernelInitializer = "glorot_uniform"
    bias_initializer: VectorInitializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, self.axes)
        if max(self.dilation_rate) > 1:
            windows = self.kernel_size, self.strides, self.dilation_rate, self.padding
            raise Reject(DilatedTransposed(self.type, *windows), field="dilation_rate")
        require_numbers(self.type, "kernel", self.kernel_shape(inputs))
        if steps_on_points(self.kernel_size, self.strides) and self.filters < WIDE:
            finding = StridedPoints(self.type, self.filters, self.strides)
            raise Reject(finding, field="kernel_size")
        for extra, stride in zip(self.output_padding or (), self.strides, strict=False):
            if extra >= stride:
                raise Reject(OutputPaddingTooLarge(extra, stride), field="output_padding")
        sizes = tuple(
            _laid_out(axis, size, name)
            for axis, size, name in zip(
                self._transposed, x.spatial, AXIS_NAMES[self.axes], strict=True
            )
        )
        return x.evolve(spatial=sizes, channels=self.filters)

    def kernel_shape(self, inputs: Types) -> tuple[Size, ...]:
        (x,) = inputs
        return (*self.kernel_size, self.filters, x.channels)

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        kernel = Weight("kernel", self.kernel_shape(inputs))
        return (kernel, Weight("bias", (self.filters,))) if self.use_bias else (kernel,)

    def macs(self, inputs: Types, output: TensorType) -> Size:
        del output
        (x,) = inputs
        return prod(self.kernel_size) * self.filters * x.elements

    def window(self, x: TensorType) -> tuple[Reading, ...]:
        return tuple(map(TransposedAxis.spread, self._transposed, x.spatial))

    @property
    def last_function(self) -> str | None:
        return self.activation

    @property
    def _transposed(self) -> tuple[TransposedAxis, ...]:
        extras = self.output_padding or (None,) * self.axes
        paddings = (self.padding,) * self.axes
        return tuple(map(TransposedAxis, self.kernel_size, self.strides, paddings, extras))


def _laid_out(axis: TransposedAxis, size: Size, name: str) -> Size:
    """Return the size that comes out; raise `Reject` where the convolution does not lead back."""
    output = axis.output(size)
    back = axis.convolution.output(output)
    if not equal(back, size):
        finding = OutputPaddingTooSmall(name, known(size), known(output), known(back))
        raise Reject(finding, field="output_padding")
    return output


@final
class Conv1DTranspose(TransposedConvolution):
    """Lay out `filters` learned windows along a longer sequence, one for each input step.

    Maps L x C to L' x `filters`. With window K and stride s, the output length is L*s under
    "same" and L*s + max(K - s, 0) otherwise; with `output_padding` e it is (L - 1)s + K + e, less
    2*floor(K/2) under "same" (Dumoulin and Visin, "A guide to convolution arithmetic for deep
    learning", section 4; Keras's convention). The
    kernel is K x `filters` x C; each of its weights is multiplied once for each input step, those
    that fall off the ends included.

    ```toml
    [[layers]]
    type = "Conv1DTranspose"
    filters = 16
    kernel_size = 4
    strides = 2
    padding = "same"
    ```
    """

    example_input: ClassVar[str] = "50x32"
    axes: ClassVar[int] = 1

    type: Literal["Conv1DTranspose"] = "Conv1DTranspose"
    kernel_size: Single
    strides: Single = (1,)
    output_padding: ExtraSingle | None = None
    dilation_rate: Single = (1,)


@final
class Conv2DTranspose(TransposedConvolution):
    """Lay out `filters` learned windows over a larger map, one for each input place.

    Maps H x W x C to H' x W' x `filters`. On each axis, with window K and stride s, the output
    size is i*s under "same" and i*s + max(K - s, 0) otherwise; with `output_padding` e it is
    (i - 1)s + K + e, less 2*floor(K/2) under "same" (Dumoulin and Visin, "A guide to convolution
    arithmetic for deep learning", section 4; Keras's convention). The kernel is K_h x K_w x
    `filters` x C; each of its weights is multiplied once for each input place, those that fall off
    the edges included.

    ```toml
    [[layers]]
    type = "Conv2DTranspose"
    filters = 16
    kernel_size = 4
    strides = 2
    padding = "same"
    ```
    """

    example_input: ClassVar[str] = "7x7x32"
    axes: ClassVar[int] = 2

    type: Literal["Conv2DTranspose"] = "Conv2DTranspose"
    kernel_size: Pair
    strides: Pair = (1, 1)
    output_padding: ExtraPair | None = None
    dilation_rate: Pair = (1, 1)


@final
class Conv3DTranspose(TransposedConvolution):
    """Lay out `filters` learned windows in a larger volume, one for each input place.

    Maps D x H x W x C to D' x H' x W' x `filters`, each size as `Conv2DTranspose` makes it. The
    kernel is K_d x K_h x K_w x `filters` x C; each of its weights is multiplied once for each
    input place, those that fall off the faces included.

    ```toml
    [[layers]]
    type = "Conv3DTranspose"
    filters = 8
    kernel_size = 2
    strides = 2
    ```
    """

    example_input: ClassVar[str] = "4x7x7x16"
    axes: ClassVar[int] = 3

    type: Literal["Conv3DTranspose"] = "Conv3DTranspose"
    kernel_size: Triple
    strides: Triple = (1, 1, 1)
    output_padding: ExtraTriple | None = None
    dilation_rate: Triple = (1, 1, 1)
