"""The type of a tensor: its shape without the batch axis, and its element type."""

import re
from collections.abc import Mapping
from math import prod
from typing import NamedTuple, Self, TypeAlias, final

from speccnn.sizes.formula import Formula, Size, known, valued

Shape: TypeAlias = tuple[Size, ...]
LiveShape: TypeAlias = tuple[int | None, ...]

ELEMENT_BYTES = {
    "float16": 2,
    "bfloat16": 2,
    "float32": 4,
    "float64": 8,
    "uint8": 1,
    "int32": 4,
    "int64": 8,
}


@final
class TensorType(NamedTuple):
    """A shape, channels last and without the batch axis, and an element type.

    `32x32x3` is a map of height 32, width 32 and 3 channels; `10` is a vector. A size may be a
    formula of named input sizes.
    """

    shape: Shape
    dtype: str = "float32"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the type that `str` would print as `text`; raise ValueError for other text."""
        if not re.fullmatch(r"[0-9]+(x[0-9]+)*", text):
            raise ValueError(text)
        return cls(tuple(int(size) for size in text.split("x")))

    def __str__(self) -> str:
        return shown(self.shape)

    @property
    def rank(self) -> int:
        """The number of axes, the batch axis not counted."""
        return len(self.shape)

    @property
    def channels(self) -> Size:
        """The size of the last axis."""
        return self.shape[-1]

    @property
    def spatial(self) -> Shape:
        """The sizes of all axes but the last."""
        return self.shape[:-1]

    @property
    def places(self) -> tuple[int, ...]:
        """The spatial sizes, which must be numbers; raise `StillNamedError` otherwise."""
        return tuple(map(known, self.spatial))

    @property
    def live_shape(self) -> LiveShape:
        """The shape as TensorFlow has it: a size that depends on names is None."""
        return tuple(None if isinstance(size, Formula) else size for size in self.shape)

    @property
    def positions(self) -> Size:
        """How many places the spatial axes have together."""
        return prod(self.shape[:-1])

    @property
    def elements(self) -> Size:
        """How many numbers one example holds."""
        return prod(self.shape)

    @property
    def nbytes(self) -> Size:
        """How many bytes one example takes."""
        return self.elements * ELEMENT_BYTES[self.dtype]

    @property
    def is_floating(self) -> bool:
        """Whether the elements are floating-point numbers."""
        return "float" in self.dtype

    def evolve(self, *, spatial: Shape | None = None, channels: Size | None = None) -> "TensorType":
        """Return this type with other spatial sizes or channels."""
        shape = self.shape
        spatial = shape[:-1] if spatial is None else spatial
        return TensorType((*spatial, shape[-1] if channels is None else channels), self.dtype)

    def at(self, sizes: Mapping[str, int]) -> "TensorType":
        """Return this type with numbers for the names."""
        return TensorType(tuple(valued(size, sizes) for size in self.shape), self.dtype)


def shown(shape: Shape) -> str:
    """Return a shape as people write it: `28x28x1`, with room around formulas."""
    between = " x " if any(isinstance(size, Formula) for size in shape) else "x"
    return between.join(map(_factor, shape)) or "a single number"


def _factor(size: Size) -> str:
    is_sum = isinstance(size, Formula) and len(size.terms) > 1
    return f"({size})" if is_sum else str(size)
