"""The published schema and the models accept and refuse the same specs."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from referencing import Registry

from speccnn.cli.console import Console
from speccnn.cli.main import run
from speccnn.described import Kinds
from speccnn.document.model import Document
from speccnn.document.schema import schema_text
from speccnn.layers.kinds import LAYERS
from speccnn.training.kinds import LOSSES, METRICS, OPTIMIZERS, SCHEDULES

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(schema_text())
VALIDATOR = Draft202012Validator(SCHEMA, registry=Registry())

LARGEST = 2**31 - 1
NAME_OF_64 = "n" * 64
# What stands in place of every value of every seed, in turn.
REPLACEMENTS = (
    None, True, -1, 0, 2, LARGEST, LARGEST + 1, -0.5, 0.5, 1.5, "", "same", "relu", "l1", "adam",
    "a b", "é", "name\n", NAME_OF_64, NAME_OF_64 + "n", [], [1, 2], [1, 2, 3], [0, 1], ["a"],
    [True, 1], [[1, 1], [0, 1]], [[1, 1], 2], [[1, -1], [0, 0]], {}, {"type": "Flatten"},
    {"type": "L2"}, {"type": 1}, {"shape": [1]},
)  # fmt: skip


def spec(*layers: object, **keys: object) -> dict[str, object]:
    """Return a spec with these layers; a layer may be a bare type."""
    tables = [{"type": layer} if isinstance(layer, str) else layer for layer in layers]
    return {
        "speccnn": 1,
        "name": "net",
        "inputs": {"image": [8, 8, 1]},
        "layers": tables or [{"type": "Flatten"}],
    } | keys


# What fits a required key where 1 does not.
FITTING = {
    "activation": "relu",
    "target_shape": [-1],
    "dims": [1],
    "scale": 2,
    "block_size": 2,
    "rate": 0.5,
    "boundaries": [1],
    "values": [1, 0.5],
    "average": "macro",
    "target_class_ids": [0],
}
CONV = {
    "type": "Conv2D",
    "name": "conv",
    "inputs": "image",
    "filters": 4,
    "kernel_size": [3, 3],
    "strides": 1,
    "padding": [[1, 1], [1, 0]],
    "dilation_rate": 1,
    "groups": 1,
    "activation": "relu",
    "use_bias": True,
    "kernel_initializer": {"type": "VarianceScaling", "scale": 2.0, "mode": "fan_out"},
    "bias_initializer": "zeros",
    "kernel_regularizer": {"type": "L1L2", "l1": 0.1, "l2": 0.2},
    "rounding": "exact",
    "trainable": False,
}
SEEDS = {
    "smallest": spec(),
    "conv": spec(CONV),
    "layers": spec(
        {"type": "MaxPooling2D", "pool_size": 3, "strides": [2, 2], "padding": 1},
        {"type": "AveragePooling2D", "pool_size": [2, 1], "padding": "same"},
        {"type": "ZeroPadding2D", "padding": [1, 2]},
        {"type": "BatchNormalization", "axis": -1, "momentum": 0.9, "gamma_initializer": "ones"},
        {"type": "ReLU", "max_value": 6.0},
        {"type": "Softmax", "axis": [1, 2]},
        {"type": "Dropout", "rate": 0.5, "seed": 1},
        {"type": "Add", "inputs": ["image", "before"], "broadcast": True},
        {"type": "GlobalMaxPooling2D", "keepdims": True},
        {"type": "Activation", "activation": "gelu"},
        {"type": "Dense", "units": 10, "kernel_initializer": "orthogonal"},
    ),
    "arrangements": spec(
        {"type": "Reshape", "target_shape": [2, -1]},
        {"type": "Permute", "dims": [2, 1]},
        {"type": "PixelShuffle", "scale": 2},
        {"type": "GroupNormalization", "groups": -1},
        {"type": "LayerNormalization", "axis": [1, -1]},
        {"type": "PReLU", "shared_axes": [1, 2], "alpha_regularizer": "l1"},
        {"type": "Dot", "axes": [1, 2], "normalize": True},
        {"type": "StochasticDepth", "rate": 0.5, "seed": 0},
    ),
    "images": spec(
        {"type": "Rescaling", "scale": [1.0, 2], "offset": 0.5},
        {"type": "Normalization", "axis": -1, "mean": 0.5, "variance": [0.5, 1]},
        {"type": "RandomFlip", "mode": "horizontal"},
        {"type": "RandomRotation", "factor": [-0.5, 0.5], "fill_mode": "wrap"},
        {"type": "RandomZoom", "height_factor": 0.1, "width_factor": [0.0, 0.1]},
        {"type": "RandomContrast", "factor": 0.1, "value_range": [0, 1]},
        {"type": "RandomCrop", "height": 4, "width": 4},
    ),
    "inputs": spec(inputs={"a": {"shape": [8], "dtype": "float16"}, "b": [1]}, outputs=["flatten"]),
    "ends": spec(
        training={
            "loss": {"one": "mse", "other": {"type": "Dice", "axis": [1, 2]}},
            "loss_weights": {"one": 0.5},
            "metrics": {"one": ["mae"], "other": [{"type": "MeanIoU", "ignore_class": 0}]},
            "optimizer": {
                "type": "Muon",
                "learning_rate": {"type": "Constant", "learning_rate": 1},
            },
            "schedule": {
                "type": "PiecewiseConstantDecay",
                "boundaries": [1, 2],
                "values": [0.1, 0.2, 0.5],
            },
        },
    ),
    "records": spec(
        data={
            "source": "tfrecord",
            "path": "records",
            "image": {"feature": "image/encoded", "type": "encoded"},
            "label": "label",
            "scale": {"mean": [0.5, 0.4], "std": 0.25},
            "class_weights": [1.0, 2.0],
            "augment": [{"type": "RandomFlip", "mode": "vertical"}],
            "on_error": "skip",
            "memory": 512,
            "test": 0.5,
        }
    ),
    "table": spec(
        data={
            "source": "csv",
            "path": "a/b.csv",
            "label": ["x", "y"],
            "features": ["a"],
            "classes": ["u", "v"],
            "separator": ";",
            "class_weights": "balanced",
        }
    ),
    "tfds": spec(data={"source": "tfds", "name": "emnist/letters:3.1.0", "train": "train[:80%]"}),
    "training": spec(
        data={"source": "mnist", "validation": 0.1, "scale": "standard", "path": "a/b.npz"},
        training={
            "loss": {"type": "CategoricalCrossentropy", "from_logits": True, "label_smoothing": 0},
            "optimizer": {"type": "SGD", "learning_rate": 0.1, "momentum": 0.9, "nesterov": True},
            "metrics": ["accuracy"],
            "epochs": 1,
            "batch_size": 32,
            "seed": 0,
            "checkpoint": {"every_steps": 10, "keep": 1, "monitor": "test_loss", "mode": "min"},
            "early_stopping": {"monitor": "loss", "patience": 2, "restore_best_weights": True},
        },
        metadata={"tags": [1, None, {}]},
    ),
}


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of everything in a document, the document itself first."""
    yield path
    items = value.items() if isinstance(value, dict) else ()
    for key, child in items if isinstance(value, dict) else enumerate(listed(value)):
        yield from paths(child, (*path, key))


def listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def changed(seed: object, path: tuple[str | int, ...]) -> tuple[object, object, str | int]:
    """Return a copy of a seed, and the container and key in it that a path ends in."""
    copy = deepcopy(seed)
    container = copy
    for part in path[:-1]:
        container = container[part]
    return copy, container, path[-1]


def mutants(seed: dict[str, object]) -> Iterator[object]:
    """Yield a seed, with each thing in it removed, replaced, and given an unknown key."""
    yield seed
    for path in paths(seed):
        if not path:
            yield {**seed, "unknown": 1}
            continue
        removed, container, key = changed(seed, path)
        del container[key]
        yield removed
        for replacement in REPLACEMENTS:
            copy, container, key = changed(seed, path)
            container[key] = replacement
            yield copy
        copy, container, key = changed(seed, path)
        if isinstance(container[key], dict):
            container[key]["unknown"] = 1
            yield copy


def fits_the_models(document: object) -> bool:
    try:
        Document.model_validate(document)
    except ValidationError:
        return False
    return True


def fits_the_schema(document: object) -> bool:
    return VALIDATOR.is_valid(document)


@pytest.mark.parametrize("name", SEEDS)
def test_the_schema_and_the_models_agree(name: str) -> None:
    verdicts = [(fits_the_models(doc), fits_the_schema(doc), doc) for doc in mutants(SEEDS[name])]
    disagreements = [doc for models, schema, doc in verdicts if models is not schema]
    assert disagreements == []
    assert verdicts[0][0], "the seed itself is good"


def test_the_corpus_is_large_on_both_sides() -> None:
    verdicts = [fits_the_models(doc) for seed in SEEDS.values() for doc in mutants(seed)]
    assert sum(verdicts) >= 150
    assert verdicts.count(False) >= 250


FAMILIES = {
    "layers": LAYERS,
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "metrics": METRICS,
    "schedule": SCHEDULES,
}


@pytest.mark.parametrize(("family", "kind"), [(f, kind) for f in FAMILIES for kind in FAMILIES[f]])
def test_unknown_keys_are_refused_in_every_table(family: str, kind: str) -> None:
    model = Kinds("Any", FAMILIES[family]).model(kind)
    required = [name for name, field in model.fields().items() if field.is_required]
    table = {"type": kind} | {name: FITTING.get(name, 1) for name in required}
    for given, verdict in ((table, True), ({**table, "unknown": 1}, False)):
        value = [given] if family == "metrics" else given
        document = (
            spec(given) if family == "layers" else spec(training={"loss": "mse", family: value})
        )
        assert fits_the_models(document) is verdict
        assert fits_the_schema(document) is verdict


