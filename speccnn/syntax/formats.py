"""Which format a file has that is no spec, by its first bytes, its text or its keys."""

import re
from collections.abc import Mapping
from pathlib import PurePath

# By how a file begins; the format of a zip file follows from its name.
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x89HDF\r\n\x1a\n", "HDF5, as Keras's `.h5` files are"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF-", "a PDF document"),
    (b"\x80\x02", "a Python pickle, as PyTorch's older files are"),
    (b"\x80\x03", "a Python pickle"),
    (b"\x80\x04", "a Python pickle"),
    (b"\x80\x05", "a Python pickle"),
    (b"\x93NUMPY", "a NumPy array"),
)
_LITERT = b"TFL3"
_ZIPPED = {
    ".keras": "a saved Keras model (`.keras`, a zip archive)",
    ".npz": "NumPy arrays (`.npz`, a zip archive)",
    ".pt": "a PyTorch file (a zip archive)",
    ".pth": "a PyTorch file (a zip archive)",
}
_BINARY = {
    ".onnx": "an ONNX model",
    ".pb": "a TensorFlow graph (`.pb`)",
    ".caffemodel": "the weights of a Caffe network (`.caffemodel`)",
    ".weights": "the weights of a Darknet network (`.weights`)",
    ".tflite": "a LiteRT model (`.tflite`)",
    ".pt": "a PyTorch file",
    ".pth": "a PyTorch file",
}

_PYTHON = re.compile(
    r"#!.*\bpython|^(?:import \w|from [\w.]+ import |def \w+\(|class \w+[(:]|@\w)", re.MULTILINE
)
_PROTOBUF = re.compile(
    r"^[ \t]*(?:\w+_param|layers?|input_shape|node|graph)[ \t]*:?[ \t]*\{", re.MULTILINE
)
_PROTOBUF_FIELD = re.compile(r"^[ \t]*\w+:[ \t]*\S", re.MULTILINE)
_XML = re.compile(r"\s*<(?:[?!]|[A-Za-z])")
_FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)
_YAML_LINE = re.compile(r"[ \t]*(?:- +)*[\w.-]+:(?:[ \t].*)?|[ \t]*-(?:[ \t].*)?|---.*|\.\.\.")
_OTHER_LINE = re.compile(r"[ \t]*(?:\[|[\w.\"-]+[ \t]*=)")
_DARKNET = re.compile(r"^\[(?:net|network)\]", re.MULTILINE)
_DARKNET_LAYER = re.compile(
    r"^\[(?:convolutional|maxpool|avgpool|connected|shortcut|route|upsample|yolo|region|dropout"
    r"|softmax|cost|deconvolutional|reorg|local|crop|detection)\]",
    re.MULTILINE,
)

YAML = "YAML"
DARKNET = "a Darknet network (`.cfg`)"
CAFFE = "a Caffe network (`.prototxt`)"
PYTHON = "a Python program"


def binary_format(raw: bytes, path: str) -> str:
    """Return what a file is that begins or is named as no text does, or the empty string."""
    suffix = PurePath(path).suffix.lower()
    if raw.startswith(b"PK\x03\x04"):
        return _ZIPPED.get(suffix, "a zip archive, as saved Keras models and `.npz` files are")
    if raw[4:8] == _LITERT:
        return _BINARY[".tflite"]
    found = next((words for begins, words in _BEGINNINGS if raw.startswith(begins)), "")
    return found or (_BINARY.get(suffix, "") if b"\0" in raw[:4096] or not _is_text(raw) else "")


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def text_format(text: str, path: str) -> str:
    """Return what a text is that is neither TOML nor JSON, or the empty string."""
    suffix = PurePath(path).suffix.lower()
    if _XML.match(text):
        return "XML or HTML"
    if _PROTOBUF.search(text) and _PROTOBUF_FIELD.search(text):
        return CAFFE if suffix != ".pbtxt" else "a protocol buffer in text"
    if _DARKNET.search(text) and _DARKNET_LAYER.search(text):
        return DARKNET
    if _PYTHON.search(text):
        return PYTHON
    if _is_yaml(text):
        return YAML
    return "Markdown" if _FENCE.search(text) else ""


def _is_yaml(text: str) -> bool:
    """Whether each line may be one of YAML, two at least are, and none is one of TOML."""
    lines = [line for line in text.splitlines() if line.strip() and line.lstrip()[0] != "#"]
    likely = [line for line in lines if _YAML_LINE.fullmatch(line.rstrip())]
    others = [line for line in lines if _OTHER_LINE.match(line)]
    return len(likely) > 1 and not others and 2 * len(likely) > len(lines)


def keyed_format(root: Mapping[str, object]) -> str:
    """Return what TOML or JSON is by its keys, where it is no spec, or the empty string."""
    keys = root.keys()
    if {"class_name", "config"} <= keys or {"keras_version", "model_config"} & keys:
        return "a Keras model as JSON"
    if {"cells", "nbformat"} <= keys:
        return "a Jupyter notebook"
    if {"graph", "ir_version"} <= {key.lower() for key in keys} or "irVersion" in keys:
        return "an ONNX model as JSON"
    if {"net", "network"} & keys and "layers" not in keys:
        return DARKNET
    if {"tool", "build-system", "project"} & keys and "layers" not in keys:
        return "the settings of a Python project"
    return ""


def advice(words: str) -> str:
    """Return what to do about a file of another format."""
    if words == YAML:
        return "a spec is TOML or JSON: JSON says the same as YAML, in a file that ends in `.json`"
    if words == "Markdown":
        return "save what stands between the fences as a file of its own"
    return "a spec is TOML or JSON: write each layer of the network as a table of `layers`"
