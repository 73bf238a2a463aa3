"""What training makes small, as means over a batch, and how often answers are right."""

# pyright: basic, reportMissingImports=false

import tensorflow.compat.v1 as tf

SMALLEST = 1e-7


def logits_of(outputs: tf.Tensor) -> tf.Tensor:
    """Return what a softmax or sigmoid was taken of; its logarithm has fewer digits."""
    if outputs.op.type in {"Softmax", "Sigmoid"}:
        return outputs.op.inputs[0]
    return tf.log(tf.clip_by_value(outputs, SMALLEST, 1 - SMALLEST))


def sparse_categorical_crossentropy(
    labels: tf.Tensor, outputs: tf.Tensor, *, from_logits: bool = False
) -> tf.Tensor:
    """Return minus the logarithm of the true class's probability, from its number."""
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
        labels=labels, logits=outputs if from_logits else logits_of(outputs)
    )
    return tf.reduce_mean(losses)


def categorical_crossentropy(
    labels: tf.Tensor,
    outputs: tf.Tensor,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
) -> tf.Tensor:
    """Return minus the logarithm of the true class's probability, from one-hot rows."""
    classes = outputs.shape[-1]
    smooth = labels * (1 - label_smoothing) + label_smoothing / classes
    losses = tf.nn.softmax_cross_entropy_with_logits_v2(
        labels=smooth, logits=outputs if from_logits else logits_of(outputs)
    )
    return tf.reduce_mean(losses)


def binary_crossentropy(
    labels: tf.Tensor,
    outputs: tf.Tensor,
    *,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
) -> tf.Tensor:
    """Return minus the logarithm of the probability of the truth, output by output."""
    smooth = labels * (1 - label_smoothing) + label_smoothing / 2
    if not from_logits and outputs.op.type != "Sigmoid":
        shares = tf.clip_by_value(outputs, SMALLEST, 1 - SMALLEST)
        right, wrong = smooth * tf.log(shares), (1 - smooth) * tf.log(1 - shares)
        return -tf.reduce_mean(right + wrong)
    losses = tf.nn.sigmoid_cross_entropy_with_logits(
        labels=smooth, logits=outputs if from_logits else logits_of(outputs)
    )
    return tf.reduce_mean(losses)


def mean_squared_error(labels: tf.Tensor, outputs: tf.Tensor) -> tf.Tensor:
    """Return the mean of the squared differences."""
    return tf.reduce_mean(tf.squared_difference(outputs, labels))


def mean_absolute_error(labels: tf.Tensor, outputs: tf.Tensor) -> tf.Tensor:
    """Return the mean of the absolute differences."""
    return tf.reduce_mean(tf.abs(outputs - labels))


def huber(labels: tf.Tensor, outputs: tf.Tensor, *, delta: float = 1.0) -> tf.Tensor:
    """Return half the squared differences up to `delta`, and a straight line beyond."""
    far = tf.abs(outputs - labels)
    near = tf.minimum(far, delta)
    return tf.reduce_mean(0.5 * near**2 + delta * (far - near))


def sparse_accuracy(labels: tf.Tensor, outputs: tf.Tensor) -> tf.Tensor:
    """Return how often the largest output is the true class, by its number."""
    answers = tf.argmax(outputs, axis=-1, output_type=labels.dtype)
    return tf.reduce_mean(tf.cast(tf.equal(answers, labels), tf.float32))


def categorical_accuracy(labels: tf.Tensor, outputs: tf.Tensor) -> tf.Tensor:
    """Return how often the largest output is the true class, a one-hot row."""
    return sparse_accuracy(tf.argmax(labels, axis=-1), outputs)


def sparse_top_k_accuracy(
    labels: tf.Tensor, outputs: tf.Tensor, *, k: int = 5
) -> tf.Tensor:
    """Return how often the true class, by its number, is among the `k` largest."""
    rows = tf.reshape(outputs, [-1, outputs.shape[-1]])
    found = tf.nn.in_top_k(rows, tf.reshape(labels, [-1]), k)
    return tf.reduce_mean(tf.cast(found, tf.float32))


def top_k_accuracy(labels: tf.Tensor, outputs: tf.Tensor, *, k: int = 5) -> tf.Tensor:
    """Return how often the true class, a one-hot row, is among the `k` largest."""
    return sparse_top_k_accuracy(tf.argmax(labels, axis=-1), outputs, k=k)


def binary_accuracy(
    labels: tf.Tensor, outputs: tf.Tensor, *, threshold: float = 0.5
) -> tf.Tensor:
    """Return how often an output is on the side of the threshold that the truth is."""
    answers = tf.cast(outputs > threshold, tf.float32)
    return tf.reduce_mean(tf.cast(tf.equal(answers, labels), tf.float32))
