"""Emitted scripts do what their recipes say, and a run that is stopped ends as if it were not."""

import csv
import hashlib
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from speccnn.diagnostics.source import Source
from speccnn.pipeline import check, emit
from speccnn.training.kinds import OPTIMIZERS

pytest.importorskip("tensorflow")
np = pytest.importorskip("numpy")

import keras  # noqa: E402  after the skip

Table = dict[str, object]
PER_EPOCH = 6
BATCH = 16


def spec(training: Table, *layers: Table, **more: object) -> Table:
    shape = [{"type": "Flatten", "name": "flat"}, {"type": "Dense", "name": "out", "units": 4}]
    usual = {"epochs": 3, "batch_size": BATCH, "checkpoint": {"every_steps": 5}}
    return {
        "speccnn": 1,
        "name": "tested",
        "inputs": {"image": [3, 3, 1]},
        "layers": list(layers) or shape,
        "training": {"loss": "sparse_categorical_crossentropy", **usual, **training},
        **more,
    }


def ending(activation: str) -> list[Table]:
    dense = {"type": "Dense", "name": "out", "units": 4, "activation": activation}
    return [{"type": "Flatten"}, dense]


TWO_ENDS = {
    "inputs": {"left": [3, 3, 1], "right": [3, 3, 1]},
    "outputs": ["kind", "size"],
    "layers": [
        {"type": "Concatenate", "name": "both", "inputs": ["left", "right"]},
        {"type": "Flatten", "name": "flat"},
        {"type": "Dense", "name": "kind", "units": 4},
        {"type": "Dense", "name": "size", "units": 1, "inputs": "flat"},
    ],
}
JOINT = {
    "loss": {"kind": "sparse_categorical_crossentropy", "size": "mse"},
    "loss_weights": {"size": 0.25},
    "metrics": {"kind": ["accuracy", "recall"], "size": ["mae"]},
}
DECAY = {"type": "ExponentialDecay", "initial_learning_rate": 0.1, "decay_steps": 4}
STEPS = {"type": "PiecewiseConstantDecay", "boundaries": [3, 9], "values": [0.1, 0.05, 0.01]}
WARM = {
    "type": "CosineDecay",
    "initial_learning_rate": 0.0,
    "decay_steps": 12,
    "warmup_steps": 4,
    "warmup_target": 0.1,
}
WATCH = {"monitor": "test_loss", "patience": 1, "min_delta": 0.5, "restore_best_weights": True}
LATE = [{"type": "F1Score", "average": "macro"}, {"type": "AUC", "multi_label": True}, "r2_score"]
ADAM = {"type": "AdamW", "gradient_accumulation_steps": 4, "global_clipnorm": 0.1}
SGD = {"type": "SGD", "momentum": 0.9, "use_ema": True, "ema_overwrite_frequency": 5}

UNNAMED = ("Adafactor", "Nadam")

SLOWED = {**DECAY, "decay_rate": 0.5, "warmup_steps": 3}

# Each feature in one of few recipes, since each takes three runs.
RECIPES: dict[str, Table] = {
    "accumulated": spec({"optimizer": ADAM, "schedule": SLOWED}),
    "averaged": spec(
        {
            "optimizer": {"type": "Nadam", "use_ema": True, "learning_rate": STEPS},
            "loss": {"type": "CategoricalCrossentropy", "label_smoothing": 0.2},
        }
    ),
    "overwritten": spec({"optimizer": SGD, "schedule": WARM, "metrics": LATE}),
    "overlapping": spec(
        {
            "loss": "dice",
            "metrics": ["mean_iou", "mse"],
            "optimizer": "muon",
            "early_stopping": {"patience": 9, "min_delta": 9, "restore_best_weights": True},
        },
        *ending("softmax"),
    ),
    "joint": spec({**JOINT, "optimizer": "schedulefreeadamw"}) | TWO_ENDS,
    "stopped": spec(
        {
            "early_stopping": WATCH,
            "epochs": 9,
            "optimizer": {"type": "SGD", "learning_rate": 8.0, "use_ema": True},
        }
    ),
}
RATES: dict[str, Table] = {
    "constant": spec({"optimizer": "lion"}),
    "decayed": spec({"schedule": SLOWED}),
    "stepped": RECIPES["averaged"],
    "warmed": RECIPES["overwritten"],
}


