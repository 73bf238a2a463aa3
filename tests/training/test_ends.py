"""Emitted scripts of networks with several inputs and outputs: their losses, and their arrays."""

from pathlib import Path

import pytest

np = pytest.importorskip("numpy")

from test_scripts import BATCH, JOINT, PER_EPOCH, RECIPES, TWO_ENDS, columns, load, run, spec  # noqa: E402


def test_the_loss_is_the_weighted_sum_of_those_of_the_outputs(tmp_path: Path, arrays: Path) -> None:
    for row in columns(run(RECIPES["joint"], tmp_path, arrays)):
        for part in ("", "test_"):
            total = row[f"{part}kind_loss"] + 0.25 * row[f"{part}size_loss"]
            assert row[f"{part}loss"] == pytest.approx(total, rel=1e-5)


def test_a_loss_of_several_outputs_that_is_not_finite_is_explained(
    tmp_path: Path, arrays: Path
) -> None:
    table = spec({**JOINT, "optimizer": {"type": "SGD", "learning_rate": 1e30}}) | TWO_ENDS
    with pytest.raises(SystemExit, match=r"the loss is (nan|inf) at step \d: "):
        run(table, tmp_path, arrays)


def test_arrays_of_all_ends_are_divided_alike(tmp_path: Path, arrays: Path) -> None:
    held = {
        name: array if name == "y_train" else array.astype("float32")
        for name, array in np.load(arrays).items()
        if "_train" in name
    }
    path = tmp_path / "own.npz"
    np.savez(path, **held)
    data = {"source": "npz", "validation": 0.25, "scale": "none"}
    script = load(RECIPES["joint"] | {"data": data}, tmp_path)
    parts = script.load_examples(str(path))
    assert [len(part.labels[0]) for part in parts] == [58, 19, 19]
    (left, right), (kind, size) = (
        [np.concatenate(ends) for ends in zip(*halves, strict=True)]
        for halves in zip(*parts, strict=True)
    )
    order = [held["x_train"].tolist().index(image) for image in left.tolist()]
    assert sorted(order) == list(range(PER_EPOCH * BATCH))
    assert (held["x_train_right"][order] == right).all()
    assert (held["y_train"][order] == kind).all()
    assert (held["y_train_size"][order] == size[:, 0]).all()


def test_arrays_of_all_ends_come_from_a_function(
    tmp_path: Path, arrays: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"import numpy\n\ndef give():\n    return dict(numpy.load({str(arrays)!r}))\n"
    (tmp_path / "own_arrays.py").write_text(text + "\ndef few():\n    return [1]\n")
    monkeypatch.chdir(tmp_path)
    script = load(RECIPES["joint"], tmp_path)
    train, test = script.load_examples("own_arrays:give")
    assert (len(train.images[1]), len(test.labels[0])) == (PER_EPOCH * BATCH, 40)
    with pytest.raises(SystemExit, match="own_arrays:few gives no dictionary of arrays"):
        script.load_examples("own_arrays:few")


def test_an_array_that_is_missing_is_named(tmp_path: Path, arrays: Path) -> None:
    table = RECIPES["joint"]
    held = dict(np.load(arrays))
    del held["x_test"], held["x_test_right"]
    path = tmp_path / "own.npz"
    np.savez(path, **held)
    with pytest.raises(SystemExit, match=r"no array x_test_right, nor x_test$"):
        run(table, tmp_path, path)
