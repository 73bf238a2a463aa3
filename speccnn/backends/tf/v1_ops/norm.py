"""Normalisation."""

# pyright: basic, reportMissingImports=false

import tensorflow.compat.v1 as tf

from speccnn.backends.tf.v1_ops.variables import statistic_variable, weight_variable


def batch_norm(
    x: tf.Tensor,
    is_training: tf.Tensor,
    name: str,
    *,
    axis: int = -1,
    momentum: float = 0.99,
    epsilon: float = 0.001,
    center: bool = True,
    scale: bool = True,
    **options: object,
) -> tf.Tensor:
    """Bring each channel to mean 0 and variance 1 over the batch, in training.

    Otherwise the moving mean and variance are used, which UPDATE_OPS move on.
    """
    axis %= x.shape.rank
    others = [other for other in range(x.shape.rank) if other != axis]
    zeros, ones = tf.zeros_initializer(), tf.ones_initializer()
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        gamma, beta = scale_and_shift(
            [x.shape[axis]], options, scale=scale, center=center
        )
        shape = [x.shape[axis]]
        moving_mean = statistic_variable("moving_mean", shape, zeros, options)
        moving_variance = statistic_variable("moving_variance", shape, ones, options)
        mean, variance = moving_mean.read_value(), moving_variance.read_value()
        if options.get("trainable", True):
            mean, variance = tf.cond(
                is_training,
                lambda: tuple(tf.nn.moments(x, others)),
                lambda: (moving_mean.read_value(), moving_variance.read_value()),
            )
            move_on(moving_mean, mean, momentum)
            move_on(moving_variance, variance, momentum)
        shape = [-1 if other == axis else 1 for other in range(x.shape.rank)]
        values = (mean, variance, beta, gamma)
        values = [None if v is None else tf.reshape(v, shape) for v in values]
        return tf.nn.batch_normalization(x, *values, epsilon)


def scale_and_shift(
    shape: list[int], options: dict[str, object], *, scale: bool, center: bool
) -> tuple[tf.Variable | None, tf.Variable | None]:
    """Return the variables `gamma` and `beta` of the current scope, if wanted."""
    ones, zeros = tf.ones_initializer(), tf.zeros_initializer()
    gamma = weight_variable("gamma", shape, ones, options) if scale else None
    beta = weight_variable("beta", shape, zeros, options) if center else None
    return gamma, beta


def move_on(statistic: tf.Variable, value: tf.Tensor, momentum: float) -> None:
    """Let UPDATE_OPS move a statistic towards a value, after those before."""
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        moved = statistic.read_value() * momentum + value * (1 - momentum)
        tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, statistic.assign(moved))


def layer_norm(
    x: tf.Tensor,
    name: str,
    *,
    axis: int | tuple[int, ...] = -1,
    epsilon: float = 0.001,
    center: bool = True,
    scale: bool = True,
    **options: object,
) -> tf.Tensor:
    """Bring the numbers along `axis` of each example to mean 0 and variance 1."""
    rank = x.shape.rank
    axes = [a % rank for a in ([axis] if isinstance(axis, int) else sorted(axis))]
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        sizes = [x.shape[a] for a in axes]
        shape = [x.shape[a] if a in axes else 1 for a in range(rank)]
        learned = scale_and_shift(sizes, options, scale=scale, center=center)
        gamma, beta = (None if w is None else tf.reshape(w, shape) for w in learned)
        mean, variance = tf.nn.moments(x, axes, keep_dims=True)
        return tf.nn.batch_normalization(x, mean, variance, beta, gamma, epsilon)


def group_norm(
    x: tf.Tensor,
    name: str,
    *,
    groups: int = 32,
    axis: int = -1,
    epsilon: float = 0.001,
    center: bool = True,
    scale: bool = True,
    **options: object,
) -> tf.Tensor:
    """Bring each group of channels of each example to mean 0 and variance 1."""
    axis %= x.shape.rank
    channels = x.shape[axis]
    groups = channels if groups == -1 else groups
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        shape = [groups, channels // groups]
        broadcast = [1] * axis + shape + [1] * (x.shape.rank - axis - 1)
        learned = scale_and_shift([channels], options, scale=scale, center=center)
        gamma, beta = (None if w is None else tf.reshape(w, broadcast) for w in learned)
        sizes = tf.shape(x)
        parts = tf.reshape(x, tf.concat([sizes[:axis], shape, sizes[axis + 1 :]], 0))
        others = [other for other in range(1, x.shape.rank + 1) if other != axis]
        mean, variance = tf.nn.moments(parts, others, keep_dims=True)
        layer = tf.nn.batch_normalization(parts, mean, variance, beta, gamma, epsilon)
        return tf.ensure_shape(tf.reshape(layer, sizes), x.shape)


def unit_norm(
    x: tf.Tensor, name: str, *, axis: int | tuple[int, ...] = -1
) -> tf.Tensor:
    """Scale the numbers along `axis` of each example to a vector of length 1."""
    return tf.math.l2_normalize(x, axis, epsilon=1e-24, name=name)


def local_response_norm(
    x: tf.Tensor,
    name: str,
    *,
    depth_radius: int = 5,
    bias: float = 1.0,
    alpha: float = 1.0,
    beta: float = 0.5,
) -> tf.Tensor:
    """Divide each number by a power of the sum of squares over the channels near it."""
    return tf.nn.local_response_normalization(
        x, depth_radius, bias, alpha, beta, name=name
    )


def rescale(
    x: tf.Tensor,
    scale: float | tuple[float, ...],
    name: str,
    *,
    offset: float | tuple[float, ...] = 0.0,
) -> tf.Tensor:
    """Return `x` times `scale` plus `offset`."""
    with tf.name_scope(name):
        return x * tf.constant(scale, tf.float32) + tf.constant(offset, tf.float32)


def standardize(
    x: tf.Tensor,
    name: str,
    *,
    axis: int | tuple[int, ...] = -1,
    mean: float | tuple[float, ...] | None = None,
    variance: float | tuple[float, ...] | None = None,
    invert: bool = False,
) -> tf.Tensor:
    """Subtract a known mean and divide by the root of a known variance.

    Both are variables, to be set, where they are not given.
    """
    rank = x.shape.rank
    axes = sorted(a % rank for a in ([axis] if isinstance(axis, int) else axis))
    sizes = [x.shape[a] for a in axes]
    shape = [x.shape[a] if a in axes else 1 for a in range(rank)]
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        if mean is None:
            zeros, ones = tf.zeros_initializer(), tf.ones_initializer()
            mean = statistic_variable("mean", sizes, zeros, {})
            variance = statistic_variable("variance", sizes, ones, {})
            count = tf.get_variable("count", [], tf.int32, zeros, trainable=False)
            tf.add_to_collection(tf.GraphKeys.MODEL_VARIABLES, count)
        else:
            mean = tf.broadcast_to(tf.constant(mean, tf.float32), sizes)
            variance = tf.broadcast_to(tf.constant(variance, tf.float32), sizes)
        center = tf.reshape(mean, shape)
        width = tf.maximum(tf.sqrt(tf.reshape(variance, shape)), 1e-7)
        return center + x * width if invert else (x - center) / width