def load(table: Table, folder: Path) -> ModuleType:
    """Return a script as a module, with nothing left of those before it."""
    keras.backend.clear_session()
    text = emit(check(Source("tested.json", json.dumps(table).encode())), version=None)
    made = ModuleType("train")
    folder.mkdir(exist_ok=True)
    path = folder / f"{hashlib.sha256(text.encode()).hexdigest()}.py"  # AutoGraph reads the file
    path.write_text(text)
    made.__file__ = str(path)
    exec(compile(text, made.__file__, "exec"), made.__dict__)  # noqa: S102  our own script
    return made


def run(table: Table, folder: Path, arrays: Path, *options: str) -> Table:
    """Run a script as its user would, and return its result and its history."""
    script = load(table, folder)
    script.set_up = script.tf.config.experimental.enable_op_determinism  # threads are set already
    keras.config.set_dtype_policy(table["training"].get("precision", "float32"))
    script.on_signals = lambda _: None
    words = ["train.py", "--data", str(arrays), "--run-dir", str(folder), *options]
    kept, sys.argv = sys.argv, words
    try:
        script.main()
    finally:
        sys.argv = kept
        keras.config.set_dtype_policy("float32")
    result = json.loads((folder / "result.json").read_text())
    history = folder / "history.csv"
    return {**result, "history": history.read_text() if history.exists() else ""}


def columns(result: Table) -> list[dict[str, float]]:
    rows = csv.DictReader(str(result["history"]).splitlines())
    return [{name: float(value) for name, value in row.items()} for row in rows]


@pytest.mark.parametrize("name", RECIPES)
def test_stopped_and_continued_is_as_never_stopped(name: str, tmp_path: Path, arrays: Path) -> None:
    whole = run(RECIPES[name], tmp_path / "whole", arrays)
    assert whole["finished"]
    assert all(np.isfinite(list(row.values())).all() for row in columns(whole))
    steps = "7" if name == "overlapping" else "4"
    partly = run(RECIPES[name], tmp_path / "parts", arrays, "--steps", steps)
    assert not partly["finished"]
    if name == "overlapping":
        assert partly["weights_sha256"] == whole["weights_sha256"], "the best, of the first epoch"
        first, *_, last = (row["test_loss"] for row in columns(whole))
        assert whole["metrics"]["loss"] == pytest.approx(first, rel=1e-6) != last
    if name == "stopped":
        run(RECIPES[name], tmp_path / "parts", arrays, "--steps", "7")
    assert run(RECIPES[name], tmp_path / "parts", arrays) == whole


def trainer(table: Table, folder: Path, arrays: Path, *options: str) -> tuple[ModuleType, object]:
    script = load(table, folder)
    kept, sys.argv = sys.argv, ["train.py", "--data", str(arrays), *options]
    try:
        parsed = script.parse_options()
    finally:
        sys.argv = kept
    return script, script.Trainer(parsed, *script.load_examples(str(arrays)))


def take(made: object, steps: int) -> None:
    made.take_steps(keras.ops.cast(0, "int64"), keras.ops.cast(steps, "int64"))


