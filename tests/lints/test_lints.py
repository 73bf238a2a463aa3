"""Lints speak of the pattern, and are silent right beside it."""

import json

import pytest

from speccnn import pipeline
from speccnn.diagnostics.source import Source
from speccnn.lints.bias_before_batch_norm import BiasBeforeBatchNorm
from speccnn.lints.data_do_not_fit import DataDoNotFit
from speccnn.lints.loss_contradicts_output import LossContradictsOutput
from speccnn.lints.metric_without_meaning import MetricWithoutMeaning

CONV = {"type": "Conv2D", "name": "conv", "filters": 4, "kernel_size": 3}
DENSE = {"type": "Dense", "name": "dense", "units": 10}
NORM = {"type": "BatchNormalization", "name": "norm"}


def findings(*layers: object, **keys: object) -> list[object]:
    tables = [{"type": layer} if isinstance(layer, str) else layer for layer in layers]
    spec = {"speccnn": 1, "name": "n", "inputs": {"image": [8, 8, 1]}, "layers": tables} | keys
    found = pipeline.diagnose(Source("a.json", json.dumps(spec).encode()))
    return [diagnostic.finding for diagnostic in found]


@pytest.mark.parametrize(
    "layers",
    [
        (CONV, NORM),
        ({**CONV, "activation": "linear"}, NORM),
        (CONV, {**NORM, "axis": 3}),
        ("Flatten", {**DENSE, "name": "conv"}, NORM),
    ],
)
def test_a_bias_before_batch_norm_is_told(layers: tuple[object, ...]) -> None:
    assert findings(*layers) == [BiasBeforeBatchNorm("conv", "norm")]


@pytest.mark.parametrize(
    "layers",
    [
        ({**CONV, "use_bias": False}, NORM),
        ({**CONV, "activation": "relu"}, NORM),
        (CONV, {**NORM, "axis": 1}),
        (CONV, {**NORM, "trainable": False}),
        (CONV, "ReLU", NORM),
        (CONV, NORM, {"type": "Add", "inputs": ["conv", "norm"]}),
        (NORM,),
    ],
)
def test_a_bias_that_is_not_cancelled_is_not_told(layers: tuple[object, ...]) -> None:
    assert findings(*layers) == []


def test_a_bias_that_is_also_an_output_is_not_told() -> None:
    assert findings(CONV, NORM, outputs=["conv", "norm"]) == []


FOLLOWS = "end in no activation and leave `from_logits` out: it follows from the output"
SPARSE, ONE_HOT, BINARY = (
    "SparseCategoricalCrossentropy",
    "CategoricalCrossentropy",
    "BinaryCrossentropy",
)


@pytest.mark.parametrize(
    ("activation", "loss", "from_logits", "reads"),
    [
        ("softmax", SPARSE, True, "logits"),
        ("softmax", ONE_HOT, True, "logits"),
        ("sigmoid", BINARY, True, "logits"),
        (None, ONE_HOT, False, "probabilities"),
        ("linear", BINARY, False, "probabilities"),
        ("relu", SPARSE, None, "logits or probabilities"),
        ("sigmoid", SPARSE, None, "logits or probabilities"),
        ("softmax", BINARY, None, "logits or probabilities"),
    ],
)
def test_a_loss_that_contradicts_the_output_is_told(
    activation: str | None, loss: str, from_logits: object, reads: str
) -> None:
    table = {"type": loss} | ({} if from_logits is None else {"from_logits": from_logits})
    layer = {**DENSE, "activation": activation} if activation else DENSE
    found = findings("Flatten", layer, training={"loss": table})
    assert found == [LossContradictsOutput(loss, "dense", activation, reads, FOLLOWS)]


@pytest.mark.parametrize(
    ("activation", "loss", "from_logits"),
    [
        ("softmax", SPARSE, None),
        ("softmax", SPARSE, False),
        ("sparsemax", ONE_HOT, None),
        ("sigmoid", BINARY, None),
        (None, SPARSE, None),
        (None, SPARSE, True),
        ("linear", BINARY, True),
        ("relu", "MeanSquaredError", None),
    ],
)
def test_a_loss_that_agrees_with_the_output_is_not_told(
    activation: str | None, loss: str, from_logits: object
) -> None:
    table = {"type": loss} | ({} if from_logits is None else {"from_logits": from_logits})
    layer = {**DENSE, "activation": activation} if activation else DENSE
    assert findings("Flatten", layer, training={"loss": table}) == []


def test_the_activation_is_found_behind_what_only_rearranges() -> None:
    conv = {**CONV, "filters": 1, "activation": "relu"}
    found = findings(conv, "Flatten", training={"loss": "binary_crossentropy"})
    assert [finding.data["activation"] for finding in found] == ["relu"]


@pytest.mark.parametrize(
    ("source", "image", "units", "expected"),
    [
        ("digits", [8, 8, 1], 10, []),
        ("cifar100", [32, 32, 3], 100, []),
        ("mnist", [28, 28, 1], 10, []),
        (
            "digits",
            [28, 28, 1],
            10,
            [DataDoNotFit("input `image`", (28, 28, 1), "digits", (8, 8, 1))],
        ),
        ("cifar10", [32, 32, 3], 9, [DataDoNotFit("output `dense`", (9,), "cifar10", (10,))]),
        (
            "fashion_mnist",
            [28, 28],
            2,
            [
                DataDoNotFit("input `image`", (28, 28), "fashion_mnist", (28, 28, 1)),
                DataDoNotFit("output `dense`", (2,), "fashion_mnist", (10,)),
            ],
        ),
    ],
)
def test_data_that_do_not_fit_are_told(
    source: str, image: list[int], units: int, expected: list[object]
) -> None:
    found = findings(
        "Flatten",
        {**DENSE, "units": units},
        inputs={"image": image},
        data={"source": source},
        training={"loss": "sparse_categorical_crossentropy"},
    )
    assert found == expected


def test_without_training_an_output_may_be_anything() -> None:
    assert findings("Flatten", data={"source": "digits"}) == []


@pytest.mark.parametrize("loss", ["mse", "mae"])
def test_an_accuracy_without_classes_is_told(loss: str) -> None:
    name = {"mse": "MeanSquaredError", "mae": "MeanAbsoluteError"}[loss]
    found = findings("Flatten", training={"loss": loss, "metrics": ["accuracy"]})
    judged = "classes, after a softmax, a sigmoid or a loss of classes"
    assert found == [MetricWithoutMeaning("accuracy", name, judged)]


def test_an_accuracy_of_classes_is_not_told() -> None:
    training = {"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]}
    assert findings("Flatten", training=training) == []
