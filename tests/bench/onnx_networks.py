"""The networks of the zoo as ONNX models without weights, for timing ONNX's shape inference.

Weights are inputs of the graph with a type and no data, so that nothing is timed but inference.
Maps are channels first, as ONNX has them.
"""

from collections.abc import Iterator

from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper

from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.layers.activation import Activation
from speccnn.layers.conv import Conv2D
from speccnn.layers.dense import Dense
from speccnn.layers.padding import ZeroPadding2D
from speccnn.layers.pool import AveragePooling2D, MaxPooling2D
from speccnn.sizes.formula import Size
from speccnn.tensor import Shape

OPSET = 18
SIMPLE = {
    "Add": "Add",
    "Dropout": "Identity",
    "Flatten": "Flatten",
    "GlobalAveragePooling2D": "GlobalAveragePool",
}


def onnx_model(network: TypedGraph) -> ModelProto:
    """Return the ONNX model; raise KeyError for a layer that no benchmark needs."""
    names = {name: f"{name}:0" for name in network.inputs}
    inputs = [_typed(names[name], given.shape) for name, given in network.inputs.items()]
    outputs = [_typed(name, network.type_of(name).shape) for name in network.outputs]
    nodes: list[NodeProto] = []
    constants: list[TensorProto] = []
    for node in network.nodes:
        inputs += _weights(node)
        if isinstance(node.layer, ZeroPadding2D):
            constants.append(_pads(node.name, node.layer))
        nodes += _nodes(node, [names.get(name, name) for name in node.inputs])
    graph = helper.make_graph(nodes, network.name, inputs, outputs, constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])


def shapes_of(model: ModelProto) -> dict[str, tuple[int, ...]]:
    """Return the shape that was inferred for each layer's output, channels last, without batch."""
    found = {}
    for info in [*model.graph.value_info, *model.graph.output]:
        batch, channels, *places = [size.dim_value for size in info.type.tensor_type.shape.dim]
        assert batch == 1, "the batch is of one"
        found[info.name] = (*places, channels)
    return found


def _nodes(node: TypedNode, reads: list[str]) -> Iterator[NodeProto]:
    layer, name = node.layer, node.name
    function = layer.activation if isinstance(layer, Conv2D | Dense) else None
    before = f"{name}:before" if function else name
    weights = [f"{name}:{weight.name}" for weight in node.weights]
    match layer:
        case Conv2D():
            settings = _window(layer.kernel_size, layer.strides, layer.padding)
            yield helper.make_node(
                "Conv", [*reads, *weights], [before], group=layer.groups, **settings
            )
        case Dense():
            if len(node.reads[0].shape) > 1:
                raise KeyError(name)
            flat = f"{name}:flat"
            yield helper.make_node("Flatten", reads, [flat])
            yield helper.make_node("Gemm", [flat, *weights], [before])
        case MaxPooling2D() | AveragePooling2D():
            kind = "MaxPool" if isinstance(layer, MaxPooling2D) else "AveragePool"
            settings = _window(layer.pool_size, layer.strides or layer.pool_size, layer.padding)
            yield helper.make_node(kind, reads, [name], **settings)
        case ZeroPadding2D():
            yield helper.make_node("Pad", [*reads, f"{name}:pads"], [name])
        case Activation():
            yield _activation(layer.activation, reads[0], name)
        case _ if layer.type == "BatchNormalization":
            yield helper.make_node("BatchNormalization", [*reads, *weights], [name])
        case _ if layer.type == "Concatenate":
            yield helper.make_node("Concat", reads, [name], axis=1)
        case _:
            yield helper.make_node(SIMPLE[layer.type], reads, [name])
    if function:
        yield _activation(function, before, name)


def _activation(activation: str, read: str, name: str) -> NodeProto:
    return helper.make_node({"relu": "Relu", "softmax": "Softmax"}[activation], [read], [name])


def _window(kernel: object, strides: object, padding: object) -> dict[str, object]:
    window = {"kernel_shape": kernel, "strides": strides}
    if isinstance(padding, str):
        return window | {"auto_pad": {"same": "SAME_UPPER", "valid": "VALID"}[padding]}
    (top, bottom), (left, right) = padding
    return window | {"pads": [top, left, bottom, right]}


def _weights(node: TypedNode) -> Iterator[ValueInfoProto]:
    for weight in node.weights:
        match weight.shape:
            case (height, width, read, given):
                shape: tuple[Size, ...] = (given, read, height, width)
            case shape:
                pass
        sizes = [size for size in shape if isinstance(size, int)]
        yield helper.make_tensor_value_info(f"{node.name}:{weight.name}", TensorProto.FLOAT, sizes)


def _pads(name: str, layer: ZeroPadding2D) -> TensorProto:
    (top, bottom), (left, right) = layer.padding
    values = [0, 0, top, left, 0, 0, bottom, right]
    return helper.make_tensor(f"{name}:pads", TensorProto.INT64, [len(values)], values)


def _typed(name: str, shape: Shape) -> ValueInfoProto:
    sizes = [size for size in shape if isinstance(size, int)]
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, sizes[-1], *sizes[:-1]])
