"""Global pooling: a summary of each channel over all places."""

from typing import ClassVar, Literal, final

from speccnn.layers.base import Layer, Types
from speccnn.layers.sliding import require_map
from speccnn.layers.windows import Axis
from speccnn.tensor import TensorType


class GlobalPooling(Layer):
    """A summary of each channel over all places."""

    axes: ClassVar[int]

    keepdims: bool = False

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, self.axes)
        return x.evolve(spatial=(1,) * self.axes if self.keepdims else ())

    def window(self, x: TensorType) -> tuple[Axis, ...] | None:
        return tuple(Axis(kernel=size) for size in x.places) if self.keepdims else None


@final
class GlobalMaxPooling1D(GlobalPooling):
    """Keep the largest value of each channel of a sequence.

    Maps L x C to C, or to 1 x C with `keepdims`.

    ```toml
    [[layers]]
    type = "GlobalMaxPooling1D"
    ```
    """

    example_input: ClassVar[str] = "100x8"
    axes: ClassVar[int] = 1

    type: Literal["GlobalMaxPooling1D"] = "GlobalMaxPooling1D"


@final
class GlobalMaxPooling2D(GlobalPooling):
    """Keep the largest value of each channel.

    Maps H x W x C to C, or to 1 x 1 x C with `keepdims`.

    ```toml
    [[layers]]
    type = "GlobalMaxPooling2D"
    ```
    """

    example_input: ClassVar[str] = "7x7x64"
    axes: ClassVar[int] = 2

    type: Literal["GlobalMaxPooling2D"] = "GlobalMaxPooling2D"


@final
class GlobalMaxPooling3D(GlobalPooling):
    """Keep the largest value of each channel of a volume.

    Maps D x H x W x C to C, or to 1 x 1 x 1 x C with `keepdims`.

    ```toml
    [[layers]]
    type = "GlobalMaxPooling3D"
    ```
    """

    example_input: ClassVar[str] = "4x7x7x64"
    axes: ClassVar[int] = 3

    type: Literal["GlobalMaxPooling3D"] = "GlobalMaxPooling3D"


@final
class GlobalAveragePooling1D(GlobalPooling):
    """Average each channel over the whole sequence.

    Maps L x C to C, or to 1 x C with `keepdims`.

    ```toml
    [[layers]]
    type = "GlobalAveragePooling1D"
    ```
    """

    example_input: ClassVar[str] = "100x8"
    axes: ClassVar[int] = 1

    type: Literal["GlobalAveragePooling1D"] = "GlobalAveragePooling1D"


@final
class GlobalAveragePooling2D(GlobalPooling):
    """Average each channel over the whole map.

    Maps H x W x C to C, or to 1 x 1 x C with `keepdims`
    (Lin, Chen and Yan, "Network in network", section 3.2).

    ```toml
    [[layers]]
    type = "GlobalAveragePooling2D"
    ```
    """

    example_input: ClassVar[str] = "7x7x64"
    axes: ClassVar[int] = 2

    type: Literal["GlobalAveragePooling2D"] = "GlobalAveragePooling2D"


@final
class GlobalAveragePooling3D(GlobalPooling):
    """Average each channel over the whole volume.

    Maps D x H x W x C to C, or to 1 x 1 x 1 x C with `keepdims`.

    ```toml
    [[layers]]
    type = "GlobalAveragePooling3D"
    ```
    """

    example_input: ClassVar[str] = "4x7x7x64"
    axes: ClassVar[int] = 3

    type: Literal["GlobalAveragePooling3D"] = "GlobalAveragePooling3D"
