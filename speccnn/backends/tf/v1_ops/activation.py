"""Functions of one number that `tf.nn` lacks, and layers that learn or set theirs."""

# pyright: basic, reportMissingImports=false

import tensorflow.compat.v1 as tf

from speccnn.backends.tf.v1_ops.variables import Function, weight_variable


def activate(x: tf.Tensor, function: Function, name: str) -> tf.Tensor:
    """Apply a function to every number."""
    with tf.name_scope(name):
        return function(x)


def gelu(x: tf.Tensor) -> tf.Tensor:
    """Return x times the share of the normal distribution below x."""
    return x * 0.5 * (1 + tf.math.erf(x / 2**0.5))


def mish(x: tf.Tensor) -> tf.Tensor:
    """Return x * tanh(log(1 + e^x))."""
    return x * tf.tanh(tf.nn.softplus(x))


def celu(x: tf.Tensor) -> tf.Tensor:
    """Return x where it is positive, and e^x - 1 elsewhere."""
    return tf.maximum(x, 0.0) + tf.math.expm1(tf.minimum(x, 0.0))


def squareplus(x: tf.Tensor) -> tf.Tensor:
    """Return (x + sqrt(x^2 + 4)) / 2."""
    return (x + tf.sqrt(tf.square(x) + 4)) / 2


def hard_sigmoid(x: tf.Tensor) -> tf.Tensor:
    """Return (x + 3) / 6, but at least 0 and at most 1."""
    return tf.nn.relu6(x + 3) / 6


def hard_silu(x: tf.Tensor) -> tf.Tensor:
    """Return x times its hard sigmoid."""
    return x * hard_sigmoid(x)


def hard_tanh(x: tf.Tensor) -> tf.Tensor:
    """Return x, but at least -1 and at most 1."""
    return tf.clip_by_value(x, -1.0, 1.0)


def tanh_shrink(x: tf.Tensor) -> tf.Tensor:
    """Return what tanh takes away."""
    return x - tf.tanh(x)


def hard_shrink(x: tf.Tensor) -> tf.Tensor:
    """Return x, but 0 from -0.5 to 0.5."""
    return tf.where_v2(tf.abs(x) > 0.5, x, 0.0)


def soft_shrink(x: tf.Tensor) -> tf.Tensor:
    """Return x brought nearer to 0 by 0.5, or 0."""
    return tf.sign(x) * tf.nn.relu(tf.abs(x) - 0.5)


def sparse_plus(x: tf.Tensor) -> tf.Tensor:
    """Return 0 up to -1, x from 1 on, and (x + 1)^2 / 4 between."""
    return tf.where_v2(x < 1, tf.square(tf.nn.relu(x + 1)) / 4, x)


def sparse_sigmoid(x: tf.Tensor) -> tf.Tensor:
    """Return (x + 1) / 2, but at least 0 and at most 1."""
    return tf.clip_by_value((x + 1) / 2, 0.0, 1.0)


def sparsemax(x: tf.Tensor) -> tf.Tensor:
    """Return few probabilities, the others 0, as Keras's function of this name does."""
    ordered = tf.sort(x, direction="DESCENDING")
    totals = tf.cumsum(ordered, axis=-1)
    counts = tf.range(1, x.shape[-1] + 1, dtype=x.dtype)
    is_kept = ordered > (totals - 1) / counts
    kept = tf.reduce_sum(tf.cast(is_kept, x.dtype), -1, keepdims=True)
    total = tf.reduce_sum(tf.where_v2(is_kept, totals, 0.0), -1, keepdims=True)
    return tf.nn.relu(x - (total - 1) / kept)


def relu_layer(
    x: tf.Tensor,
    name: str,
    *,
    max_value: float = tf.float32.max,
    negative_slope: float = 0.0,
    threshold: float = 0.0,
) -> tf.Tensor:
    """Keep what is above `threshold`, at most `max_value`; scale what is below."""
    with tf.name_scope(name):
        kept = tf.where_v2(x > threshold, tf.clip_by_value(x, 0.0, max_value), 0.0)
        return kept - negative_slope * tf.nn.relu(threshold - x)


def elu_layer(x: tf.Tensor, name: str, *, alpha: float = 1.0) -> tf.Tensor:
    """Keep what is positive, and `alpha` (e^x - 1) of what is not."""
    with tf.name_scope(name):
        return tf.where_v2(x > 0, x, alpha * tf.nn.elu(x))


def prelu_layer(
    x: tf.Tensor,
    name: str,
    *,
    shared_axes: int | tuple[int, ...] = (),
    **options: object,
) -> tf.Tensor:
    """Keep what is positive, and a learned share `alpha` of what is negative."""
    shared = [shared_axes] if isinstance(shared_axes, int) else shared_axes
    sizes = enumerate(x.shape[1:].as_list(), start=1)
    shape = [1 if axis in shared else size for axis, size in sizes]
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        alpha = weight_variable("alpha", shape, tf.zeros_initializer(), options)
        return tf.nn.relu(x) - alpha * tf.nn.relu(-x)


def softmax_layer(
    x: tf.Tensor, name: str, *, axis: int | tuple[int, ...] = -1
) -> tf.Tensor:
    """Turn the numbers along an axis, or several, into probabilities."""
    with tf.name_scope(name):
        return tf.exp(x - tf.reduce_logsumexp(x, axis, keepdims=True))
