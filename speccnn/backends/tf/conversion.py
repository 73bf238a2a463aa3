"""Models in other forms than the live one: converted, and run to be compared."""

# pyright: basic, reportMissingImports=false

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import final

import keras

from speccnn.backends.extra import kept_by
from speccnn.backends.tf.agreement import Arrays, random_inputs
from speccnn.backends.tf.keras_file import write_keras
from speccnn.graph.typed import TypedGraph

_OPERATION = re.compile(r"""'tf\.(\w+)' op|fused\["(\w+):"|[Oo]p \[[^\]]*: (\w+)\]""")


@final
class NotConvertedError(Exception):
    """A converter knows no counterpart of `what`, which is part of a `layer` if one is named."""

    def __init__(self, what: str, layer: str | None) -> None:
        super().__init__(what)
        self.what = what
        self.layer = layer


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
    if target == "onnx":
        from speccnn.backends.tf import onnx_file  # noqa: PLC0415  an extra of its own

        _try(model, lambda: onnx_file.write_onnx(model, live, path))
        return onnx_file.apart(path, live, inputs)
    from speccnn.backends.tf import litert_file  # noqa: PLC0415  as above

    _try(model, lambda: litert_file.write_litert(model, live, path, sample))
    return 0 if sample else litert_file.apart(path, model, live, inputs)


def _try(model: TypedGraph, write: Callable[[], None]) -> None:
    try:
        write()
    except Exception as error:  # converters raise whatever their parts raise
        text = str(error) or type(error).__name__
        found = _OPERATION.search(text)
        # TensorFlow numbers the scopes of layers that are traced again.
        named = [n.name for n in model.nodes if re.search(rf"/{n.name}(_\d+)?/", text)]
        what = f"`{found[found.lastindex or 0]}`" if found else f"it: {text.splitlines()[0]}"
        raise NotConvertedError(what, named[0] if len(named) == 1 else None) from error
