"""Weights in variable scopes, with their histograms, and their penalties."""

# pyright: basic, reportMissingImports=false

from collections.abc import Callable

import tensorflow.compat.v1 as tf

Function = Callable[[tf.Tensor], tf.Tensor]


def weight_variable(
    name: str, shape: list[int], initializer: object, options: dict[str, object]
) -> tf.Variable:
    """Return the variable `name` of the current scope; a new one gets a histogram.

    `options` are those of the layer: `trainable`, and for each weight that is not as
    usual its initializer and regularizer, such as `kernel_regularizer`.
    """
    known = {variable.op.name for variable in tf.global_variables()}
    collections = [tf.GraphKeys.GLOBAL_VARIABLES, tf.GraphKeys.MODEL_VARIABLES]
    variable = tf.get_variable(
        name,
        shape,
        initializer=options.get(f"{name}_initializer", initializer),
        regularizer=options.get(f"{name}_regularizer"),
        trainable=options.get("trainable", True),
        collections=collections,
        use_resource=True,
    )
    if variable.op.name not in known:
        tag = variable.op.name
        histogram = tf.raw_ops.HistogramSummary(tag=tag, values=variable)
        tf.add_to_collection(tf.GraphKeys.SUMMARIES, histogram)
    return variable


def statistic_variable(
    name: str, shape: list[int], initializer: object, options: dict[str, object]
) -> tf.Variable:
    """Return a variable that is counted, not learned."""
    return weight_variable(name, shape, initializer, {**options, "trainable": False})


def l1_penalty(share: float) -> Function:
    """Return what takes a weight to `share` times the sum of its absolute numbers."""
    return lambda weight: share * tf.reduce_sum(tf.abs(weight))


def l2_penalty(share: float) -> Function:
    """Return what takes a weight to `share` times the sum of its squares."""
    return lambda weight: share * tf.reduce_sum(tf.square(weight))


def l1_l2_penalty(l1: float, l2: float) -> Function:
    """Return what takes a weight to the sum of both penalties."""
    return lambda weight: l1_penalty(l1)(weight) + l2_penalty(l2)(weight)
