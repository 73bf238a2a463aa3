"""The layers of PyTorch, Caffe and Darknet by the formulas of their documentation, channels first.

Each is written from its definition, place by place, and shares nothing with what it is to check.
"""

from collections.abc import Callable
from math import ceil, floor, sqrt

import numpy as np

Array = np.ndarray
Pads = tuple[tuple[int, int], tuple[int, int]]
NONE: Pads = ((0, 0), (0, 0))


def conv(  # noqa: PLR0913, PLR0917  as many as a convolution has
    x: Array,
    w: Array,
    b: Array | None,
    stride: tuple[int, int] = (1, 1),
    pads: Pads = NONE,
    dilation: tuple[int, int] = (1, 1),
    groups: int = 1,
) -> Array:
    """Cross-correlate; `w` is filters x channels of a group x height x width."""
    x = np.pad(x, ((0, 0), (0, 0), *pads))
    (n, c, h, wide), (m, cg, kh, kw) = x.shape, w.shape
    oh = (h - dilation[0] * (kh - 1) - 1) // stride[0] + 1
    ow = (wide - dilation[1] * (kw - 1) - 1) // stride[1] + 1
    y = np.zeros((n, m, oh, ow))
    for f in range(m):
        first = f // (m // groups) * cg
        for i, j, u, v in np.ndindex(oh, ow, kh, kw):
            place = x[
                :,
                first : first + cg,
                i * stride[0] + u * dilation[0],
                j * stride[1] + v * dilation[1],
            ]
            y[:, f, i, j] += place @ w[f, :, u, v]
    assert c == cg * groups
    return y if b is None else y + b[None, :, None, None]


def deconv(
    x: Array, w: Array, b: Array | None, stride: tuple[int, int], pad: int, extra: int
) -> Array:
    """Lay windows out; `w` is channels x filters x height x width; out = (i-1)s - 2p + k + e."""
    (n, _, h, wide), (_, m, kh, kw) = x.shape, w.shape
    full = np.zeros((n, m, (h - 1) * stride[0] + kh + extra, (wide - 1) * stride[1] + kw + extra))
    for i, j, u, v in np.ndindex(h, wide, kh, kw):
        full[:, :, i * stride[0] + u, j * stride[1] + v] += x[:, :, i, j] @ w[:, :, u, v]
    y = full[:, :, pad : full.shape[2] - pad, pad : full.shape[3] - pad]
    return y if b is None else y + b[None, :, None, None]


def windows(
    x: Array, k: int, s: int, starts: tuple[int, int], size: tuple[int, int]
) -> list[Array]:
    """Return for each place out the part of its window that lies on the map."""
    found = []
    for i, j in np.ndindex(*size):
        top, left = i * s + starts[0], j * s + starts[1]
        rows = slice(max(top, 0), max(min(top + k, x.shape[2]), 0))
        found.append(x[:, :, rows, max(left, 0) : max(min(left + k, x.shape[3]), 0)])
    return found


def torch_pool(x: Array, k: int, s: int, p: int, kind: str) -> Array:
    """floor((i + 2p - k)/s) + 1; zeros count in the average."""
    size = tuple((i + 2 * p - k) // s + 1 for i in x.shape[2:])
    parts = windows(x, k, s, (-p, -p), size)
    if kind == "max":
        flat = [part.max((2, 3)) for part in parts]
    else:
        flat = [part.sum((2, 3)) / k**2 for part in parts]
    return np.stack(flat, 2).reshape(*x.shape[:2], *size)


def caffe_pool(x: Array, k: int, s: int, p: int, kind: str) -> Array:
    """ceil((i + 2p - k)/s) + 1, one less where the last window would begin beyond the padding.

    The average divides by the part of the window within the padded map.
    """
    size = []
    for i in x.shape[2:]:
        o = ceil((i + 2 * p - k) / s) + 1
        size.append(o - 1 if p and (o - 1) * s >= i + p else o)
    parts = windows(x, k, s, (-p, -p), tuple(size))
    flat = []
    for (i, j), part in zip(np.ndindex(*size), parts, strict=True):
        area = 1
        for place, full in zip((i, j), x.shape[2:], strict=True):
            area *= min(place * s - p + k, full + p) - (place * s - p)
        flat.append(part.max((2, 3)) if kind == "max" else part.sum((2, 3)) / area)
    return np.stack(flat, 2).reshape(*x.shape[:2], *size)


def darknet_pool(x: Array, k: int, s: int) -> Array:
    """floor((i + P - k)/s) + 1 with P = k - 1 places of padding, P // 2 of them before."""
    size = tuple((i + (k - 1) - k) // s + 1 for i in x.shape[2:])
    parts = windows(x, k, s, (-((k - 1) // 2),) * 2, size)
    return np.stack([part.max((2, 3)) for part in parts], 2).reshape(*x.shape[:2], *size)


def adaptive_average(x: Array, out: tuple[int, int]) -> Array:
    """The window at n reaches from floor(n i / o) to ceil((n + 1) i / o)."""
    y = np.zeros((*x.shape[:2], *out))
    for i, j in np.ndindex(*out):
        rows = slice(floor(i * x.shape[2] / out[0]), ceil((i + 1) * x.shape[2] / out[0]))
        columns = slice(floor(j * x.shape[3] / out[1]), ceil((j + 1) * x.shape[3] / out[1]))
        y[:, :, i, j] = x[:, :, rows, columns].mean((2, 3))
    return y


def grouped_norm(x: Array, groups: int, epsilon: float) -> Array:
    """Bring each group of channels of an example to mean 0 and variance 1."""
    parts = x.reshape(x.shape[0], groups, -1)
    normed = (parts - parts.mean(2, keepdims=True)) / np.sqrt(parts.var(2, keepdims=True) + epsilon)
    return normed.reshape(x.shape)


def response(x: Array, n: int, alpha: float, beta: float, k: float) -> Array:
    """x / (k + alpha/n * sum of squares over n channels)^beta."""
    y = np.empty_like(x)
    for c in range(x.shape[1]):
        near = x[:, max(0, c - n // 2) : c + n // 2 + 1]
        y[:, c] = x[:, c] / (k + alpha / n * (near**2).sum(1)) ** beta
    return y


def by_place(function: Callable[[float], float]) -> Callable[[Array], Array]:
    """Return a function of an array from one of a number."""
    return np.vectorize(function, otypes=[float])


def sigmoid(x: float) -> float:
    return 1 / (1 + np.exp(-x))


def erf_gelu(x: float) -> float:
    from math import erf  # noqa: PLC0415  one use

    return 0.5 * x * (1 + erf(x / sqrt(2)))
