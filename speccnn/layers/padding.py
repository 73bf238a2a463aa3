"""Zero padding as layers of their own, and how explicit padding of windows becomes one."""

from operator import add
from typing import ClassVar, Literal, final

from speccnn.calls import Call
from speccnn.described import lowered
from speccnn.layers.base import Layer, Types
from speccnn.layers.fields import AnyPadding, AnySides, SidePair, Sides, SideTriple
from speccnn.layers.sliding import on_axes, require_map
from speccnn.layers.windows import Axis
from speccnn.tensor import TensorType


class ZeroPadding(Layer):
    """Zeros before and after each spatial axis."""

    axes: ClassVar[int]

    padding: AnySides

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        require_map(self.type, x, self.axes)
        sides = map(sum, on_axes(self.padding))
        return x.evolve(spatial=tuple(map(add, x.spatial, sides)))

    def window(self, x: TensorType) -> tuple[Axis, ...]:
        del x
        return tuple(Axis(padding=sides) for sides in on_axes(self.padding))


@final
class ZeroPadding1D(ZeroPadding):
    """Put zeros before and after a sequence.

    Maps L x C to (before + L + after) x C. `padding` is one number or [before, after].

    ```toml
    [[layers]]
    type = "ZeroPadding1D"
    padding = [2, 0]
    ```
    """

    example_input: ClassVar[str] = "100x8"
    axes: ClassVar[int] = 1

    type: Literal["ZeroPadding1D"] = "ZeroPadding1D"
    padding: Sides = (1, 1)


@final
class ZeroPadding2D(ZeroPadding):
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
    axes: ClassVar[int] = 2

    type: Literal["ZeroPadding2D"] = "ZeroPadding2D"
    padding: SidePair = ((1, 1), (1, 1))


@final
class ZeroPadding3D(ZeroPadding):
    """Surround a volume with slices, rows and columns of zeros.

    Maps D x H x W x C to the sizes with their padding added, x C. `padding` is one number, [depth,
    height, width], or [before, after] for each of the three.

    ```toml
    [[layers]]
    type = "ZeroPadding3D"
    padding = [0, 1, 1]
    ```
    """

    example_input: ClassVar[str] = "16x28x28x3"
    axes: ClassVar[int] = 3

    type: Literal["ZeroPadding3D"] = "ZeroPadding3D"
    padding: SideTriple = ((1, 1), (1, 1), (1, 1))


def is_explicit(padding: AnyPadding) -> bool:
    """Whether padding is given in numbers, not all of them zero."""
    return not isinstance(padding, str) and any(map(any, on_axes(padding)))


def padded_parts(padding: AnyPadding, name: str) -> tuple[str, ...]:
    """Return the layer names of a window with this padding."""
    return (f"{name}_pad", name) if is_explicit(padding) else (name,)


def padded(padding: AnyPadding, target: str, window: Call) -> tuple[Call, ...]:
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
