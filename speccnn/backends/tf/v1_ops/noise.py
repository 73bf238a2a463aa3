"""Noise that only training adds; it follows from the graph's seed and the step."""

# pyright: basic, reportMissingImports=false

import tensorflow.compat.v1 as tf

from speccnn.backends.tf.v1_ops.variables import Function, weight_variable


def noise_seed(number: int) -> tf.Tensor:
    """Return the seed of a layer's noise in this step of training."""
    key = ((tf.get_default_graph().seed or 0) * 1_000_003 + number) % 2**31
    return tf.stack([tf.constant(key, tf.int64), tf.train.get_or_create_global_step()])


def in_training(
    x: tf.Tensor, is_training: tf.Tensor, change: Function, name: str
) -> tf.Tensor:
    """Return `x` changed in training, and as it is otherwise."""
    changed = tf.cond(is_training, lambda: change(x), lambda: x, name=name)
    return tf.ensure_shape(changed, x.shape)


def dropout(
    x: tf.Tensor,
    rate: float,
    is_training: tf.Tensor,
    seed: int,
    name: str,
    *,
    noise_shape: tuple[int | None, ...] | None = None,
) -> tf.Tensor:
    """Set a share `rate` of the numbers to zero in training, and scale up the others.

    Along sizes of 1 in `noise_shape`, numbers share their fate.
    """
    if rate == 0:
        return tf.identity(x, name)
    shape = tf.shape(x)
    if noise_shape is not None:
        sizes = enumerate(noise_shape)
        shape = [shape[axis] if size is None else size for axis, size in sizes]

    def drop(x: tf.Tensor) -> tf.Tensor:
        kept = tf.random.stateless_uniform(shape, noise_seed(seed)) >= rate
        scale = 0.0 if rate == 1 else 1 / (1 - rate)
        return x * tf.cast(kept, x.dtype) * scale

    return in_training(x, is_training, drop, name)


def spatial_dropout(
    x: tf.Tensor, rate: float, is_training: tf.Tensor, seed: int, name: str
) -> tf.Tensor:
    """Set a share `rate` of the channels to zero in training; scale up the others."""
    shape = (None, *(1 for _ in x.shape[1:-1]), None)
    return dropout(x, rate, is_training, seed, name, noise_shape=shape)


def stochastic_depth(
    x: tf.Tensor, rate: float, is_training: tf.Tensor, seed: int, name: str
) -> tf.Tensor:
    """Set a share `rate` of the examples to zero in training; scale up the others."""
    shape = (None, *(1 for _ in x.shape[1:]))
    return dropout(x, rate, is_training, seed, name, noise_shape=shape)


def gaussian_noise(
    x: tf.Tensor, stddev: float, is_training: tf.Tensor, seed: int, name: str
) -> tf.Tensor:
    """Add normally distributed numbers of mean 0 in training."""

    def add(x: tf.Tensor) -> tf.Tensor:
        return x + stddev * tf.random.stateless_normal(tf.shape(x), noise_seed(seed))

    return in_training(x, is_training, add, name)


def gaussian_dropout(
    x: tf.Tensor, rate: float, is_training: tf.Tensor, seed: int, name: str
) -> tf.Tensor:
    """Multiply by normally distributed numbers of mean 1 in training."""
    stddev = (rate / (1 - rate)) ** 0.5

    def multiply(x: tf.Tensor) -> tf.Tensor:
        noise = tf.random.stateless_normal(tf.shape(x), noise_seed(seed))
        return x * (1 + stddev * noise)

    return in_training(x, is_training, multiply, name)


def layer_scale(
    x: tf.Tensor, init_values: float, name: str, **options: object
) -> tf.Tensor:
    """Multiply each channel by a learned factor that starts at `init_values`."""
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        initial = tf.constant_initializer(init_values)
        return x * weight_variable("gamma", [x.shape[-1]], initial, options)
