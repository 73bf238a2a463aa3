"""The arithmetic of transposed convolution: windows laid out over a larger map.

A transposed convolution has the sizes of a convolution with input and output exchanged (Dumoulin
and Visin, "A guide to convolution arithmetic for deep learning", section 4). A strided convolution
maps several sizes to one; which of them comes out is a convention. With input i, window K, stride
s, Keras gives i*s under "same" and i*s + max(K - s, 0) otherwise; with an output padding e it gives
(i - 1)s + K + e, less 2*floor(K/2) under "same" (Keras, `compute_conv_transpose_output_shape`).
"""

from typing import Literal, NamedTuple, final

from speccnn.layers.spread import Spread
from speccnn.layers.windows import Axis
from speccnn.sizes.formula import Size, known


@final
class TransposedAxis(NamedTuple):
    """A window that is laid out on one spatial axis."""

    kernel: int
    stride: int
    padding: Literal["valid", "same"]
    extra: int | None

    @property
    def convolution(self) -> Axis:
        """The window of the convolution that goes the other way."""
        return Axis(self.kernel, self.stride, padding=self.padding)

    def output(self, size: Size) -> Size:
        """Return the size that comes out."""
        is_same = self.padding == "same"
        if self.extra is None:
            return size * self.stride + (0 if is_same else max(self.kernel - self.stride, 0))
        cut = 2 * (self.kernel // 2) if is_same else 0
        return (size - 1) * self.stride + self.kernel + self.extra - cut

    def spread(self, size: Size) -> Spread:
        """Return which places of an input of this size one output place reads."""
        before = known(self.convolution.before(self.output(size)))
        return Spread(self.kernel, self.stride, before)
