"""What a spec says of training is what Keras makes of the same words, in both directions."""

import inspect
import math
import warnings
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import ValidationError

from speccnn.calls import Call
from speccnn.closed import Bounds, Closed
from speccnn.described import Kinds
from speccnn.training.base import Loss, Metric, Optimizer, Schedule
from speccnn.training.kinds import LOSSES, METRICS, OPTIMIZERS, SCHEDULES

keras = pytest.importorskip("keras")

from speccnn.backends.tf.build import evaluate  # noqa: E402

# Keys of Keras's constructors that a spec does not have, with the reason.
LEFT_OUT = {
    "name": "a script names what it makes",
    "dtype": "the precision is that of training",
    "reduction": "the loss of a batch is its mean, by which epochs are weighed",
    "loss_scale_factor": "the precision of training sets it",
    "kwargs": "no constructor takes more than its keys",
    "from_logits": "it follows from the output",
}
LEFT_OUT_OF = {
    ("losses", "axis"): "classes are on the last axis, as channels are",
    ("metrics", "axis"): "as of losses",
    ("metrics", "sparse_y_true"): "it follows from the loss",
    ("metrics", "sparse_y_pred"): "outputs are rows",
    ("metrics", "num_labels"): "it follows from the output",
    ("metrics", "label_weights"): "an area is that of all labels alike",
    ("metrics", "from_sorted_ids"): "outputs are scores, not sorted class numbers",
    ("optimizers", "exclude_layers"): "patterns over names would be text that becomes code",
    ("optimizers", "exclude_embeddings"): "no layer is an embedding",
}
# Classes of Keras that a spec cannot name, with the reason.
NOT_KINDS = {
    "optimizers": {
        "Optimizer": "the base of all",
        "LossScaleOptimizer": "mixed precision makes it",
        "MultiOptimizer": "one optimizer trains all weights",
        "OptimizerMap": "as MultiOptimizer",
    },
    "losses": {"Loss": "the base of all"},
    "metrics": {
        "Metric": "the base of all",
        "Mean": "measures one number, not truth and answer",
        "Sum": "as Mean",
        "MeanMetricWrapper": "wraps a function",
    },
    "schedules": {"LearningRateSchedule": "the base of all"},
}
OURS = {"metrics": {"Crossentropy"}, "schedules": {"Constant"}}
# What stands for another kind, or for a number.
SETTLED = {"Accuracy", "Crossentropy", "Constant"}
OTHER_DEFAULTS = {
    ("F1Score", "average"): "a score for each class is no number for the history",
    ("FBetaScore", "average"): "as of F1Score",
}
TABLES = {
    "optimizers": (OPTIMIZERS, keras.optimizers),
    "losses": (LOSSES, keras.losses),
    "metrics": (METRICS, keras.metrics),
    "schedules": (SCHEDULES, keras.optimizers.schedules),
}
KINDS = [(family, kind) for family, (table, _) in TABLES.items() for kind in table]
SHAPE = (4,)
MOST = 50
UNIONS = (Union, UnionType)
Values = st.SearchStrategy[object]


def model_of(family: str, kind: str) -> type[Closed]:
    return Kinds("Any", TABLES[family][0]).model(kind)


@pytest.mark.parametrize("family", TABLES)
def test_every_class_of_keras_is_a_kind_or_the_list_says_why(family: str) -> None:
    table, module = TABLES[family]
    theirs = {name for name in dir(module) if inspect.isclass(getattr(module, name))}
    assert theirs - set(table) == set(NOT_KINDS[family])
    assert set(table) - theirs == OURS.get(family, set())


@pytest.mark.parametrize(("family", "kind"), KINDS)
def test_keys_and_defaults_are_those_of_keras(family: str, kind: str) -> None:
    if kind in SETTLED:
        return
    model = model_of(family, kind)
    ours, written = model.fields(), model.written_defaults
    theirs = inspect.signature(getattr(TABLES[family][1], kind).__init__).parameters
    left_out = LEFT_OUT.keys() | {key for of, key in LEFT_OUT_OF if of == family}
    for key, parameter in theirs.items():
        if key == "self" or key in left_out - (ours.keys() - {"name", "from_logits"}):
            continue
        default = written.get(key, ours[key].default)
        if parameter.default is not parameter.empty and (kind, key) not in OTHER_DEFAULTS:
            assert default == parameter.default, key
    assert ours.keys() - theirs.keys() <= {"type", "name", "warmup_steps", "num_classes"}


