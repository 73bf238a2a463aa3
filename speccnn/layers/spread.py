"""What one output place reads where there are more output places than input places.

On an axis, each input place i is laid out over the k output places from s*i - b on. So output
place q reads the input places from ceil((q + b - k + 1)/s) to floor((q + b)/s): how many depends
on q modulo s, and k < s leaves places that read none. A transposed convolution is that with the
span k, stride s and padding b of the convolution that goes the other way (Dumoulin and Visin, "A
guide to convolution arithmetic for deep learning", section 4.5); repetition is k = s, b = 0.

Interpolation by a factor f puts the centre of output place q at (q + 1/2)/f - 1/2 and weighs the
input places that are nearer than its radius r: 1 for bilinear, 2 for bicubic, 3 and 5 for Lanczos
(TensorFlow, `tf.image.resize`, half-pixel centres).
"""

from typing import Literal, NamedTuple, TypeAlias, final

from speccnn.layers.windows import Axis
from speccnn.sizes.formula import Size

Interpolation: TypeAlias = Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"]
RADIUS = {"bilinear": 1, "bicubic": 2, "lanczos3": 3, "lanczos5": 5}


@final
class Spread(NamedTuple):
    """Input places that are laid out over more output places on one spatial axis."""

    span: int
    stride: int
    before: int = 0


Reading: TypeAlias = Axis | Spread


def repeated(factor: int) -> Reading:
    """Return what is read where each place is repeated `factor` times."""
    return Spread(factor, factor)


def enlarged(factor: int, interpolation: Interpolation) -> Reading | None:
    """Return what is read where a map is interpolated to `factor` times its size.

    None for odd factors and a radius above 1: centres that fall on an input place read it alone,
    since all others weigh nothing there, but those beside them read on both sides.
    """
    if factor == 1:
        return Axis()
    if interpolation == "nearest":
        return repeated(factor)
    if factor % 2 and interpolation != "bilinear":
        return None
    reach = RADIUS[interpolation] * factor
    return Spread(2 * reach - factor % 2, factor, reach - (factor + 1) // 2)


def reduced(factor: int, interpolation: Interpolation) -> Reading | None:
    """Return what is read where a map is interpolated, without smoothing, to a part of its size.

    An odd factor puts each centre on an input place; None where others weigh almost nothing there.
    """
    if interpolation == "nearest" or (factor % 2 and interpolation == "bilinear"):
        return Axis(stride=factor, padding=(-(factor // 2), 0))
    if factor % 2:
        return None
    radius = RADIUS[interpolation]
    return Axis(kernel=2 * radius, stride=factor, padding=(radius - factor // 2, 0))


def resized(size: Size, wanted: int, interpolation: Interpolation) -> Reading | None:
    """Return what is read where a size is interpolated to another; None if it is no multiple."""
    if not isinstance(size, int):
        return None
    if wanted % size == 0:
        return enlarged(wanted // size, interpolation)
    return reduced(size // wanted, interpolation) if size % wanted == 0 else None
