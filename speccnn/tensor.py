"""The type of a tensor: its shape without the batch axis, and its element type."""

import re
from dataclasses import dataclass, replace
from math import prod
from typing import Self, final

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
@dataclass(frozen=True)
class TensorType:
    """A shape, channels last and without the batch axis, and an element type.

    `32x32x3` is a map of height 32, width 32 and 3 channels; `10` is a vector.
    """

    shape: tuple[int, ...]
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
    def channels(self) -> int:
        """The size of the last axis."""
        return self.shape[-1]

    @property
    def spatial(self) -> tuple[int, ...]:
        """The sizes of all axes but the last."""
        return self.shape[:-1]

    @property
    def positions(self) -> int:
        """How many places the spatial axes have together."""
        return prod(self.spatial)

    @property
    def elements(self) -> int:
        """How many numbers one example holds."""
        return prod(self.shape)

    @property
    def nbytes(self) -> int:
        """How many bytes one example takes."""
        return self.elements * ELEMENT_BYTES[self.dtype]

    @property
    def is_floating(self) -> bool:
        """Whether the elements are floating-point numbers."""
        return "float" in self.dtype

    def evolve(
        self, *, spatial: tuple[int, ...] | None = None, channels: int | None = None
    ) -> "TensorType":
        """Return this type with other spatial sizes or channels."""
        return replace(
            self,
            shape=(
                *(self.spatial if spatial is None else spatial),
                self.channels if channels is None else channels,
            ),
        )


def shown(shape: tuple[int, ...]) -> str:
    """Return a shape as people write it: `28x28x1`."""
    return "x".join(str(size) for size in shape) or "a single number"
