"""Data of one's own, by `--data`, and data that are damaged: told in one line that names them."""

import gzip
import struct
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from backend_specs import NO_SOURCE, PLAIN, Table, script, spec, trained
from data_files import Trained, digits, write_folder, write_npz, write_records

pytest.importorskip("tensorflow")
pytest.importorskip("sklearn")
np = pytest.importorskip("numpy")

OWN = """
import numpy as np
import tensorflow as tf

def arrays():
    x, y = np.zeros((4, 8, 8), np.uint8), np.arange(4)
    return x, y, x[:2], y[:2]

def datasets():
    x, y, tested, classes = arrays()
    parts = (x, y), (tested, classes)
    return [tf.data.Dataset.from_tensor_slices(part) for part in parts]

def few():
    return arrays()[:3]

def endless():
    return [part.repeat() for part in datasets()]

def nothing():
    return None

def mapping():
    return dict(zip("abcd", arrays()))

def lone():
    return datasets()[0].repeat()

def array():
    return arrays()[0]

def batches():
    return [part.batch(3) for part in datasets()]

number = 4

def unlike():
    x, y, *tested = arrays()
    return x, y[:2], *tested

def broken():
    x, y, *tested = arrays()
    return x.astype(object), y, *tested
"""
TABLE = {"type": "Dense", "units": 2}


def reader(folder: Path, table: Table = PLAIN, **data: object) -> Trained:
    return Trained(folder, script({**table, "data": data} if data else table))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("own")
    (folder / "mine.py").write_text(OWN)
    return reader(folder, NO_SOURCE)


@pytest.mark.parametrize("function", ["arrays", "datasets"])
def test_a_function_gives_arrays_or_datasets(
    own: Trained, function: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.folder)
    train, test = own.module.load_examples(f"mine:{function}")
    assert (train.images.shape, test.images.shape) == ((4, 8, 8, 1), (2, 8, 8, 1))
    assert train.labels.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("mine:few", "gives neither two datasets nor four arrays"),
        ("mine:nothing", "gives neither two datasets nor four arrays"),
        ("mine:mapping", "gives neither two datasets nor four arrays"),
        ("mine:lone", "gives neither two datasets nor four arrays"),
        ("mine:array", "gives neither two datasets nor four arrays"),
        ("mine:batches", "the examples of mine:batches differ in shape"),
        ("mine:broken", "type object do not fit"),
        ("mine:number", "is no function"),
        ("mine.py", "mine.py is no NPZ file"),
        ("mine:endless", "repeats for ever"),
        ("mine:absent", "has no attribute 'absent'"),
        ("absent:few", "No module named 'absent'"),
        (":few", "is no file, and no function"),
        ("absent.npz", "No such file"),
    ],
)
def test_what_gives_no_arrays_is_told(
    own: Trained, named: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.folder)
    assert told in own.reason(named)


def test_images_and_labels_go_together_before_they_are_divided(
    own: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.folder)
    images, labels = digits()
    np.savez(tmp_path / "digits.npz", x_train=images, y_train=labels[:40])
    program = reader(tmp_path, source="npz", path="digits.npz")
    assert "images of shape (60, 8, 8) do not go with labels of (40,)" in program.reason()
    program = reader(tmp_path, source="digits", validation=0.2)
    told = "images of shape (4, 8, 8) do not go with labels of (2,)"
    assert told in program.reason("mine:unlike")


def test_images_hold_numbers(tmp_path: Path) -> None:
    images, labels = digits()
    some = np.where(images == images.max(), np.nan, images / 255)
    np.savez(tmp_path / "digits.npz", x_train=some, y_train=labels)
    told = reader(tmp_path, source="npz", path="digits.npz").reason()
    assert "not all numbers of the images are finite" in told


def test_a_path_of_a_spec_leads_beside_the_script_and_not_out_of_there(tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    program = reader(folder, source="npz", path="digits.npz")
    assert "there is no" in program.reason()
    write_npz(tmp_path / "digits.npz")
    (folder / "digits.npz").symlink_to(tmp_path / "digits.npz")
    assert f"leads out of {folder}" in program.reason()
    assert len(program.module.load_examples(str(tmp_path / "digits.npz"))[0].labels) == 48
    write_folder(folder / "digits", 20)
    (folder / "digits" / "0" / "passwd.png").symlink_to("/etc/passwd")
    program = reader(folder, source="folder", path="digits")
    assert "passwd.png leads out of" in program.reason()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is no whole IDX file"),
        (b"\0\0\x08\x03\0\0\0\x02", "is no whole IDX file"),
        (b"\0\0\x07\x01\0\0\0\x00", "is no whole IDX file"),
        (struct.pack(">HBB2I", 0, 8, 2, 2, 2) + b"123", "is no whole IDX file of (2, 2)"),
        (struct.pack(">HBB2I", 0, 8, 2, 2, 2) + b"12345", "is no whole IDX file of (2, 2)"),
        (struct.pack(">HBB", 0, 8, 0) + b"1", "is no whole IDX file of ()"),
        (struct.pack(">HBB255I", 0, 8, 255, *[1] * 255) + b"1", "is no whole IDX file of (1,"),
        (struct.pack(">HBB3I", 0, 14, 3, *[2**32 - 1] * 3) + b"1", "do not fit in memory"),
    ],
)
@pytest.mark.parametrize("zipped", [False, True])
def test_idx_files_that_are_damaged_are_named(
    own: Trained, tmp_path: Path, content: bytes, told: str, *, zipped: bool
) -> None:
    del own
    name = "train-images-idx3-ubyte.gz" if zipped else "train-images-idx3-ubyte"
    (tmp_path / name).write_bytes(gzip.compress(content) if zipped else content)
    program = reader(tmp_path, source="idx", path=".")
    assert "there is no" in program.reason()
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(b"")
    reason = program.reason()
    assert told in reason
    assert name in reason


