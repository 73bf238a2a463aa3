"""What is said of `[training]` as a whole: at its place, and not right beside it."""

import json

import pytest

from speccnn import Source, diagnose

SPARSE = "sparse_categorical_crossentropy"
WARM = {"type": "CosineDecay", "initial_learning_rate": 0.0, "decay_steps": 9}
STEPS = {"type": "PiecewiseConstantDecay", "boundaries": [1, 2], "values": [0.3, 0.2, 0.1]}
TWO = {
    "outputs": ["kind", "size"],
    "layers": [
        {"type": "Flatten", "name": "flat"},
        {"type": "Dense", "name": "kind", "units": 10},
        {"type": "Dense", "name": "size", "units": 1, "inputs": "flat"},
    ],
}
ENDS = {"kind": SPARSE, "size": "mse"}


def found(training: dict[str, object], units: int = 10, **more: object) -> list[tuple[str, str]]:
    """Return the code and the place of everything that is found in a small classifier."""
    spec = {
        "speccnn": 1,
        "name": "net",
        "inputs": {"image": [8, 8, 1]},
        "layers": [{"type": "Flatten"}, {"type": "Dense", "name": "out", "units": units}],
        "training": {"loss": SPARSE, **training},
        **more,
    }
    diagnostics = diagnose(Source("net.json", json.dumps(spec).encode()))
    return [(it.finding.code, ".".join(map(str, it.path[1:]))) for it in diagnostics]


@pytest.mark.parametrize(
    ("training", "told"),
    [
        ({"loss": "ctc"}, ("L510", "loss")),
        ({"loss": {"type": "CTC"}, "metrics": []}, ("L510", "loss")),
        ({"metrics": [{"type": "Precision", "class_id": 10}]}, ("L511", "metrics.0.class_id")),
        ({"metrics": [{"type": "Recall", "top_k": 11}]}, ("L511", "metrics.0.top_k")),
        (
            {"metrics": ["acc", {"type": "IoU", "target_class_ids": [10]}]},
            ("L511", "metrics.1.target_class_ids"),
        ),
        ({"metrics": [{"type": "MeanIoU", "num_classes": 9}]}, ("L511", "metrics.0.num_classes")),
        ({"loss": {"outs": "mse"}}, ("L512", "loss.outs")),
        ({"metrics": {"o": ["mse"]}}, ("L512", "metrics.o")),
        ({"metrics": ["accuracy", "accuracy"]}, ("L514", "metrics.1")),
        ({"metrics": [{"type": "AUC", "name": "loss"}]}, ("L514", "metrics.0.name")),
        ({"metrics": ["auc", {"type": "AUC", "name": "test_auc"}]}, ("L514", "metrics.1.name")),
        ({"early_stopping": {"monitor": "accuracy"}}, ("L515", "early_stopping.monitor")),
        ({"checkpoint": {"monitor": "val_loss"}}, ("L515", "checkpoint.monitor")),
        (
            {"optimizer": {"type": "Lion", "clipnorm": 1.0, "global_clipnorm": 1.0}},
            ("L516", "optimizer.global_clipnorm"),
        ),
        (
            {"optimizer": {"type": "Lion", "learning_rate": 0.5}, "schedule": STEPS},
            ("L516", "optimizer.learning_rate"),
        ),
        (
            {"optimizer": {"type": "Adam", "ema_overwrite_frequency": 2}},
            ("L517", "optimizer.ema_overwrite_frequency"),
        ),
        ({"optimizer": {"type": "SGD", "nesterov": True}}, ("L517", "optimizer.nesterov")),
        ({"loss_weights": {"out": 2.0}}, ("L517", "loss_weights")),
        ({"checkpoint": {"mode": "max"}}, ("L517", "checkpoint.mode")),
        ({"schedule": WARM}, ("L519", "schedule.initial_learning_rate")),
        ({"schedule": {**STEPS, "boundaries": [2, 2]}}, ("L519", "schedule.boundaries")),
        (
            {"optimizer": {"type": "SGD", "learning_rate": {**STEPS, "values": [1, 2]}}},
            ("L519", "optimizer.learning_rate.values"),
        ),
    ],
)
def test_a_mistake_is_told_at_its_place(training: dict[str, object], told: tuple[str, str]) -> None:
    assert found(training) == [told]


