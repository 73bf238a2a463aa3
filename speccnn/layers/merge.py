"""Layers that read several tensors and give one."""

from typing import ClassVar, Literal, final

from speccnn.layers.axes import axis_of
from speccnn.layers.base import Layer, Reject, Types
from speccnn.layers.merge_findings import ShapesDiffer
from speccnn.tensor import TensorType


@final
class Add(Layer):
    """Add tensors of one shape, number by number.

    Keeps the shape. With `broadcast`, sizes of 1 are stretched to the size of the others; without
    it different shapes are refused, since TensorFlow would stretch them in silence.

    ```toml
    [[layers]]
    type = "Add"
    inputs = ["image", "before"]
    ```
    """

    example_input: ClassVar[str] = "28x28x16"
    merges: ClassVar[bool] = True
    not_arguments: ClassVar[frozenset[str]] = Layer.not_arguments | {"broadcast"}

    type: Literal["Add"] = "Add"
    broadcast: bool = False

    def infer(self, inputs: Types) -> TensorType:
        shapes = tuple(x.shape for x in inputs)
        if len(set(shapes)) == 1:
            return inputs[0]
        stretched = _stretched(shapes)
        if not self.broadcast or stretched is None:
            finding = ShapesDiffer(self.type, shapes, None, stretchable=stretched is not None)
            raise Reject(finding, field="inputs")
        return TensorType(stretched, inputs[0].dtype)


@final
class Concatenate(Layer):
    """Put tensors one after the other along an axis.

    The sizes along `axis` add up; all others must be equal.

    ```toml
    [[layers]]
    type = "Concatenate"
    inputs = ["image", "before"]
    ```
    """

    example_input: ClassVar[str] = "28x28x16"
    merges: ClassVar[bool] = True

    type: Literal["Concatenate"] = "Concatenate"
    axis: int = -1

    def infer(self, inputs: Types) -> TensorType:
        first = inputs[0]
        axis = axis_of(first, self.axis)
        others = {(x.rank, x.shape[:axis], x.shape[axis + 1 :]) for x in inputs}
        if len(others) > 1:
            shapes = tuple(x.shape for x in inputs)
            finding = ShapesDiffer(self.type, shapes, self.axis, stretchable=False)
            raise Reject(finding, field="inputs")
        total = sum(x.shape[axis] for x in inputs)
        return TensorType((*first.shape[:axis], total, *first.shape[axis + 1 :]), first.dtype)


def _stretched(shapes: tuple[tuple[int, ...], ...]) -> tuple[int, ...] | None:
    """Return the shape that all of equal rank can be stretched to, or None."""
    if len({len(shape) for shape in shapes}) > 1:
        return None
    axes = [set(sizes) - {1} for sizes in zip(*shapes, strict=True)]
    if any(len(sizes) > 1 for sizes in axes):
        return None
    return tuple(max(sizes, default=1) for sizes in axes)