def values(annotation: object, limits: dict[str, float] | None = None) -> Values:
    """Return values that a field of this type may hold, written as in a spec."""
    origin, parts, limits = get_origin(annotation), get_args(annotation), limits or {}
    if origin is Annotated:
        marks = [part for part in parts if isinstance(part, Bounds)]
        return values(parts[0], {name: to for mark in marks for name, to in mark.limits.items()})
    low, high = limits.get("ge", limits.get("gt")), limits.get("le", limits.get("lt"))
    match origin or annotation:
        case form if form is bool:
            return st.booleans()
        case form if form is int:
            return st.integers(int(low or 0), min(int(high or MOST), MOST))
        case form if form is float:
            ends = (-4 if low is None else low, 4 if high is None else high)
            outside = {"exclude_min": "gt" in limits, "exclude_max": "lt" in limits}
            return st.floats(*ends, **outside, allow_subnormal=False, width=32)
        case form if form is Literal:
            return st.sampled_from(parts)
        case form if form is tuple:
            least = int(limits.get("min_length", 0))
            return st.lists(values(parts[0]), min_size=least, max_size=least + 2)
        case form:
            assert form in UNIONS, annotation
            return st.none() | values(next(part for part in parts if part is not type(None)))


def tables(family: str, kind: str) -> st.SearchStrategy[dict[str, object]]:
    fields = model_of(family, kind).fields()
    known = {
        key: values(field.annotation)
        for key, field in fields.items()
        if key not in {"type", "name", "learning_rate", "from_logits", "num_classes"}
    }
    needed = {key: known.pop(key) for key in list(known) if fields[key].is_required}
    return st.fixed_dictionaries(needed, optional=known).map(lambda table: {"type": kind, **table})


def lowered(model: type[Closed], table: dict[str, object]) -> tuple[Call, Closed]:
    made = model.model_validate(table)
    match made:
        case Optimizer():
            return made.lower(0.25), made
        case Schedule():
            call = made.lower(made.rate)
            assert isinstance(call, Call)
            return call, made
        case Loss():
            return made.lower(None), made
        case Metric():
            return made.lower("measured", SHAPE, logits=False), made
    raise AssertionError(model)


def contradicts(made: Closed) -> bool:
    """Whether a lint refuses what the table alone allows."""
    match made:
        case Optimizer():
            clips = (made.clipnorm, made.clipvalue, made.global_clipnorm)
            return sum(clip is not None for clip in clips) > 1
        case Schedule():
            return made.contradiction() is not None
        case Loss():
            return made.misfit(SHAPE) is not None
        case Metric():
            return made.misfit(SHAPE) is not None
    raise AssertionError(made)


@pytest.mark.parametrize(("family", "kind"), [pair for pair in KINDS if pair[1] not in SETTLED])
@settings(max_examples=25)
@given(data=st.data())
def test_keras_makes_what_a_table_says(family: str, kind: str, data: st.DataObject) -> None:
    table = data.draw(tables(family, kind))
    call, made = lowered(model_of(family, kind), table)
    if contradicts(made):
        return
    live = built(call)
    config = {**getattr(live, "_fn_kwargs", {}), **live.get_config()}
    for key, value in table.items():
        is_ours = family == "schedules" and key == "warmup_steps" and kind != "CosineDecay"
        is_idle = key == "num_thresholds" and table.get("thresholds") is not None
        if key != "type" and not is_ours and not is_idle:
            assert same(config.get(key), value), key


def built(call: Call) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return evaluate(call)


def same(theirs: object, ours: object) -> bool:
    match theirs, ours:
        case (list() | tuple(), list()):
            return all(any(same(their, our) for their in theirs) for our in ours)
        case (int() | None, list()):
            return {theirs} == set(ours)
        case (float() | int(), float() | int()):
            return math.isclose(theirs, ours, rel_tol=1e-6)
        case _:
            return theirs == ours


