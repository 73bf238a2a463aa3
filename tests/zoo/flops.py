"""The multiply-accumulates that TensorFlow computes, counted from a traced graph.

TensorFlow's profiler counts two operations for each. It is right about convolutions, depthwise ones
and matrix products, and wrong, or silent, about these, which are counted from their shapes:

- transposed convolutions: it multiplies the kernel by the places of the output, not of the input,
  and knows none on three axes;
- dilated convolutions: TensorFlow cuts the input into pieces, with places added to make them equal,
  which are computed, counted, and cut away again;
- grouped convolutions: on the CPU they are compiled as functions of their own, where it does not
  look.
"""

from collections import Counter
from collections.abc import Iterator
from math import prod
from typing import Any, NamedTuple

import keras
import tensorflow as tf

CONVOLUTIONS = {"Conv2D", "Conv3D", "DepthwiseConv2dNative"}
TRANSPOSED = {"Conv2DBackpropInput", "Conv3DBackpropInputV2"}
PRODUCTS = {"MatMul", "BatchMatMulV2"}


class Count(NamedTuple):
    """The multiply-accumulates of one operation: from its shapes, and as the profiler says."""

    layer: str
    shapes: int
    profiler: float | None


def counts(live: keras.Model) -> list[Count]:
    """Count one example's forward pass, operation by operation."""
    specs = [tf.TensorSpec((1, *x.shape[1:]), x.dtype) for x in live.inputs]
    traced = tf.function(live).get_concrete_function(specs[0] if len(specs) == 1 else specs)
    told = dict(_profiled(_profile(traced.graph)))
    found = []
    for operation, caller in _operations(traced.graph):
        macs = _macs(operation)
        if macs is not None:
            is_told = caller is operation and operation.type in CONVOLUTIONS | PRODUCTS
            is_told &= _joined(operation) is operation
            profiler = told[operation.name] / 2 if is_told else None
            found.append(Count(_layer(caller.name), macs, profiler))
    return found


def by_layer(found: list[Count]) -> Counter[str]:
    total: Counter[str] = Counter()
    for count in found:
        total[count.layer] += count.shapes
    return total


def _macs(operation: tf.Operation) -> int | None:
    shapes = [tensor.shape for tensor in operation.inputs]
    given = prod(operation.outputs[0].shape) if operation.outputs else 0
    if operation.type in PRODUCTS:
        is_transposed = operation.get_attr("transpose_a" if operation.type == "MatMul" else "adj_x")
        return given * shapes[0][-2 if is_transposed else -1]
    if operation.type in TRANSPOSED:
        *kernel, filters, _ = shapes[1]
        return prod(shapes[2]) * prod(kernel) * filters
    if operation.type not in CONVOLUTIONS:
        return None
    given = prod(_joined(operation).outputs[0].shape)
    is_depthwise = operation.type == "DepthwiseConv2dNative"
    return given * prod(shapes[1][: -2 if is_depthwise else -1])


def _joined(operation: tf.Operation) -> tf.Operation:
    """Return what joins the pieces of a dilated convolution, or else the convolution."""
    readers = operation.outputs[0].consumers()
    if len(readers) == 1 and readers[0].type == "Squeeze":
        readers = readers[0].outputs[0].consumers()
    is_in_pieces = len(readers) == 1 and readers[0].type == "BatchToSpaceND"
    return readers[0] if is_in_pieces else operation


def _operations(graph: tf.Graph) -> Iterator[tuple[tf.Operation, tf.Operation]]:
    """Yield every operation, those of functions too, with the one that is in the graph itself."""
    for operation in graph.get_operations():
        yield operation, operation
        if "PartitionedCall" in operation.type:
            body = graph._get_function(operation.get_attr("f").name).graph
            yield from ((inner, operation) for inner in body.get_operations())


def _layer(name: str) -> str:
    """Return the layer's name in an operation's: Keras numbers the calls of a layer."""
    return name.split("/")[1].rpartition("_")[0]


def _profile(graph: tf.Graph) -> Any:  # noqa: ANN401  a generated class
    builder = tf.compat.v1.profiler.ProfileOptionBuilder
    options = builder(builder.float_operation()).with_empty_output().build()
    return tf.compat.v1.profiler.profile(graph, options=options, cmd="scope")


def _profiled(node: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401
    yield node.name, node.float_ops
    for child in node.children:
        yield from _profiled(child)
