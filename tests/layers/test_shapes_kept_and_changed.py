"""Merging, arranging, noise and image layers: cases that a person can check by eye."""

import pytest
from oracle.verdicts import Case, Reason, Refused, Shape, answer, typed

from speccnn.layers.spread import Spread
from speccnn.layers.windows import Axis

IMAGE = (8, 10, 3)


def refusal(kind: str, arguments: object, *shapes: Shape) -> tuple[str, str]:
    refused = typed(Case(kind, arguments, shapes))
    assert isinstance(refused, Refused)
    (reason,) = refused.reasons
    return reason.code, reason.field


@pytest.mark.parametrize(
    ("kind", "arguments", "shapes", "output"),
    [
        ("Multiply", {"broadcast": True}, [(7, 7, 3), (1, 1, 3)], (7, 7, 3)),
        ("Subtract", {}, [(7, 3), (7, 3)], (7, 3)),
        ("Average", {}, [(4,), (4,), (4,)], (4,)),
        ("Maximum", {"broadcast": True}, [(7, 1), (1, 5)], (7, 5)),
        ("Minimum", {}, [(7, 3), (7, 3)], (7, 3)),
        ("Dot", {"axes": 1}, [(4,), (4,)], (1,)),
        ("Dot", {"axes": 2}, [(4, 5), (6, 5)], (4, 6)),
        ("Dot", {"axes": -1}, [(4, 5), (6, 5)], (4, 6)),
        ("Dot", {"axes": [2, 1]}, [(4, 5), (5, 6)], (4, 6)),
        ("Dot", {"axes": [3, 1]}, [(2, 4, 5), (5,)], (2, 4)),
        ("Reshape", {"target_shape": [28, 28, 1]}, [(784,)], (28, 28, 1)),
        ("Reshape", {"target_shape": [7, -1]}, [(7, 7, 3)], (7, 21)),
        ("Reshape", {"target_shape": [4, 4]}, [(16,)], (4, 4)),
        ("Permute", {"dims": [3, 1, 2]}, [(4, 5, 6)], (6, 4, 5)),
        ("Permute", {"dims": [1]}, [(4,)], (4,)),
        ("RepeatVector", {"n": 3}, [(5,)], (3, 5)),
        ("PixelShuffle", {"scale": 3}, [(4, 5, 18)], (12, 15, 2)),
        ("SpaceToDepth", {"block_size": 3}, [(12, 15, 2)], (4, 5, 18)),
        ("ChannelShuffle", {"groups": 3}, [(4, 5, 6)], (4, 5, 6)),
        ("Split", {"sections": 3, "index": 2}, [(4, 5, 6)], (4, 5, 2)),
        ("Split", {"sections": 2, "index": 0, "axis": 1}, [(4, 5, 6)], (2, 5, 6)),
        ("SpatialDropout1D", {"rate": 0.5}, [(4, 5)], (4, 5)),
        ("SpatialDropout3D", {"rate": 0.5}, [(2, 3, 4, 5)], (2, 3, 4, 5)),
        ("GaussianNoise", {"stddev": 0.5}, [(4, 5)], (4, 5)),
        ("Rescaling", {"scale": [1, 2, 3], "offset": 1}, [IMAGE], IMAGE),
        ("Normalization", {"mean": 1, "variance": 2}, [IMAGE], IMAGE),
        ("Normalization", {"axis": 2, "mean": [0] * 10, "variance": [1] * 10}, [IMAGE], IMAGE),
        ("RandomRotation", {"factor": 0.1}, [IMAGE], IMAGE),
        ("RandomCrop", {"height": 8, "width": 5}, [IMAGE], (8, 5, 3)),
    ],
)
def test_output_type(kind: str, arguments: object, shapes: list[Shape], output: Shape) -> None:
    claimed = answer(typed(Case(kind, arguments, tuple(shapes))))
    assert claimed.output == output
    assert claimed.weights == ()


