"""The tables of what trains: where the class of each type is, and its other names."""

from speccnn.words import snake_case

_OPTIMIZERS = (
    "SGD", "RMSprop", "Adam", "AdamW", "Adamax", "Nadam", "Lamb", "Adagrad", "Adadelta",
    "Adafactor", "Ftrl", "Lion", "Muon", "ScheduleFreeAdamW",
)  # fmt: skip
OPTIMIZERS: dict[str, str] = dict.fromkeys(_OPTIMIZERS, "speccnn.training.optimizers")
OPTIMIZER_ALIASES: dict[str, str] = {
    alias: name for name in _OPTIMIZERS for alias in (name.lower(), name)
}

_SCHEDULES = (
    "ExponentialDecay", "InverseTimeDecay", "PiecewiseConstantDecay", "PolynomialDecay",
    "CosineDecay", "CosineDecayRestarts",
)  # fmt: skip
SCHEDULES: dict[str, str] = {
    "Constant": "speccnn.training.base",
    **dict.fromkeys(_SCHEDULES, "speccnn.training.schedules"),
}

_LOSSES = (
    "SparseCategoricalCrossentropy", "CategoricalCrossentropy", "CategoricalFocalCrossentropy",
    "CategoricalGeneralizedCrossEntropy", "BinaryCrossentropy", "BinaryFocalCrossentropy",
    "KLDivergence", "Poisson", "MeanSquaredError", "MeanAbsoluteError",
    "MeanAbsolutePercentageError", "MeanSquaredLogarithmicError", "Huber", "LogCosh",
    "CosineSimilarity", "Hinge", "SquaredHinge", "CategoricalHinge", "Dice", "Tversky", "CTC",
    "Circle",
)  # fmt: skip
_LOWER = {
    "mse": "MeanSquaredError",
    "mae": "MeanAbsoluteError",
    "mape": "MeanAbsolutePercentageError",
    "msle": "MeanSquaredLogarithmicError",
    "bce": "BinaryCrossentropy",
    "kld": "KLDivergence",
}
_SHORT = {short.upper(): name for short, name in _LOWER.items()} | _LOWER
_KERAS_LOSSES = {
    "CategoricalGeneralizedCrossEntropy": "categorical_generalized_cross_entropy",
    "KLDivergence": "kl_divergence",
    "CTC": "ctc",
}
LOSSES: dict[str, str] = dict.fromkeys(_LOSSES, "speccnn.training.losses")
LOSS_ALIASES: dict[str, str] = {
    alias: name for name in _LOSSES for alias in (name, _KERAS_LOSSES.get(name, snake_case(name)))
} | _SHORT

_OF_CLASSES = (
    "Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy",
    "TopKCategoricalAccuracy", "SparseTopKCategoricalAccuracy", "Precision", "Recall",
    "TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives", "PrecisionAtRecall",
    "RecallAtPrecision", "SensitivityAtSpecificity", "SpecificityAtSensitivity", "AUC", "F1Score",
    "FBetaScore",
)  # fmt: skip
_OF_OVERLAP = ("IoU", "MeanIoU", "BinaryIoU", "OneHotIoU", "OneHotMeanIoU")
_OF_VALUES = (
    "MeanSquaredError", "RootMeanSquaredError", "MeanAbsoluteError",
    "MeanAbsolutePercentageError", "MeanSquaredLogarithmicError", "LogCoshError", "KLDivergence",
    "Poisson", "CosineSimilarity", "PearsonCorrelation", "ConcordanceCorrelation", "R2Score",
    "Hinge", "SquaredHinge", "CategoricalHinge", "Crossentropy", "BinaryCrossentropy",
    "CategoricalCrossentropy", "SparseCategoricalCrossentropy",
)  # fmt: skip
_WITH_ARGUMENTS = (
    "PrecisionAtRecall", "RecallAtPrecision", "SensitivityAtSpecificity",
    "SpecificityAtSensitivity", "F1Score", "FBetaScore", "IoU", "OneHotIoU",
)  # fmt: skip
METRICS: dict[str, str] = {
    **dict.fromkeys(_OF_CLASSES, "speccnn.training.metrics"),
    **dict.fromkeys(_OF_OVERLAP, "speccnn.training.overlaps"),
    **dict.fromkeys(_OF_VALUES, "speccnn.training.distances"),
}
_KERAS_METRICS = {
    "TopKCategoricalAccuracy": "top_k_categorical_accuracy",
    "SparseTopKCategoricalAccuracy": "sparse_top_k_categorical_accuracy",
    "IoU": "iou",
    "MeanIoU": "mean_iou",
    "BinaryIoU": "binary_iou",
    "OneHotIoU": "one_hot_iou",
    "OneHotMeanIoU": "one_hot_mean_iou",
    "KLDivergence": "kl_divergence",
    "AUC": "auc",
    "FBetaScore": "fbeta_score",
    "R2Score": "r2_score",
}
METRIC_NAMES: dict[str, str] = {
    name: _KERAS_METRICS.get(name, snake_case(name)) for name in METRICS
}
METRICS_WITH_ARGUMENTS: dict[str, str] = {
    alias: name for name in _WITH_ARGUMENTS for alias in (name, METRIC_NAMES[name])
}
METRIC_ALIASES: dict[str, str] = (
    {
        alias: name
        for name, column in METRIC_NAMES.items()
        if name not in _WITH_ARGUMENTS
        for alias in (name, column)
    }
    | {"acc": "Accuracy", "ce": "Crossentropy"}
    | _SHORT
)
