"""What scripts say of their examples: how many there are, and what is left out or looks wrong."""

import json
import re
import struct
from pathlib import Path

import pytest
from backend_specs import JOINT, PLAIN, Table, conv, head, script, spec, trained
from data_files import Trained, digits, encoded, write_all, write_folder, write_npz, write_records
from v1_specs import v1_script

pytest.importorskip("tensorflow")
pytest.importorskip("sklearn")
np = pytest.importorskip("numpy")

Capture = pytest.CaptureFixture[str]
SMALL = trained(spec(conv(2), *head()), batch_size=20)
PIXELS = {"source": "folder", "path": "digits"}


def said(folder: Path, capsys: Capture, table: Table = SMALL, **data: object) -> list[str]:
    """Return the lines that a script says before it trains, in the styles that can read this."""
    whole = {**table, "data": data} if data else table
    module = Trained(folder, script(whole)).module
    capsys.readouterr()
    module.tell_found(*found(module))
    lines = capsys.readouterr().out.splitlines()
    module = Trained(folder, v1_script(whole)).module
    module.tell_found(*found(module))
    assert capsys.readouterr().out.splitlines() == lines
    return lines


def found(module: object) -> list[object]:
    """Return what `main` gives to `tell_found`."""
    parts = module.load_examples(None)
    takes = module.tell_found.__code__.co_argcount
    names = getattr(module, "CLASSES", None) or getattr(module, "classes_of", lambda _: [])(None)
    return [parts, names][:takes]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"source": "digits"}, ["found 1797 images in 10 classes: 1438 to train, 359 to test"]),
        (
            {"source": "digits", "validation": 0.25},
            ["found 1797 images in 10 classes: 1078 to train, 360 to validate, 359 to test"],
        ),
        (
            {"source": "npz", "path": "digits.npz"},
            ["found 60 examples in 10 classes: 48 to train, 12 to test"],
        ),
        (
            {"source": "csv", "path": "digits.csv", "dtype": "uint8"},
            ["found 60 rows in 10 classes: 48 to train, 12 to test"],
        ),
        (
            {"source": "idx", "path": "."},
            ["found 60 images in 10 classes: 48 to train, 12 to test"],
        ),
        (PIXELS, ["found 60 images in 10 classes: 48 to train, 12 to test"]),
        (
            {"source": "tfrecord", "path": "digits.tfrecord"},
            ["found 60 images in 10 classes: 48 to train, 12 to test"],
        ),
    ],
)
def test_examples_are_counted(data: Table, told: list[str], files: Path, capsys: Capture) -> None:
    lines = said(files, capsys, **data)
    assert [line for line in lines if not line.startswith("no example to test")] == told


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    write_all(folder)
    return folder


