"""Specs for these tests, as data; and the checked networks that they are."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from speccnn.backends.script.emit import emit
from speccnn.diagnostics.source import Source
from speccnn.pipeline import Checked, check

Table = dict[str, object]


def conv(filters: int = 4, **more: object) -> Table:
    return {"type": "Conv2D", "filters": filters, "kernel_size": 3, "padding": "same", **more}


def spec(*layers: Table, image: tuple[int, ...] = (8, 8, 1), **more: object) -> Table:
    training = {
        "epochs": 2,
        "batch_size": 100,
        "loss": "sparse_categorical_crossentropy",
        "metrics": ["accuracy"],
    }
    return {
        "speccnn": 1,
        "name": "tested",
        "inputs": {"image": list(image)},
        "layers": list(layers),
        "data": {"source": "digits"},
        "training": training,
        **more,
    }


def head(units: int = 10, **more: object) -> tuple[Table, Table]:
    return {"type": "Flatten"}, {"type": "Dense", "units": units, **more}


def trained(table: Table, **more: object) -> Table:
    training = table["training"]
    assert isinstance(training, Mapping)
    return {**table, "training": {**training, **more}}


def checked(table: Table) -> Checked:
    return check(Source("tested.json", json.dumps(table).encode()))


def script(table: Table, *, version: str | None = None) -> str:
    result = checked(table)
    return emit(result.model, result.document, spec_sha256="0" * 64, version=version)


def as_module(folder: Path, text: str) -> ModuleType:
    """Return a script as a module; it is written to a file, whose lines TensorFlow compiles."""
    path = folder / "train.py"
    path.write_text(text)
    made = ModuleType("train")
    made.__file__ = str(path)
    exec(compile(text, path, "exec"), made.__dict__)  # noqa: S102  our own script
    return made


PLAIN = spec(
    conv(8, activation="relu"),
    {"type": "MaxPooling2D"},
    conv(16, activation="relu"),
    {"type": "MaxPooling2D"},
    *head(),
)

NOISY = spec(
    {"type": "RandomTranslation", "height_factor": 0.1, "width_factor": 0.1},
    conv(8, activation="relu"),
    {"type": "StochasticDepth", "rate": 0.1},
    {"type": "BatchNormalization", "momentum": 0.8},
    {"type": "MaxPooling2D"},
    {"type": "Dropout", "rate": 0.25},
    {"type": "Flatten"},
    {"type": "Dropout", "rate": 0.25},
    {"type": "Dense", "units": 10, "kernel_regularizer": {"type": "L2", "l2": 0.001}},
)

BRANCHES = spec(
    conv(name="stem"),
    conv(name="left", activation="relu"),
    conv(name="right", inputs="stem"),
    {"type": "Add", "name": "sum", "inputs": ["left", "right", "stem"]},
    {"type": "BatchNormalization", "name": "normal"},
    {"type": "Concatenate", "name": "all_of_the_feature_maps", "inputs": ["sum", "normal", "left"]},
    {"type": "GlobalAveragePooling2D"},
    {"type": "Dense", "units": 10, "activation": "softmax"},
)

PADDED = spec(
    conv(padding=[[2, 1], [0, 3]], use_bias=False),
    {"type": "MaxPooling2D", "pool_size": 3, "strides": 2, "padding": [1, 0]},
    {"type": "AveragePooling2D", "pool_size": 2, "padding": 1},
    {"type": "ZeroPadding2D", "padding": [[1, 2], [3, 4]]},
    {"type": "ZeroPadding2D", "padding": [[1, 2], [1, 2]]},
    *head(),
)

SHARED = spec(
    conv(name="stem"),
    conv(name="again", padding=1),
    {"reuse": "again", "name": "second"},
    {"reuse": "again", "inputs": "stem"},
    {"type": "Add", "inputs": ["second", "again_1"]},
    *head(),
)

LONG = trained(
    spec(
        conv(
            name="a_layer_with_a_name_that_leaves_little_room_on_its_line_at_all",
            kernel_initializer={"type": "VarianceScaling", "mode": "fan_out", "scale": 2.0},
            kernel_regularizer={"type": "L1L2", "l1": 1e-07, "l2": 0.0001},
            bias_initializer={"type": "Constant", "value": -0.5},
        ),
        {"type": "Flatten", "name": "n" * 64},
        {"type": "Dense", "name": "d" * 64, "units": 10},
        name="N" * 64,
    ),
    optimizer={"type": "AdamW", "learning_rate": 3e-05, "weight_decay": 0.01, "clipnorm": 1.0},
)

ONE_HOT = trained(spec(*head(activation="softmax")), loss="categorical_crossentropy")
BINARY = trained(spec(*head()), loss={"type": "BinaryCrossentropy", "label_smoothing": 0.1})
VALUES = trained(spec(*head()), loss="mse", metrics=[], optimizer={"type": "SGD", "momentum": 0.9})
HALF = trained(NOISY, precision={"policy": "mixed_float16", "xla": True})
BEST = trained(PLAIN, precision="mixed_bfloat16", checkpoint={"monitor": "loss"})
ANY_SIZE = {
    **spec(
        conv(strides=2),
        {"type": "Conv2D", "filters": 8, "kernel_size": 3, "rounding": "exact", "strides": 2},
        {"type": "GlobalAveragePooling2D"},
        {"type": "Dense", "units": 10},
    ),
    "inputs": {"image": ["H", "W", 1]},
    "sizes": {
        "H": {"multiple_of": 4, "remainder": 2},
        "W": {"multiple_of": 4, "remainder": 1, "at_most": 90},
    },
}
del ANY_SIZE["data"]
ANY_SQUARE = {
    **trained(
        spec(
            conv(strides=2),
            conv(strides=2, padding=1),
            {"type": "UpSampling2D", "name": "up"},
            conv(1, inputs="image", strides=2, name="side"),
            {"type": "Concatenate", "inputs": ["up", "side"]},
        ),
        loss="mse",
        metrics=[],
    ),
    "inputs": {"image": ["N", "N", 1]},
    "sizes": {"N": {"multiple_of": 4}},
}
del ANY_SQUARE["data"]
ANY_CLASSES = trained(ANY_SQUARE, loss="sparse_categorical_crossentropy")
ANY_ONE_HOT = trained(ANY_SQUARE, loss="categorical_crossentropy")
NO_SOURCE = {name: value for name, value in PLAIN.items() if name != "data"}
DOWNLOADED = spec(*head(), image=(28, 28, 1), data={"source": "mnist"})

JOINT = spec(
    {"type": "Add", "inputs": ["left", "right"]},
    {"type": "Flatten"},
    {"type": "Dense", "units": 10, "name": "first"},
    {"type": "Dense", "units": 10, "name": "second", "inputs": "flatten", "use_bias": False},
    inputs={"left": [8, 8, 1], "right": {"shape": [8, 8, 1], "dtype": "float16"}},
    outputs=["first", "second"],
    training={
        "loss": "sparse_categorical_crossentropy",
        "metrics": ["acc", "precision", "mean_iou", {"type": "F1Score", "average": "macro"}],
        "loss_weights": {"second": 0.3},
        "optimizer": {"type": "Lion", "learning_rate": {"type": "Constant", "learning_rate": 0.1}},
    },
)
MASKED = spec(
    conv(name="stem"),
    {"type": "Flatten"},
    {"type": "Dense", "units": 10, "name": "kind"},
    conv(3, name="mask", inputs="stem", activation="softmax"),
    outputs=["kind", "mask"],
    training={
        "loss": "sparse_categorical_crossentropy",
        "tensorboard": {"histograms_every_epochs": 5, "graph": False},
    },
)
del MASKED["data"]
AUXILIARY = spec(
    conv(name="stem"),
    {"type": "Flatten"},
    {"type": "Dense", "units": 10, "name": "last"},
    outputs=["stem", "last"],
    training={"loss": {"last": "categorical_hinge"}, "metrics": {"last": ["accuracy", "mae"]}},
)
PAIR = {**JOINT, "training": {"loss": "mse"}, "outputs": ["second"], "layers": JOINT["layers"][:3]}
PAIR["layers"] = [*PAIR["layers"][:2], {"type": "Dense", "units": 10, "name": "second"}]
WATCHED = trained(
    PLAIN,
    early_stopping={"monitor": "test_accuracy", "patience": 2, "restore_best_weights": True},
    optimizer={"type": "SGD", "use_ema": True, "gradient_accumulation_steps": 4},
    schedule={
        "type": "PiecewiseConstantDecay",
        "boundaries": [100, 200],
        "values": [0.1, 0.01, 0.001],
        "warmup_steps": 10,
    },
    metrics=["accuracy", {"type": "Precision", "class_id": 3, "name": "precision_of_threes"}],
)
STOPPED = trained(
    PLAIN,
    early_stopping={"start_from_epoch": 3, "min_delta": 0.001},
    schedule={"type": "Constant", "learning_rate": 0.01, "warmup_steps": 50},
)
COSINE = trained(
    spec(*head()),
    loss={"type": "CategoricalFocalCrossentropy", "label_smoothing": 0.1},
    metrics=["sparse_categorical_accuracy", "auc", "crossentropy"],
    schedule={
        "type": "CosineDecay",
        "initial_learning_rate": 0,
        "warmup_target": 0.1,
        "warmup_steps": 10,
        "decay_steps": 20,
    },
)
_PARTED: Table = {"validation": 0.25, "scale": "minus_one_one"}
JOINT_PARTED = {**JOINT, "data": {"source": "npz", "path": "pairs.npz", **_PARTED}}
PAIR_PARTED = {
    **PAIR,
    "data": {"source": "digits", **_PARTED, "stratify": True, "class_weights": "balanced"},
    "training": {"loss": "sparse_categorical_crossentropy", "early_stopping": {}},
}
WATCHED_STREAM = {
    **trained(
        WATCHED,
        metrics=["accuracy", "mae", {"type": "F1Score", "average": "macro"}],
        early_stopping={"restore_best_weights": True},
        checkpoint={"monitor": "val_accuracy", "keep": 1},
        precision="mixed_float16",
    ),
    "data": {
        "source": "folder",
        "validation": 0.1,
        "scale": "standard",
        "class_weights": "balanced",
        "augment": [{"type": "RandomFlip"}],
    },
}
EMBEDDED = trained(spec(*head(16)), loss={"type": "Circle", "margin": 0.25}, metrics=[])
_CHANGED = [{"type": "RandomFlip"}, {"type": "RandomZoom", "height_factor": 0.1}]
_HELD_OUT: Table = {"validation": 0.1, "stratify": True, "seed": 3}
_RAW = {"feature": "image/raw", "type": "uint8"}
_DATA: dict[str, Table] = {
    "digits": {"source": "digits", **_HELD_OUT, "scale": "standard", "class_weights": [1.0] * 10},
    "given": {"source": "digits", "scale": {"mean": 0.5, "std": [0.25]}, "augment": _CHANGED},
    "npz": {"source": "npz", "path": "data/own.npz", "class_weights": "balanced"},
    "idx": {"source": "idx", "path": "data", "scale": "none"},
    "csv": {"source": "csv", "path": "own.csv", "dtype": "uint8"},
    "csv_of_words": {
        "source": "csv",
        "features": [f"a column with a long name, number {number}" for number in range(64)],
        "classes": list("abcdefghij"),
        "on_error": "skip",
    },
    "folder": {"source": "folder", "path": "images"},
    "folder_of_all": {
        "source": "folder",
        **_HELD_OUT,
        "classes": [f"a class with a long name, number {number}" for number in range(10)],
        "scale": "standard",
        "class_weights": "balanced",
        "augment": _CHANGED,
        "fit": "crop",
        "memory": 512,
        "on_error": "skip",
    },
    "records": {"source": "tfrecord", "path": "own.tfrecord", "fit": "pad"},
    "raw_records": {"source": "tfrecord", "image": _RAW, "label": {"type": "float32"}},
    "tfds": {"source": "tfds", "name": "emnist/letters", "train": "train[:80%]"},
}

_OF_ROWS: Table = {"loss": "categorical_crossentropy"}

_IN_BYTES: Table = {"shape": [8, 8, 1], "dtype": "uint8"}
_SCALED: Table = {"type": "Rescaling", "scale": 1 / 255, "name": "scaled"}
BYTES = {**PLAIN, "inputs": {"image": _IN_BYTES}, "layers": [_SCALED, *PLAIN["layers"]]}
JOINT_BYTES = {
    **JOINT,
    "inputs": {"left": _IN_BYTES, "right": _IN_BYTES},
    "layers": [
        {**_SCALED, "inputs": "left"},
        {"reuse": "scaled", "inputs": "right", "name": "other"},
        {"type": "Add", "inputs": ["scaled", "other"]},
        *JOINT["layers"][1:],
    ],
}
ANY_BYTES = {
    **ANY_SIZE,
    "inputs": {"image": {"shape": ["H", "W", 1], "dtype": "uint8"}},
    "layers": [_SCALED, *ANY_SIZE["layers"]],
}

WORKERS = trained(NOISY, distribution={"strategy": "multi_worker"})
MIRRORED = trained(JOINT, distribution={"strategy": "mirrored"})
LONELY = trained(WATCHED, distribution={"strategy": "multi_worker", "deadline_seconds": 5})

ALL: dict[str, Table] = {
    "plain": PLAIN,
    "noisy": NOISY,
    "branches": BRANCHES,
    "padded": PADDED,
    "shared": SHARED,
    "long": LONG,
    "one_hot": ONE_HOT,
    "binary": BINARY,
    "values": VALUES,
    "half": HALF,
    "best": BEST,
    "no_source": NO_SOURCE,
    "downloaded": DOWNLOADED,
    "joint": JOINT,
    "pair": PAIR,
    "joint_parted": JOINT_PARTED,
    "pair_parted": PAIR_PARTED,
    "watched_stream": WATCHED_STREAM,
    "watched": WATCHED,
    "stopped": STOPPED,
    "cosine": COSINE,
    "embedded": EMBEDDED,
    "workers": WORKERS,
    "mirrored": MIRRORED,
    "lonely": LONELY,
    "any_size": ANY_SIZE,
    "any_square": ANY_SQUARE,
    "any_classes": ANY_CLASSES,
    "any_one_hot": ANY_ONE_HOT,
    "kept": {**DOWNLOADED, "data": {"source": "mnist", "path": "mnist.npz"}},
    "weighed": {**ONE_HOT, "data": {"source": "digits", "class_weights": "balanced"}},
    "of_two": {
        **trained(spec(*head(units=1)), loss="binary_crossentropy"),
        "data": {"source": "npz", "class_weights": [1.0, 2.0]},
    },
    **{f"data_{name}": {**PLAIN, "data": data} for name, data in _DATA.items()},
    **{f"bytes_{name}": {**BYTES, "data": _DATA[name]} for name in ("npz", "csv")},
    "data_raw_records": {**trained(PLAIN, **_OF_ROWS), "data": _DATA["raw_records"]},
    "bytes_raw_records": {**trained(BYTES, **_OF_ROWS), "data": _DATA["raw_records"]},
    "bytes_of_folder": {**BYTES, "data": {"source": "folder", "validation": 0.1}},
    "bytes": BYTES,
    "joint_bytes": JOINT_BYTES,
    "any_bytes": ANY_BYTES,
    "board": trained(PLAIN, tensorboard={}),
    "masked": MASKED,
}
# What names outputs in `[training]` too, so that their names cannot be changed alone.
BY_NAME = {"auxiliary": AUXILIARY}
# What is only looked at as it is printed.
UNJUDGED = {**PLAIN, "layers": head(1001), "data": {"source": "folder"}}
IGNORING = {"type": "SparseCategoricalCrossentropy", "ignore_class": 255}
PRINTED: dict[str, Table] = {
    "ignoring": {
        **trained(PLAIN, loss=IGNORING, metrics=["acc", {"type": "F1Score", "average": "macro"}]),
        "data": {"source": "npz", "class_weights": "balanced"},
    },
    "ignoring_places": {**MASKED, "training": {"loss": {"mask": IGNORING}}},
    "ignoring_sizes": trained(ANY_CLASSES, loss=IGNORING, metrics=["mean_iou", "recall", "ce"]),
    "moving": {
        **trained(spec(conv(10)), precision="mixed_float16"),
        "data": {"source": "folder", "augment": _CHANGED},
    },
    "moving_many": {**MASKED, "data": {"source": "npz", "augment": _CHANGED}},
    "moving_mirrored": {
        **trained(spec(conv(1)), loss="mse", metrics=[], distribution={"strategy": "mirrored"}),
        "data": {"source": "npz", "augment": _CHANGED},
    },
    "answering": {
        **trained(spec(conv(3)), loss="binary_crossentropy"),
        "data": {"source": "npz", "class_weights": "balanced"},
    },
    "answering_listed": {
        **trained(spec(*head(3)), loss="binary_crossentropy"),
        "data": {"source": "npz", "class_weights": [1.0, 2.0, 3.0]},
    },
    "ignoring_mirrored": trained(PAIR, loss=IGNORING, distribution={"strategy": "mirrored"}),
    "unjudged": UNJUDGED,
    "numbered": trained(PLAIN, optimizer={"type": "Nadam"}),
    "pair_mirrored": trained(PAIR, distribution={"strategy": "mirrored"}),
    "just_too_wide": {
        **MASKED,
        "training": {"loss": "categorical_crossentropy", "metrics": {"kind": ["mean_iou"]}},
    },
}
