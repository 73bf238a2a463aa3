"""Cropping: the middle of a sequence, map or volume."""

from operator import sub
from typing import ClassVar, Literal, final

from speccnn.fields import Positive
from speccnn.layers.base import Layer, Reject, Types
from speccnn.layers.fields import AnySides, SidePair, Sides, SideTriple
from speccnn.layers.size_findings import CroppedAway
from speccnn.layers.sliding import on_axes, require_map
from speccnn.layers.window_findings import AXIS_NAMES
from speccnn.layers.windows import Axis
from speccnn.sizes.condition import at_least
from speccnn.sizes.formula import known
from speccnn.tensor import TensorType


class Cropping(Layer):
    """What is left when places before and after on each spatial axis are taken away."""

    axes: ClassVar[int]

    cropping: AnySides

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, self.axes)
        cropped = tuple(map(sum, on_axes(self.cropping)))
        for name, size, lost in zip(AXIS_NAMES[self.axes], x.spatial, cropped, strict=True):
            if not at_least(size, lost + 1):
                raise Reject(CroppedAway(name, known(size), lost), field="cropping")
        return x.evolve(spatial=tuple(map(sub, x.spatial, cropped)))

    def window(self, x: TensorType) -> tuple[Axis, ...]:
        del x
        return tuple(Axis(padding=(-before, -after)) for before, after in on_axes(self.cropping))


@final
class Cropping1D(Cropping):
    """Take steps away before and after a sequence.

    Maps L x C to (L - before - after) x C. `cropping` is one number or [before, after].

    ```toml
    [[layers]]
    type = "Cropping1D"
    cropping = [2, 0]
    ```
    """

    example_input: ClassVar[str] = "100x8"
    axes: ClassVar[int] = 1

    type: Literal["Cropping1D"] = "Cropping1D"
    cropping: Sides = (1, 1)


@final
class Cropping2D(Cropping):
    """Take rows and columns away around a feature map.

    Maps H x W x C to (H - top - bottom) x (W - left - right) x C. `cropping` is one number,
    [height, width], or [[top, bottom], [left, right]].

    ```toml
    [[layers]]
    type = "Cropping2D"
    cropping = 2
    ```
    """

    example_input: ClassVar[str] = "28x28x3"
    axes: ClassVar[int] = 2

    type: Literal["Cropping2D"] = "Cropping2D"
    cropping: SidePair = ((0, 0), (0, 0))


@final
class Cropping3D(Cropping):
    """Take slices, rows and columns away around a volume.

    Maps D x H x W x C to the sizes less what is cropped, x C. `cropping` is one number, [depth,
    height, width], or [before, after] for each of the three.

    ```toml
    [[layers]]
    type = "Cropping3D"
    cropping = [0, 2, 2]
    ```
    """

    example_input: ClassVar[str] = "16x28x28x3"
    axes: ClassVar[int] = 3

    type: Literal["Cropping3D"] = "Cropping3D"
    cropping: SideTriple = ((1, 1), (1, 1), (1, 1))


@final
class CenterCrop(Layer):
    """Keep the middle of a map, with `height` rows and `width` columns.

    Maps H x W x C to `height` x `width` x C. Of an odd number of rows or columns too many, one more
    is lost at the end. Where the map is smaller than what is kept, the largest middle part of the
    same proportions is resized to it instead (Keras, `smart_resize`).

    ```toml
    [[layers]]
    type = "CenterCrop"
    height = 224
    width = 224
    ```
    """

    example_input: ClassVar[str] = "256x256x3"

    type: Literal["CenterCrop"] = "CenterCrop"
    height: Positive
    width: Positive

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, axes=2)
        return x.evolve(spatial=(self.height, self.width))

    def window(self, x: TensorType) -> tuple[Axis, ...] | None:
        lost = tuple(map(int.__sub__, x.places, (self.height, self.width)))
        if min(lost) < 0:
            return None
        return tuple(Axis(padding=(-(places // 2), places // 2 - places)) for places in lost)
