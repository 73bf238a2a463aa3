"""Every source of examples, read by an emitted script: it trains, resumes, and tells what is wrong."""

from pathlib import Path

import pytest
from backend_specs import PLAIN, Table, conv, head, script, spec, trained
from data_files import (
    Trained,
    digits,
    write_csv,
    write_folder,
    write_idx,
    write_npz,
    write_records,
)

pytest.importorskip("tensorflow")
pytest.importorskip("sklearn")
np = pytest.importorskip("numpy")

SMALL = trained(spec(conv(2), *head()), batch_size=20, checkpoint={"every_steps": 2})
FLIP_AND_TURN = [{"type": "RandomFlip"}, {"type": "RandomRotation", "factor": 0.1}]
FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")


def reader(folder: Path, table: Table = SMALL, **data: object) -> Trained:
    return Trained(folder, script({**table, "data": data}))


def write_all(folder: Path) -> None:
    write_npz(folder / "digits.npz")
    for name, array, zipped in zip(FILES, digits(), (False, True), strict=True):
        write_idx(folder, name, array, zipped=zipped)
    write_csv(folder / "digits.csv")
    write_folder(folder / "digits")
    write_records(folder / "digits.tfrecord")
    write_records(folder / "raw.tfrecord", raw=True)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    write_all(folder)
    return folder


SOURCES: dict[str, dict[str, object]] = {
    "npz": {"source": "npz", "path": "digits.npz"},
    "idx": {"source": "idx", "path": "."},
    "csv": {"source": "csv", "path": "digits.csv", "dtype": "uint8"},
    "folder": {"source": "folder", "path": "digits"},
    "tfrecord": {"source": "tfrecord", "path": "digits.tfrecord"},
    "raw": {"source": "tfrecord", "path": "raw.tfrecord", "image": {"type": "uint8"}},
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_gives_the_same_examples(files: Path, name: str) -> None:
    train, test = reader(files, **SOURCES[name]).module.load_examples(None)
    assert (len(train.labels), len(test.labels)) == (48, 12)
    images, labels = digits()
    given = np.concatenate([train.images, test.images])
    assert (given.shape, given.dtype) == ((60, 8, 8, 1), np.float32)
    known = {tuple(image.ravel()): label for image, label in zip(images, labels, strict=True)}
    kept = 0
    for image, label in zip(given, [*train.labels, *test.labels], strict=True):
        found = known.get(tuple((image * 255).round().astype(np.uint8).ravel()))
        kept += found is not None
        assert found in {label, None}
    assert kept >= (60 if name != "folder" else 48)  # a fifth of the folder's are JPEG


@pytest.mark.parametrize("name", ["csv", "folder", "tfrecord"])
def test_stopped_and_continued_is_as_never_stopped(
    files: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {**SOURCES[name], "validation": 0.25, "augment": FLIP_AND_TURN, "scale": "standard"}
    program = reader(files, **data)
    monkeypatch.setattr(program.module, "MEMORY", 0, raising=False)
    whole = program.run(monkeypatch, f"{name}-whole")
    program.run(monkeypatch, f"{name}-parts", "--steps", "1")
    program.run(monkeypatch, f"{name}-parts", "--steps", "3")
    assert program.run(monkeypatch, f"{name}-parts") == whole
    assert whole[1].startswith(b"epoch,step,loss,accuracy,val_loss,val_accuracy\n1,2,")
    if name != "csv":
        monkeypatch.setattr(program.module, "MEMORY", 2**30)
        assert program.run(monkeypatch, f"{name}-in-memory") == whole
