"""What a weight is before training, and what it costs, in the words of `tf.compat.v1`."""

from speccnn.calls import Call, Value

NAMES = {
    "zeros": "Zeros",
    "ones": "Ones",
    "random_normal": "RandomNormal",
    "truncated_normal": "TruncatedNormal",
    "random_uniform": "RandomUniform",
    "variance_scaling": "VarianceScaling",
    "glorot_normal": "GlorotNormal",
    "glorot_uniform": "GlorotUniform",
    "he_normal": "HeNormal",
    "he_uniform": "HeUniform",
    "lecun_normal": "LecunNormal",
    "lecun_uniform": "LecunUniform",
    "orthogonal": "Orthogonal",
}
INITIALIZERS: dict[str, tuple[str, dict[str, Value]]] = {
    "Zeros": ("tf.zeros_initializer", {}),
    "Ones": ("tf.ones_initializer", {}),
    "Constant": ("tf.constant_initializer", {"value": 0.0}),
    "RandomNormal": ("tf.random_normal_initializer", {"mean": 0.0, "stddev": 0.05}),
    "TruncatedNormal": ("tf.truncated_normal_initializer", {"mean": 0.0, "stddev": 0.05}),
    "RandomUniform": ("tf.random_uniform_initializer", {"minval": -0.05, "maxval": 0.05}),
    "VarianceScaling": ("tf.variance_scaling_initializer", {}),
    "GlorotNormal": ("tf.glorot_normal_initializer", {}),
    "GlorotUniform": ("tf.glorot_uniform_initializer", {}),
    "HeNormal": ("tf.initializers.he_normal", {}),
    "HeUniform": ("tf.initializers.he_uniform", {}),
    "LecunNormal": ("tf.initializers.lecun_normal", {}),
    "LecunUniform": ("tf.initializers.lecun_uniform", {}),
    "Orthogonal": ("tf.orthogonal_initializer", {}),
}


def initializer(value: Value) -> Call:
    """Return the initializer that a Keras name or call means, with Keras's defaults."""
    kind, given = _told(value)
    name, defaults = INITIALIZERS[NAMES.get(kind, kind)]
    return Call(name, (), {**defaults, **given})


def regularizer(value: Value) -> Call:
    """Return the penalty that a Keras name or call means, with Keras's defaults."""
    kind, given = _told(value)
    match kind.lower():
        case "l1":
            return Call("l1_penalty", (given.get("l1", 0.01),))
        case "l2":
            return Call("l2_penalty", (given.get("l2", 0.01),))
        case _:
            return Call("l1_l2_penalty", (given.get("l1", 0.0), given.get("l2", 0.0)))


def _told(value: Value) -> tuple[str, dict[str, Value]]:
    """Return the name of a Keras class or function, and its arguments."""
    match value:
        case Call():
            return value.target.rpartition(".")[2], dict(value.kwargs)
        case str():
            return value, {}
        case _:
            raise AssertionError(f"{value!r} names no initializer or regularizer")
