"""Class weights multiply the loss of each example, or of each answer: as NumPy works it out."""

import argparse
import importlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")

from test_scripts import Table, load, spec  # noqa: E402

from speccnn.diagnostics.source import Source  # noqa: E402
from speccnn.pipeline import SpecError, check  # noqa: E402
from speccnn.training.kinds import LOSSES  # noqa: E402

COUNT = 40
OPTIONS = argparse.Namespace(seed=3, batch_size=COUNT, learning_rate=0.1, epochs=1, steps=None)
LISTS = {1: [0.5, 4.0], 3: [0.5, 4.0, 1.5]}
FORMS = {"rows": (), "maps": (3, 3)}
LEAST = 1e-7
# Of each number of the output on its own, by truth and output.
VALUES: dict[str, Callable[..., object]] = {
    "MeanSquaredError": lambda t, o: (t - o) ** 2,
    "MeanAbsoluteError": lambda t, o: abs(t - o),
    "MeanAbsolutePercentageError": lambda t, o: 100 * abs(t - o) / np.maximum(t, LEAST),
    "MeanSquaredLogarithmicError": lambda t, o: (np.log1p(t) - np.log1p(o)) ** 2,
    "Huber": lambda t, o: (t - o) ** 2 / 2,
    "LogCosh": lambda t, o: np.log(np.cosh(t - o)),
    "Poisson": lambda t, o: o - t * np.log(o),
    "Hinge": lambda t, o: np.maximum(1 - (2 * t - 1) * o, 0),
    "SquaredHinge": lambda t, o: np.maximum(1 - (2 * t - 1) * o, 0) ** 2,
}
ANSWERS = VALUES | {
    "BinaryCrossentropy": lambda t, o: -np.log(np.where(t > 0, o, 1 - o)),
    "BinaryFocalCrossentropy": lambda t, o: (
        -(np.where(t > 0, 1 - o, o) ** 2) * np.log(np.where(t > 0, o, 1 - o))
    ),
}
# Of one answer alone, which nothing can be added to.
LONE = {
    "KLDivergence": lambda t, o: np.where(t > 0, -np.log(o), 0),
    "CosineSimilarity": lambda t, _: -t,
}
ROWS: dict[str, Callable[..., object]] = {
    "SparseCategoricalCrossentropy": lambda t, o: -np.log((t * o).sum(-1)),
    "CategoricalCrossentropy": lambda t, o: -np.log((t * o).sum(-1)),
    "CategoricalFocalCrossentropy": lambda t, o: (
        -0.25 * (1 - (t * o).sum(-1)) ** 2 * np.log((t * o).sum(-1))
    ),
    "CategoricalGeneralizedCrossEntropy": lambda t, o: 2 - 2 * (t * o).sum(-1) ** 0.5,
    "KLDivergence": lambda t, o: -np.log((t * o).sum(-1)),
    "CosineSimilarity": lambda t, o: -(t * o).sum(-1) / np.sqrt((o**2).sum(-1)),
    "CategoricalHinge": lambda t, o: np.maximum(1 + ((1 - t) * o).max(-1) - (t * o).sum(-1), 0),
    **{kind: lambda t, o, f=value: f(t, o).mean(-1) for kind, value in VALUES.items()},
}
CASES = [
    (kind, activation, units, form)
    for kind in LOSSES
    for activation in (None, "softmax", "sigmoid")
    for units in ((3,) if activation == "softmax" else (1, 3))
    for form in FORMS
]


def network(kind: str, activation: str | None, units: int, form: str, **data: object) -> Table:
    ends = {
        "rows": [{"type": "Flatten"}, {"type": "Dense", "name": "out", "units": units}],
        "maps": [{"type": "Dense", "name": "out", "units": units}],
    }[form]
    layers = [*ends[:-1], {**ends[-1], **({"activation": activation} if activation else {})}]
    training = {"loss": {"type": kind}, "optimizer": {"type": "SGD"}, "batch_size": COUNT}
    return spec(training, *layers, data={"source": "npz", **data})


def codes(table: Table) -> set[str]:
    try:
        check(Source("weighed.json", json.dumps(table).encode()))
    except SpecError as error:
        return {it.finding.code for it in error.diagnostics}
    return set()


def loss_of(
    kind: str, activation: str | None, units: int
) -> tuple[bool, Callable[..., object]] | None:
    """Return whether each answer is weighed, and the loss of each thing that is weighed."""
    found = getattr(importlib.import_module(LOSSES[kind]), kind)()
    answers = found.answers(activation)
    if answers == "one_of":
        known = ROWS.get(kind) if units > 1 else None
        return None if known is None else (False, known)
    known = (ANSWERS | (LONE if units == 1 else {})).get(kind) if answers else None
    return None if known is None else (True, known)


def examples(units: int, form: str, *, by_answer: bool) -> tuple[object, object]:
    """Return images, and labels that are 0 or 1 or class numbers; some rows have no 1."""
    draw = np.random.default_rng(5)
    shape = (COUNT, *FORMS[form])
    images = draw.normal(size=(COUNT, 3, 3, 1)).astype(np.float32)
    if not by_answer:
        return images, draw.choice(3, shape, p=[0.6, 0.1, 0.3])
    return images, (draw.random((*shape, units)) < [0.3, 0.6, 0.1][:units]).astype(np.float32)


