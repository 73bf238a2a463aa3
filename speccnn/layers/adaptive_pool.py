"""Adaptive pooling: windows chosen so that a wanted size comes out."""

from typing import ClassVar, Literal, final

from speccnn.layers.base import Layer, Reject, Types
from speccnn.layers.fields import Pair
from speccnn.layers.size_findings import AdaptiveToOne
from speccnn.layers.sliding import require_map
from speccnn.layers.windows import Axis
from speccnn.sizes.condition import at_least
from speccnn.sizes.formula import Size
from speccnn.tensor import TensorType


class AdaptivePooling2D(Layer):
    """A summary of as many windows as are wanted, which together cover the map.

    Its receptive field is told where the wanted size divides the map's; otherwise windows differ.
    """

    output_size: Pair

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, axes=2)
        if not all(map(_fits, x.spatial, self.output_size)):
            finding = AdaptiveToOne(self.type, x.places, self.output_size)
            raise Reject(finding, field="output_size")
        return x.evolve(spatial=self.output_size)

    def window(self, x: TensorType) -> tuple[Axis, ...] | None:
        if any(map(int.__mod__, x.places, self.output_size)):
            return None
        shares = map(int.__floordiv__, x.places, self.output_size)
        return tuple(Axis(kernel=share, stride=share) for share in shares)


def _fits(size: Size, wanted: int) -> bool:
    """Whether the larger of the two windows that Keras pools with fits: ceil(i/o) + 1 places."""
    return wanted > 1 and at_least(size, 2)


@final
class AdaptiveMaxPooling2D(AdaptivePooling2D):
    """Keep the largest value of each of `output_size` windows, channel by channel.

    Maps H x W x C to H' x W' x C with `output_size` [H', W']. On an axis from i to o places, the
    window at place n reaches from floor(n*i/o) to ceil((n + 1)i/o); windows may overlap by a place.

    ```toml
    [[layers]]
    type = "AdaptiveMaxPooling2D"
    output_size = 7
    ```
    """

    example_input: ClassVar[str] = "30x40x64"

    type: Literal["AdaptiveMaxPooling2D"] = "AdaptiveMaxPooling2D"


@final
class AdaptiveAveragePooling2D(AdaptivePooling2D):
    """Average each of `output_size` windows, channel by channel.

    Maps H x W x C to H' x W' x C with `output_size` [H', W']. On an axis from i to o places, the
    window at place n reaches from floor(n*i/o) to ceil((n + 1)i/o); windows may overlap by a place.

    ```toml
    [[layers]]
    type = "AdaptiveAveragePooling2D"
    output_size = [4, 5]
    ```
    """

    example_input: ClassVar[str] = "30x40x64"

    type: Literal["AdaptiveAveragePooling2D"] = "AdaptiveAveragePooling2D"
