"""Scripts that ignore a class train, measure and count as if its places were not there."""

import importlib
import json
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")

from test_scripts import TWO_ENDS, Table, columns, run, spec, take, trainer  # noqa: E402

from speccnn.diagnostics.source import Source  # noqa: E402
from speccnn.pipeline import SpecError, check, emit  # noqa: E402
from speccnn.training.kinds import METRICS  # noqa: E402

IGNORED, COUNT, SMALL = 255, 24, 4
SPARSE = {"type": "SparseCategoricalCrossentropy"}
SETTINGS: dict[str, Table] = {
    "PrecisionAtRecall": {"recall": 0.3},
    "RecallAtPrecision": {"precision": 0.3},
    "SensitivityAtSpecificity": {"specificity": 0.3},
    "SpecificityAtSensitivity": {"sensitivity": 0.3},
    "IoU": {"target_class_ids": [0, 2]},
    "OneHotIoU": {"target_class_ids": [0, 2]},
    "F1Score": {"average": "macro"},
    "FBetaScore": {"average": "weighted"},
    "TopKCategoricalAccuracy": {"k": 2},
    "SparseTopKCategoricalAccuracy": {"k": 2},
}
KINDS = {kind: getattr(importlib.import_module(module), kind) for kind, module in METRICS.items()}
LEGAL = [kind for kind, found in KINDS.items() if "one_of" in found.meant_for]
MASK = [{"type": "Conv2D", "name": "out", "filters": 4, "kernel_size": 1}]
FORMS = {"rows": ((), [{"type": "Flatten"}, {"type": "Dense", "units": 4}]), "maps": ((3, 3), MASK)}


def network(form: str, ignored: int | None, training: Table, **more: object) -> Table:
    """Return a spec of rows, of maps, or of maps of one place, which compute alike."""
    loss = SPARSE if ignored is None else {**SPARSE, "ignore_class": ignored}
    inputs = {"image": [1, 1, 1] if (form, ignored) == ("maps", None) else [3, 3, 1]}
    usual = {"optimizer": {"type": "SGD", "learning_rate": 0.5}, "epochs": 1, "loss": loss}
    return spec({**usual, **training}, *FORMS[form][1], **{"inputs": inputs, **more})


def examples(form: str, ignored: int, folder: Path) -> tuple[Path, Path]:
    """Return a file of examples, the first of which are ignored whole, and one of the others."""
    draw = np.random.default_rng(3)
    places, _ = FORMS[form]
    whole: dict[str, object] = {}
    kept: dict[str, object] = {}
    for part in ("train", "test"):
        labels = draw.integers(0, 4, (COUNT, *places))
        images = draw.normal(size=(COUNT, 3, 3, 1)) + 0.3 * labels.reshape(
            COUNT, *places or (1, 1), 1
        )
        labels[draw.random(labels.shape) < 0.3] = ignored
        labels[:SMALL] = ignored
        whole |= {f"x_{part}": images, f"y_{part}": labels.astype("uint8")}
        counted = labels != ignored
        held = images[counted]
        kept[f"x_{part}"] = held.reshape(-1, 1, 1, 1) if places else held
        kept[f"y_{part}"] = labels[counted].reshape(-1, *np.ones_like(places))
    paths = folder / "whole.npz", folder / "kept.npz"
    for path, arrays in zip(paths, (whole, kept), strict=True):
        np.savez(path, **arrays)
    return paths


@pytest.mark.parametrize(("form", "ignored"), [("rows", IGNORED), ("maps", IGNORED), ("maps", 3)])
def test_no_metric_counts_what_is_ignored(form: str, ignored: int, tmp_path: Path) -> None:
    kinds = LEGAL if form == "rows" else ["Accuracy", "MeanIoU", "Recall", "AUC"]
    recipe = {"metrics": [{"type": kind, **SETTINGS.get(kind, {})} for kind in kinds]}
    whole, kept = examples(form, ignored, tmp_path)
    size = "--batch-size", str(SMALL)
    _, made = trainer(network(form, ignored, recipe), tmp_path, whole, *size)
    weights = [weight.numpy() for weight in made.model.weights]
    found = made.evaluate(made.test)
    _, other = trainer(network(form, None, recipe), tmp_path, kept, *size)
    other.model.set_weights(weights)
    assert found == pytest.approx(other.evaluate(other.test), rel=1e-4, nan_ok=True)
    assert len(found) == len(kinds) + 1


