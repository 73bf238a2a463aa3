"""Windows on the axes of a map: the sizes they give, and what there is to say about them."""

from functools import cache
from itertools import repeat
from math import prod

from speccnn.layers.base import Reject
from speccnn.layers.fields import AnyPadding, AnySides, Rounding
from speccnn.layers.findings import StrideWithDilation, WrongRank
from speccnn.layers.kernel_findings import KernelOfOneNumber
from speccnn.layers.window_findings import (
    AXIS_NAMES,
    OnAxis,
    SizeNotExact,
    WindowDoesNotFit,
)
from speccnn.layers.windows import Axis, Sides
from speccnn.sizes.condition import at_least, divides
from speccnn.sizes.formula import Size, known
from speccnn.tensor import TensorType

# With fewer channels than one of oneDNN's blocks holds, see `steps_on_points`.
WIDE = 16
PLANE = 2


@cache
def windows(
    kernel: tuple[int, ...],
    strides: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: AnyPadding,
) -> tuple[Axis, ...]:
    """Return one window for each axis."""
    paddings = (padding,) * len(kernel) if isinstance(padding, str) else on_axes(padding)
    return tuple(map(Axis, kernel, strides, dilation, paddings))


def on_axes(sides: AnySides) -> tuple[Sides, ...]:
    """Return what lies before and after each axis; of one axis, it is written without a list."""
    match sides:
        case (int(before), int(after)):
            return ((before, after),)
        case _:
            return sides


def require_map(layer_type: str, x: TensorType, axes: int) -> None:
    """Raise `Reject` unless `x` has `axes` spatial axes and channels."""
    if len(x.shape) != axes + 1:
        expected = " x ".join((*AXIS_NAMES[axes], "channels"))
        raise Reject(WrongRank(layer_type, expected, x.shape), field="inputs")


def require_one_of(strides: tuple[int, ...], dilation: tuple[int, ...]) -> None:
    """Raise `Reject` if a window both strides and dilates."""
    if max(dilation) > 1 and max(strides) > 1:
        raise Reject(StrideWithDilation(strides, dilation), field="dilation_rate")


def require_numbers(layer_type: str, name: str, shape: tuple[Size, ...]) -> None:
    """Raise `Reject` if a kernel, or what a group has of it, is a single number."""
    if prod(shape) == 1:
        raise Reject(KernelOfOneNumber(layer_type, name), field="kernel_size")


def steps_on_points(kernel: tuple[int, ...], strides: tuple[int, ...]) -> bool:
    """Whether windows of 1 on one or two axes leave places out.

    Where they do, and read fewer than `WIDE` channels, the gradient of oneDNN's kernels may write
    past the end of its memory (TensorFlow 2.21; oneDNN's issue 6035).
    """
    return len(kernel) <= PLANE and max(kernel) == 1 < max(strides)


def slide(
    axes: tuple[Axis, ...], x: TensorType, *, field: str, rounding: Rounding
) -> tuple[Size, ...]:
    """Return the spatial sizes that sliding windows give.

    Raise `Reject`, blaming `field`, where a window does not fit, or where `rounding` is "exact"
    and the division is not.
    """
    sizes = tuple(map(Axis.output, axes, x.spatial))
    if not all(map(at_least, sizes, repeat(1))):
        misfits = tuple(on for on in placed(axes, x) if known(on.window.output(on.size)) < 1)
        raise Reject(WindowDoesNotFit(alike(misfits)), field=field)
    if rounding == "exact":
        for window, size in zip(axes, x.spatial, strict=True):
            if not divides(window.stride, window.slack(size)):
                inexact = tuple(on for on in placed(axes, x) if on.window.remainder(on.size))
                raise Reject(SizeNotExact(alike(inexact)), field=field)
    return sizes


def placed(axes: tuple[Axis, ...], x: TensorType) -> tuple[OnAxis, ...]:
    """Return the windows on the named axes of a tensor whose sizes are numbers."""
    return tuple(map(OnAxis, AXIS_NAMES[len(axes)], x.places, axes))


def alike(found: tuple[OnAxis, ...]) -> tuple[OnAxis, ...]:
    """Return the axes that one formula describes: those with the numbers of the first."""
    first = found[0]
    return tuple(on for on in found if (on.size, on.window) == (first.size, first.window))
