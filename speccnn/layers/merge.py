"""Layers that read several tensors and give one."""

from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.closed import Form, Spelled
from speccnn.layers.axes import axis_of
from speccnn.layers.base import Layer, Reject, Types
from speccnn.layers.merge_findings import (
    AddedAsBias,
    NotTwoInputs,
    ShapesDiffer,
    SummedSizesDiffer,
)
from speccnn.layers.spread import Reading
from speccnn.sizes.condition import broadcast, equal
from speccnn.sizes.formula import Size, known
from speccnn.tensor import TensorType

PAIR = 2


def _twice(value: object) -> object:
    return [value, value] if isinstance(value, int) else value


AxisPair: TypeAlias = Annotated[
    tuple[int, int], Spelled(_twice, int), Form("an axis, or one axis of each tensor")
]


class ElementWise(Layer):
    """A merge number by number, of tensors of one shape unless `broadcast` says otherwise."""

    merges: ClassVar[bool] = True
    adds: ClassVar[bool] = False
    not_arguments: ClassVar[frozenset[str]] = Layer.not_arguments | {"broadcast"}

    broadcast: bool = False

    def infer(self, inputs: Types) -> TensorType:
        first = inputs[0]
        if self.broadcast:
            shape = _stretched(tuple(x.shape for x in inputs))
            if shape is not None:
                if self.adds:
                    _require_no_bias(self.type, tuple(x.shape for x in inputs))
                return TensorType(shape, first.dtype)
        elif all(_are_equal(first.shape, x.shape) for x in inputs[1:]):
            return first
        shapes = tuple(x.shape for x in inputs)
        stretchable = not self.broadcast and _stretched(shapes) is not None
        finding = ShapesDiffer(self.type, shapes, None, stretchable=stretchable)
        raise Reject(finding, field="inputs")


@final
class Add(ElementWise):
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

    adds: ClassVar[bool] = True

    type: Literal["Add"] = "Add"


@final
class Subtract(ElementWise):
    """Subtract the second of two tensors from the first, number by number.

    Keeps the shape. With `broadcast`, sizes of 1 are stretched to the size of the other.

    ```toml
    [[layers]]
    type = "Subtract"
    inputs = ["image", "before"]
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    type: Literal["Subtract"] = "Subtract"

    def infer(self, inputs: Types) -> TensorType:
        _require_two(self.type, inputs)
        return super().infer(inputs)


@final
class Multiply(ElementWise):
    """Multiply tensors of one shape, number by number.

    Keeps the shape. With `broadcast`, sizes of 1 are stretched to the size of the others; this is
    how a squeeze-and-excitation block weighs the channels of a map.

    ```toml
    [[layers]]
    type = "Multiply"
    inputs = ["image", "before"]
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    type: Literal["Multiply"] = "Multiply"


@final
class Average(ElementWise):
    """Average tensors of one shape, number by number.

    Keeps the shape. With `broadcast`, sizes of 1 are stretched to the size of the others.

    ```toml
    [[layers]]
    type = "Average"
    inputs = ["image", "before"]
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    adds: ClassVar[bool] = True

    type: Literal["Average"] = "Average"