@pytest.mark.parametrize(
    ("kind", "arguments", "shapes", "code", "field"),
    [
        ("Multiply", {}, [(7, 7, 3), (1, 1, 3)], "T410", "inputs"),
        ("Subtract", {}, [(7, 3), (7, 3), (7, 3)], "T444", "inputs"),
        ("Subtract", {}, [(7, 3), (1, 3)], "T410", "inputs"),
        ("Dot", {"axes": 1}, [(4,), (4,), (4,)], "T444", "inputs"),
        ("Dot", {"axes": 1}, [(4,), (5,)], "T445", "axes"),
        ("Dot", {"axes": [2, 2]}, [(4, 5), (5,)], "T408", "axes"),
        ("Dot", {"axes": 0}, [(4,), (4,)], "T408", "axes"),
        ("Reshape", {"target_shape": [28, 27]}, [(784,)], "T441", "target_shape"),
        ("Reshape", {"target_shape": [5, -1]}, [(784,)], "T441", "target_shape"),
        ("Reshape", {"target_shape": [-1, -1]}, [(784,)], "T441", "target_shape"),
        ("Reshape", {"target_shape": [0, -1]}, [(784,)], "T441", "target_shape"),
        ("Permute", {"dims": [2, 1]}, [(4, 5, 6)], "T442", "dims"),
        ("Permute", {"dims": [2, 2]}, [(4, 5)], "T442", "dims"),
        ("RepeatVector", {"n": 3}, [(5, 6)], "T404", "inputs"),
        ("PixelShuffle", {"scale": 3}, [(4, 5, 12)], "T443", "scale"),
        ("SpaceToDepth", {"block_size": 2}, [(4, 5, 1)], "T443", "block_size"),
        ("ChannelShuffle", {"groups": 4}, [(4, 5, 6)], "T405", "groups"),
        ("Dropout", {"rate": 0.5, "noise_shape": [4, 1, 5]}, [(4, 5, 6)], "T448", "noise_shape"),
        ("Dropout", {"rate": 0.5, "noise_shape": [1, 1]}, [(4, 5, 6)], "T448", "noise_shape"),
        ("Normalization", {"mean": 0.5}, [(4, 5, 6)], "T440", "variance"),
        ("Normalization", {"variance": 0.5}, [(4, 5, 6)], "T440", "mean"),
        ("Split", {"sections": 2, "index": 2}, [(4, 5, 6)], "T450", "index"),
        ("Split", {"sections": 4, "index": 0}, [(4, 5, 6)], "T443", "sections"),
        ("Split", {"sections": 2, "index": 0, "axis": 4}, [(4, 5, 6)], "T408", "axis"),
        ("GroupNormalization", {"groups": 4}, [(4, 5, 6)], "T405", "groups"),
        ("GroupNormalization", {"groups": 0}, [(4, 5, 6)], "T405", "groups"),
        ("LayerNormalization", {"axis": [2, -1]}, [(4, 5)], "T412", "axis"),
        ("PReLU", {"shared_axes": [1, 3]}, [(4, 5)], "T408", "shared_axes"),
        ("SpatialDropout2D", {"rate": 0.5}, [(4, 5)], "T404", "inputs"),
        ("Rescaling", {"scale": [1, 2]}, [IMAGE], "T440", "scale"),
        ("Normalization", {"mean": [1, 2], "variance": [1, 2]}, [IMAGE], "T440", "mean"),
        ("Normalization", {"mean": [1] * 3, "variance": 1}, [IMAGE], "T440", "variance"),
        ("RandomCrop", {"height": 9, "width": 5}, [IMAGE], "T446", "height"),
        ("RandomContrast", {"factor": 0.1, "value_range": [1, 1]}, [IMAGE], "T447", "value_range"),
        ("RandomFlip", {}, [(8, 10)], "T404", "inputs"),
    ],
)
def test_refuses(kind: str, arguments: object, shapes: list[Shape], code: str, field: str) -> None:
    assert refusal(kind, arguments, *shapes) == (code, field)


@pytest.mark.parametrize(
    ("kind", "arguments", "shape", "weights"),
    [
        ("LayerNormalization", {}, (4, 5, 6), [("gamma", (6,)), ("beta", (6,))]),
        ("LayerNormalization", {"axis": [2, 1], "scale": False}, (4, 5, 6), [("beta", (4, 5))]),
        ("LayerNormalization", {"axis": [-1, 1], "scale": False}, (4, 5), [("beta", (5, 4))]),
        ("GroupNormalization", {"groups": -1, "center": False}, (4, 5, 6), [("gamma", (6,))]),
        ("PReLU", {}, (4, 5, 6), [("alpha", (4, 5, 6))]),
        ("PReLU", {"shared_axes": [1, 2]}, (4, 5, 6), [("alpha", (1, 1, 6))]),
        ("LayerScale", {"init_values": 0.1}, (4, 5, 6), [("gamma", (6,))]),
    ],
)
def test_weights(kind: str, arguments: object, shape: Shape, weights: list[object]) -> None:
    claimed = answer(typed(Case(kind, arguments, (shape,))))
    assert [(name, size) for name, size, _ in claimed.weights] == weights
    assert claimed.output == shape


@pytest.mark.parametrize(
    ("axes", "shapes", "macs"),
    [(1, [(4,), (4,)], 4), (2, [(4, 5), (6, 5)], 120), ([3, 1], [(2, 4, 5), (5,)], 40)],
)
def test_dot_multiplies_as_matrices_do(axes: object, shapes: list[Shape], macs: int) -> None:
    assert typed(Case("Dot", {"axes": axes}, tuple(shapes))).macs == macs


@pytest.mark.parametrize(
    ("kind", "arguments", "window"),
    [
        ("SpaceToDepth", {"block_size": 2}, (Axis(2, 2), Axis(2, 2))),
        ("LayerNormalization", {}, (Axis(), Axis())),
        ("LayerNormalization", {"axis": [1, 2]}, None),
        ("GroupNormalization", {"groups": 1}, None),
        ("PixelShuffle", {"scale": 2}, (Spread(2, 2), Spread(2, 2))),
        ("RandomCrop", {"height": 3, "width": 5}, (Axis(padding=(-2, -3)), Axis(padding=(-2, -3)))),
    ],
)
def test_window(kind: str, arguments: object, window: object) -> None:
    node = typed(Case(kind, arguments, ((8, 10, 4),)))
    assert node.layer.window(node.reads[0]) == window


def test_a_silent_typing_mistake_is_refused() -> None:
    refused = typed(Case("RandomFlip", {"mode": "sideways"}, (IMAGE,)))
    assert refused == Refused((Reason("literal_error", "mode", "str"),))