def jpeg(height: int, width: int, *, orientation: int = 1) -> bytes:
    """Return a JPEG whose EXIF data, in the order of Motorola, say how it is turned."""
    content = encoded(np.zeros((height, width), np.uint8), "jpg")
    tag = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    other = struct.pack(">HHIHH", 0x0103, 3, 1, 6, 0)
    exif = b"Exif\0\0MM\0\x2a" + struct.pack(">IH", 8, 2) + other + tag + bytes(4)
    return content[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + content[2:]


def test_files_of_a_folder_that_are_not_read_are_told(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "digits"
    write_folder(folder)
    names = [
        "0/a.webp",
        "0/b.HEIC",
        "1/c.tiff",
        "1/d.webp",
        "2/.e.png",
        "f.png",
        "1/notes",
        ".g/h.png",
    ]
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"")
    (folder / "0" / "000.jpg").rename(folder / "0" / "000.JPG")
    (folder / "3" / "inner").mkdir()
    (folder / "3" / "003.png").rename(folder / "3" / "inner" / "003.PNG")
    lines = said(tmp_path, capsys, **PIXELS)
    left = next(line for line in lines if line.startswith("left out"))
    assert left.startswith(f"left out 8 of 68 files in {folder}: ")
    reasons = ["2 that end in .webp", "1 that end in .HEIC", "1 that end in .tiff", "2 hidden"]
    for reason in (*reasons, "1 in no folder", "1 without an ending"):
        assert reason in left
    assert f"1 images lie in folders inside those of classes: {folder}/3/inner/003.PNG" in lines
    assert lines[-1].startswith("found 60 images") or lines[-2].startswith("found 60 images")
    classes = [str(number) for number in range(1, 10)]
    named = spec(conv(2), *head(9))
    lines = said(tmp_path, capsys, named, **PIXELS, classes=classes)
    assert any(re.search(r": [1-9] in 0/|, [1-9] in 0/", line) for line in lines)


def test_folders_beside_train_and_test_are_told(tmp_path: Path, capsys: Capture) -> None:
    for part, count in (("train", 40), ("test", 20), ("valid", 10)):
        write_folder(tmp_path / "digits" / part, count)
    lines = said(tmp_path, capsys, **PIXELS)
    folder = tmp_path / "digits"
    assert any(
        line.startswith(f"left out 10 of 70 files in {folder}: ") and "in valid/0/" in line
        for line in lines
    )
    assert "found 60 images in 10 classes: 40 to train, 20 to test" in lines


def test_classes_without_an_example_are_told_by_name(tmp_path: Path, capsys: Capture) -> None:
    write_folder(tmp_path / "digits")
    for path in sorted((tmp_path / "digits" / "7").iterdir())[1:]:
        path.rename(path.with_suffix(".bmp"))
    lines = said(tmp_path, capsys, **PIXELS)
    assert any(re.match(r"no example to (train|test) of \d classes: .*7", line) for line in lines)
    images, labels = digits()
    some = labels != 4
    np.savez(tmp_path / "some.npz", x_train=images[some], y_train=labels[some])
    lines = said(tmp_path, capsys, source="npz", path="some.npz")
    assert "no example of 1 classes: 4" in lines
    count = some.sum()
    assert any(line.startswith(f"found {count} examples in 9 classes: ") for line in lines)


def test_what_becomes_of_images_is_told(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "digits"
    write_folder(folder)
    (folder / "0" / "turned.jpg").write_bytes(jpeg(8, 8, orientation=6))
    (folder / "0" / "straight.jpg").write_bytes(jpeg(8, 8, orientation=1))
    (folder / "1" / "large.jpg").write_bytes(jpeg(40, 30))
    tf = pytest.importorskip("tensorflow")
    for name, channels in (("2/colour.png", 3), ("2/clear.png", 2), ("3/both.png", 4)):
        image = np.zeros((5, 6, channels), np.uint8)
        (folder / name).write_bytes(tf.io.encode_png(image).numpy())
    lines = said(tmp_path, capsys, **PIXELS)
    parts = ["4 resized to 8x8, from 5x6 .. 40x30", "1 made grey", "2 without their transparency"]
    parts.append("1 not turned as EXIF says")
    assert f"of 66 images are read: {'; '.join(parts)}" in lines


def test_what_becomes_of_images_is_told_of_a_sample(tmp_path: Path, capsys: Capture) -> None:
    write_folder(tmp_path / "digits", 20)
    program = Trained(tmp_path, script({**SMALL, "data": PIXELS}))
    program.module.LOOKED_AT = 8
    for path in (tmp_path / "digits").rglob("*"):
        if path.is_file():
            path.rename(path.with_suffix(".jpg"))
            path.with_suffix(".jpg").write_bytes(jpeg(8, 8, orientation=3))
    program.module.load_examples(None)
    told = "of 20 images (a sample of 7) are read: 7 not turned as EXIF says"
    assert told in capsys.readouterr().out.splitlines()


def test_arrays_columns_features_and_files_that_are_not_read_are_told(
    tmp_path: Path, capsys: Capture
) -> None:
    images, labels = digits()
    write_npz(tmp_path / "own.npz", x_val=images, y_val=labels)
    lines = said(tmp_path, capsys, source="npz", path="own.npz")
    assert f"arrays of {tmp_path}/own.npz that are not read: x_val, y_val" in lines
    np.savez(
        tmp_path / "two.npz", x_train=images, y_train=labels, x_val=images, y_train_first=labels
    )
    joint = {**JOINT, "data": {"source": "npz", "path": "two.npz"}}
    module = Trained(tmp_path, script(joint)).module
    module.load_examples(None)
    assert "arrays that are not read: x_val" in capsys.readouterr().out.splitlines()
    (tmp_path / "t.csv").write_text("a,b,label,id\n" + "1,2,0,7\n1,2,1,8\n" * 5)
    table = spec({"type": "Dense", "units": 2}, image=(2,))
    data = {"source": "csv", "path": "t.csv", "features": ["a", "b"]}
    lines = said(tmp_path, capsys, table, **data)
    assert f"columns of {tmp_path}/t.csv that are not read: id" in lines
    folder = tmp_path / "records"
    (folder / "inner").mkdir(parents=True)
    write_records(folder / "a.tfrecord")
    write_records(folder / "inner" / "b.tfrecord")
    (folder / "notes.txt").write_text("")
    lines = said(tmp_path, capsys, source="tfrecord", path="records")
    told = [line for line in lines if line.startswith(f"left out 2 of 3 files in {folder}: ")]
    assert "1 in inner/" in told[0]
    assert "1 that end in .txt" in told[0]
    wide = trained(spec(*head()), loss="sparse_categorical_crossentropy")
    data = {"source": "tfrecord", "path": "records", "image": "image", "label": "label"}
    module = Trained(tmp_path, script({**wide, "data": data})).module
    module.LABEL_FEATURE = "label"
    assert module.IMAGE_FEATURE == "image"
    place = f"{folder}/a.tfrecord:0".encode()
    module.IMAGE_FEATURE = "other"
    capsys.readouterr()
    module.tell_features(place)
    assert "features of records that are not read: image" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("factor", "kind", "scale", "told"),
    [
        (1, np.uint8, "unit", None),
        (1 / 255, np.float32, "unit", None),
        (1, np.float32, "unit", "x_train runs from 0 to 255: float32 should run from 0 to 1"),
        (1, np.int64, "minus_one_one", "x_test runs from 0 to 255: int64 should run from 0 to 1"),
        (1 / 255, np.uint8, "unit", "runs from 0 to 1: bytes are divided by 255, not by 1"),
        (1 / 255 / 255, np.float64, "unit", "are they scaled twice?"),
        (1, np.uint8, "none", "runs from 0 to 255: they are read as they are, not scaled"),
        (1 / 255, np.float32, "none", None),
        (1, np.float32, "standard", None),
    ],
)
def test_numbers_that_look_wrong_are_told(
    factor: float, kind: type, scale: str, told: str | None, tmp_path: Path, capsys: Capture
) -> None:
    images, labels = digits()
    numbers = (images * factor).astype(kind)
    np.savez(tmp_path / "a.npz", x_train=numbers, y_train=labels, x_test=numbers, y_test=labels)
    lines = said(tmp_path, capsys, PLAIN, source="npz", path="a.npz", scale=scale)
    wrong = [line for line in lines if line.startswith(("x_", "the parts"))]
    assert told is None or any(told in line for line in wrong)
    assert len(wrong) == (2 if told else 0)


def test_parts_that_differ_in_scale_are_told(tmp_path: Path, capsys: Capture) -> None:
    images, labels = digits()
    arrays = {"x_train": images, "y_train": labels, "x_test": images / 255, "y_test": labels}
    np.savez(tmp_path / "a.npz", **arrays)
    lines = said(tmp_path, capsys, PLAIN, source="npz", path="a.npz", scale="standard")
    told = "the parts differ in scale: the largest numbers are 255 in x_train, 1 in x_test"
    assert told in lines


def test_a_run_says_first_what_it_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    program = Trained(tmp_path, script(trained(SMALL, epochs=1)))
    program.run(monkeypatch, "run")
    assert capsys.readouterr().out.startswith("found 1797 images in 10 classes: 1438 to train")
    before = json.loads((tmp_path / "run" / "result.json").read_text())
    program.run(monkeypatch, "run", "--quiet")
    assert capsys.readouterr().out == ""
    assert json.loads((tmp_path / "run" / "result.json").read_text()) == before
    program.run(monkeypatch, "run", "--quiet", "--evaluate")
    assert "on the test examples: " in capsys.readouterr().out
