"""Layers that only arrange numbers anew."""

from math import prod
from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.calls import Value
from speccnn.closed import Bounds, Form
from speccnn.fields import LARGEST, NonNegative, Positive
from speccnn.layers.axes import axis_of
from speccnn.layers.base import Layer, Reject, Types
from speccnn.layers.findings import ChannelsNotDivisible, WrongRank
from speccnn.layers.reshape_findings import (
    NoSuchPart,
    NotAnOrder,
    SizeNotDivisible,
    SizesDoNotMultiply,
)
from speccnn.layers.sliding import require_map
from speccnn.layers.spread import Reading, repeated
from speccnn.layers.window_findings import AXIS_NAMES
from speccnn.layers.windows import Axis
from speccnn.sizes.condition import divides, equal
from speccnn.sizes.formula import known
from speccnn.tensor import TensorType

TargetShape: TypeAlias = Annotated[
    tuple[Annotated[int, Bounds(ge=-1, le=LARGEST)], ...],
    Bounds(min_length=1, max_length=8),
    Form("a list of sizes, one of which may be -1"),
]
Order: TypeAlias = Annotated[
    tuple[Positive, ...],
    Bounds(min_length=1, max_length=8),
    Form("a list of axes, counted from 1"),
]
Block: TypeAlias = Annotated[int, Bounds(ge=2, le=LARGEST), Form("the side of a block, at least 2")]


class Arrangement(Layer):
    """A layer whose output is its input in another order, each place from another."""

    def window(self, x: TensorType) -> tuple[Reading, ...] | None:
        del x
        return None


@final
class Flatten(Arrangement):
    """Lay all numbers of an example out in one row, row by row, channels fastest.

    Maps H x W x C to H*W*C.

    ```toml
    [[layers]]
    type = "Flatten"
    ```
    """

    example_input: ClassVar[str] = "7x7x32"
    only_rearranges: ClassVar[bool] = True

    type: Literal["Flatten"] = "Flatten"

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        return TensorType((x.elements,), x.dtype)


