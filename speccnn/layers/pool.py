"""Pooling: a fixed summary of each window, or of the whole map."""

from collections.abc import Iterator
from typing import ClassVar, Literal, final

from speccnn.calls import Call
from speccnn.layers.base import Layer, Reject, Remark, Types
from speccnn.layers.fields import Padding, Pair, Rounding
from speccnn.layers.findings import PaddingCoversWindow
from speccnn.layers.padding import padded, padded_parts
from speccnn.layers.sliding import losses, require_map, slide, windows
from speccnn.layers.windows import Axis
from speccnn.tensor import TensorType


class Pooling2D(Layer):
    """A window that summarises each channel on its own."""

    pad_layer: ClassVar[str]

    pool_size: Pair
    strides: Pair | None = None
    padding: Padding = "valid"
    rounding: Rounding = "floor"

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, axes=2)
        sizes = slide(self.window(x), x, field="pool_size", rounding=self.rounding)
        return x.evolve(spatial=sizes)

    def remarks(self, inputs: Types) -> Iterator[Remark]:
        (x,) = inputs
        return losses(self.window(x), x, field="pool_size")

    def window(self, x: TensorType) -> tuple[Axis, ...]:
        del x
        return windows(self.pool_size, self.strides or self.pool_size, (1, 1), self.padding)

    def parts(self, name: str) -> tuple[str, ...]:
        return padded_parts(self.padding, name)

    def lower(self, name: str) -> tuple[Call, ...]:
        return padded(self.padding, self.pad_layer, *super().lower(name))


@final
class MaxPooling2D(Pooling2D):
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
    pad_layer: ClassVar[str] = "extra_layers.NegativeInfinityPadding2D"

    type: Literal["MaxPooling2D"] = "MaxPooling2D"
    pool_size: Pair = (2, 2)

    def infer(self, inputs: Types) -> TensorType:
        if not isinstance(self.padding, str):
            for sides, size in zip(self.padding, self.pool_size, strict=True):
                if max(sides) >= size:
                    raise Reject(PaddingCoversWindow(max(sides), size), field="padding")
        return super().infer(inputs)


@final
class AveragePooling2D(Pooling2D):
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
    pad_layer: ClassVar[str] = "keras.layers.ZeroPadding2D"

    type: Literal["AveragePooling2D"] = "AveragePooling2D"


class GlobalPooling2D(Layer):
    """A summary of each channel over the whole map."""

    keepdims: bool = False

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, axes=2)
        return x.evolve(spatial=(1, 1) if self.keepdims else ())

    def window(self, x: TensorType) -> tuple[Axis, ...] | None:
        return tuple(Axis(kernel=size) for size in x.spatial) if self.keepdims else None


@final
class GlobalMaxPooling2D(GlobalPooling2D):
    """Keep the largest value of each channel.

    Maps H x W x C to C, or to 1 x 1 x C with `keepdims`.

    ```toml
    [[layers]]
    type = "GlobalMaxPooling2D"
    ```
    """

    example_input: ClassVar[str] = "7x7x64"

    type: Literal["GlobalMaxPooling2D"] = "GlobalMaxPooling2D"


@final
class GlobalAveragePooling2D(GlobalPooling2D):
    """Average each channel over the whole map.

    Maps H x W x C to C, or to 1 x 1 x C with `keepdims`
    (Lin, Chen and Yan, "Network in network", section 3.2).

    ```toml
    [[layers]]
    type = "GlobalAveragePooling2D"
    ```
    """

    example_input: ClassVar[str] = "7x7x64"

    type: Literal["GlobalAveragePooling2D"] = "GlobalAveragePooling2D"
