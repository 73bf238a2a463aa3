"""The functions of `tf.compat.v1`, or our own, that activations are."""

from speccnn.calls import Reference, Value

FUNCTIONS = {
    "linear": "tf.identity",
    "relu": "tf.nn.relu",
    "relu6": "tf.nn.relu6",
    "leaky_relu": "tf.nn.leaky_relu",
    "elu": "tf.nn.elu",
    "celu": "celu",
    "selu": "tf.nn.selu",
    "gelu": "gelu",
    "silu": "tf.nn.silu",
    "swish": "tf.nn.silu",
    "mish": "mish",
    "softplus": "tf.nn.softplus",
    "softsign": "tf.nn.softsign",
    "squareplus": "squareplus",
    "exponential": "tf.exp",
    "sigmoid": "tf.sigmoid",
    "hard_sigmoid": "hard_sigmoid",
    "log_sigmoid": "tf.log_sigmoid",
    "sparse_sigmoid": "sparse_sigmoid",
    "tanh": "tf.tanh",
    "hard_tanh": "hard_tanh",
    "tanh_shrink": "tanh_shrink",
    "hard_silu": "hard_silu",
    "hard_swish": "hard_silu",
    "hard_shrink": "hard_shrink",
    "soft_shrink": "soft_shrink",
    "sparse_plus": "sparse_plus",
    "softmax": "tf.nn.softmax",
    "log_softmax": "tf.nn.log_softmax",
    "sparsemax": "sparsemax",
}


def function_of(activation: Value) -> Reference:
    """Return the function that a Keras name means."""
    assert isinstance(activation, str), "an activation is written as its name"
    return Reference(FUNCTIONS[activation])
