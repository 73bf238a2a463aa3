"""After `check --fix`, an ONNX operator computes what ONNX's runtime computes."""

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("tensorflow")
onnx = pytest.importorskip("onnx")
runtime = pytest.importorskip("onnxruntime")

from foreign.asked import Entry  # noqa: E402
from foreign.live import RANDOM, run  # noqa: E402

Array = np.ndarray
OPSET = 20

ONE: list[Entry] = [
    {"type": "Conv", "filters": 6, "kernel_shape": [3, 3]},
    {"type": "Conv", "filters": 6, "kernel_shape": [3, 2], "strides": [2, 1], "pads": [1, 0, 2, 1]},
    {"type": "Conv", "filters": 6, "kernel_shape": [3, 3], "dilations": [2, 2], "group": 2},
    {"type": "Conv", "filters": 6, "kernel_shape": [4, 4], "auto_pad": "SAME_UPPER"},
    {
        "type": "Conv",
        "filters": 6,
        "kernel_shape": [3, 3],
        "auto_pad": "SAME_UPPER",
        "strides": [2, 2],
    },
    {"type": "MaxPool", "kernel_shape": [2, 2]},
    {"type": "MaxPool", "kernel_shape": [2, 2], "strides": [2, 2]},
    {"type": "MaxPool", "kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]},
    {"type": "MaxPool", "kernel_shape": [3, 2], "strides": [1, 2], "pads": [0, 1, 1, 0]},
    {"type": "MaxPool", "kernel_shape": [3, 3], "strides": [2, 2], "auto_pad": "SAME_UPPER"},
    {"type": "AveragePool", "kernel_shape": [3, 3]},
    {"type": "AveragePool", "kernel_shape": [2, 2], "strides": [2, 2]},
    {"type": "AveragePool", "kernel_shape": [3, 3], "strides": [2, 2], "auto_pad": "SAME_UPPER"},
    {
        "type": "AveragePool",
        "kernel_shape": [3, 3],
        "strides": [2, 2],
        "pads": [1, 1, 1, 1],
        "count_include_pad": 1,
    },
    {"type": "GlobalAveragePool"},
    {"type": "GlobalMaxPool"},
    {"type": "InstanceNormalization", "epsilon": 0.1},
    {"type": "LRN", "size": 3},
    {"type": "LRN", "size": 3, "alpha": 0.5, "beta": 0.5, "bias": 2.0},
    {"type": "LogSoftmax", "axis": 1},
    {"type": "Flatten", "axis": 1},
    {"type": "LeakyRelu", "alpha": 0.2},
    {"type": "Relu"},
    {"type": "Elu", "alpha": 0.5},
    {"type": "Celu"},
    {"type": "HardSigmoid", "alpha": 0.16666667163372, "beta": 0.5},
    {"type": "HardSwish"},
    {"type": "Gelu"},
    {"type": "Selu"},
    {"type": "Softplus"},
    {"type": "Softsign"},
    {"type": "Mish"},
    {"type": "Exp"},
    {"type": "Sigmoid"},
    {"type": "Tanh"},
    {"type": "Shrink"},
    {"type": "Shrink", "bias": 0.5},
    {"type": "DepthToSpace", "blocksize": 2},
    {"type": "DepthToSpace", "blocksize": 2, "mode": "DCR"},
    {"type": "BatchNormalization", "spatial": 1, "epsilon": 0.1},
]
TWO: list[Entry] = [
    {"type": "Concat", "axis": 1},
    {"type": "Concat", "axis": 2},
    {"type": "Concat", "axis": 3},
    *({"type": kind} for kind in ("Sum", "Sub", "Mul", "Max", "Min", "Mean")),
]
# What another operator reads as a tensor stands among the attributes, as in ONNX's old versions.
READ: list[tuple[Entry, dict[str, object]]] = [
    ({"type": "Resize", "scales": [1.0, 1.0, 2.0, 2.0]}, {"mode": "nearest"}),
    ({"type": "Resize", "scales": [1, 1, 3, 2], "mode": "nearest"}, {"mode": "nearest"}),
    ({"type": "Resize", "scales": [1, 1, 2, 2], "mode": "linear"}, {"mode": "linear"}),
    ({"type": "Pad", "pads": [0, 0, 1, 2, 0, 0, 3, 4]}, {"mode": "constant"}),
    ({"type": "Clip", "min": 0, "max": 1.5}, {}),
]


def words(entry: Entry) -> str:
    return " ".join(f"{key}={value}" for key, value in entry.items())


def answer(kind: str, attributes: dict[str, object], tensors: list[Array | None]) -> Array:
    """Return what ONNX's runtime makes of an operator with these tensors; None is left out."""
    names = [f"t{n}" if tensor is not None else "" for n, tensor in enumerate(tensors)]
    given = {name: tensor for name, tensor in zip(names, tensors, strict=True) if name}
    node = onnx.helper.make_node(kind, names, ["y"], **attributes)
    values = [
        onnx.helper.make_tensor_value_info(
            name, onnx.helper.np_dtype_to_tensor_dtype(tensor.dtype), tensor.shape
        )
        for name, tensor in given.items()
    ]
    out = onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, None)
    graph = onnx.helper.make_graph([node], "g", values, [out])
    opset = [onnx.helper.make_opsetid("", OPSET)]
    model = onnx.helper.make_model(graph, opset_imports=opset, ir_version=9)
    session = runtime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return session.run(None, given)[0]


