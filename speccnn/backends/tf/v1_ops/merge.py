"""Several tensors made into one."""

# pyright: basic, reportMissingImports=false

from collections.abc import Callable

import tensorflow.compat.v1 as tf


def merge(
    values: list[tf.Tensor],
    function: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    name: str,
) -> tf.Tensor:
    """Join tensors number by number, by a function of two."""
    with tf.name_scope(name):
        merged, *others = values
        for other in others:
            merged = function(merged, other)
        return merged


def average(values: list[tf.Tensor], name: str) -> tf.Tensor:
    """Return the mean of tensors, number by number."""
    return merge(values, tf.add, name) / len(values)


def dot(
    values: list[tf.Tensor],
    axes: int | tuple[int, int],
    name: str,
    *,
    normalize: bool = False,
) -> tf.Tensor:
    """Sum the products of two tensors along an axis of each, example by example."""
    first, second = (axes, axes) if isinstance(axes, int) else axes
    x, y = values
    first, second = first % x.shape.rank, second % y.shape.rank
    with tf.name_scope(name):
        if normalize:
            x = tf.math.l2_normalize(x, first)
            y = tf.math.l2_normalize(y, second)
        ours, theirs = (
            list("abcdefgh"[: x.shape.rank]),
            list("apqrstuv"[: y.shape.rank]),
        )
        ours[first] = theirs[second] = "z"
        kept = [letter for letter in ours[1:] + theirs[1:] if letter != "z"]
        rule = f"{''.join(ours)},{''.join(theirs)}->a{''.join(kept)}"
        product = tf.einsum(rule, x, y)
        return product if kept else product[:, tf.newaxis]
