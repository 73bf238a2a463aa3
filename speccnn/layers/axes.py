"""Axes by number, counted as Keras counts them: 0 is the batch, -1 the last."""

from speccnn.layers.base import Reject
from speccnn.layers.findings import AxisOutOfRange
from speccnn.tensor import TensorType


def axis_of(x: TensorType, axis: int, *, field: str = "axis") -> int:
    """Return which axis of `x.shape` is meant, from 0; raise `Reject` if it is none of them."""
    index = axis + x.rank if axis < 0 else axis - 1
    if not 0 <= index < x.rank:
        raise Reject(AxisOutOfRange(axis, x.rank), field=field)
    return index