def expected(
    value: Callable[..., object], truth: object, outputs: object, weights: object, units: int
) -> float:
    """Return the weighed mean; truth is of class numbers or, as real numbers, of answers."""
    outputs = outputs.astype(float)
    if truth.dtype.kind == "i":
        rows = np.eye(units)[truth]
        if weights == "balanced":
            weights = truth.size / (units * np.bincount(truth.ravel()))
        return float((np.asarray(weights)[truth] * value(rows, outputs)).mean())
    if weights == "balanced":
        yes = truth.mean(tuple(range(truth.ndim - 1)))
        factors = np.where(truth > 0, 0.5 / yes, 0.5 / (1 - yes))
    elif units == 1:
        factors = np.where(truth > 0, weights[1], weights[0])
    else:
        factors = np.broadcast_to(weights, truth.shape)
    return float((factors * value(truth, outputs)).mean())


def first_loss(table: Table, folder: Path, held: tuple[object, object]) -> tuple[float, object]:
    """Return the loss of a first step, and what the network gave before it."""
    module = load(table, folder)
    module.keras.utils.clear_session()
    part = module.prepare(*held)
    trainer = module.Trainer(OPTIONS, part, part)
    outputs = trainer.model(part.images).numpy()
    return float(trainer.take_step(module.tf.constant(0, module.tf.int64))), outputs


@pytest.mark.parametrize(("kind", "activation", "units", "form"), CASES)
def test_every_loss_weighs_what_it_is_told_or_is_refused(
    kind: str, activation: str | None, units: int, form: str, tmp_path: Path
) -> None:
    known = loss_of(kind, activation, units)
    if codes(network(kind, activation, units, form)):
        return
    given = LISTS[units]
    if known is None:
        given = [1.0] * units if kind == "CategoricalHinge" else given
        refused = codes(network(kind, activation, units, form, class_weights=given))
        assert refused <= {"L520"}
        assert refused or units == 1
        return
    by_answer, value = known
    held = examples(units, form, by_answer=by_answer)
    weights = "balanced" if (form == "maps") == (kind in VALUES) else given
    table = network(kind, activation, units, form, class_weights=weights)
    loss, outputs = first_loss(table, tmp_path, held)
    if activation is None and kind != "CategoricalHinge":
        power = np.exp(outputs)
        outputs = power / (1 + power if by_answer else power.sum(-1, keepdims=True))
    assert loss == pytest.approx(expected(value, held[1], outputs, weights, units), rel=2e-4)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("kind", "units"),
    [("SparseCategoricalCrossentropy", 3), ("BinaryCrossentropy", 1), ("BinaryCrossentropy", 3)],
)
def test_weights_of_one_change_nothing(kind: str, units: int, form: str, tmp_path: Path) -> None:
    held = examples(units, form, by_answer=kind == "BinaryCrossentropy")
    ones = [1.0] * len(LISTS[units])
    found = []
    for data in ({}, {"class_weights": ones}):
        module = load(network(kind, None, units, form, **data), tmp_path)
        module.keras.utils.clear_session()
        part = module.prepare(*held)
        trainer = module.Trainer(OPTIONS, part, part)
        for step in range(3):
            trainer.take_step(module.tf.constant(step, module.tf.int64))
        found.append([weight.numpy() for weight in trainer.model.weights])
    for ours, theirs in zip(*found, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("weights", [[0.5, 4.0, 1.5], "balanced"])
def test_places_that_are_ignored_weigh_nothing(weights: object, tmp_path: Path) -> None:
    images, labels = examples(3, "maps", by_answer=False)
    ignored = np.random.default_rng(1).random(labels.shape) < 0.4
    table = network("SparseCategoricalCrossentropy", "softmax", 3, "maps", class_weights=weights)
    table["training"] |= {"loss": {"type": "SparseCategoricalCrossentropy", "ignore_class": 255}}
    loss, outputs = first_loss(table, tmp_path, (images, np.where(ignored, 255, labels)))
    value = ROWS["SparseCategoricalCrossentropy"]
    wanted = expected(value, labels[~ignored], outputs[~ignored], weights, 3)
    assert loss == pytest.approx(wanted, rel=2e-4)


def test_weights_count_in_the_loss_of_training_alone(tmp_path: Path) -> None:
    table = network("BinaryCrossentropy", "sigmoid", 3, "rows", class_weights=LISTS[3])
    held = examples(3, "rows", by_answer=True)
    module = load(table, tmp_path)
    part = module.prepare(*held)
    trainer = module.Trainer(OPTIONS, part, part)
    outputs = trainer.model(part.images).numpy()
    tested = trainer.evaluate(part)["loss"]
    value = ANSWERS["BinaryCrossentropy"]
    assert tested == pytest.approx(expected(value, held[1], outputs, [1] * 3, 3), rel=2e-4)
    loss = float(trainer.take_step(module.tf.constant(0, module.tf.int64)))
    assert float(trainer.metrics[0].result()) == pytest.approx(loss)
    assert loss == pytest.approx(expected(value, held[1], outputs, LISTS[3], 3), rel=2e-4)
