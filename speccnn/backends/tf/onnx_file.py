"""Models as ONNX files: converted by tf2onnx, tried by onnxruntime."""

# pyright: basic, reportMissingImports=false

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import keras
import numpy as np
import onnx
import tensorflow as tf
import tf2onnx

from speccnn.backends.tf.agreement import Arrays, difference, outputs_of
from speccnn.graph.typed import TypedGraph

OPSET = 18
VOLUME = 3


def write_onnx(model: TypedGraph, live: keras.Model, path: Path) -> None:
    """Write a model as an ONNX file, its inputs, outputs and weights under their names.

    Raise whatever tf2onnx raises over operations that it does not know.
    """
    logging.getLogger("tf2onnx").setLevel(logging.CRITICAL)
    # Weights are inputs while tf2onnx is at work, which copies constants a dozen times.
    prefix = max(model.inputs, key=len) + "_weight_"
    held = [*live.trainable_variables, *live.non_trainable_variables]
    names = {f"{prefix}{number}": variable for number, variable in enumerate(held)}
    signature = [
        tf.TensorSpec((None, *given.live_shape), given.dtype, name)
        for name, given in model.inputs.items()
    ]
    signature += [tf.TensorSpec(value.shape, value.dtype, name) for name, value in names.items()]
    function = tf.function(_with_weights(model, live), input_signature=signature)
    with _one_graph():
        own = {"Expm1": (_exponential_less_one, []), "Erfc": (_error_function_of_rest, [])}
        options = {"opset": OPSET, "custom_op_handlers": own}
        proto = tf2onnx.convert.from_function(function, signature, **options)[0]
    _set_groups(proto)
    _set_output_padding(proto.graph)
    _take_in(proto.graph, {name: (one.path, one) for name, one in names.items()})
    # What layers keep as constants, such as a known mean, stays an input too.
    captures = function.get_concrete_function().graph.captures
    _take_in(proto.graph, {inner.name: (inner.name, outer) for outer, inner in captures})
    _name(proto.graph, model)
    onnx.checker.check_model(proto)
    onnx.save(proto, path)


def _exponential_less_one(graph, node, name: str, arguments: list[object]):  # noqa: ANN001, ANN202
    """Write e^x - 1, of which tf2onnx does not know."""
    del arguments
    one = graph.make_const(f"{name}_one", np.array(1, np.float32))
    graph.remove_node(name)
    power = graph.make_node("Exp", node.input)
    return graph.make_node("Sub", [power.output[0], one.output[0]], name=name, outputs=node.output)


def _error_function_of_rest(graph, node, name: str, arguments: list[object]):  # noqa: ANN001, ANN202
    """Write 1 - erf(x), as above."""
    del arguments
    one = graph.make_const(f"{name}_one", np.array(1, np.float32))
    graph.remove_node(name)
    error = graph.make_node("Erf", node.input)
    return graph.make_node("Sub", [one.output[0], error.output[0]], name=name, outputs=node.output)


def _set_groups(proto: onnx.ModelProto) -> None:
    """Set the groups of convolutions of volumes, which tf2onnx takes for one."""
    volumes = [it for it in proto.graph.node if it.op_type == "Conv" and _spans(it) == VOLUME]
    if not volumes:
        return
    known = onnx.shape_inference.infer_shapes(proto).graph
    channels = {
        value.name: value.type.tensor_type.shape.dim[1].dim_value
        for value in (*known.value_info, *known.input)
        if len(value.type.tensor_type.shape.dim) == VOLUME + 2
    }
    for node in volumes:
        read, share = (channels.get(name, 0) for name in node.input[:2])
        for attribute in node.attribute:
            if attribute.name == "group" and read and share:
                attribute.i = read // share


def _spans(node: onnx.NodeProto) -> int:
    return next((len(it.ints) for it in node.attribute if it.name == "kernel_shape"), 0)


def _set_output_padding(graph: onnx.GraphProto) -> None:
    """Say by an attribute what tf2onnx says by negative padding behind a map."""
    for node in graph.node:
        pads = next((it for it in node.attribute if it.name == "pads"), None)
        if node.op_type == "ConvTranspose" and pads is not None and min(pads.ints) < 0:
            behind = pads.ints[len(pads.ints) // 2 :]
            more = [max(-pad, 0) for pad in behind]
            pads.ints[len(pads.ints) // 2 :] = [max(pad, 0) for pad in behind]
            node.attribute.append(onnx.helper.make_attribute("output_padding", more))


@contextmanager
def _one_graph() -> Iterator[None]:
    """Let functions in functions be traced into one graph, since tf2onnx knows no others.

    Keras makes one of each grouped convolution.
    """
    tf.config.run_functions_eagerly(run_eagerly=True)
    try:
        yield
    finally:
        tf.config.run_functions_eagerly(run_eagerly=False)


def apart(path: Path, live: keras.Model, inputs: Arrays) -> float:
    """Return how far the outputs of an ONNX file are from the model's; 0 if nothing runs it."""
    try:
        import onnxruntime  # noqa: PLC0415  a file can be written without
    except ModuleNotFoundError:
        return 0
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    found = [np.asarray(output) for output in session.run(None, inputs)]
    return difference(outputs_of(live, inputs), found)


def _with_weights(model: TypedGraph, live: keras.Model):  # noqa: ANN202  TensorFlow traces it
    """Return a function of the inputs and then of all variables that gives outputs by name."""
    count, trained = len(model.inputs), len(live.trainable_variables)

    def call(*given: tf.Tensor) -> dict[str, tf.Tensor]:
        inputs, weights = given[:count], given[count:]
        read = inputs[0] if count == 1 else list(inputs)
        values = weights[:trained], weights[trained:]
        outputs = live.stateless_call(*values, read, training=False)[0]
        several = outputs if isinstance(outputs, list | tuple) else [outputs]
        return dict(zip(model.outputs, several, strict=True))

    return call


def _take_in(graph: onnx.GraphProto, values: Mapping[str, tuple[str, object]]) -> None:
    """Let inputs be values that the file holds, under other names."""
    used = {name for node in graph.node for name in node.input}
    for name, (known_as, value) in values.items():
        if name in used:
            held = onnx.numpy_helper.from_array(np.asarray(value), known_as)
            graph.initializer.append(held)
    for node in graph.node:
        for place, name in enumerate(node.input):
            if name in values:
                node.input[place] = values[name][0]


def _name(graph: onnx.GraphProto, model: TypedGraph) -> None:
    """Keep the inputs and outputs of the network, in its order, with names for unknown sizes."""
    graph.name = model.name
    for ends, names in ((graph.input, tuple(model.inputs)), (graph.output, model.outputs)):
        by_name = {end.name: end for end in ends}
        kept = [by_name[name] for name in names]
        del ends[:]
        ends.extend(kept)
        for end in ends:
            axes = end.type.tensor_type.shape.dim
            for axis, size in zip(axes, ("batch", *model.type_of(end.name).shape), strict=True):
                if not axis.dim_value:
                    axis.dim_param = str(size)