def read(kind: str, weights: dict[str, Array]) -> list[Array]:
    """Return the weights of a layer as an operator reads them."""
    if kind == "Conv":
        return [
            weights["kernel"].transpose(3, 2, 0, 1).astype("float32"),
            weights["bias"].astype("float32"),
        ]
    if kind == "InstanceNormalization":
        return [weights["gamma"].astype("float32"), weights["beta"].astype("float32")]
    if kind == "BatchNormalization":
        names = ("gamma", "beta", "moving_mean", "moving_variance")
        return [weights[name].astype("float32") for name in names]
    return []


@pytest.mark.parametrize("size", [7, 8])
@pytest.mark.parametrize("entry", ONE, ids=words)
def test_one_tensor(entry: Entry, size: int) -> None:
    kind = str(entry["type"])
    x = RANDOM.normal(size=(2, 4, size, size)).astype("float32") * 2
    y, weights = run(entry, [x])
    ours = {"type", "filters", "spatial"}
    attributes = {key: value for key, value in entry.items() if key not in ours}
    expected = answer(kind, attributes, [x, *read(kind, weights)])
    if kind == "Flatten":
        y = y.reshape(2, size * size, 4).transpose(0, 2, 1).reshape(2, -1)
    np.testing.assert_allclose(y, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("entry", TWO, ids=words)
def test_two_tensors(entry: Entry) -> None:
    x, z = RANDOM.normal(size=(2, 2, 4, 5, 5)).astype("float32")
    y, _ = run(entry, [x, z])
    kind, *_ = entry.values()
    attributes = {key: value for key, value in entry.items() if key != "type"}
    np.testing.assert_allclose(y, answer(str(kind), attributes, [x, z]), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("entry", "attributes"), READ, ids=words)
def test_what_reads_numbers(entry: Entry, attributes: dict[str, object]) -> None:
    x = RANDOM.normal(size=(2, 4, 5, 6)).astype("float32")
    y, _ = run(entry, [x])
    match entry["type"]:
        case "Resize":
            tensors = [x, None, np.array(entry["scales"], "float32")]
        case "Pad":
            tensors = [x, np.array(entry["pads"], "int64")]
        case _:
            tensors = [x, *(np.array(entry[key], "float32") for key in ("min", "max"))]
    expected = answer(str(entry["type"]), attributes, tensors)
    np.testing.assert_allclose(y, expected, rtol=1e-4, atol=1e-5)


def test_space_to_depth_has_the_same_order() -> None:
    x = RANDOM.normal(size=(2, 4, 6, 6)).astype("float32")
    y, _ = run({"type": "SpaceToDepth", "blocksize": 2}, [x])
    np.testing.assert_allclose(y, answer("SpaceToDepth", {"blocksize": 2}, [x]), rtol=1e-6)


def test_a_product_of_matrices_is_a_dense_layer() -> None:
    x = RANDOM.normal(size=(2, 5)).astype("float32")
    y, weights = run({"type": "Gemm", "units": 3}, [x])
    tensors = [x, weights["kernel"].astype("float32"), weights["bias"].astype("float32")]
    np.testing.assert_allclose(y, answer("Gemm", {}, tensors), rtol=1e-5, atol=1e-6)
