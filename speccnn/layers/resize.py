"""Resizing: by whole factors, or to a wanted size."""

from operator import mul
from typing import ClassVar, Literal, final

from speccnn.fields import Positive
from speccnn.layers.base import Layer, Reject, Types
from speccnn.layers.fields import Pair, Triple
from speccnn.layers.size_findings import TwoAspectRatios
from speccnn.layers.sliding import require_map
from speccnn.layers.spread import Interpolation, Reading, enlarged, repeated, resized
from speccnn.tensor import TensorType


@final
class UpSampling1D(Layer):
    """Repeat each step of a sequence `size` times.

    Maps L x C to `size`*L x C.

    ```toml
    [[layers]]
    type = "UpSampling1D"
    size = 2
    ```
    """

    example_input: ClassVar[str] = "50x8"

    type: Literal["UpSampling1D"] = "UpSampling1D"
    size: Positive = 2

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, axes=1)
        return x.evolve(spatial=(x.positions * self.size,))

    def window(self, x: TensorType) -> tuple[Reading, ...]:
        del x
        return (repeated(self.size),)


class UpSampling(Layer):
    """Several output places for each input place."""

    axes: ClassVar[int]

    size: tuple[int, ...]

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, self.axes)
        return x.evolve(spatial=tuple(map(mul, x.spatial, self.size)))

    def window(self, x: TensorType) -> tuple[Reading, ...] | None:
        del x
        return tuple(map(repeated, self.size))


@final
class UpSampling2D(UpSampling):
    """Make a feature map `size` times as large, by repetition or by `interpolation`.

    Maps H x W x C to `size[0]`*H x `size[1]`*W x C. Nothing is learned: `Conv2DTranspose` does the
    same with weights.

    ```toml
    [[layers]]
    type = "UpSampling2D"
    size = 2
    interpolation = "bilinear"
    ```
    """

    example_input: ClassVar[str] = "14x14x32"
    axes: ClassVar[int] = 2

    type: Literal["UpSampling2D"] = "UpSampling2D"
    size: Pair = (2, 2)
    interpolation: Interpolation = "nearest"

    def window(self, x: TensorType) -> tuple[Reading, ...] | None:
        del x
        height, width = (enlarged(factor, self.interpolation) for factor in self.size)
        return (height, width) if height and width else None


@final
class UpSampling3D(UpSampling):
    """Repeat each place of a volume `size` times on each axis.

    Maps D x H x W x C to `size[0]`*D x `size[1]`*H x `size[2]`*W x C.

    ```toml
    [[layers]]
    type = "UpSampling3D"
    size = [1, 2, 2]
    ```
    """

    example_input: ClassVar[str] = "4x14x14x8"
    axes: ClassVar[int] = 3

    type: Literal["UpSampling3D"] = "UpSampling3D"
    size: Triple = (2, 2, 2)


@final
class Resizing(Layer):
    """Resize images to `height` rows and `width` columns.

    Maps H x W x C to `height` x `width` x C. The proportions change unless `crop_to_aspect_ratio`
    cuts off or `pad_to_aspect_ratio` fills up, with `fill_value`, what does not fit them.
    `antialias` smooths before it makes smaller. The receptive field is told for whole factors
    without any of these.

    ```toml
    [[layers]]
    type = "Resizing"
    height = 224
    width = 224
    crop_to_aspect_ratio = true
    ```
    """

    example_input: ClassVar[str] = "480x640x3"

    type: Literal["Resizing"] = "Resizing"
    height: Positive
    width: Positive
    interpolation: Interpolation = "bilinear"
    crop_to_aspect_ratio: bool = False
    pad_to_aspect_ratio: bool = False
    fill_mode: Literal["constant"] = "constant"
    fill_value: float = 0.0
    antialias: bool = False

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, axes=2)
        if self.crop_to_aspect_ratio and self.pad_to_aspect_ratio:
            raise Reject(TwoAspectRatios(), field="pad_to_aspect_ratio")
        return x.evolve(spatial=(self.height, self.width))

    def window(self, x: TensorType) -> tuple[Reading, ...] | None:
        if self.crop_to_aspect_ratio or self.pad_to_aspect_ratio or self.antialias:
            return None
        height, width = (
            resized(size, wanted, self.interpolation)
            for size, wanted in zip(x.spatial, (self.height, self.width), strict=True)
        )
        return (height, width) if height and width else None
