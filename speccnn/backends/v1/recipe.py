"""From Keras's losses, metrics, optimizers and schedules to those of `tf.compat.v1`."""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar, final

from speccnn.backends.v1.translate import InexpressibleError
from speccnn.calls import Call, Reference, Value
from speccnn.training.base import Schedule

T = TypeVar("T")

LOSSES = {
    "SparseCategoricalCrossentropy": "sparse_categorical_crossentropy",
    "CategoricalCrossentropy": "categorical_crossentropy",
    "BinaryCrossentropy": "binary_crossentropy",
    "MeanSquaredError": "mean_squared_error",
    "MeanAbsoluteError": "mean_absolute_error",
    "Huber": "huber",
}
METRICS = {
    "SparseCategoricalAccuracy": "sparse_accuracy",
    "CategoricalAccuracy": "categorical_accuracy",
    "BinaryAccuracy": "binary_accuracy",
    "SparseTopKCategoricalAccuracy": "sparse_top_k_accuracy",
    "TopKCategoricalAccuracy": "top_k_accuracy",
    "MeanSquaredError": "mean_squared_error",
    "MeanAbsoluteError": "mean_absolute_error",
}
CLIPS = ("clipnorm", "clipvalue", "global_clipnorm")
STEP = Reference("global_step")
RATE = Reference("learning_rate")


@final
class Kind(NamedTuple):
    """What a Keras class is called here, its arguments' names, and Keras's other defaults."""

    name: str
    arguments: Mapping[str, str]
    defaults: Mapping[str, Value] = {}


OPTIMIZERS = {
    "SGD": Kind("tf.train.GradientDescentOptimizer", {}),
    "Momentum": Kind(
        "tf.train.MomentumOptimizer", {"momentum": "momentum", "nesterov": "use_nesterov"}
    ),
    "Adam": Kind(
        "tf.train.AdamOptimizer",
        {"beta_1": "beta1", "beta_2": "beta2", "epsilon": "epsilon"},
        {"epsilon": 1e-07},
    ),
    "RMSprop": Kind(
        "tf.train.RMSPropOptimizer",
        {"rho": "decay", "momentum": "momentum", "epsilon": "epsilon", "centered": "centered"},
        {"epsilon": 1e-07},
    ),
    "Adagrad": Kind(
        "tf.train.AdagradOptimizer", {"initial_accumulator_value": "initial_accumulator_value"}
    ),
    "Adadelta": Kind(
        "tf.train.AdadeltaOptimizer", {"rho": "rho", "epsilon": "epsilon"}, {"epsilon": 1e-07}
    ),
}
DECAYS = {"decay_steps": "decay_steps", "decay_rate": "decay_rate", "staircase": "staircase"}
SCHEDULES = {
    "ExponentialDecay": Kind("tf.train.exponential_decay", DECAYS),
    "InverseTimeDecay": Kind("tf.train.inverse_time_decay", DECAYS),
    "PolynomialDecay": Kind(
        "tf.train.polynomial_decay",
        {name: name for name in ("decay_steps", "end_learning_rate", "power", "cycle")},
    ),
    "CosineDecay": Kind("tf.train.cosine_decay", {"decay_steps": "decay_steps", "alpha": "alpha"}),
}


def loss_call(call: Call, labels: Reference, outputs: Reference) -> Call:
    """Return the call that gives the loss of a batch.

    Raise `InexpressibleError` for a loss that has no counterpart, as those below do.
    """
    if "ignore_class" in call.kwargs:
        raise InexpressibleError(f"{_kind(call)} with ignore_class")
    return Call(_found(LOSSES, call), (labels, outputs), call.kwargs)


def metric_call(call: Call, labels: Value, outputs: Value) -> Call:
    """Return the call that gives a metric of a batch."""
    kwargs = {name: value for name, value in call.kwargs.items() if name != "name"}
    return Call(_found(METRICS, call), (labels, outputs), kwargs)


def optimizer_call(call: Call) -> Call:
    """Return the call that makes an optimizer, without what clips gradients."""
    kind = _kind(call)
    given = {name: value for name, value in call.kwargs.items() if name not in CLIPS}
    if kind == "SGD" and given.get("momentum"):
        kind = "Momentum"
    return _renamed(_found(OPTIMIZERS, Call(kind)), given, call, "learning_rate")


def clips(call: Call) -> dict[str, Value]:
    """Return the arguments of an optimizer that clip gradients."""
    return {name: value for name, value in call.kwargs.items() if name in CLIPS}


def rate_call(rate: Schedule) -> Value:
    """Return what computes the learning rate from the step; `learning_rate` leads it."""
    made = rate.lower(RATE)
    target = made.kwargs.get("warmup_target") if isinstance(made, Call) else None
    initial: Value = 0.0
    if isinstance(made, Call) and _kind(made) == "CosineDecay":
        others = {it: value for it, value in made.kwargs.items() if not it.startswith("warmup")}
        if target is None:
            return _decayed(Call(made.target, (), others), rate, STEP)
        initial = others["initial_learning_rate"]
        made = Call(made.target, (), {**others, "initial_learning_rate": target})
    if not rate.warmup_steps:
        return _decayed(made, rate, STEP)
    steps: Value = rate.warmup_steps
    after = _decayed(made, rate, Call("steps_after", (STEP, steps)))
    more: dict[str, Value] = {"initial": initial} if initial else {}
    return Call("warmed_up", (after, STEP, steps), more)


def _decayed(made: Value, rate: Schedule, step: Value) -> Value:
    """Return the rate that a schedule has in a step, without warm-up."""
    if not isinstance(made, Call):
        return made
    if _kind(made) == "PiecewiseConstantDecay":
        values = {name: made.kwargs[name] for name in ("boundaries", "values")}
        return Call("tf.train.piecewise_constant", (step,), values)
    lowered = _renamed(_found(SCHEDULES, made), dict(made.kwargs), made, rate.leads)
    others = {name: value for name, value in lowered.kwargs.items() if name != rate.leads}
    return Call(lowered.target, (lowered.kwargs[rate.leads], step), others)


def _renamed(kind: Kind, given: Mapping[str, Value], call: Call, kept: str) -> Call:
    """Return a call with its arguments in their names here, `kept` among them as it is."""
    names = {**kind.arguments, kept: kept}
    unknown = [name for name in given if name not in names]
    if unknown:
        raise InexpressibleError(f"{_kind(call)} with {unknown[0]}")
    renamed = {names[name]: value for name, value in given.items()}
    return Call(
        kind.name, (), {**renamed, **{k: v for k, v in kind.defaults.items() if k not in renamed}}
    )


def _found(table: Mapping[str, T], call: Call) -> T:
    kind = _kind(call)
    if kind not in table:
        raise InexpressibleError(kind)
    return table[kind]


def _kind(call: Call) -> str:
    return call.target.rpartition(".")[2]