# What a spec refuses although Keras does not look: out of these ranges nothing is learned.
REFUSED = {
    "learning_rate": "steps of size 0, or uphill",
    "initial_learning_rate": "as `learning_rate`",
    "end_learning_rate": "as `learning_rate`",
    "warmup_target": "as `learning_rate`",
    "values": "as `learning_rate`",
    "decay_rate": "as `learning_rate`, after the first steps",
    "epsilon": "may divide by 0",
    "epsilon_1": "may divide by 0",
    "epsilon_2": "may divide by 0",
    "clipnorm": "clips all away; Keras takes 0 for none",
    "clipvalue": "as `clipnorm`",
    "global_clipnorm": "as `clipnorm`",
    "clip_threshold": "clips all away",
    "weight_decay": "makes weights grow",
    "adam_weight_decay": "as `weight_decay`",
    "rho": "no share of what was",
    "momentum": "no share of what was",
    "beta_1": "no share of what was",
    "beta_2": "no share of what was",
    "adam_beta_1": "no share of what was",
    "adam_beta_2": "no share of what was",
    "beta_2_decay": "no share of what was",
    "ema_momentum": "checked by Keras only with `use_ema`",
    "ema_overwrite_frequency": "checked by Keras only with `use_ema`",
    "initial_accumulator_value": "a root of what is negative",
    "beta": "a root of what is negative",
    "adam_lr_ratio": "as `learning_rate`",
    "ns_steps": "no step",
    "rms_rate": "as `learning_rate`",
    "warmup_steps": "no number of steps",
    "boundaries": "no number of steps",
    "power": "a rate that rises without bound",
    "alpha": "no weight",
    "gamma": "no weight",
    "delta": "no distance",
    "label_smoothing": "no share of the labels",
    "ignore_class": "no class",
    "axis": "no axis",
    "margin": "no share",
    "k": "no number of classes",
    "top_k": "no number of classes",
    "class_id": "no class",
    "threshold": "no probability",
    "thresholds": "no probability",
    "t_mul": "periods that come to nothing",
    "m_mul": "as `learning_rate`",
    "target_class_ids": "no class",
}


def outside(annotation: object) -> list[object]:
    """Return values just outside of a field's range."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        limits = {
            k: v for part in parts if isinstance(part, Bounds) for k, v in part.limits.items()
        }
        if get_origin(parts[0]) is tuple:
            return [[value] for value in outside(get_args(parts[0])[0])]
        step = {"ge": -1, "gt": 0, "le": 1, "lt": 0}
        return [limits[name] + step[name] for name in step if limits.get(name, LARGE) < LARGE]
    return [value for part in parts for value in outside(part)] if origin in UNIONS else []


LARGE = 1e5


def test_what_is_refused_keras_refuses_or_the_list_says_why() -> None:
    accepted = set[str]()
    for family, kind in KINDS:
        if kind in SETTLED:
            continue
        model = model_of(family, kind)
        table = {"type": kind, **REQUIRED.get(kind, {})}
        for key, field in model.fields().items():
            for value in outside(field.annotation) if key != "learning_rate" else [0.0, -1.0]:
                many = [value[0]] * len(table.get(key, [0])) if isinstance(value, list) else value
                with pytest.raises(ValidationError):
                    model.model_validate({**table, key: many})
                if takes(lowered(model, table)[0], key, many):
                    accepted.add(key)
    assert accepted == REFUSED.keys()


def takes(call: Call, key: str, value: object) -> bool:
    try:
        built(Call(call.target, call.args, {**call.kwargs, key: value}))
    except (ValueError, TypeError, IndexError):
        return False
    return True


REQUIRED: dict[str, dict[str, object]] = {
    "ExponentialDecay": {"initial_learning_rate": 0.1, "decay_steps": 9, "decay_rate": 0.5},
    "InverseTimeDecay": {"initial_learning_rate": 0.1, "decay_steps": 9, "decay_rate": 0.5},
    "PiecewiseConstantDecay": {"boundaries": [1, 2], "values": [0.3, 0.2, 0.1]},
    "PolynomialDecay": {"initial_learning_rate": 0.1, "decay_steps": 9},
    "CosineDecay": {"initial_learning_rate": 0.1, "decay_steps": 9},
    "CosineDecayRestarts": {"initial_learning_rate": 0.1, "first_decay_steps": 9},
    "PrecisionAtRecall": {"recall": 0.5},
    "RecallAtPrecision": {"precision": 0.5},
    "SensitivityAtSpecificity": {"specificity": 0.5},
    "SpecificityAtSensitivity": {"sensitivity": 0.5},
    "F1Score": {"average": "macro"},
    "FBetaScore": {"average": "macro"},
    "IoU": {"target_class_ids": [0]},
    "OneHotIoU": {"target_class_ids": [0]},
}
