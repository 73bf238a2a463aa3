"""Windows computed place by place, as slowly and as plainly as can be, on one to three axes."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np


def on_axes(value: int | Sequence[int], axes: int) -> tuple[int, ...]:
    """Return a size as one for each axis."""
    return (value,) * axes if isinstance(value, int) else tuple(value)


def sides(
    padding: object, shape: Sequence[int], spans: Sequence[int], strides: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the padding before and after each axis, for windows of these spans."""
    axes = len(spans)
    if padding == "valid":
        return [(0, 0)] * axes
    if padding == "causal":
        return [(span - 1, 0) for span in spans]
    if padding == "same":
        totals = [
            max(span - (stride if size % stride == 0 else size % stride), 0)
            for size, span, stride in zip(shape, spans, strides, strict=True)
        ]
        return [(total // 2, (total + 1) // 2) for total in totals]
    if axes == 1:
        return [on_axes(padding, 2)]
    return [on_axes(side, 2) for side in on_axes(padding, axes)]


def slid(
    x: np.ndarray, size: Sequence[int], arguments: Mapping[str, object], *, fill: float = 0
) -> tuple[np.ndarray, tuple[int, ...], Iterator[tuple[int, ...]]]:
    """Return the padded input, the sizes that come out, and the places where windows stand."""
    axes = x.ndim - 1
    strides = on_axes(arguments.get("strides") or arguments.get("pool_size", 1), axes)
    rates = on_axes(arguments.get("dilation_rate", 1), axes)
    spans = [rate * (kernel - 1) + 1 for kernel, rate in zip(size, rates, strict=True)]
    around = sides(arguments.get("padding", "valid"), x.shape[:-1], spans, strides)
    padded = np.pad(x, (*around, (0, 0)), constant_values=fill)
    sizes = [
        (total - span) // stride + 1
        for total, span, stride in zip(padded.shape[:-1], spans, strides, strict=True)
    ]
    return padded, tuple(sizes), np.ndindex(*sizes)


def read(
    place: Sequence[int], offset: Sequence[int], arguments: Mapping[str, object]
) -> tuple[int, ...]:
    """Return which place of the padded input a window at `place` reads at `offset`."""
    strides = on_axes(arguments.get("strides") or arguments.get("pool_size", 1), len(place))
    rates = on_axes(arguments.get("dilation_rate", 1), len(place))
    return tuple(p * s + o * r for p, s, o, r in zip(place, strides, offset, rates, strict=True))


def pool(x: np.ndarray, arguments: Mapping[str, object], *, average: bool) -> np.ndarray:
    """Return what pooling gives for one example."""
    arguments = {"pool_size": 2, **arguments}
    size = on_axes(arguments["pool_size"], x.ndim - 1)
    counts = average and not isinstance(arguments.get("padding", "valid"), str)
    padded, sizes, places = slid(x, size, arguments, fill=0 if counts else np.nan)
    pooled = np.zeros((*sizes, x.shape[-1]))
    for place in places:
        values = [padded[read(place, offset, arguments)] for offset in np.ndindex(*size)]
        pooled[place] = (np.nanmean if average else np.nanmax)(values, axis=0)
    return pooled


def convolve(
    x: np.ndarray, kernel: np.ndarray, bias: np.ndarray, arguments: Mapping[str, object]
) -> tuple[np.ndarray, int]:
    """Return what a convolution gives for one example, and how often it multiplies and adds."""
    *size, depth, filters = kernel.shape
    group = filters // arguments.get("groups", 1)
    padded, sizes, places = slid(x, size, arguments)
    found, count = np.zeros((*sizes, filters)) + bias, 0
    for place in places:
        for *offset, c, f in np.ndindex(*kernel.shape):
            channel = f // group * depth + c
            value = padded[(*read(place, offset, arguments), channel)]
            found[(*place, f)] += value * kernel[(*offset, c, f)]
            count += 1
    return found, count


def convolve_depthwise(
    x: np.ndarray, kernel: np.ndarray, bias: np.ndarray, arguments: Mapping[str, object]
) -> tuple[np.ndarray, int]:
    """Return what a depthwise convolution gives for one example, and its multiplications."""
    *size, channels, multiplier = kernel.shape
    padded, sizes, places = slid(x, size, arguments)
    found, count = np.zeros((*sizes, channels * multiplier)) + bias, 0
    for place in places:
        for *offset, c, m in np.ndindex(*kernel.shape):
            value = padded[(*read(place, offset, arguments), c)]
            found[(*place, c * multiplier + m)] += value * kernel[(*offset, c, m)]
            count += 1
    return found, count


def lay_out(
    x: np.ndarray,
    kernel: np.ndarray,
    bias: np.ndarray,
    arguments: Mapping[str, object],
    sizes: tuple[int, ...],
) -> tuple[np.ndarray, int]:
    """Return what a transposed convolution gives in a map of these sizes, and its cost."""
    axes = x.ndim - 1
    *size, filters, _ = kernel.shape
    strides = on_axes(arguments.get("strides", 1), axes)
    rates = on_axes(arguments.get("dilation_rate", 1), axes)
    spans = [rate * (k - 1) + 1 for k, rate in zip(size, rates, strict=True)]
    around = sides(arguments.get("padding", "valid"), sizes, spans, strides)
    found, count = np.zeros((*sizes, filters)) + bias, 0
    for *place, c in np.ndindex(*x.shape):
        for *offset, f in np.ndindex(*size, filters):
            count += 1
            laid = zip(read(place, offset, arguments), around, strict=True)
            at = [to - cut for to, (cut, _) in laid]
            if all(0 <= index < limit for index, limit in zip(at, sizes, strict=True)):
                found[(*at, f)] += x[(*place, c)] * kernel[(*offset, f, c)]
    return found, count
