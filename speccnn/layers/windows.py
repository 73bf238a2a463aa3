"""Sliding-window arithmetic, shared by convolution and pooling.

Notation of Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016), with
the two sides of the padding counted together: input i, window K, stride s, dilation d, padding p.
The window spans k = d(K - 1) + 1 input places, and the output size is o = floor((i + p - k)/s) + 1
(relationship 15). "same" means o = ceil(i/s), the odd place of padding at the end
(TensorFlow, `tf.nn`, "Notes on padding"); "causal" means p = k - 1, all of it before the input.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias, final

from speccnn.sizes.formula import Formula, Size, StillNamedError, known

Sides: TypeAlias = tuple[int, int]

FARTHEST = 64
MOST_WITHOUT_PADDING_BEFORE = 2


@final
class Axis(NamedTuple):
    """A window on one spatial axis."""

    kernel: int = 1
    stride: int = 1
    dilation: int = 1
    padding: Literal["valid", "same", "causal"] | Sides = "valid"

    @property
    def span(self) -> int:
        """How many input places the window covers, from its first to its last."""
        return self.dilation * (self.kernel - 1) + 1

    def sides(self, size: int) -> Sides:
        """Return the padding before and after an input of this size."""
        match self.padding:
            case "valid":
                return 0, 0
            case "same":
                total = max(known(self.slack(size)) + self.span - size, 0)
                return total // 2, total - total // 2
            case "causal":
                return self.span - 1, 0
            case sides:
                return sides

    def before(self, size: Size) -> Size:
        """Return the padding before an input of this size.

        Under "same" it is floor((k - r)/2), where the last of the windows that tile the input by
        strides holds r of its places; it depends on a named size if r does. Raise
        `StillNamedError` where k may be below r and it is no such quotient.
        """
        if self.padding != "same" or isinstance(size, int):
            return self.sides(0 if isinstance(size, Formula) else size)[0]
        total = self.slack(size) + self.span - size
        if isinstance(total, int) or self.span >= self.stride:
            return total // 2
        if self.span > MOST_WITHOUT_PADDING_BEFORE:
            raise StillNamedError
        return 0

    def slack(self, size: Size) -> Size:
        """Return i + p - k: how many places the padded input has more than the window spans."""
        match self.padding:
            case "valid":
                return size - self.span
            case "same":
                return (self.output(size) - 1) * self.stride
            case "causal":
                return size - 1
            case (before, after):
                return size + before + after - self.span

    def output(self, size: Size) -> Size:
        """Return the number of window positions; less than 1 says that the window does not fit."""
        if self.padding == "same":
            return (size + self.stride - 1) // self.stride
        return self.slack(size) // self.stride + 1

    def remainder(self, size: Size) -> Size:
        """Return how many places of the padded input lie beyond the last window position."""
        return self.slack(size) % self.stride

    def unread(self, size: int) -> int:
        """Return how many input places at the end are lost to the rounding.

        A stride longer than the window skips places everywhere, on purpose: so many at the end
        are no loss.
        """
        lost = min(known(self.remainder(size)) - self.sides(size)[1], size)
        return lost if lost > max(self.stride - self.span, 0) else 0

    def is_exact(self, size: int) -> bool:
        """Whether the window fits and its last position ends where the padded input ends."""
        return known(self.slack(size)) >= 0 == self.remainder(size)

    def nearest(self, size: int) -> dict[str, tuple[int, ...]]:
        """Return the nearest values that, each alone, make the division exact.

        For `kernel`, `stride`, `padding` (the same on both sides) and `input`: the nearest one
        below and the nearest one above today's, as far as there are any.
        """
        before, after = self.sides(size)
        paddings = _around(
            before, lambda p: p < self.span and self._replace(padding=(p, p)).is_exact(size), 0
        )
        return {
            "kernel": _around(self.kernel, lambda k: self._replace(kernel=k).is_exact(size)),
            "stride": _around(self.stride, lambda s: self._replace(stride=s).is_exact(size)),
            "padding": paddings if before == after else (),
            "input": _around(size, self.is_exact),
        }


def _around(value: int, suits: Callable[[int], bool], least: int = 1) -> tuple[int, ...]:
    below = range(value - 1, max(least, value - FARTHEST) - 1, -1)
    above = range(value + 1, value + FARTHEST + 1)
    nearest = [next(filter(suits, side), None) for side in (below, above)]
    return tuple(found for found in nearest if found is not None)
