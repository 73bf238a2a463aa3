"""Models in other forms than the live one: converted, and run to be compared."""

# pyright: basic, reportMissingImports=false

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import final

import keras

from speccnn.backends.extra import kept_by
from speccnn.backends.tf.agreement import Arrays, random_inputs
from speccnn.backends.tf.build import build
from speccnn.backends.tf.keras_file import write_keras
from speccnn.diagnostics.sink import Path as Place
from speccnn.graph.graph import Node
from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.language.canonical import value_text
from speccnn.layers.base import Layer


@final
class NotConvertedError(Exception):
    """A converter, or what runs its file, refuses `what`, which stands `at` a place in the spec."""

    def __init__(self, what: str, at: Place) -> None:
        super().__init__(what)
        self.what = what
        self.at = at


def convert(
    model: TypedGraph,
    live: keras.Model,
    target: str,
    path: Path,
    sizes: Mapping[str, int],
    sample: Arrays | None,
) -> float:
    """Write a model as Keras, ONNX or LiteRT have it, and return how far its outputs are from ours.

    They are compared on random inputs with these `sizes` for names; 0 where nothing runs the file,
    or where integers, whose ranges a `sample` shows, stand for real numbers. Raise
    `NotConvertedError`.
    """
    inputs = random_inputs({name: given.at(sizes) for name, given in model.inputs.items()})
    if target == "keras":
        return write_keras(live, path, inputs, kept_by(model))
    convert_live = _to_onnx if target == "onnx" else _to_litert
    try:
        return convert_live(model, live, path, inputs, sample)
    except ModuleNotFoundError:
        raise
    except Exception as error:  # converters raise whatever their parts raise
        raise _blamed(model, target, sizes, error) from error


def _to_onnx(
    model: TypedGraph, live: keras.Model, path: Path, inputs: Arrays, sample: Arrays | None
) -> float:
    from speccnn.backends.tf import onnx_file  # noqa: PLC0415  an extra of its own

    del sample
    onnx_file.write_onnx(model, live, path)
    return onnx_file.apart(path, live, inputs)


def _to_litert(
    model: TypedGraph, live: keras.Model, path: Path, inputs: Arrays, sample: Arrays | None
) -> float:
    from speccnn.backends.tf import litert_file  # noqa: PLC0415  an extra of its own

    litert_file.write_litert(model, live, path, sample)
    return 0 if sample else litert_file.apart(path, model, live, inputs)


def _blamed(
    model: TypedGraph, target: str, sizes: Mapping[str, int], error: Exception
) -> NotConvertedError:
    """Return which layer is refused on its own, and which of its arguments makes the difference.

    Those that the error names are tried first.
    """
    text = str(error) or type(error).__name__
    # TensorFlow numbers the scopes of layers that are traced again.
    named = [n for n in model.nodes if re.search(rf"\b{re.escape(n.holder)}(_\d+)?/", text)]
    tried = set[tuple[object, ...]]()
    for node in (*named, *model.nodes):
        key = (node.layer.type, repr(node.layer.arguments()), node.reads)
        if key in tried:
            continue
        tried.add(key)
        if _works(node, node.layer, target, sizes):
            continue
        for argument, layer in _simpler(node.layer):
            if _works(node, layer, target, sizes):
                said = f"{argument} = {value_text(getattr(node.layer, argument))}"
                return NotConvertedError(f"`{said}` of `{node.layer.type}`", (*node.path, argument))
        return NotConvertedError(f"`{node.layer.type}` of {node.reads[0]}", node.path)
    return NotConvertedError(f"the network as it is: {text.splitlines()[0]}", ())


def _simpler(layer: Layer) -> Iterator[tuple[str, Layer]]:
    """Yield a layer with each of its arguments at its default."""
    fields = layer.fields()
    for argument in layer.arguments():
        if not fields[argument].is_required:
            yield argument, _changed(layer, argument, fields[argument].default)


def _changed(layer: Layer, argument: str, value: object) -> Layer:
    values = {name: getattr(layer, name) for name in layer.fields()}
    return type(layer)(**{**values, argument: value})


def _works(node: TypedNode, layer: Layer, target: str, sizes: Mapping[str, int]) -> bool:
    """Whether a layer can be converted that reads what a node reads, with nothing around it."""
    reads = tuple(given.at(sizes) for given in node.reads)
    names = tuple(f"input_{number}" for number, _ in enumerate(reads, 1))
    with suppress(Exception), tempfile.TemporaryDirectory() as folder:
        alone = TypedNode(Node(node.holder, layer, names, node.path), reads, layer.infer(reads))
        inputs = dict(zip(names, reads, strict=True))
        model = TypedGraph("alone", inputs, (alone,), (node.holder,))
        to = _to_onnx if target == "onnx" else _to_litert
        to(model, build(model), Path(folder) / "alone", random_inputs(inputs), None)
        return True
    return False