@final
class Reshape(Arrangement):
    """Read the numbers of an example, row by row and channels fastest, as another shape.

    Maps any shape to `target_shape`, whose sizes multiply to the same number. One of them may be
    -1: it is what the others leave.

    ```toml
    [[layers]]
    type = "Reshape"
    target_shape = [7, 7, -1]
    ```
    """

    example_input: ClassVar[str] = "1568"
    only_rearranges: ClassVar[bool] = True

    type: Literal["Reshape"] = "Reshape"
    target_shape: TargetShape

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        known = prod(size for size in self.target_shape if size != -1)
        free = self.target_shape.count(-1)
        elements = x.elements
        fits = divides(known, elements) if free else known > 0 and equal(elements, known)
        if free > 1 or not fits:
            raise Reject(SizesDoNotMultiply(x.shape, self.target_shape), field="target_shape")
        shape = tuple(elements // known if size == -1 else size for size in self.target_shape)
        return TensorType(shape, x.dtype)

    def arguments(self) -> dict[str, Value]:
        return {"target_shape": self.target_shape}


@final
class Permute(Arrangement):
    """Put the axes of each example into another order.

    `dims` names the axes, counted from 1, in their new order: [2, 1, 3] maps H x W x C to
    W x H x C.

    ```toml
    [[layers]]
    type = "Permute"
    dims = [2, 1, 3]
    ```
    """

    example_input: ClassVar[str] = "28x32x3"

    type: Literal["Permute"] = "Permute"
    dims: Order

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        if sorted(self.dims) != list(range(1, x.rank + 1)):
            raise Reject(NotAnOrder(self.dims, x.rank), field="dims")
        return TensorType(tuple(x.shape[axis - 1] for axis in self.dims), x.dtype)

    def arguments(self) -> dict[str, Value]:
        return {"dims": self.dims}


@final
class RepeatVector(Arrangement):
    """Repeat a vector `n` times.

    Maps C to `n` x C.

    ```toml
    [[layers]]
    type = "RepeatVector"
    n = 16
    ```
    """

    example_input: ClassVar[str] = "128"

    type: Literal["RepeatVector"] = "RepeatVector"
    n: Positive

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        if x.rank != 1:
            raise Reject(WrongRank(self.type, "a vector", x.shape), field="inputs")
        return TensorType((self.n, x.channels), x.dtype)


@final
class PixelShuffle(Arrangement):
    """Lay the channels of each place out as a block of `scale` x `scale` places.

    Maps H x W x C to scale*H x scale*W x C/scale^2. Of the channels of a place the first C/scale^2
    go to the block's upper left corner, the next ones to their right, as `tf.nn.depth_to_space`
    does (Shi et al., "Real-time single image and video super-resolution", section 2.2).

    ```toml
    [[layers]]
    type = "PixelShuffle"
    scale = 2
    ```
    """

    namespace: ClassVar[str] = "extra_layers"
    example_input: ClassVar[str] = "14x14x64"

    type: Literal["PixelShuffle"] = "PixelShuffle"
    scale: Block

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, axes=2)
        places = self.scale * self.scale
        if not divides(places, x.channels):
            finding = SizeNotDivisible(self.type, "channels", known(x.channels), places)
            raise Reject(finding, field="scale")
        spatial = tuple(size * self.scale for size in x.spatial)
        return x.evolve(spatial=spatial, channels=x.channels // places)

    def window(self, x: TensorType) -> tuple[Reading, ...] | None:
        return (repeated(self.scale),) * len(x.spatial)


@final
class SpaceToDepth(Layer):
    """Lay each block of `block_size` x `block_size` places out as the channels of one.

    Maps H x W x C to H/block_size x W/block_size x C*block_size^2, row by row, as
    `tf.nn.space_to_depth` does. It loses nothing, and `PixelShuffle` undoes it.

    ```toml
    [[layers]]
    type = "SpaceToDepth"
    block_size = 2
    ```
    """

    namespace: ClassVar[str] = "extra_layers"
    example_input: ClassVar[str] = "28x28x16"

    type: Literal["SpaceToDepth"] = "SpaceToDepth"
    block_size: Block

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, axes=2)
        for name, size in zip(AXIS_NAMES[2], x.spatial, strict=True):
            if not divides(self.block_size, size):
                finding = SizeNotDivisible(self.type, name, known(size), self.block_size)
                raise Reject(finding, field="block_size")
        spatial = tuple(size // self.block_size for size in x.spatial)
        return x.evolve(spatial=spatial, channels=x.channels * self.block_size**2)

    def window(self, x: TensorType) -> tuple[Axis, ...]:
        return (Axis(kernel=self.block_size, stride=self.block_size),) * len(x.spatial)


@final
class ChannelShuffle(Layer):
    """Deal the channels of `groups` groups out, one of each group in turn.

    Keeps the shape. Channels a1 a2 a3 b1 b2 b3 of two groups become a1 b1 a2 b2 a3 b3, so that a
    grouped convolution after another reads of every group
    (Zhang et al., "ShuffleNet", section 3.1).

    ```toml
    [[layers]]
    type = "ChannelShuffle"
    groups = 2
    ```
    """

    namespace: ClassVar[str] = "extra_layers"
    example_input: ClassVar[str] = "28x28x16"

    type: Literal["ChannelShuffle"] = "ChannelShuffle"
    groups: Positive

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        if not divides(self.groups, x.channels):
            finding = ChannelsNotDivisible("input", known(x.channels), self.groups)
            raise Reject(finding, field="groups")
        return x


@final
class Split(Layer):
    """Keep one of `sections` equal parts along an axis.

    The size along `axis` is divided by `sections`; `index` counts the parts from 0. Two side by
    side are the channel split of ShuffleNet V2 (Ma et al., figure 3c).

    ```toml
    [[layers]]
    type = "Split"
    sections = 2
    index = 0
    ```
    """

    namespace: ClassVar[str] = "extra_layers"
    example_input: ClassVar[str] = "28x28x16"

    type: Literal["Split"] = "Split"
    sections: Positive
    index: NonNegative
    axis: int = -1

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        axis = axis_of(x, self.axis)
        if self.index >= self.sections:
            raise Reject(NoSuchPart(self.index, self.sections), field="index")
        if not divides(self.sections, x.shape[axis]):
            finding = SizeNotDivisible(self.type, "size", known(x.shape[axis]), self.sections)
            raise Reject(finding, field="sections")
        return TensorType(
            (*x.shape[:axis], x.shape[axis] // self.sections, *x.shape[axis + 1 :]), x.dtype
        )

    def window(self, x: TensorType) -> tuple[Reading, ...] | None:
        return super().window(x) if axis_of(x, self.axis) == x.rank - 1 else None