def test_a_gzipped_file_that_is_cut_or_was_unpacked_is_named(tmp_path: Path) -> None:
    content = struct.pack(">HBB1I", 0, 8, 1, 4000) + bytes(range(200)) * 20
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(b"")
    program = reader(tmp_path, source="idx", path=".")
    for damaged in (gzip.compress(content)[:-20], content):
        (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(damaged)
        assert "train-images-idx3-ubyte.gz is no whole IDX file" in program.reason()
    (tmp_path / "t10k-images-idx3-ubyte").write_bytes(content)
    assert "there is no " in (told := program.reason())
    assert "t10k-labels-idx1-ubyte" in told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("a,b,label\n1,2,0\n1,x,0\n", "t.csv, line 3: could not convert string to float: 'x'"),
        ("a,b,label\n1,2\n", "line 2: 2 values in 3 columns"),
        ("a,b,label\n1,nan,0\n", "line 2: 1, nan, 0 are not all finite"),
        ("a,b,label\n1,2,inf\n", "line 2: [inf] is not finite"),
        ("a,b\n1,2\n", "has no column label; it has a, b"),
        ("", "has no column label; it has "),
        ("a,b,label\n", "has no row that can be read"),
        ('a,b,label\n"1,2,0\n', "is no table: "),
        ("a,a,label\n1,2,0\n", "t.csv has more than one column a"),
        ("a,b,label\n1,1e39,0\n", "line 2: 1, 1e39, 0 are not all finite"),
        ("a,b,label\n1,2,0\n1,2,0.5\n" * 1 + "1,2,1\n" * 5, "are no classes"),
    ],
)
def test_rows_that_cannot_be_read_are_named(tmp_path: Path, rows: str, told: str) -> None:
    (tmp_path / "t.csv").write_text(rows)
    table = spec(TABLE, image=(2,))
    assert told in reader(tmp_path, table, source="csv", path="t.csv", test=0.3).reason()


