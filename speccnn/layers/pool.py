"""Pooling: a fixed summary of each window."""

from typing import ClassVar, Literal, final

from speccnn.calls import Call
from speccnn.layers.base import Layer, Reject, Types
from speccnn.layers.fields import (
    AnyPadding,
    Padding1D,
    Padding2D,
    Padding3D,
    Pair,
    Rounding,
    Single,
    Triple,
)
from speccnn.layers.findings import PaddingCoversWindow
from speccnn.layers.padding import padded, padded_parts
from speccnn.layers.sliding import on_axes, require_map, slide, windows
from speccnn.layers.windows import Axis
from speccnn.tensor import TensorType


class Pooling(Layer):
    """A window that summarises each channel on its own; `pad_layer` pads it explicitly."""

    axes: ClassVar[int]
    slides: ClassVar[str] = "pool_size"
    pad_layer: ClassVar[str]

    pool_size: tuple[int, ...]
    strides: tuple[int, ...] | None = None
    padding: AnyPadding = "valid"
    rounding: Rounding = "floor"

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, self.axes)
        sizes = slide(self.window(x), x, field="pool_size", rounding=self.rounding)
        return x.evolve(spatial=sizes)

    def window(self, x: TensorType) -> tuple[Axis, ...]:
        del x
        rates = (1,) * self.axes
        return windows(self.pool_size, self.strides or self.pool_size, rates, self.padding)

    def parts(self, name: str) -> tuple[str, ...]:
        return padded_parts(self.padding, name)

    def lower(self, name: str, inputs: Types) -> tuple[Call, ...]:
        return padded(self.padding, f"{self.pad_layer}{self.axes}D", *super().lower(name, inputs))


class MaxPooling(Pooling):
    """A window that keeps its largest value."""

    pad_layer: ClassVar[str] = "extra_layers.NegativeInfinityPadding"

    def infer(self, inputs: Types) -> TensorType:
        if not isinstance(self.padding, str):
            for sides, size in zip(on_axes(self.padding), self.pool_size, strict=True):
                if max(sides) >= size:
                    raise Reject(PaddingCoversWindow(max(sides), size), field="padding")
        return super().infer(inputs)


@final
class MaxPooling1D(MaxPooling):
    """Keep the largest value of each window of a sequence, channel by channel.

    Maps L x C to L' x C; the output length is floor((i + p - F)/s) + 1 with window F, padding p
    and stride s, which is F unless `strides` says otherwise. Explicit padding holds minus infinity
    and is never the largest.

    ```toml
    [[layers]]
    type = "MaxPooling1D"
    pool_size = 2
    ```
    """

    example_input: ClassVar[str] = "100x8"
    axes: ClassVar[int] = 1

    type: Literal["MaxPooling1D"] = "MaxPooling1D"
    pool_size: Single = (2,)
    strides: Single | None = None
    padding: Padding1D = "valid"


@final
class MaxPooling2D(MaxPooling):
    """Keep the largest value of each window, channel by channel.

    Maps H x W x C to H' x W' x C; on each axis the output size is floor((i + p - F)/s) + 1 with
    window F, padding p and stride s, which is F unless `strides` says otherwise. Explicit padding
    holds minus infinity and is never the largest.

    ```toml
    [[layers]]
    type = "MaxPooling2D"
    pool_size = 2
    ```
    """

    example_input: ClassVar[str] = "28x28x3"
    axes: ClassVar[int] = 2

    type: Literal["MaxPooling2D"] = "MaxPooling2D"
    pool_size: Pair = (2, 2)
    strides: Pair | None = None
    padding: Padding2D = "valid"


@final
class MaxPooling3D(MaxPooling):
    """Keep the largest value of each window of a volume, channel by channel.

    Maps D x H x W x C to D' x H' x W' x C; on each axis the output size is floor((i + p - F)/s) + 1
    with window F, padding p and stride s, which is F unless `strides` says otherwise. Explicit
    padding holds minus infinity and is never the largest.

    ```toml
    [[layers]]
    type = "MaxPooling3D"
    pool_size = [1, 2, 2]
    ```
    """

    example_input: ClassVar[str] = "16x28x28x3"
    axes: ClassVar[int] = 3

    type: Literal["MaxPooling3D"] = "MaxPooling3D"
    pool_size: Triple = (2, 2, 2)
    strides: Triple | None = None
    padding: Padding3D = "valid"


class AveragePooling(Pooling):
    """A window that averages its values."""

    pad_layer: ClassVar[str] = "keras.layers.ZeroPadding"


@final
class AveragePooling1D(AveragePooling):
    """Average the values of each window of a sequence, channel by channel.

    Maps L x C to L' x C; the output length is floor((i + p - F)/s) + 1 with window F, padding p
    and stride s, which is F unless `strides` says otherwise. Under "same" the padding is left out
    of the average; explicit padding holds zeros that count.

    ```toml
    [[layers]]
    type = "AveragePooling1D"
    pool_size = 2
    ```
    """

    example_input: ClassVar[str] = "100x8"
    axes: ClassVar[int] = 1

    type: Literal["AveragePooling1D"] = "AveragePooling1D"
    pool_size: Single
    strides: Single | None = None
    padding: Padding1D = "valid"


@final
class AveragePooling2D(AveragePooling):
    """Average the values of each window, channel by channel.

    Maps H x W x C to H' x W' x C; on each axis the output size is floor((i + p - F)/s) + 1 with
    window F, padding p and stride s, which is F unless `strides` says otherwise. Under "same" the
    padding is left out of the average; explicit padding holds zeros that count.

    ```toml
    [[layers]]
    type = "AveragePooling2D"
    pool_size = 3
    strides = 1
    padding = "same"
    ```
    """

    example_input: ClassVar[str] = "28x28x3"
    axes: ClassVar[int] = 2

    type: Literal["AveragePooling2D"] = "AveragePooling2D"
    pool_size: Pair
    strides: Pair | None = None
    padding: Padding2D = "valid"


@final
class AveragePooling3D(AveragePooling):
    """Average the values of each window of a volume, channel by channel.

    Maps D x H x W x C to D' x H' x W' x C; on each axis the output size is floor((i + p - F)/s) + 1
    with window F, padding p and stride s, which is F unless `strides` says otherwise. Under "same"
    the padding is left out of the average; explicit padding holds zeros that count.

    ```toml
    [[layers]]
    type = "AveragePooling3D"
    pool_size = 2
    ```
    """

    example_input: ClassVar[str] = "16x28x28x3"
    axes: ClassVar[int] = 3

    type: Literal["AveragePooling3D"] = "AveragePooling3D"
    pool_size: Triple
    strides: Triple | None = None
    padding: Padding3D = "valid"
