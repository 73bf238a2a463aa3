"""Windows computed place by place, as slowly and as plainly as can be."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np


def pair(value: int | Sequence[int]) -> tuple[int, int]:
    """Return a size of both axes as two."""
    return (value, value) if isinstance(value, int) else tuple(value)


def sides(
    padding: object, shape: Sequence[int], kernel: Sequence[int], strides: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    """Return the padding before and after each axis; `kernel` is the span under dilation."""
    if padding == "valid":
        return ((0, 0), (0, 0))
    if padding == "same":
        totals = [
            max(span - (stride if size % stride == 0 else size % stride), 0)
            for size, span, stride in zip(shape, kernel, strides, strict=False)
        ]
        return tuple((total // 2, (total + 1) // 2) for total in totals)
    return tuple(pair(side) for side in pair(padding))


def places(
    x: np.ndarray, kernel: Sequence[int], strides: Sequence[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield each output row and column with the input row and column where its window starts."""
    rows = range(0, x.shape[0] - kernel[0] + 1, strides[0])
    columns = range(0, x.shape[1] - kernel[1] + 1, strides[1])
    for (row, top), (column, left) in product(enumerate(rows), enumerate(columns)):
        yield row, column, top, left


def pool(x: np.ndarray, arguments: Mapping[str, object], *, average: bool) -> np.ndarray:
    """Return what pooling gives for one example, height x width x channels."""
    size = pair(arguments.get("pool_size", 2))
    strides = pair(arguments.get("strides") or size)
    padding = arguments.get("padding", "valid")
    around = (*sides(padding, x.shape, size, strides), (0, 0))
    counts = average and not isinstance(padding, str)
    padded = np.pad(x, around, constant_values=0 if counts else np.nan)
    found = {}
    for row, column, top, left in places(padded, size, strides):
        window = padded[top : top + size[0], left : left + size[1]]
        found[row, column] = (np.nanmean if average else np.nanmax)(window, axis=(0, 1))
    return stacked(found)


def convolve(
    x: np.ndarray, kernel: np.ndarray, bias: np.ndarray, arguments: Mapping[str, object]
) -> tuple[np.ndarray, int]:
    """Return what a convolution gives for one example, and how often it multiplies and adds."""
    strides = pair(arguments.get("strides", 1))
    rates = pair(arguments.get("dilation_rate", 1))
    height, width, depth, filters = kernel.shape
    span = (rates[0] * (height - 1) + 1, rates[1] * (width - 1) + 1)
    around = sides(arguments.get("padding", "valid"), x.shape, span, strides)
    padded = np.pad(x, (*around, (0, 0)))
    group = filters // arguments.get("groups", 1)
    found, count = {}, 0
    for row, column, top, left in places(padded, span, strides):
        sums = [float(number) for number in bias]
        for i, j, c, f in product(range(height), range(width), range(depth), range(filters)):
            channel = f // group * depth + c
            sums[f] += padded[top + i * rates[0], left + j * rates[1], channel] * kernel[i, j, c, f]
            count += 1
        found[row, column] = sums
    return stacked(found), count


def stacked(found: Mapping[tuple[int, int], object]) -> np.ndarray:
    """Return values by row and column as one map."""
    rows, columns = (max(place) + 1 for place in zip(*found, strict=True))
    return np.array([[found[row, column] for column in range(columns)] for row in range(rows)])