@pytest.mark.parametrize(
    "training",
    [
        {"metrics": [{"type": "Precision", "class_id": 9}, {"type": "Recall", "top_k": 10}]},
        {"metrics": [{"type": "MeanIoU", "num_classes": 10}, "mean_squared_error"]},
        {"loss": {"out": SPARSE}, "metrics": {"out": ["acc", "accuracy"]}},
        {"early_stopping": {"monitor": "test_accuracy"}, "metrics": ["accuracy"]},
        {"checkpoint": {"monitor": "test_loss", "mode": "max"}},
        {"optimizer": {"type": "Lion", "learning_rate": 0.001}, "schedule": STEPS},
        {"optimizer": {"type": "SGD", "nesterov": True, "momentum": 0.5, "clipvalue": 1.0}},
        {"optimizer": {"type": "Adam", "use_ema": True, "ema_overwrite_frequency": 2}},
        {"schedule": {**WARM, "warmup_target": 0.1, "warmup_steps": 3}},
    ],
)
def test_what_is_meant_is_not_told(training: dict[str, object]) -> None:
    assert found(training) == []


def test_a_softmax_over_one_number_is_told() -> None:
    assert found({"loss": "categorical_crossentropy"}, units=1) == [("L510", "loss")]
    assert found({"loss": "binary_crossentropy"}, units=1) == []


@pytest.mark.parametrize(
    ("training", "told"),
    [
        ({"loss": ENDS}, []),
        ({"loss": ENDS, "early_stopping": {"monitor": "test_kind_loss"}}, []),
        (
            {"loss": ENDS, "early_stopping": {"monitor": "test_kind"}},
            [("L515", "early_stopping.monitor")],
        ),
        (
            {"loss": ENDS, "metrics": {"kind": ["accuracy"], "size": ["accuracy"]}},
            [("L504", "metrics.size.0")],
        ),
        ({"loss": ENDS, "metrics": ["mae"]}, []),
        ({"loss": SPARSE}, [("L510", "loss")]),
        ({"loss": {"kind": SPARSE}, "metrics": {"size": ["mae"]}}, [("L513", "metrics.size")]),
        ({"loss": {"kind": SPARSE}, "loss_weights": {"size": 1}}, [("L513", "loss_weights.size")]),
        ({"loss": {"kind": "dice", "size": "mse"}}, [("L502", "loss.kind")]),
        ({"loss": {"kind": {"type": SPARSE}}}, [("V202", "loss.kind.type")]),
        ({"loss": {"kind": {"type": "Huber", "detla": 1}}}, [("V201", "loss.kind.detla")]),
        (
            {"loss": ENDS, "metrics": {"kind": [{"type": "AUC", "curv": "PR"}]}},
            [("V201", "metrics.kind.0.curv")],
        ),
    ],
)
def test_several_outputs_are_told_apart(
    training: dict[str, object], told: list[tuple[str, str]]
) -> None:
    assert found(training, **TWO) == told


def test_a_schedule_that_outlasts_training_is_told_where_the_examples_are_known() -> None:
    long = {"type": "PolynomialDecay", "initial_learning_rate": 0.1, "decay_steps": 46}
    digits = {"data": {"source": "digits"}}
    assert found({"schedule": long}, **digits) == [("L518", "schedule")]
    assert found({"schedule": {**long, "decay_steps": 45}}, **digits) == []
    assert found({"schedule": {**long, "cycle": True}}, **digits) == []
    assert found({"schedule": long}) == []