def test_accumulated_gradients_are_those_of_a_larger_batch(tmp_path: Path, arrays: Path) -> None:
    halves = spec({"optimizer": {"type": "SGD", "gradient_accumulation_steps": 2}})
    _, small = trainer(halves, tmp_path, arrays)
    take(small, PER_EPOCH)
    weights = [weight.numpy() for weight in small.model.weights]
    _, large = trainer(spec({"optimizer": "sgd"}), tmp_path, arrays, "--batch-size", "32")
    take(large, PER_EPOCH // 2)
    for ours, theirs in zip(weights, large.model.weights, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-5, atol=1e-6)


def test_tests_are_of_the_averaged_weights_and_training_goes_on_with_the_others(
    tmp_path: Path, arrays: Path
) -> None:
    halved = {"type": "Nadam", "use_ema": True, "ema_momentum": 0.5}
    _, made = trainer(spec({"optimizer": halved}), tmp_path, arrays)
    average: list[object] = []
    for step in range(4):
        made.take_steps(keras.ops.cast(step, "int64"), keras.ops.cast(step + 1, "int64"))
        now = [weight.numpy() for weight in made.model.weights]
        average = [(a + b) / 2 for a, b in zip(average or now, now, strict=True)]
    with made.averaged():
        for weight, expected in zip(made.model.weights, average, strict=True):
            np.testing.assert_allclose(weight.numpy(), expected, rtol=1e-5, atol=1e-6)
    made.evaluate(made.test)
    for weight, expected in zip(made.model.weights, now, strict=True):
        np.testing.assert_array_equal(weight.numpy(), expected)


@pytest.mark.parametrize("kind", UNNAMED)
def test_checkpoints_hold_what_an_optimizer_leaves_unnamed(
    kind: str, tmp_path: Path, arrays: Path
) -> None:
    layers = [{"type": "Dense", "units": 4}, *ending("linear")]
    recipe = {"optimizer": kind, "precision": "mixed_float16"}
    _, made = trainer(spec(recipe, *layers), tmp_path, arrays)
    names = {id(variable): name for name, variable in made.variables().items()}
    assert all(id(variable) in names for variable in kept_by(made.optimizer.inner_optimizer))
    weights = {weight.path for weight in made.model.weights}
    assert all(name.count("/") > 1 for name in {*names.values()} - weights)


def test_other_optimizers_name_what_they_keep() -> None:
    model = keras.Sequential([keras.layers.Dense(2), keras.layers.Dense(2)])
    model.build((None, 2))
    for kind in OPTIMIZERS:
        made = getattr(keras.optimizers, kind)()
        made.build(model.weights)
        names = [kept.path for kept in made.variables]
        is_unnamed = len({*names}) < len(names) or not all("/" in name for name in names)
        assert is_unnamed == (kind in UNNAMED), kind


def kept_by(optimizer: keras.optimizers.Optimizer) -> list[keras.Variable]:
    """Return all variables that are anywhere in an optimizer."""
    held = [kept for kept in vars(optimizer).values() if isinstance(kept, keras.Variable | list)]
    kept = [part for part in keras.tree.flatten(held) if isinstance(part, keras.Variable)]
    return list({id(part): part for part in kept}.values())


@pytest.mark.parametrize(
    ("name", "options", "rates"),
    [
        ("stepped", (), {0: 0.1, 3: 0.1, 4: 0.05, 9: 0.05, 10: 0.01}),
        ("decayed", (), {0: 0.0, 1: 0.1 / 3, 3: 0.1, 7: 0.05, 11: 0.025}),
        ("warmed", (), {0: 0.0, 2: 0.05, 4: 0.1, 10: 0.05, 16: 0.0}),
        ("stepped", ("--learning-rate", "0.4"), {0: 0.4, 4: 0.05}),
        ("decayed", ("--learning-rate", "0.4"), {3: 0.4, 7: 0.2}),
        ("warmed", ("--learning-rate", "0.4"), {0: 0.0, 2: 0.2, 4: 0.4}),
        ("constant", ("--learning-rate", "0.4"), {0: 0.4, 9: 0.4}),
    ],
)
def test_the_rate_follows_the_step(
    name: str, options: tuple[str, ...], rates: dict[int, float], tmp_path: Path, arrays: Path
) -> None:
    _, made = trainer(RATES[name], tmp_path, arrays, *options)
    for step, rate in rates.items():
        made.optimizer.iterations.assign(step)
        assert float(made.optimizer.learning_rate) == pytest.approx(rate, abs=1e-7), step


def test_training_stops_early_and_goes_back_to_the_best(tmp_path: Path, arrays: Path) -> None:
    result = run(RECIPES["stopped"], tmp_path, arrays)
    first, second = (row["test_loss"] for row in columns(result))
    assert first - 0.5 < second, "the second epoch is no improvement, and the last"
    assert result["metrics"]["loss"] == pytest.approx(first, rel=1e-6) != second
    assert (result["epoch"], result["finished"]) == (2, True)
    assert run(RECIPES["stopped"], tmp_path, arrays) == result
    longer = run(RECIPES["stopped"], tmp_path, arrays, "--epochs", "20")
    assert longer["epoch"] > result["epoch"], "who asks for more epochs gets patience anew"


def test_an_operation_that_is_lacking_in_16_bits_is_told(tmp_path: Path, arrays: Path) -> None:
    layers: list[Table] = [
        {"type": "LocalResponseNormalization", "name": "whole"},  # which a GPU has in 32 bits alone
        {"type": "Reshape", "target_shape": [3, 3, 1, 1]},
        {"type": "MaxPooling3D", "name": "pool", "pool_size": [2, 2, 1]},
        *ending("linear"),
    ]
    told = r"^error: mixed_float16 cannot be computed here: .*'MaxPool3D' used by .*/pool"
    with pytest.raises(SystemExit, match=told) as end:
        run(spec({"precision": "mixed_float16"}, *layers), tmp_path, arrays)
    assert "\n" not in str(end.value)
    (script,) = tmp_path.glob("*.py")
    assert 'LocalResponseNormalization(name="whole", dtype="float32")' in script.read_text()


def test_a_metric_that_is_not_a_number_is_null_in_the_result(tmp_path: Path, arrays: Path) -> None:
    recipe = {"loss": "mse", "metrics": ["poisson"], "epochs": 1, "optimizer": "sgd"}
    dense = {"type": "Dense", "units": 4, "bias_initializer": {"type": "Constant", "value": -9.0}}
    result = run(spec(recipe, {"type": "Flatten"}, dense), tmp_path, arrays)
    assert result["finished"]
    assert result["metrics"]["poisson"] is None


def test_what_is_no_number_is_never_the_best(tmp_path: Path) -> None:
    watched = {"monitor": "test_mse", "patience": 3}
    recipe = {"metrics": ["mse"], "early_stopping": watched, "checkpoint": {"monitor": "test_mse"}}
    script = load(spec(recipe), tmp_path)
    values = [np.nan, np.nan, 3.0, np.nan, 2.0, np.nan, 2.0, np.nan]
    stopping = script.EarlyStopping({}, 1)
    for epoch, value in enumerate(values, 1):
        assert not stopping.is_over
        stopping.watch(epoch, value)
    assert (stopping.best, stopping.best_epoch, stopping.is_over) == (2.0, 5, True)
    rows = [{"test_mse": value, "step": 7 * epoch} for epoch, value in enumerate(values, 1)]
    assert script.History(tmp_path / "history.csv", rows).best_step() == 35
    assert script.History(tmp_path / "history.csv", rows[:2]).best_step() is None
    values = dict.fromkeys(["metrics/mse/total", "out/kernel"], script.tf.constant(np.nan))
    assert script.not_finite(values) == ["out/kernel"], "a metric may be what it is"


@pytest.mark.parametrize(
    ("loss", "layers", "labels"),
    [
        ("ctc", [{"type": "Reshape", "target_shape": [3, 3]}, {"type": "Dense", "units": 5}], (2,)),
        (
            "circle",
            [{"type": "Flatten"}, {"type": "Dense", "units": 9}, {"type": "UnitNormalization"}],
            (),
        ),
        ("hinge", [{"type": "Flatten"}, {"type": "Dense", "units": 1}], (1,)),
        ("categorical_generalized_cross_entropy", ending("softmax"), ()),
    ],
)
def test_every_form_of_labels_is_read(
    loss: str, layers: list[Table], labels: tuple[int, ...], tmp_path: Path
) -> None:
    draw = np.random.default_rng(1)
    images = draw.normal(size=(2 * BATCH, 3, 3, 1))
    truth = draw.integers(*((0, 2) if loss == "hinge" else (1, 4)), (2 * BATCH, *labels))
    path = tmp_path / "own.npz"
    np.savez(path, x_train=images, y_train=truth, x_test=images, y_test=truth)
    result = run(spec({"loss": loss, "epochs": 1}, *layers), tmp_path / "run", path)
    assert result["step"] == 2
    assert np.isfinite(result["metrics"]["loss"])
