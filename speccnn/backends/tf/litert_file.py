"""Models for LiteRT, once TensorFlow Lite: converted by TensorFlow, tried by ai-edge-litert."""

# pyright: basic, reportMissingImports=false, reportAttributeAccessIssue=false

import tempfile
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter

from speccnn.backends.tf.agreement import Arrays, difference, outputs_of
from speccnn.backends.tf.export import write_saved_model
from speccnn.graph.typed import TypedGraph

SIGNATURE = "serving_default"


def write_litert(
    model: TypedGraph, live: keras.Model, path: Path, sample: Arrays | None = None
) -> None:
    """Write a model as a `.tflite` file whose signature names the inputs and outputs of the spec.

    With a `sample` of inputs, examples first, it computes with integers of 8 bits, whose ranges are
    those that the sample shows; inputs and outputs stay what they are. Raise what TensorFlow
    raises over operations that LiteRT lacks.
    """
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "saved"
        write_saved_model(model, live, saved)
        converter = tf.lite.TFLiteConverter.from_saved_model(str(saved))
        if sample is not None:
            converter.optimizations = [tf.lite.Optimize.DEFAULT]
            converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
            converter.representative_dataset = lambda: _examples(sample)
        path.write_bytes(converter.convert())


def apart(path: Path, model: TypedGraph, live: keras.Model, inputs: Arrays) -> float:
    """Return how far the outputs of a `.tflite` file are from the model's."""
    found = run(path, inputs)
    return difference(outputs_of(live, inputs), [found[name] for name in model.outputs])


def run(path: Path, inputs: Arrays) -> Arrays:
    """Return what a `.tflite` file gives, by the names of the outputs."""
    return Interpreter(str(path)).get_signature_runner(SIGNATURE)(**inputs)


def _examples(sample: Arrays):  # noqa: ANN202  TensorFlow reads it
    for number in range(len(next(iter(sample.values())))):
        example = {name: np.asarray(part[number : number + 1]) for name, part in sample.items()}
        yield SIGNATURE, example
