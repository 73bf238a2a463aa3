"""Specs for the tests of v1 scripts: those of `backend_specs` that can be expressed, and more."""

import json
from pathlib import Path

from backend_specs import ALL, PAIR, UNJUDGED, Table, checked, conv, head, spec, trained

from speccnn import Source, pipeline

NORMED = trained(
    spec(
        conv(8, name="stem", use_bias=False),
        {"type": "BatchNormalization", "name": "norm", "momentum": 0.5},
        {"type": "ReLU", "name": "relu"},
        {"type": "SpatialDropout2D", "rate": 0.25, "name": "drop"},
        conv(8, name="penalised", kernel_regularizer="l2", activation="tanh", strides=2),
        {"type": "BatchNormalization", "name": "norm_again", "momentum": 0.5},
        {"type": "Dropout", "rate": 0.5, "name": "drop_again"},
        *head(name="logits"),
    ),
    metrics=["accuracy", "mae", "mse"],
    schedule={
        "type": "PiecewiseConstantDecay",
        "boundaries": [10, 20],
        "values": [0.1, 0.05, 0.01],
    },
    optimizer={"type": "SGD", "momentum": 0.9, "global_clipnorm": 1.0},
    checkpoint={"every_steps": 4, "keep": 2, "monitor": "test_loss"},
    early_stopping={"patience": 5},
    tensorboard={"histograms_every_epochs": 2},
)
TWICE = spec(
    conv(4, name="stem"),
    {"type": "BatchNormalization", "name": "norm", "momentum": 0.5},
    conv(4, name="middle"),
    {"reuse": "norm"},
    *head(),
)
LEFT = [
    {"type": "Add", "name": "sum", "inputs": ["left", "right"]},
    {"type": "Flatten", "name": "flat"},
    {"type": "Dense", "name": "kind", "units": 10, "activation": "softmax"},
    {"type": "Dense", "name": "odd", "units": 1, "inputs": "flat"},
    {"type": "Dense", "name": "size", "units": 1, "inputs": "flat"},
]
JOINT = spec(
    *LEFT,
    inputs={"left": [8, 8, 1], "right": {"shape": [8, 8, 1], "dtype": "float16"}},
    outputs=["kind", "odd", "size"],
    training={
        "epochs": 2,
        "batch_size": 16,
        "loss": {
            "kind": "sparse_categorical_crossentropy",
            "odd": "binary_crossentropy",
            "size": "mse",
        },
        "loss_weights": {"odd": 0.25},
        "metrics": {"kind": ["accuracy"], "odd": ["accuracy"], "size": ["mae"]},
        "optimizer": {"type": "RMSprop", "clipvalue": 0.5},
    },
)
del JOINT["data"]
_ENCODED: Table = {"validation": 0.1, "stratify": True, "scale": "standard", "on_error": "skip"}
IMAGES = {
    **trained(NORMED, checkpoint={"monitor": "val_loss"}),
    "data": {"source": "folder", "path": "images", **_ENCODED, "fit": "crop"},
}
NO_EXPRESSION = {
    *("noisy", "long", "half", "best", "joint", "joint_parted", "pair_parted", "watched_stream"),
    *("watched", "cosine", "embedded", "workers", "mirrored", "lonely", "weighed"),
    *("of_two", "data_digits", "data_given", "data_npz", "data_folder_of_all", "bytes_npz"),
    "joint_bytes",
}
PARTED = {**PAIR, "data": {"source": "digits", "validation": 0.25, "scale": "minus_one_one"}}
V1: dict[str, Table] = {
    **{name: table for name, table in ALL.items() if name not in NO_EXPRESSION},
    "normed": NORMED,
    "twice": TWICE,
    "joint": JOINT,
    "parted": PARTED,
    "images": IMAGES,
    "of_two": {
        **trained(spec(*head(1)), loss="binary_crossentropy"),
        "data": {"source": "npz", "scale": "none"},
    },
}
# What is only looked at as it is printed.
V1_PRINTED: dict[str, Table] = {
    "unjudged": UNJUDGED,
    "one_judged": {
        **JOINT,
        "layers": [LEFT[0], LEFT[1], LEFT[2], LEFT[4]],
        "outputs": ["kind", "size"],
        "training": {
            "loss": {"kind": "sparse_categorical_crossentropy", "size": "mse"},
            "tensorboard": {"histograms_every_epochs": 0},
        },
    },
}


def v1_script(table: Table, *, version: str | None = None) -> str:
    return pipeline.emit(checked(table), "v1-script", version=version)


def of_file(path: Path) -> pipeline.Checked:
    """Return a spec as checked, with what a script needs to train if it does not say."""
    values = dict(pipeline.check(Source(path.name, path.read_bytes())).values)
    values.setdefault("training", {"loss": "mean_squared_error"})
    return pipeline.check(Source("zoo.json", json.dumps(values).encode()))
