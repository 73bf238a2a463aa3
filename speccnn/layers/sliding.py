"""Windows on the axes of a map: the sizes they give, and what there is to say about them."""

from collections.abc import Iterator

from speccnn.layers.base import Reject, Remark
from speccnn.layers.fields import AnyPadding, AnySides, Rounding
from speccnn.layers.findings import StrideWithDilation, WrongRank
from speccnn.layers.window_findings import (
    AXIS_NAMES,
    OnAxis,
    SizeNotExact,
    SizeRoundedDown,
    WindowDoesNotFit,
)
from speccnn.layers.windows import Axis, Sides
from speccnn.tensor import TensorType


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
    if x.rank != axes + 1:
        expected = " x ".join((*AXIS_NAMES[axes], "channels"))
        raise Reject(WrongRank(layer_type, expected, x.shape), field="inputs")


def require_one_of(strides: tuple[int, ...], dilation: tuple[int, ...]) -> None:
    """Raise `Reject` if a window both strides and dilates."""
    if max(strides) > 1 and max(dilation) > 1:
        raise Reject(StrideWithDilation(strides, dilation), field="dilation_rate")


def slide(
    axes: tuple[Axis, ...], x: TensorType, *, field: str, rounding: Rounding
) -> tuple[int, ...]:
    """Return the spatial sizes that sliding windows give.

    Raise `Reject`, blaming `field`, where a window does not fit, or where `rounding` is "exact"
    and the division is not.
    """
    placed = _placed(axes, x)
    if misfits := tuple(on for on in placed if not on.window.fits(on.size)):
        raise Reject(WindowDoesNotFit(_alike(misfits)), field=field)
    inexact = tuple(on for on in placed if on.window.remainder(on.size))
    if rounding == "exact" and inexact:
        raise Reject(SizeNotExact(_alike(inexact)), field=field)
    return tuple(on.window.output(on.size) for on in placed)


def losses(axes: tuple[Axis, ...], x: TensorType, *, field: str) -> Iterator[Remark]:
    """Yield one remark if rounding leaves rows or columns of the input unread."""
    if lost := tuple(on for on in _placed(axes, x) if on.window.unread(on.size)):
        yield Remark(SizeRoundedDown(_alike(lost)), field=field)


def _placed(axes: tuple[Axis, ...], x: TensorType) -> tuple[OnAxis, ...]:
    return tuple(map(OnAxis, AXIS_NAMES[len(axes)], x.spatial, axes))


def _alike(found: tuple[OnAxis, ...]) -> tuple[OnAxis, ...]:
    """Return the axes that one formula describes: those with the numbers of the first."""
    first = found[0]
    return tuple(on for on in found if (on.size, on.window) == (first.size, first.window))
