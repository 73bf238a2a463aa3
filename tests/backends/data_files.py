"""Scanned digits in every format that a source reads, written by the tests that read them."""

import csv
import gzip
import importlib
import os
import struct
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
Arrays = tuple[np.ndarray, np.ndarray]


def digits(count: int = 60) -> Arrays:
    """Return the first digits as bytes, n x 8 x 8, and their classes."""
    load_digits = pytest.importorskip("sklearn.datasets").load_digits
    found = load_digits()
    return (found.images[:count] * 255 / 16).round().astype(np.uint8), found.target[:count]


def write_npz(path: Path, **more: np.ndarray) -> None:
    images, labels = digits()
    np.savez_compressed(path, x_train=images, y_train=labels, **more)


def write_idx(folder: Path, name: str, array: np.ndarray, *, zipped: bool) -> None:
    head = struct.pack(">HBB", 0, 8, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    content = head + array.astype(np.uint8).tobytes()
    path = folder / (f"{name}.gz" if zipped else name)
    path.write_bytes(gzip.compress(content) if zipped else content)


def write_csv(path: Path) -> None:
    images, labels = digits()
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["label", *(f"pixel{place}" for place in range(64))])
        for image, label in zip(images, labels, strict=True):
            table.writerow([label, *image.ravel()])


def encoded(image: np.ndarray, ending: str) -> bytes:
    io = importlib.import_module("tensorflow").io
    encode = io.encode_png if ending == "png" else io.encode_jpeg
    return encode(image[..., None]).numpy()


def write_folder(folder: Path, count: int = 60) -> None:
    for number, (image, label) in enumerate(zip(*digits(count), strict=True)):
        ending = "jpg" if number % 5 == 0 else "png"
        path = folder / str(label) / f"{number:03}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encoded(image, ending))


def write_records(path: Path, *, raw: bool = False) -> None:
    tf = importlib.import_module("tensorflow")
    with tf.io.TFRecordWriter(str(path)) as file:
        for image, label in zip(*digits(), strict=True):
            content = image.tobytes() if raw else encoded(image, "png")
            features = {
                "image": tf.train.Feature(bytes_list=tf.train.BytesList(value=[content])),
                "label": tf.train.Feature(int64_list=tf.train.Int64List(value=[label])),
            }
            example = tf.train.Example(features=tf.train.Features(feature=features))
            file.write(example.SerializeToString())


def write_all(folder: Path) -> None:
    write_npz(folder / "digits.npz")
    for name, array, zipped in zip(FILES, digits(), (False, True), strict=True):
        write_idx(folder, name, array, zipped=zipped)
    write_csv(folder / "digits.csv")
    write_folder(folder / "digits")
    write_records(folder / "digits.tfrecord")
    write_records(folder / "raw.tfrecord", raw=True)


class Trained:
    """A script that is loaded into this process, and run by its `main`."""

    def __init__(self, folder: Path, text: str) -> None:
        self.folder = folder
        path = folder / "train.py"
        path.write_text(text)
        self.module = ModuleType("train")
        self.module.__file__ = str(path)
        exec(compile(text, path, "exec"), self.module.__dict__)  # noqa: S102  our own script

    def run(self, monkeypatch: pytest.MonkeyPatch, run: str, *options: str) -> tuple[bytes, bytes]:
        """Run it as a command would; return the bytes of its result and of its history."""
        words = ["train.py", "--run-dir", str(self.folder / run), *options]
        monkeypatch.setattr(sys, "argv", words)
        determinism = importlib.import_module(
            "tensorflow"
        ).config.experimental.enable_op_determinism
        monkeypatch.setattr(self.module, "set_up", determinism)  # threads are set already
        monkeypatch.setattr(self.module, "on_signals", lambda _: None)
        importlib.import_module("keras").utils.clear_session()
        self.module.main()
        folder = self.folder / run
        history = folder / "history.csv"
        history_bytes = history.read_bytes() if history.exists() else b""
        return (folder / "result.json").read_bytes(), history_bytes

    def reason(self, named: str | os.PathLike[str] | None = None) -> str:
        """Return the one line that reading the examples ends in."""
        with pytest.raises(SystemExit) as stopped:
            self.module.load_examples(None if named is None else str(named))
        text = str(stopped.value)
        assert text.startswith("error: ")
        assert "\n" not in text
        return text