# JSON Schema counts 1.0 as an integer; the models are strict, and so is Keras.
@pytest.mark.parametrize(
    "document",
    [
        spec(speccnn=1.0),
        spec(inputs={"image": [8.0]}),
        spec({**CONV, "filters": 4.0}),
        spec({**CONV, "strides": 1.0}),
        spec({**CONV, "padding": [[0.0, 1], [1, 1]]}),
        spec({"type": "BatchNormalization", "axis": 1.0}),
    ],
)
def test_only_the_models_tell_whole_numbers_from_those_with_a_point(document: object) -> None:
    assert not fits_the_models(document)
    assert fits_the_schema(document)


# TOML has dates, which JSON cannot hold and no schema can speak of; only free text may be one.
def test_dates_are_refused_where_a_value_is_asked_for() -> None:
    assert not fits_the_models(spec(name=date(1979, 5, 27)))
    assert not fits_the_models(spec({**CONV, "filters": date(1979, 5, 27)}))
    assert fits_the_models(spec(metadata={"since": date(1979, 5, 27)}))


def test_the_schema_fits_its_own_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_refers_to_nothing_outside_itself() -> None:
    text = schema_text()
    references = {part.split('"', 1)[0] for part in text.split('"$ref": "')[1:]}
    assert references
    assert all(
        ref.startswith("#/$defs/") and ref.removeprefix("#/$defs/") in SCHEMA["$defs"]
        for ref in references
    )


def test_the_published_schema_is_current(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(Console(), ["schema", "--check"]) == 0
    assert capsys.readouterr().err == "schemas/spec-v1.schema.json is current\n"


def test_a_changed_schema_is_not_current(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "stale.json"
    stale.write_text(schema_text().replace("Flatten", "Flat", 1), "utf-8")
    assert run(Console(), ["schema", "--check", "-o", str(stale)]) == 1
    assert "is not current: run `speccnn schema -o" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (spec({**CONV, "kernel_size": 3}), spec({**CONV, "kernel_size": [3, 3]})),
        (spec({**CONV, "padding": 1}), spec({**CONV, "padding": [1, 1]})),
        (spec({**CONV, "padding": 1}), spec({**CONV, "padding": [[1, 1], [1, 1]]})),
        (spec({**CONV, "padding": [1, [0, 2]]}), spec({**CONV, "padding": [[1, 1], [0, 2]]})),
        (spec({**CONV, "inputs": "image"}), spec({**CONV, "inputs": ["image"]})),
        (spec(outputs="flatten"), spec(outputs=["flatten"])),
        (spec(inputs={"x": [4]}), spec(inputs={"x": {"shape": [4], "dtype": "float32"}})),
        (
            spec({"type": "Softmax", "axis": -1}),
            spec({"type": "Softmax", "axis": [-1]}),
        ),
        (
            spec(training={"loss": "mse", "optimizer": "adam"}),
            spec(training={"loss": {"type": "MeanSquaredError"}, "optimizer": {"type": "Adam"}}),
        ),
    ],
)
def test_spellings_settle_to_one_document(one: object, other: object) -> None:
    assert Document.model_validate(one) == Document.model_validate(other)


PROGRAM = {
    "speccnn": 1,
    "name": "net",
    "inputs": {"image": [8, 8, 3]},
    "variables": {"width": 8},
    "blocks": {
        "cell": {
            "parameters": {"filters": "int"},
            "layers": [{"type": "Conv2D", "filters": "${filters}", "kernel_size": ["${1}", 3]}],
        }
    },
    "layers": [
        {"block": "cell", "name": "one", "repeat": "${2}", "with": {"filters": "${width}"}},
        {"type": "ReLU", "repeat": 2, "when": "${width > 4}"},
        {"reuse": "re_lu"},
    ],
    "training": {"loss": "mse", "epochs": "${width}"},
}


def test_the_schema_knows_variables_blocks_and_expressions() -> None:
    assert not list(VALIDATOR.iter_errors(PROGRAM))


@pytest.mark.parametrize(
    "entry",
    [
        {"block": "cell", "filters": 3},
        {"block": 3},
        {"reuse": "one", "units": 3},
        {"type": "ReLU", "repeat": -1},
        {"type": "ReLU", "repeat": 1.5},
        {"type": "ReLU", "when": "yes"},
        {"type": "Dense", "units": "three"},
        {"repeat": 3},
    ],
)
def test_the_schema_refuses_wrong_uses(entry: dict[str, object]) -> None:
    assert list(VALIDATOR.iter_errors({**PROGRAM, "layers": [entry]}))