@pytest.mark.parametrize(
    ("form", "weights"), [("rows", "balanced"), ("maps", None), ("maps", [1.0, 5.0, 2.0, 0.5])]
)
def test_training_is_as_without_what_is_ignored(form: str, weights: object, tmp_path: Path) -> None:
    data = {"source": "npz"} | ({"class_weights": weights} if weights else {})
    trained = []
    paths = examples(form, IGNORED, tmp_path)
    for ignored, path in zip((IGNORED, None), paths, strict=True):
        table = network(form, ignored, {"batch_size": 1000}, data=data)
        _, made = trainer(table, tmp_path, path)
        take(made, 1)
        trained.append([weight.numpy() for weight in made.model.weights])
    for ours, theirs in zip(*trained, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("form", FORMS)
def test_the_confusion_matrix_leaves_out_what_is_ignored(form: str, tmp_path: Path) -> None:
    whole, kept = examples(form, IGNORED, tmp_path)
    script, made = trainer(network(form, IGNORED, {}), tmp_path, whole)
    found = script.compare(made)
    counts, mistakes = found if form == "rows" else (found, [])
    truth = np.load(kept)["y_test"]
    assert counts.sum(axis=1).tolist() == np.bincount(truth.ravel(), minlength=4).tolist()
    assert all(mistake.truth < 4 for mistake in mistakes)
    assert len(mistakes) == (counts.sum() - counts.trace() if form == "rows" else 0)


def test_a_run_that_ignores_a_class_goes_on_as_if_never_stopped(tmp_path: Path) -> None:
    path, _ = examples("maps", IGNORED, tmp_path)
    data = {"source": "npz", "class_weights": "balanced"}
    recipe = {"metrics": ["accuracy", "mean_iou"], "batch_size": SMALL, "epochs": 2}
    table = network("maps", IGNORED, recipe, data=data)
    whole = run(table, tmp_path / "whole", path)
    assert all(np.isfinite(list(row.values())).all() for row in columns(whole))
    run(table, tmp_path / "parts", path, "--steps", "4")
    assert run(table, tmp_path / "parts", path) == whole


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ([IGNORED] * 4, "all labels are 255, which is the class that is ignored"),
        ([0, 3, 4, 255], "labels run from 0 to 4, classes from 0 to 3, and 255 is ignored"),
        ([-1, 3, 2, 255], "labels run from -1 to 3, classes from 0 to 3, and 255 is ignored"),
    ],
)
def test_other_labels_are_refused(labels: list[int], told: str, tmp_path: Path) -> None:
    images = np.zeros((4, 3, 3, 1))
    path = tmp_path / "own.npz"
    np.savez(path, x_train=images, y_train=labels, x_test=images, y_test=labels)
    with pytest.raises(SystemExit, match=f"^error: {told}$"):
        trainer(network("rows", IGNORED, {}), tmp_path, path)


@pytest.mark.parametrize(("ignored", "codes"), [(IGNORED, ["B607"]), (3, [])])
def test_only_a_class_of_the_output_is_ignored_beside_others(
    ignored: int, codes: list[str]
) -> None:
    loss = {"kind": {**SPARSE, "ignore_class": ignored}, "size": "mse"}
    table = spec({"loss": loss}) | TWO_ENDS
    made = check(Source("tested.json", json.dumps(table).encode()))
    try:
        assert "IGNORED_CLASS" not in emit(made, version=None)
        found = []
    except SpecError as error:
        found = error.diagnostics
    assert [one.finding.code for one in found] == codes
    assert all(one.path == ("training", "loss", "kind", "ignore_class") for one in found)
