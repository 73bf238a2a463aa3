"""After `check --fix`, a layer computes what the framework computes in whose words it was written.

PyTorch, Caffe and Darknet by the formulas of their documentation; ONNX by its runtime.
"""

from collections.abc import Callable

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("tensorflow")

from foreign import references as ref  # noqa: E402
from foreign.asked import Entry  # noqa: E402
from foreign.live import RANDOM, run  # noqa: E402

Array = np.ndarray
Weights = dict[str, Array]
Answer = Callable[[Array, Weights], Array]


def kernel(w: Weights) -> Array:
    return w["kernel"].transpose(3, 2, 0, 1)


def laid_out(w: Weights) -> Array:
    return w["kernel"].transpose(3, 2, 0, 1)


def flat(x: Array) -> Array:
    return np.moveaxis(x, 1, -1).reshape(len(x), -1)


def normed(x: Array, w: Weights, epsilon: float) -> Array:
    mean, variance = w["moving_mean"], w["moving_variance"]
    y = (np.moveaxis(x, 1, -1) - mean) / np.sqrt(variance + epsilon)
    return np.moveaxis(y * w.get("gamma", 1) + w.get("beta", 0), -1, 1)


def leaky(x: Array, slope: float) -> Array:
    return np.where(x > 0, x, slope * x)


def repeated(x: Array, times: int) -> Array:
    return x.repeat(times, 2).repeat(times, 3)


PAD = ((2, 2), (2, 2))
CONVOLUTIONS: list[tuple[Entry, Answer]] = [
    (
        {"type": "nn.Conv2d", "in_channels": 4, "out_channels": 6, "kernel_size": 3, "stride": 2},
        lambda x, w: ref.conv(x, kernel(w), w["bias"], (2, 2)),
    ),
    (
        {"type": "Conv2d", "out_channels": 6, "kernel_size": [5, 4], "padding": 2, "bias": False},
        lambda x, w: ref.conv(x, kernel(w), None, pads=PAD),
    ),
    (
        {"type": "Conv2d", "out_channels": 6, "kernel_size": 3, "dilation": 2, "groups": 2},
        lambda x, w: ref.conv(x, kernel(w), w["bias"], dilation=(2, 2), groups=2),
    ),
    (
        {
            "type": "Conv2D",
            "out_channels": 6,
            "kernel_size": 3,
            "stride": [1, 2],
            "padding": [0, 1],
        },
        lambda x, w: ref.conv(x, kernel(w), w["bias"], (1, 2), ((0, 0), (1, 1))),
    ),
    (
        {"type": "Convolution", "num_output": 6, "kernel_h": 3, "kernel_w": 5, "pad": 2},
        lambda x, w: ref.conv(x, kernel(w), w["bias"], pads=PAD),
    ),
    (
        {
            "type": "CONVOLUTION",
            "convolution_param": {
                "num_output": 6,
                "kernel_size": 3,
                "group": 2,
                "bias_term": False,
            },
        },
        lambda x, w: ref.conv(x, kernel(w), None, groups=2),
    ),
    (
        {"type": "convolutional", "filters": 6, "size": 4, "pad": 1, "activation": "leaky"},
        lambda x, w: leaky(ref.conv(x, kernel(w), w["bias"], pads=PAD), 0.1),
    ),
    (
        {
            "type": "convolutional",
            "batch_normalize": 1,
            "filters": 6,
            "size": 3,
            "stride": 2,
            "padding": 1,
            "activation": "linear",
        },
        lambda x, w: normed(ref.conv(x, kernel(w), None, (2, 2), ((1, 1), (1, 1))), w, 1e-5),
    ),
    (
        {"type": "Convolution2D", "nb_filter": 6, "nb_row": 3, "nb_col": 2, "border_mode": "valid"},
        lambda x, w: ref.conv(x, kernel(w), w["bias"]),
    ),
    (
        {"type": "Conv2D", "filters": 6, "kernel_size": 4, "padding": "half"},
        lambda x, w: ref.conv(x, kernel(w), w["bias"], pads=PAD),
    ),
    (
        {"type": "Conv2D", "filters": 6, "kernel_size": 3, "padding": "full", "strides": 2},
        lambda x, w: ref.conv(x, kernel(w), w["bias"], (2, 2), PAD),
    ),
    *(
        (
            {
                "type": kind,
                filters: 6,
                "kernel_size": k,
                "stride": s,
                pad: p,
                **({"output_padding": e} if e else {}),
            },
            lambda x, w, s=s, p=p, e=e: ref.deconv(x, laid_out(w), w["bias"], (s, s), p, e),
        )
        for kind, filters, pad, cases in (
            (
                "ConvTranspose2d",
                "out_channels",
                "padding",
                "2200 4210 3211 3210 3110 5220 5221 2110",
            ),
            ("Deconvolution", "num_output", "pad", "2200 4210 3210 5220 3100 4220"),
        )
        for k, s, p, e in (map(int, case) for case in cases.split())
    ),
]

