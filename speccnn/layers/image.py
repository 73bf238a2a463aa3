"""Layers that prepare images, and those that vary them at random in training."""

from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.closed import Bounds, Form, Spelled
from speccnn.fields import FiniteNonNegative, NonNegative, Positive
from speccnn.layers.axes import Axes, axes_of
from speccnn.layers.base import Layer, Reject, Types, Weight
from speccnn.layers.image_findings import CropTooLarge, NumbersDoNotMatch, RangeNotRising
from speccnn.layers.sliding import require_map
from speccnn.layers.window_findings import AXIS_NAMES
from speccnn.layers.windows import Axis
from speccnn.sizes.condition import at_least, equal
from speccnn.sizes.formula import Size, known
from speccnn.tensor import TensorType


def _listed(value: object) -> object:
    return [value] if isinstance(value, int | float) else value


Numbers: TypeAlias = Annotated[
    tuple[float, ...],
    Bounds(min_length=1),
    Spelled(_listed, float),
    Form("a number or a list of numbers"),
]
Variances: TypeAlias = Annotated[
    tuple[FiniteNonNegative, ...],
    Bounds(min_length=1),
    Spelled(_listed, FiniteNonNegative),
    Form("a number or a list of numbers"),
]
_Part: TypeAlias = Annotated[float, Bounds(ge=-1, le=1)]
Factor: TypeAlias = Annotated[
    tuple[_Part, ...],
    Bounds(min_length=1, max_length=2),
    Spelled(_listed, _Part),
    Form("a number from -1 to 1, or [least, most]"),
]
_ZoomPart: TypeAlias = Annotated[float, Bounds(gt=-1, le=1)]
ZoomFactor: TypeAlias = Annotated[
    tuple[_ZoomPart, ...],
    Bounds(min_length=1, max_length=2),
    Spelled(_listed, _ZoomPart),
    Form("a number above -1 and up to 1, or [least, most]"),
]
_ContrastPart: TypeAlias = Annotated[float, Bounds(ge=0, le=1)]
ContrastFactor: TypeAlias = Annotated[
    tuple[_ContrastPart, ...],
    Bounds(min_length=1, max_length=2),
    Spelled(_listed, _ContrastPart),
    Form("a number from 0 to 1, or [least, most]"),
]
FillMode: TypeAlias = Literal["reflect", "wrap", "constant", "nearest"]
Interpolation: TypeAlias = Literal["nearest", "bilinear"]


@final
class Rescaling(Layer):
    """Multiply by `scale` and add `offset`: 1/255 brings bytes to 0 to 1.

    Keeps the shape. Each is one number for all, or a list with one for each channel. It may read an
    input of bytes (`dtype = "uint8"`), and gives real numbers.

    ```toml
    [[layers]]
    type = "Rescaling"
    scale = 0.00784313725490196
    offset = -1.0
    ```
    """

    example_input: ClassVar[str] = "32x32x3"
    reads_bytes: ClassVar[bool] = True

    type: Literal["Rescaling"] = "Rescaling"
    scale: Numbers
    offset: Numbers = (0.0,)

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        _require_length("scale", self.scale, x.channels)
        _require_length("offset", self.offset, x.channels)
        return x


@final
class Normalization(Layer):
    """Subtract `mean` and divide by the root of `variance`, both known beforehand.

    Keeps the shape. Each is one number for all, or a list with one for each place of `axis`, by
    default for each channel. With `invert` it is undone. Given so, the numbers are part of the
    network and no weights. With neither, the layer holds `mean`, `variance` and `count` for
    Keras's `adapt` to fill in, and changes nothing before.

    ```toml
    [[layers]]
    type = "Normalization"
    mean = [0.485, 0.456, 0.406]
    variance = [0.0524, 0.0502, 0.0506]
    ```
    """

    example_input: ClassVar[str] = "32x32x3"
    reads_bytes: ClassVar[bool] = True

    type: Literal["Normalization"] = "Normalization"
    axis: Axes = (-1,)
    mean: Numbers | None = None
    variance: Variances | None = None
    invert: bool = False

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        mean, variance = self.mean or (), self.variance or ()
        size = x.shape[max(axes_of(x, self.axis))]
        if mean:
            _require_length("mean", mean, size)
        if not mean and variance:
            raise Reject(NumbersDoNotMatch("mean", 0, len(variance)), field="mean")
        if len(variance) != len(mean):
            finding = NumbersDoNotMatch("variance", len(variance), len(mean))
            raise Reject(finding, field="variance")
        return x

    def remembered(self, inputs: Types) -> tuple[Size, ...]:
        (x,) = inputs
        return (x.rank, *(x.shape[axis] for axis in axes_of(x, self.axis)))

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        if self.mean is not None:
            return ()
        (x,) = inputs
        shape = tuple(x.shape[axis] for axis in sorted(axes_of(x, self.axis)))
        return (
            Weight("mean", shape, trainable=False),
            Weight("variance", shape, trainable=False),
            Weight("count", (), trainable=False),
        )


class RandomImage(Layer):
    """A random change of each image in training, which keeps the shape.

    `moves` says that what is seen at a place is seen elsewhere then.
    """

    is_random: ClassVar[bool] = True
    moves: ClassVar[bool] = True

    seed: NonNegative | None = None

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, axes=2)
        return x


