"""Lints speak of the pattern, and are silent right beside it."""

import json

import pytest

from speccnn import pipeline
from speccnn.diagnostics.source import Source
from speccnn.layers.findings import WrongRank
from speccnn.lints.augmentation_of_other_range import AugmentationOfOtherRange
from speccnn.lints.bias_before_batch_norm import BiasBeforeBatchNorm
from speccnn.lints.class_weights_do_not_fit import ClassWeightsDoNotFit
from speccnn.lints.data_do_not_fit import DataDoNotFit, ImagesDoNotFit
from speccnn.lints.loss_contradicts_output import LossContradictsOutput
from speccnn.lints.metric_without_meaning import MetricWithoutMeaning
from speccnn.lints.scale_does_not_fit import ScaleDoesNotFit

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
    found = findings("Flatten", DENSE, training={"loss": loss, "metrics": ["accuracy"]})
    judged = "classes, after a softmax, a sigmoid or a loss of classes"
    assert found == [MetricWithoutMeaning("accuracy", name, judged)]


def test_an_accuracy_of_classes_is_not_told() -> None:
    training = {"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]}
    assert findings("Flatten", DENSE, training=training) == []


CROSSENTROPY = {"loss": "sparse_categorical_crossentropy"}
TWO = {"source": "folder", "classes": ["a", "b"]}
FLOATS = {"feature": "y", "type": "float32"}
BRIGHTNESS = {"type": "RandomBrightness", "factor": 0.1}


@pytest.mark.parametrize(
    ("data", "units", "loss", "expected"),
    [
        ({"source": "csv", "features": list("abcd")}, 3, SPARSE, "input `image`"),
        ({"source": "csv", "features": [f"p{n}" for n in range(64)]}, 3, SPARSE, None),
        ({"source": "csv", "classes": ["a", "b"]}, 3, SPARSE, "output `dense`"),
        ({"source": "npz", "classes": 3}, 3, SPARSE, None),
        ({"source": "idx", "classes": 4}, 3, SPARSE, "output `dense`"),
        ({"source": "tfds", "name": "a", "classes": 4}, 3, SPARSE, "output `dense`"),
        (TWO, 2, SPARSE, None),
        (TWO, 1, BINARY, None),
        (TWO, 1, SPARSE, "output `dense`"),
        ({"source": "tfrecord", "classes": 2}, 3, ONE_HOT, "output `dense`"),
    ],
)
def test_what_a_source_says_of_itself_is_compared(
    data: dict[str, object], units: int, loss: str, expected: str | None
) -> None:
    dense = {**DENSE, "units": units}
    found = findings("Flatten", dense, data=data, training={"loss": {"type": loss}})
    misfits = [finding.data["what"] for finding in found if finding.code == "L503"]
    assert misfits == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("data", "units", "loss", "told"),
    [
        ({"source": "csv", "label": ["a", "b"]}, 3, "mse", ["the labels are 2 columns"]),
        ({"source": "csv", "label": ["a", "b"]}, 2, "mse", []),
        (
            {"source": "csv", "label": ["a", "b"]},
            2,
            SPARSE,
            [f"the labels are 2 columns, but `{SPARSE}` reads one for each example"],
        ),
        ({"source": "csv", "label": ["a", "b"]}, 2, "circle", []),
        (
            {"source": "csv", "label": ["a", "b"], "classes": ["u", "v"]},
            2,
            "mse",
            ["the labels are 2 columns, but `classes` are words of one"],
        ),
        ({"source": "tfrecord", "label": FLOATS}, 2, SPARSE, ["the labels are real numbers"]),
        ({"source": "tfrecord", "label": FLOATS}, 2, "mse", []),
        (
            {"source": "csv", "features": ["a", "label"]},
            2,
            "mse",
            ['column "label" is named twice'],
        ),
        ({"source": "csv", "label": ["a", "a"]}, 2, "mse", ['column "a" is named twice']),
        ({"source": "folder", "classes": ["a", "a"]}, 2, SPARSE, ['class "a" is named twice']),
    ],
)
def test_labels_and_names_that_cannot_be_meant_are_told(
    data: dict[str, object], units: int, loss: str, told: list[str]
) -> None:
    dense = {**DENSE, "units": units}
    image = [2] if "features" in data else [8, 8, 1]
    found = findings("Flatten", dense, inputs={"image": image}, data=data, training={"loss": loss})
    assert len(found) == len(told)
    assert all(it.message.startswith(text) for it, text in zip(found, told, strict=True))


def test_files_of_images_have_one_three_or_four_channels() -> None:
    data = {"source": "folder", "path": "a"}
    for shape, fits in (([8, 8, 3], True), ([8, 8, 2], False), ([64], False)):
        found = findings("ReLU", inputs={"image": shape}, data=data)
        assert found == ([] if fits else [ImagesDoNotFit("image", tuple(shape), "folder")])
    raw = {"source": "tfrecord", "image": {"type": "uint8"}}
    assert findings("ReLU", inputs={"image": [8, 8, 2]}, data=raw) == []


