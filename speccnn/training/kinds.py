"""The tables of losses and optimizers: where the class of each type is, and its other names."""

_OPTIMIZER_NAMES = ("SGD", "RMSprop", "Adam", "AdamW")

OPTIMIZERS: dict[str, str] = dict.fromkeys(_OPTIMIZER_NAMES, "speccnn.training.optimizers")
OPTIMIZER_ALIASES: dict[str, str] = {
    alias: name for name in _OPTIMIZER_NAMES for alias in (name.lower(), name)
}

_LOSS_NAMES = {
    "sparse_categorical_crossentropy": "SparseCategoricalCrossentropy",
    "categorical_crossentropy": "CategoricalCrossentropy",
    "binary_crossentropy": "BinaryCrossentropy",
    "mean_squared_error": "MeanSquaredError",
    "mse": "MeanSquaredError",
    "mean_absolute_error": "MeanAbsoluteError",
    "mae": "MeanAbsoluteError",
}
LOSSES = dict.fromkeys(_LOSS_NAMES.values(), "speccnn.training.losses")
LOSS_ALIASES = _LOSS_NAMES | {name: name for name in LOSSES}