POOLINGS: list[tuple[Entry, Answer]] = [
    *(
        (
            {
                "type": f"{name}2d",
                "kernel_size": k,
                **({"stride": s} if s != k else {}),
                "padding": p,
            },
            lambda x, _, k=k, s=s, p=p, kind=kind: ref.torch_pool(x, k, s, p, kind),
        )
        for name, kind in (("MaxPool", "max"), ("AvgPool", "average"))
        for k, s, p in ((2, 2, 0), (3, 2, 1), (3, 1, 1), (3, 3, 0), (2, 1, 1), (3, 2, 0))
    ),
    *(
        (
            {"type": "Pooling", "pool": pool, "kernel_size": k, "stride": s, "pad": p},
            lambda x, _, k=k, s=s, p=p, kind=kind: ref.caffe_pool(x, k, s, p, kind),
        )
        for pool, kind, cases in (
            ("MAX", "max", "220 320 330 311 321 321 421 531 210"),
            ("AVE", "average", "220 311 210 411"),
        )
        for k, s, p in (map(int, case) for case in cases.split())
    ),
    ({"type": "Pooling", "kernel_size": 2}, lambda x, _: ref.caffe_pool(x, 2, 1, 0, "max")),
    (
        {"type": "Pooling", "pool": "AVE", "global_pooling": True},
        lambda x, _: x.mean((2, 3), keepdims=True),
    ),
    *(
        (
            {"type": "maxpool", "size": k, "stride": s},
            lambda x, _, k=k, s=s: ref.darknet_pool(x, k, s),
        )
        for k, s in ((2, 2), (2, 1), (3, 2), (3, 1), (5, 1), (3, 3), (4, 2))
    ),
    ({"type": "avgpool"}, lambda x, _: x.mean((2, 3), keepdims=True)),
    ({"type": "AdaptiveAvgPool2d", "output_size": 1}, lambda x, _: x.mean((2, 3), keepdims=True)),
    ({"type": "AdaptiveAvgPool2d", "output_size": 3}, lambda x, _: ref.adaptive_average(x, (3, 3))),
    ({"type": "GlobalMaxPool"}, lambda x, _: x.max((2, 3), keepdims=True)),
]

NORMS: list[tuple[Entry, Answer]] = [
    ({"type": "BatchNorm2d", "num_features": 4}, lambda x, w: normed(x, w, 1e-5)),
    ({"type": "BatchNorm2d", "eps": 0.1, "affine": False}, lambda x, w: normed(x, w, 0.1)),
    ({"type": "BatchNorm", "use_global_stats": True, "eps": 0.1}, lambda x, w: normed(x, w, 0.1)),
    (
        {"type": "GroupNorm", "num_groups": 2, "num_channels": 4},
        lambda x, w: ref.grouped_norm(x, 2, 1e-5) * spread(w["gamma"]) + spread(w["beta"]),
    ),
    ({"type": "InstanceNorm2d", "num_features": 4}, lambda x, _: ref.grouped_norm(x, 4, 1e-5)),
    (
        {"type": "InstanceNormalization", "epsilon": 0.1},
        lambda x, w: ref.grouped_norm(x, 4, 0.1) * spread(w["gamma"]) + spread(w["beta"]),
    ),
    (
        {"type": "LocalResponseNorm", "size": 3, "alpha": 0.5},
        lambda x, _: ref.response(x, 3, 0.5, 0.75, 1),
    ),
    ({"type": "LRN", "local_size": 3}, lambda x, _: ref.response(x, 3, 1, 0.75, 1)),
    (
        {"type": "LRN", "local_size": 5, "alpha": 0.5, "beta": 0.5, "k": 2},
        lambda x, _: ref.response(x, 5, 0.5, 0.5, 2),
    ),
    ({"type": "Scale", "bias_term": False}, lambda x, w: x * spread(w["gamma"])),
]

