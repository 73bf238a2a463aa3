"""Axes by number, counted as Keras counts them: 0 is the batch, -1 the last."""

from typing import Annotated, TypeAlias

from speccnn.closed import Bounds, Form, Spelled
from speccnn.fields import Positive
from speccnn.layers.axis_findings import AxisOutOfRange, RepeatedAxis
from speccnn.layers.base import Reject
from speccnn.tensor import TensorType

MOST_AXES_OF_SOFTMAX = 4


def _listed(value: object) -> object:
    return [value] if isinstance(value, int) else value


Axes: TypeAlias = Annotated[
    tuple[int, ...],
    Bounds(min_length=1),
    Spelled(_listed, int),
    Form("an axis or a list of axes"),
]
SharedAxes: TypeAlias = Annotated[
    tuple[Positive, ...],
    Bounds(min_length=1),
    Spelled(_listed, Positive),
    Form("an axis or a list of axes, counted from 1"),
]


def axis_of(x: TensorType, axis: int, *, field: str = "axis") -> int:
    """Return which axis of `x.shape` is meant, from 0; raise `Reject` if it is none of them."""
    index = axis + x.rank if axis < 0 else axis - 1
    if not 0 <= index < x.rank:
        raise Reject(AxisOutOfRange(axis, x.rank), field=field)
    return index


def axes_of(x: TensorType, axes: tuple[int, ...], *, field: str = "axis") -> tuple[int, ...]:
    """Return which axes of `x.shape` are meant; raise `Reject` also where one is named twice."""
    found = tuple(axis_of(x, axis, field=field) for axis in axes)
    if len(set(found)) < len(found):
        raise Reject(RepeatedAxis(axes), field=field)
    return found


def mixes_channels_only(x: TensorType, axes: tuple[int, ...]) -> bool:
    """Whether what happens along `axes` stays within each place of a map."""
    return {axis_of(x, axis) for axis in axes} == {x.rank - 1}


def require_softmax(layer_type: str, x: TensorType) -> None:
    """Raise `Reject` if `x` has more axes than TensorFlow's softmax reads: 5 with the batch."""
    if x.rank > MOST_AXES_OF_SOFTMAX:
        from speccnn.layers.findings import WrongRank  # noqa: PLC0415  only a mistake needs it

        expected = f"at most {MOST_AXES_OF_SOFTMAX} axes, the most that TensorFlow's softmax takes"
        raise Reject(WrongRank(layer_type, expected, x.shape), field="inputs")
