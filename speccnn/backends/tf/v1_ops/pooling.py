"""Windows and whole maps that are summarised."""

# pyright: basic, reportMissingImports=false

from collections.abc import Callable

import tensorflow.compat.v1 as tf

from speccnn.backends.tf.v1_ops.windows import on_axes


def max_pool(
    x: tf.Tensor,
    pool_size: int | tuple[int, ...],
    name: str,
    *,
    strides: int | tuple[int, ...] | None = None,
    padding: str = "VALID",
) -> tf.Tensor:
    """Keep the largest number of each window of `x`, batch x places x channels."""
    size, steps = on_axes(pool_size, x), on_axes(strides or pool_size, x)
    slide = (tf.nn.max_pool1d, tf.nn.max_pool2d, tf.nn.max_pool3d)[len(size) - 1]
    return slide(x, size, steps, padding, name=name)


def average_pool(
    x: tf.Tensor,
    pool_size: int | tuple[int, ...],
    name: str,
    *,
    strides: int | tuple[int, ...] | None = None,
    padding: str = "VALID",
) -> tf.Tensor:
    """Keep the mean of each window of `x`, batch x places x channels."""
    size, steps = on_axes(pool_size, x), on_axes(strides or pool_size, x)
    slide = (tf.nn.avg_pool1d, tf.nn.avg_pool2d, tf.nn.avg_pool3d)[len(size) - 1]
    return slide(x, size, steps, padding, name=name)


def global_max_pool(x: tf.Tensor, name: str, *, keepdims: bool = False) -> tf.Tensor:
    """Keep the largest number of each channel of `x`."""
    places = list(range(1, x.shape.rank - 1))
    return tf.reduce_max(x, places, keepdims=keepdims, name=name)


def global_average_pool(
    x: tf.Tensor, name: str, *, keepdims: bool = False
) -> tf.Tensor:
    """Keep the mean of each channel of `x`."""
    places = list(range(1, x.shape.rank - 1))
    return tf.reduce_mean(x, places, keepdims=keepdims, name=name)


def adaptive_max_pool(
    x: tf.Tensor, output_size: int | tuple[int, ...], name: str
) -> tf.Tensor:
    """Keep the largest number of each of the windows that share `x` out evenly."""
    with tf.name_scope(name):
        return share_out(x, on_axes(output_size, x), tf.reduce_max)


def adaptive_average_pool(
    x: tf.Tensor, output_size: int | tuple[int, ...], name: str
) -> tf.Tensor:
    """Keep the mean of each of the windows that share `x` out evenly."""
    with tf.name_scope(name):
        return share_out(x, on_axes(output_size, x), tf.reduce_mean)


def share_out(
    x: tf.Tensor, counts: list[int], summary: Callable[..., tf.Tensor]
) -> tf.Tensor:
    """Return a summary of each of so many windows on each spatial axis of `x`.

    Window i of n on a size of s goes from floor(i s / n) to ceil((i + 1) s / n).
    """
    for axis, count in enumerate(counts, start=1):
        size = x.shape[axis]
        ends = [(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]
        before = (slice(None),) * axis
        parts = [summary(x[(*before, slice(*end))], axis=axis) for end in ends]
        x = tf.stack(parts, axis=axis)
    return x