class RandomMove(RandomImage):
    """A random change of each image that leaves places to fill."""

    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    fill_value: float = 0.0


class RandomLight(RandomImage):
    """A random change of the values of each image, which are then cut to `value_range`."""

    moves: ClassVar[bool] = False

    value_range: tuple[float, float] = (0.0, 255.0)

    def infer(self, inputs: Types) -> TensorType:
        lowest, highest = self.value_range
        if lowest >= highest:
            raise Reject(RangeNotRising(lowest, highest), field="value_range")
        return super().infer(inputs)


@final
class RandomFlip(RandomImage):
    """Mirror a random half of the images in training.

    Keeps the shape H x W x C; outside training it does nothing. With "horizontal_and_vertical" an
    image is mirrored both ways or not at all.

    ```toml
    [[layers]]
    type = "RandomFlip"
    mode = "horizontal"
    ```
    """

    example_input: ClassVar[str] = "32x32x3"

    type: Literal["RandomFlip"] = "RandomFlip"
    mode: Literal["horizontal", "vertical", "horizontal_and_vertical"] = "horizontal_and_vertical"


@final
class RandomRotation(RandomMove):
    """Turn each image by a random angle in training.

    Keeps the shape H x W x C; outside training it does nothing. `factor` is the largest share of a
    full turn either way, or [least, most]; a positive one turns counter-clockwise.

    ```toml
    [[layers]]
    type = "RandomRotation"
    factor = 0.05
    ```
    """

    example_input: ClassVar[str] = "32x32x3"

    type: Literal["RandomRotation"] = "RandomRotation"
    factor: Factor


@final
class RandomTranslation(RandomMove):
    """Shift each image by a random distance in training.

    Keeps the shape H x W x C; outside training it does nothing. The factors are the largest share
    of the height and of the width either way, or [least, most]; positive ones shift down and right.

    ```toml
    [[layers]]
    type = "RandomTranslation"
    height_factor = 0.1
    width_factor = 0.1
    ```
    """

    example_input: ClassVar[str] = "32x32x3"

    type: Literal["RandomTranslation"] = "RandomTranslation"
    height_factor: Factor
    width_factor: Factor


@final
class RandomZoom(RandomMove):
    """Enlarge or shrink each image by a random factor in training.

    Keeps the shape H x W x C; outside training it does nothing. The factors are the largest change
    either way, or [least, most]; negative ones zoom in. Without `width_factor` the width changes
    with the height.

    ```toml
    [[layers]]
    type = "RandomZoom"
    height_factor = 0.1
    ```
    """

    example_input: ClassVar[str] = "32x32x3"

    type: Literal["RandomZoom"] = "RandomZoom"
    height_factor: ZoomFactor
    width_factor: ZoomFactor | None = None


@final
class RandomContrast(RandomLight):
    """Multiply the distance of each value from its channel's mean by a random factor in training.

    Keeps the shape H x W x C; outside training it does nothing. With `factor = [a, b]` the factor
    lies between 1 - a and 1 + b; one number b stands for [0, b], as in Keras 3.

    ```toml
    [[layers]]
    type = "RandomContrast"
    factor = [0.2, 0.2]
    value_range = [0, 1]
    ```
    """

    example_input: ClassVar[str] = "32x32x3"

    type: Literal["RandomContrast"] = "RandomContrast"
    factor: ContrastFactor


@final
class RandomBrightness(RandomLight):
    """Add a random number to all values of an image in training.

    Keeps the shape H x W x C; outside training it does nothing. `factor` is the largest share of
    `value_range` that is added or subtracted, or [least, most].

    ```toml
    [[layers]]
    type = "RandomBrightness"
    factor = 0.1
    value_range = [0, 1]
    ```
    """

    example_input: ClassVar[str] = "32x32x3"

    type: Literal["RandomBrightness"] = "RandomBrightness"
    factor: Factor


@final
class RandomCrop(RandomImage):
    """Cut `height` x `width` out of the images: at random in training, the middle otherwise.

    Maps H x W x C to `height` x `width` x C. All images of a batch are cut at one place. Keras's
    own layer of this name cuts nothing outside training, so that shapes would differ.

    ```toml
    [[layers]]
    type = "RandomCrop"
    height = 28
    width = 28
    ```
    """

    namespace: ClassVar[str] = "extra_layers"
    example_input: ClassVar[str] = "32x32x3"

    type: Literal["RandomCrop"] = "RandomCrop"
    height: Positive
    width: Positive

    def infer(self, inputs: Types) -> TensorType:
        x = super().infer(inputs)
        crops = (self.height, self.width)
        for axis, crop, size in zip(AXIS_NAMES[2], crops, x.spatial, strict=True):
            if not at_least(size, crop):
                raise Reject(CropTooLarge(axis, crop, known(size)), field=axis)
        return x.evolve(spatial=crops)

    def window(self, x: TensorType) -> tuple[Axis, ...]:
        rooms = map(int.__sub__, x.places, (self.height, self.width))
        return tuple(Axis(padding=(-(room // 2), room // 2 - room)) for room in rooms)


def _require_length(field: str, numbers: tuple[float, ...], size: Size) -> None:
    if len(numbers) != 1 and not equal(size, len(numbers)):
        raise Reject(NumbersDoNotMatch(field, len(numbers), known(size)), field=field)