@final
class Maximum(ElementWise):
    """Keep the largest of the numbers that tensors of one shape have at each place.

    Keeps the shape. With `broadcast`, sizes of 1 are stretched to the size of the others.

    ```toml
    [[layers]]
    type = "Maximum"
    inputs = ["image", "before"]
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    type: Literal["Maximum"] = "Maximum"


@final
class Minimum(ElementWise):
    """Keep the smallest of the numbers that tensors of one shape have at each place.

    Keeps the shape. With `broadcast`, sizes of 1 are stretched to the size of the others.

    ```toml
    [[layers]]
    type = "Minimum"
    inputs = ["image", "before"]
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    type: Literal["Minimum"] = "Minimum"


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
        kept = [(*x.shape[:axis], *x.shape[axis + 1 :]) for x in inputs if x.rank == first.rank]
        if len(kept) < len(inputs) or not all(_are_equal(kept[0], other) for other in kept[1:]):
            shapes = tuple(x.shape for x in inputs)
            finding = ShapesDiffer(self.type, shapes, self.axis, stretchable=False)
            raise Reject(finding, field="inputs")
        total = sum(x.shape[axis] for x in inputs)
        return TensorType((*first.shape[:axis], total, *first.shape[axis + 1 :]), first.dtype)

    def window(self, x: TensorType) -> tuple[Reading, ...] | None:
        return super().window(x) if axis_of(x, self.axis) == x.rank - 1 else None


@final
class Dot(Layer):
    """Multiply two tensors along an axis of each and sum, as matrices are multiplied.

    Maps A x K and B x K with `axes = 2` to A x B; the other axes of both are lined up, and two
    vectors give one number. `axes` is one axis, or one for each tensor. With `normalize` the
    numbers along the axes are scaled to length 1 first, which gives cosines.

    ```toml
    [[layers]]
    type = "Dot"
    inputs = ["image", "before"]
    axes = -1
    ```
    """

    example_input: ClassVar[str] = "49x64"
    merges: ClassVar[bool] = True

    type: Literal["Dot"] = "Dot"
    axes: AxisPair
    normalize: bool = False

    def infer(self, inputs: Types) -> TensorType:
        _require_two(self.type, inputs)
        first, second = self._summed(inputs)
        x, y = (tensor.shape for tensor in inputs)
        if not equal(x[first], y[second]):
            finding = SummedSizesDiffer(known(x[first]), known(y[second]), self.axes)
            raise Reject(finding, field="axes")
        kept = (*x[:first], *x[first + 1 :], *y[:second], *y[second + 1 :])
        return TensorType(kept or (1,), inputs[0].dtype)

    def macs(self, inputs: Types, output: TensorType) -> Size:
        return output.elements * inputs[0].shape[self._summed(inputs)[0]]

    def window(self, x: TensorType) -> tuple[Reading, ...] | None:
        del x
        return None

    def _summed(self, inputs: Types) -> tuple[int, int]:
        first, second = (
            axis_of(x, axis, field="axes") for x, axis in zip(inputs, self.axes, strict=True)
        )
        return first, second


def _require_two(layer_type: str, inputs: Types) -> None:
    if len(inputs) != PAIR:
        raise Reject(NotTwoInputs(layer_type, len(inputs)), field="inputs")


def _are_equal(shape: tuple[Size, ...], other: tuple[Size, ...]) -> bool:
    return shape == other or (len(shape) == len(other) and all(map(equal, shape, other)))


def _require_no_bias(layer_type: str, shapes: tuple[tuple[Size, ...], ...]) -> None:
    """Raise `Reject` for what Keras may take for a bias, and add along another axis."""
    total = shapes[0]
    for shape in shapes[1:]:
        if shape != total and _is_bias_of(shape, total):
            raise Reject(AddedAsBias(layer_type, shape, total), field="inputs")
        total = _stretched((total, shape)) or total


def _is_bias_of(shape: tuple[Size, ...], other: tuple[Size, ...]) -> bool:
    """Whether Keras adds numbers as a bias along another axis than theirs, for some batch size."""
    long = [axis for axis, size in enumerate(shape) if size != 1]
    if not long:
        return {other[0], other[-1]} != {1}
    last = len(shape) - 1
    axes = [axis for axis in (last, 0) if _may_be_equal(shape[long[0]], other[axis])]
    return len(long) == 1 and bool(axes) and axes[0] != long[0]


def _may_be_equal(size: Size, other: Size) -> bool:
    return size == other or not (isinstance(size, int) and isinstance(other, int))


def _stretched(shapes: tuple[tuple[Size, ...], ...]) -> tuple[Size, ...] | None:
    """Return the shape that all of equal rank can be stretched to, or None."""
    stretched = shapes[0]
    for shape in shapes[1:]:
        if len(shape) != len(stretched):
            return None
        sizes = [broadcast(*pair) for pair in zip(stretched, shape, strict=True)]
        stretched = tuple(size for size in sizes if size is not None)
        if len(stretched) < len(shape):
            return None
    return stretched