OTHERS: list[tuple[Entry, Answer]] = [
    ({"type": "InnerProduct", "num_output": 3}, lambda x, w: flat(x) @ w["kernel"] + w["bias"]),
    (
        {"type": "connected", "output": 3, "activation": "logistic"},
        lambda x, w: ref.sigmoid(flat(x) @ w["kernel"] + w["bias"]),
    ),
    ({"type": "Softmax", "dim": 1}, lambda x, _: np.exp(x) / np.exp(x).sum(1, keepdims=True)),
    ({"type": "Softmax", "dim": 2}, lambda x, _: np.exp(x) / np.exp(x).sum(2, keepdims=True)),
    ({"type": "Softmax2d"}, lambda x, _: np.exp(x) / np.exp(x).sum(1, keepdims=True)),
    ({"type": "LogSoftmax", "dim": 1}, lambda x, _: x - np.log(np.exp(x).sum(1, keepdims=True))),
    ({"type": "nn.LeakyReLU"}, lambda x, _: leaky(x, 0.01)),
    ({"type": "LeakyReLU", "inplace": True}, lambda x, _: leaky(x, 0.01)),
    ({"type": "LeakyReLU", "alpha": 0.2}, lambda x, _: leaky(x, 0.2)),
    ({"type": "L.ReLU", "negative_slope": 0.4}, lambda x, _: leaky(x, 0.4)),
    ({"type": "GELU"}, lambda x, _: ref.by_place(ref.erf_gelu)(x)),
    ({"type": "SiLU", "inplace": True}, lambda x, _: x * ref.sigmoid(x)),
    ({"type": "Hardswish"}, lambda x, _: x * np.clip(x + 3, 0, 6) / 6),
    ({"type": "Hardsigmoid"}, lambda x, _: np.clip(x + 3, 0, 6) / 6),
    ({"type": "Hardtanh"}, lambda x, _: np.clip(x, -1, 1)),
    ({"type": "ReLU6"}, lambda x, _: np.clip(x, 0, 6)),
    ({"type": "CELU"}, lambda x, _: np.where(x > 0, x, np.exp(x) - 1)),
    ({"type": "ELU", "inplace": True}, lambda x, _: np.where(x > 0, x, np.exp(x) - 1)),
    ({"type": "Softshrink"}, lambda x, _: np.sign(x) * np.maximum(abs(x) - 0.5, 0)),
    ({"type": "Hardshrink"}, lambda x, _: np.where(abs(x) > 0.5, x, 0)),
    ({"type": "Tanhshrink"}, lambda x, _: x - np.tanh(x)),
    ({"type": "LogSigmoid"}, lambda x, _: np.log(ref.sigmoid(x))),
    ({"type": "Softplus"}, lambda x, _: np.log1p(np.exp(x))),
    ({"type": "Mish"}, lambda x, _: x * np.tanh(np.log1p(np.exp(x)))),
    ({"type": "TanH"}, lambda x, _: np.tanh(x)),
    ({"type": "Upsample", "scale_factor": 2}, lambda x, _: repeated(x, 2)),
    ({"type": "upsample", "stride": 3}, lambda x, _: repeated(x, 3)),
    ({"type": "UpsamplingNearest2d", "scale_factor": 2}, lambda x, _: repeated(x, 2)),
    (
        {"type": "ZeroPad2d", "padding": [1, 2, 3, 4]},
        lambda x, _: np.pad(x, ((0, 0), (0, 0), (3, 4), (1, 2))),
    ),
    (
        {"type": "ConstantPad2d", "padding": 2, "value": 0},
        lambda x, _: np.pad(x, NO + ((2, 2),) * 2),
    ),
]
NO = ((0, 0), (0, 0))

MERGES: list[tuple[Entry, Callable[[Array, Array], Array]]] = [
    ({"type": "Concat", "dim": 1}, lambda x, y: np.concatenate([x, y], 1)),
    ({"type": "Concatenate", "dim": 1}, lambda x, y: np.concatenate([x, y], 1)),
    ({"type": "Concat", "axis": 1}, lambda x, y: np.concatenate([x, y], 1)),
    ({"type": "Concat"}, lambda x, y: np.concatenate([x, y], 1)),
    ({"type": "Concat", "axis": 2}, lambda x, y: np.concatenate([x, y], 2)),
    ({"type": "torch.cat", "dim": 3}, lambda x, y: np.concatenate([x, y], 3)),
    ({"type": "Eltwise"}, lambda x, y: x + y),
    ({"type": "Eltwise", "operation": "PROD"}, lambda x, y: x * y),
    ({"type": "Eltwise", "operation": 2}, np.maximum),
    ({"type": "Eltwise", "operation": "SUM", "coeff": [1, -1]}, lambda x, y: x - y),
    ({"type": "Merge", "mode": "concat"}, lambda x, y: np.concatenate([x, y], 1)),
    ({"type": "Merge", "mode": "mul"}, lambda x, y: x * y),
    ({"type": "Max"}, np.maximum),
    ({"type": "Sub"}, lambda x, y: x - y),
    ({"type": "Mean"}, lambda x, y: (x + y) / 2),
]


def spread(channels: Array) -> Array:
    return channels.reshape(1, -1, 1, 1)


def words(entry: Entry) -> str:
    return " ".join(f"{key}={value}" for key, value in entry.items())


@pytest.mark.parametrize("size", [7, 8])
@pytest.mark.parametrize(
    ("entry", "expected"),
    [pytest.param(*row, id=words(row[0])) for row in CONVOLUTIONS + POOLINGS + NORMS + OTHERS],
)
def test_one_tensor(entry: Entry, expected: Answer, size: int) -> None:
    x = RANDOM.normal(size=(2, 4, size, size)) * 2
    y, weights = run(entry, [x])
    np.testing.assert_allclose(y, expected(x, weights), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("entry", "expected"), [pytest.param(*row, id=words(row[0])) for row in MERGES]
)
def test_two_tensors(entry: Entry, expected: Callable[[Array, Array], Array]) -> None:
    x, z = RANDOM.normal(size=(2, 2, 4, 5, 5))
    y, _ = run(entry, [x, z])
    np.testing.assert_allclose(y, expected(x, z), rtol=1e-5, atol=1e-5)
