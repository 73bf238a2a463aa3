"""Zero padding as a layer of its own, and how explicit padding of windows becomes one."""

from typing import ClassVar, Literal, final

from speccnn.calls import Call
from speccnn.described import lowered
from speccnn.layers.base import Layer, Types
from speccnn.layers.fields import Padding, SidePair
from speccnn.layers.sliding import require_map
from speccnn.layers.windows import Axis
from speccnn.tensor import TensorType


@final
class ZeroPadding2D(Layer):
    """Surround a feature map with rows and columns of zeros.

    Maps H x W x C to (top + H + bottom) x (left + W + right) x C. `padding` is one number, [height,
    width], or [[top, bottom], [left, right]].

    ```toml
    [[layers]]
    type = "ZeroPadding2D"
    padding = [[1, 0], [1, 0]]
    ```
    """

    example_input: ClassVar[str] = "28x28x3"

    type: Literal["ZeroPadding2D"] = "ZeroPadding2D"
    padding: SidePair = ((1, 1), (1, 1))

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, axes=2)
        return x.evolve(
            spatial=tuple(
                size + sum(sides) for size, sides in zip(x.spatial, self.padding, strict=True)
            )
        )

    def window(self, x: TensorType) -> tuple[Axis, ...]:
        del x
        return tuple(Axis(padding=sides) for sides in self.padding)


def is_explicit(padding: Padding) -> bool:
    """Whether padding is given in numbers, not all of them zero."""
    return not isinstance(padding, str) and any(map(any, padding))


def padded_parts(padding: Padding, name: str) -> tuple[str, ...]:
    """Return the layer names of a window with this padding."""
    return (f"{name}_pad", name) if is_explicit(padding) else (name,)


def padded(padding: Padding, target: str, window: Call) -> tuple[Call, ...]:
    """Return the calls of a window, after a layer that pads where padding is in numbers.

    Keras has no explicit padding for windows; `target` names the layer that pads.
    """
    if isinstance(padding, str):
        return (window,)
    kwargs = {name: value for name, value in window.kwargs.items() if name != "padding"}
    bare, name = Call(window.target, window.args, kwargs), kwargs["name"]
    if not is_explicit(padding):
        return (bare,)
    return (Call(target, (), {"padding": lowered(padding), "name": f"{name}_pad"}), bare)
