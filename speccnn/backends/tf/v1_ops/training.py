"""The operations of a training step, under names that everybody finds."""

# pyright: basic, reportMissingImports=false

import tensorflow.compat.v1 as tf


def step_variable() -> tf.Variable:
    """Return the number of steps taken, which `global_step:0` reads."""
    collections = [tf.GraphKeys.GLOBAL_VARIABLES, tf.GraphKeys.GLOBAL_STEP]
    return tf.get_variable(
        "global_step",
        [],
        tf.int64,
        tf.zeros_initializer(),
        trainable=False,
        collections=collections,
        use_resource=False,
    )


def batches_of(shape: tuple[int | None, ...]) -> list[int | None]:
    """Return the shape of any number of examples."""
    return [None, *shape]


def add_scalar(tag: str, value: tf.Tensor) -> None:
    """Let the merged summary hold a number."""
    summary = tf.raw_ops.ScalarSummary(tags=tag, values=value)
    tf.add_to_collection(tf.GraphKeys.SUMMARIES, summary)


def steps_after(step: tf.Tensor, steps: int) -> tf.Tensor:
    """Return how many steps were taken after the first `steps`."""
    return tf.maximum(step - steps, 0)


def warmed_up(
    rate: tf.Tensor, step: tf.Tensor, steps: int, *, initial: float = 0.0
) -> tf.Tensor:
    """Return a rate that first rises from `initial` in a straight line, in `steps`."""
    share = tf.minimum(tf.cast(step, tf.float32) / steps, 1.0)
    return initial + (rate - initial) * share


def loss_operation(loss: tf.Tensor) -> tf.Tensor:
    """Return the loss of a batch together with the penalties of the weights."""
    penalties = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
    loss = tf.add_n([loss, *penalties], name="loss")
    add_scalar("loss", loss)
    return loss


def train_operation(
    loss: tf.Tensor,
    optimizer: tf.train.Optimizer,
    *,
    clipnorm: float | None = None,
    clipvalue: float | None = None,
    global_clipnorm: float | None = None,
) -> tf.Operation:
    """Return what takes one step; it moves the statistics of batch norms as well."""
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        pairs = optimizer.compute_gradients(loss)
        slopes, weights = zip(*[(g, w) for g, w in pairs if g is not None], strict=True)
        if clipnorm is not None:
            slopes = [tf.clip_by_norm(slope, clipnorm) for slope in slopes]
        if clipvalue is not None:
            slopes = [
                tf.clip_by_value(slope, -clipvalue, clipvalue) for slope in slopes
            ]
        if global_clipnorm is not None:
            slopes, _ = tf.clip_by_global_norm(slopes, global_clipnorm)
        step = tf.train.get_or_create_global_step()
        done = optimizer.apply_gradients(zip(slopes, weights, strict=True), step)
    return tf.group(done, name="train_op")