def test_values_to_predict_may_be_larger_than_whole_numbers_are(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,label\n1,1e20\n\n2,3e20\n\n")
    table = trained(spec({"type": "Dense", "units": 1}, image=(1,)), loss="mse", metrics=[])
    data = {"source": "csv", "path": "t.csv", "test": 0.5}
    train, test = reader(tmp_path, table, **data).module.load_examples(None)
    found = sorted(float(labels[0, 0]) for _, labels in (train, test))
    assert found == pytest.approx([1e20, 3e20])


def test_rows_may_be_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["1;2;u", "3;4;v", "x;4;v", "5;6;w", "7;8;u", "9;10;v"]
    (tmp_path / "t.csv").write_text("\n".join(["a;b;kind", *rows]) + "\n")
    data = {"source": "csv", "path": "t.csv", "separator": ";", "label": "kind"}
    more = {"classes": ["u", "v"], "on_error": "skip", "features": ["b", "a"]}
    program = reader(tmp_path, spec(TABLE, image=(2,)), **data, **more, scale="none")
    train, test = program.module.load_examples(None)
    found = {tuple(row) for part in (train, test) for row in part.images.tolist()}
    assert found == {(2, 1), (4, 3), (8, 7), (10, 9)}
    out = capsys.readouterr().out
    assert "t.csv, line 4: could not convert string to float: 'x'" in out
    assert "t.csv, line 5: 'w' is none of the classes" in out
    assert "skipped 2 of 6 rows" in out


def bomb(width: int) -> bytes:
    """Return a PNG that claims to be a square of `width`, and holds nothing of it."""
    size = struct.pack(">II", width, width)
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size + b"\x08\0\0\0\0" + bytes(40)


def test_images_that_are_damaged_or_too_large_are_named_or_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(tmp_path / "digits", 40)
    bad = {"1/a.png": b"", "2/b.jpg": b"\xff\xd8\xff\xe0 no more", "3/c.png": bomb(2**20)}
    bad["4/d.png"] = b"GIF89a" + bytes(40)
    for name, content in bad.items():
        (tmp_path / "digits" / name).write_bytes(content)
    (tmp_path / "digits" / "4" / "._004.png").write_bytes(b"of a Macintosh")
    data = {"source": "folder", "path": "digits"}
    assert "is no whole PNG or JPEG image, or too large" in reader(tmp_path, **data).reason()
    program = reader(tmp_path, **data, on_error="skip")
    for memory in (2**30, 0):
        program.module.MEMORY = memory
        parts = program.module.load_examples(None)
        assert sum(len(part.labels) for part in parts) == 40
        out = capsys.readouterr().out
        assert all(f"skipped: {tmp_path}/digits/{name} cannot be read" in out for name in bad)
        assert "skipped " in out.splitlines()[-1]


def test_folders_that_are_no_classes_are_told(tmp_path: Path) -> None:
    write_folder(tmp_path / "digits", 20)
    data = {"source": "folder", "path": "digits"}
    (tmp_path / "digits" / "ten").mkdir()
    assert "folders for 11 classes (0, 1, 2" in reader(tmp_path, **data).reason()
    names = [str(number) for number in range(9)]
    told = reader(tmp_path, **data, classes=[*names, "ten"]).reason()
    assert "ten has no file that ends in .png, .jpg, .jpeg" in told
    assert "has no folder nine" in reader(tmp_path, **data, classes=[*names, "nine"]).reason()
    assert "digits/0/000.jpg is no folder" in reader(tmp_path, **data).reason(
        tmp_path / "digits" / "0" / "000.jpg"
    )


def test_folders_of_their_own_hold_the_test_images(tmp_path: Path) -> None:
    write_folder(tmp_path / "digits" / "train", 40)
    write_folder(tmp_path / "digits" / "test", 20)
    program = reader(tmp_path, source="folder", path="digits")
    train, test = program.module.load_examples(None)
    assert (len(train.labels), len(test.labels)) == (40, 20)
    (tmp_path / "digits" / "test" / "ten").mkdir()
    assert "digits/test has folders for 11 classes" in program.reason()
    (tmp_path / "digits" / "test").rename(tmp_path / "digits" / "validation")
    assert "digits/train holds folders, but there is no " in program.reason()


def test_records_that_are_damaged_are_named_by_file_and_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "digits.tfrecord"
    write_records(path)
    whole = path.read_bytes()
    data = {"source": "tfrecord", "path": path.name}
    second = 16 + int.from_bytes(whole[:8], "little")
    flipped = bytearray(whole)
    flipped[second + 40] ^= 1
    told = f"{path}:{second} is no whole record"
    for content in (bytes(flipped), whole[: second + 30]):
        path.write_bytes(content)
        assert told in reader(tmp_path, **data).reason()
    path.write_bytes(flipped)
    parts = reader(tmp_path, **data, on_error="skip").module.load_examples(None)
    assert sum(len(part.labels) for part in parts) == 59
    assert f"skipped: {path}:{second} cannot be read" in capsys.readouterr().out
    path.write_bytes(whole)
    told = reader(tmp_path, **data, image="picture").reason()
    assert "is no whole record with picture and label" in told
    path.write_bytes(b"")
    assert "has no record" in reader(tmp_path, **data).reason()


def test_two_classes_may_have_one_number(tmp_path: Path) -> None:
    table = trained(
        spec({"type": "Flatten"}, {"type": "Dense", "units": 1}), loss="binary_crossentropy"
    )
    images, labels = digits()
    np.savez(tmp_path / "two.npz", x_train=images, y_train=labels % 2)
    data = {"source": "npz", "path": "two.npz", "classes": 2, "class_weights": [1.0, 3.0]}
    program = reader(tmp_path, table, **data)
    train, _ = program.module.load_examples(None)
    assert train.labels.shape == (48, 1)
    np.savez(tmp_path / "two.npz", x_train=images, y_train=labels)
    assert "labels run from 0 to 9, but answers from 0 to 1" in program.reason()


def test_rows_of_classes_hold_classes(tmp_path: Path) -> None:
    layers = [{"type": "Reshape", "target_shape": [3, 3]}, {"type": "Dense", "units": 5}]
    table = trained(spec(*layers, image=(3, 3, 1)), loss="ctc", metrics=[])
    images, rows = np.zeros((2, 3, 3, 1)), np.array([[1, 4], [5, 0]])
    np.savez(tmp_path / "rows.npz", x_train=images, y_train=rows, x_test=images, y_test=rows)
    told = reader(tmp_path, table, source="npz", path="rows.npz").reason()
    assert "labels run from 0 to 5, classes from 0 to 4" in told


def test_a_package_that_is_missing_is_told_with_its_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tensorflow_datasets", None)
    program = reader(tmp_path, source="tfds", name="mnist")
    assert "pip install tensorflow-datasets" in program.reason()
    texts = SimpleNamespace(load=lambda *_, **__: [({"de": "Bild"}, "image")] * 2)
    monkeypatch.setitem(sys.modules, "tensorflow_datasets", texts)
    assert "mnist of TensorFlow Datasets cannot be loaded: " in program.reason()
