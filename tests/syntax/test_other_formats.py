"""Files of other formats are named, and characters that look like others."""

import io
import unicodedata
import zipfile

import pytest

from speccnn import pipeline
from speccnn.characters import like, named, plain
from speccnn.diagnostics.sink import Diagnostic
from speccnn.diagnostics.source import Source
from speccnn.fixes.advise import advised, fixed
from speccnn.syntax.other_findings import LookAlike, OtherFormat

HDF5 = b"\x89HDF\r\n\x1a\n" + bytes(100)


def zipped(name: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, "{}")
    return held.getvalue()


def diagnose(path: str, raw: bytes) -> tuple[Diagnostic, ...]:
    return pipeline.diagnose(Source(path, raw))


@pytest.mark.parametrize(
    ("path", "raw", "words"),
    [
        ("net.keras", zipped("config.json"), "a saved Keras model"),
        ("net.toml", zipped("config.json"), "a zip archive"),
        ("data.npz", zipped("x.npy"), "NumPy arrays"),
        ("net.keras", b"PK\x03\x04" + b"a" * 100, "a saved Keras model"),
        ("net.h5", HDF5, "HDF5"),
        ("net.toml", HDF5, "HDF5"),
        ("big.h5", HDF5 + bytes(2 << 20), "HDF5"),
        ("big.keras", zipped("x") + bytes(2 << 20), "a saved Keras model"),
        ("net.onnx", b"\x08\x07\x12\x07pytorch\x1a\x051.12.1:\xd3\x01\n)", "an ONNX model"),
        ("net.onnx", b"\x08\x07\x12\x07pytorch" + bytes(8), "an ONNX model"),
        ("graph.pb", b"\n\x10\xff\xfe", "a TensorFlow graph"),
        ("net.tflite", b"\x1c\x00\x00\x00TFL3\x14\x00", "a LiteRT model"),
        ("net.pt", b"\x80\x02\x8a\nl\xfc", "a Python pickle"),
        ("a.toml", b"\x1f\x8b\x08\x00abc", "a gzip archive"),
        ("a.toml", b"\x89PNG\r\n\x1a\n\x00", "a PNG image"),
        ("a.yml", b"speccnn: 1\nname: net\n", "YAML"),
        ("a.json", b"---\nspeccnn: 1\n", "YAML"),
        ("a.toml", b"# a\nlayers:\n- type: ReLU\n- type: Flatten\n", "YAML"),
        ("a.prototxt", b'name: "n"\nlayer {\n  name: "x"\n}\n', "a Caffe network"),
        ("a.prototxt", b'name: "n"\ninput_param { shape: { dim: 1 } }\n', "a Caffe network"),
        ("a.cfg", b"[net]\nbatch=1\n[convolutional]\nactivation=leaky\n", "a Darknet network"),
        ("a.cfg", b"[net]\nbatch=1\n[convolutional]\nfilters=1\n", "a Darknet network"),
        ("a.py", b"import keras\nmodel = keras.Sequential()\n", "a Python program"),
        ("a.toml", b"class Net(nn.Module):\n    def forward(self): pass\n", "a Python program"),
        ("a.json", b'{"class_name": "Functional", "config": {}}', "a Keras model as JSON"),
        ("a.toml", b'{"class_name": "Functional", "config": {},}', ""),
        ("a.ipynb", b'{"cells": [], "nbformat": 4}', "a Jupyter notebook"),
        ("a.xml", b"<?xml version='1.0'?><net/>", "XML or HTML"),
        ("a.md", b"# Net\n\n```toml\nspeccnn = 1\n```\n", "Markdown"),
        ("pyproject.toml", b"[project]\nname = 'x'\n", "the settings of a Python project"),
    ],
)
def test_another_format_is_named(path: str, raw: bytes, words: str) -> None:
    found = diagnose(path, raw)
    if not words:
        assert all(not isinstance(d.finding, OtherFormat) for d in found)
        return
    (diagnostic,) = found
    assert isinstance(diagnostic.finding, OtherFormat)
    assert words in diagnostic.finding.message
    assert diagnostic.finding.help


SPEC = 'speccnn = 1\nname = "net"\ninputs = { image = [8, 8, 3] }\nlayers = [{ type = "ReLU" }]\n'


@pytest.mark.parametrize(
    "text",
    [
        SPEC.replace('name = "net"', 'name: "net"'),
        SPEC.replace('"net"', '"net'),
        SPEC.replace("[{", "[("),
        SPEC.replace("= 1", "1"),
        SPEC + "# import this\nimport = \n",
        SPEC + "layer {\n",
        "a: 1\n" + SPEC,
        "{" + SPEC,
    ],
)
def test_a_spec_with_a_mistake_is_still_a_spec(text: str) -> None:
    assert all(not isinstance(d.finding, OtherFormat) for d in diagnose("a.toml", text.encode()))


SPACES = [chr(n) for n in range(0x10000) if unicodedata.category(chr(n)) == "Zs" and n > 127]


@pytest.mark.parametrize("space", SPACES, ids=lambda c: f"U+{ord(c):04X}")
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.toml", SPEC.replace("= 1", "=@1")),
        ("a.toml", "@" + SPEC),
        ("a.json", '{"speccnn":@1}'),
    ],
)
def test_every_space_that_is_none_is_named(space: str, path: str, text: str) -> None:
    (found,) = diagnose(path, text.replace("@", space).encode())
    assert found.finding == LookAlike(named(space), " ")
    assert unicodedata.name(space) in found.finding.message


@pytest.mark.parametrize("digit", range(10))
def test_full_width_digits_are_named_and_mended(digit: int) -> None:
    wide = chr(0xFF10 + digit)
    source = Source("a.toml", SPEC.replace("8, 8", f"8{wide}, 8").encode())
    (found,) = advised(source, pipeline.diagnose(source), {})
    assert isinstance(found.finding, LookAlike)
    assert found.finding.meant == str(digit)
    after, count = fixed(source, (found,), {})
    assert count >= 1
    assert wide not in after.text


@pytest.mark.parametrize(
    "pair",
    [
        "\u201c\u201d",
        "\u201e\u201c",
        "\u00ab\u00bb",
        "\u2018\u2019",
        "\uff02\uff02",
        "\u2032\u2032",
    ],
)
def test_quotes_of_documents_are_mended_in_one_step(pair: str) -> None:
    wrong = SPEC.replace('"net"', f"{pair[0]}net{pair[1]}").replace(
        '"ReLU"', f"{pair[0]}ReLU{pair[1]}"
    )
    source = Source("a.toml", wrong.encode())
    found = advised(source, pipeline.diagnose(source), {})
    after, count = fixed(source, found, {})
    assert count == 1
    assert pipeline.diagnose(after) == ()


def test_what_looks_like_ascii_is_ascii() -> None:
    for number in range(0x80, 0x11000):
        char = chr(number)
        meant = like(char)
        assert meant is None or meant.isascii()
        assert plain(char) == (char if meant is None else meant)
    assert plain("Conv2D") == "Conv2D"
    assert plain("\u201c\u0421\u043env2D\u201d\u00a0\u2212\uff11") == '"Conv2D" -1'


def test_letters_of_languages_are_left_alone() -> None:
    for char in (
        "\u00e4\u00f6\u00fc\u00df\u00e9\u00f1\u00e7\u6f22\u5b57\u304b\u306a\u0436\u044f\u03b1\u03b2"
    ):
        assert like(char) is None