@pytest.mark.parametrize(
    ("weights", "loss", "units", "expected"),
    [
        ("balanced", SPARSE, 10, None),
        ([1.0] * 10, SPARSE, 10, None),
        ([1.0, 2.0], BINARY, 1, None),
        ([1.0], SPARSE, 10, ClassWeightsDoNotFit(1, 10, SPARSE)),
        ([1.0] * 10, BINARY, 10, None),
        ([1.0, 2.0], BINARY, 10, ClassWeightsDoNotFit(2, 10, BINARY)),
        ("balanced", "MeanSquaredError", 10, ClassWeightsDoNotFit(None, None, "MeanSquaredError")),
    ],
)
def test_class_weights_are_one_for_each_class(
    weights: object, loss: str, units: int, expected: object
) -> None:
    data = {"source": "npz", "class_weights": weights}
    found = findings(
        "Flatten", {**DENSE, "units": units}, data=data, training={"loss": {"type": loss}}
    )
    assert found == ([expected] if expected else [])


def test_a_scale_has_one_number_or_one_for_each_channel() -> None:
    scale = {"mean": [0.1, 0.2], "std": [1, 2, 3]}
    data, inputs = {"source": "cifar10", "scale": scale}, {"image": [32, 32, 3]}
    assert findings("ReLU", inputs=inputs, data=data) == [ScaleDoesNotFit("mean", 2, (32, 32, 3))]
    scale["mean"] = 0.5
    assert findings("ReLU", inputs=inputs, data=data) == []


@pytest.mark.parametrize(
    ("scale", "value_range", "told"),
    [
        ("unit", None, (0.0, 1.0)),
        ("unit", [0, 1], None),
        ("minus_one_one", [0, 1], (-1.0, 1.0)),
        ("none", None, None),
        ("standard", None, None),
    ],
)
def test_an_augmentation_of_another_range_is_told(
    scale: str, value_range: object, told: tuple[float, float] | None
) -> None:
    layer = BRIGHTNESS | ({"value_range": value_range} if value_range else {})
    found = findings("ReLU", data={"source": "digits", "scale": scale, "augment": [layer]})
    given = tuple(map(float, [0, 255] if value_range is None else [0, 1]))
    expected = AugmentationOfOtherRange("RandomBrightness", given, scale, told) if told else None
    assert found == ([expected] if expected else [])


def test_an_augmentation_that_cannot_read_the_input_is_told() -> None:
    data = {"source": "csv", "augment": [{"type": "RandomFlip"}]}
    (found,) = findings("ReLU", inputs={"x": [4]}, data=data)
    assert isinstance(found, WrongRank)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"source": "digits", "validation": 0.1, "scale": "minus_one_one"}, []),
        ({"source": "npz", "scale": {"mean": 0.5, "std": 0.25}}, []),
        ({"source": "digits", "scale": "standard"}, ['`scale = "standard"`']),
        ({"source": "digits", "augment": [{"type": "RandomFlip"}]}, ["`augment`"]),
        ({"source": "npz", "class_weights": "balanced"}, ["`class_weights`"]),
        ({"source": "npz", "stratify": True}, ["`stratify`"]),
        ({"source": "csv", "stratify": True}, ["the source `csv`"]),
    ],
)
def test_data_of_one_end_are_told_for_several(data: dict[str, object], expected: list[str]) -> None:
    layers = [
        {"type": "Add", "inputs": ["left", "right"]},
        {"type": "Flatten", "name": "flat"},
        {**DENSE, "units": 10, "name": "one"},
        {**DENSE, "units": 10, "name": "other", "inputs": "flat"},
    ]
    ends = {"inputs": {"left": [8, 8, 1], "right": [8, 8, 1]}, "outputs": ["one", "other"]}
    found = findings(
        *layers, **ends, data=data, training={"loss": "sparse_categorical_crossentropy"}
    )
    assert [finding.data["what"] for finding in found if finding.code == "L524"] == expected


@pytest.mark.parametrize(
    ("validation", "monitor", "expected"),
    [(0.1, "val_loss", []), (0.0, "val_loss", ["L515"]), (0.1, "test_loss", ["L515"])],
)
def test_monitors_are_columns_of_what_is_watched(
    validation: float, monitor: str, expected: list[str]
) -> None:
    training = {"loss": "sparse_categorical_crossentropy", "early_stopping": {"monitor": monitor}}
    data = {"source": "digits", "validation": validation}
    found = findings("Flatten", {**DENSE, "units": 10}, data=data, training=training)
    assert [finding.code for finding in found] == expected
