"""Every layer with its arguments one by one, and every activation: what targets are asked for."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple, final, get_args

from speccnn.layers.fields import ActivationName
from speccnn.layers.kinds import LAYERS

Table = dict[str, Any]

WINDOW = {"filters": 4, "kernel_size": 3}
NEEDED: Mapping[str, Table] = {
    **{f"Conv{axes}D": WINDOW for axes in "123"},
    **{f"Conv{axes}DTranspose": WINDOW for axes in "123"},
    **{f"DepthwiseConv{axes}D": {"kernel_size": 3} for axes in "12"},
    **{f"SeparableConv{axes}D": WINDOW for axes in "12"},
    **{f"{kind}Pooling{axes}D": {"pool_size": 2} for kind in ("Max", "Average") for axes in "123"},
    **{f"Adaptive{kind}Pooling2D": {"output_size": 3} for kind in ("Max", "Average")},
    "CenterCrop": {"height": 4, "width": 5},
    "Resizing": {"height": 5, "width": 7},
    "Reshape": {"target_shape": [-1, 4]},
    "Permute": {"dims": [2, 1, 3]},
    "RepeatVector": {"n": 3},
    "PixelShuffle": {"scale": 2},
    "SpaceToDepth": {"block_size": 2},
    "ChannelShuffle": {"groups": 2},
    "Split": {"sections": 2, "index": 1},
    "Dense": {"units": 3},
    "Dropout": {"rate": 0.5},
    **{f"SpatialDropout{axes}D": {"rate": 0.5} for axes in "123"},
    "GaussianNoise": {"stddev": 0.5},
    "GaussianDropout": {"rate": 0.5},
    "StochasticDepth": {"rate": 0.5},
    "LayerScale": {"init_values": 0.5},
    "GroupNormalization": {"groups": 2},
    "Activation": {"activation": "relu"},
    "Dot": {"axes": -1},
    "Rescaling": {"scale": 0.5},
    "RandomFlip": {},
    "RandomRotation": {"factor": 0.1},
    "RandomTranslation": {"height_factor": 0.1, "width_factor": 0.1},
    "RandomZoom": {"height_factor": 0.1},
    "RandomContrast": {"factor": 0.1},
    "RandomBrightness": {"factor": 0.1},
    "RandomCrop": {"height": 4, "width": 5},
}
SHAPES = {1: [8, 4], 2: [6, 8, 4], 3: [6, 8, 5, 4], 0: [6]}
WINDOWS: list[Table] = [
    {"strides": 2},
    {"padding": "same"},
    {"padding": 1},
    {"dilation_rate": 2},
    {"use_bias": False},
    {"activation": "relu"},
]
TRANSPOSED: list[Table] = [
    {"strides": 2},
    {"strides": 2, "padding": "same"},
    {"strides": 2, "output_padding": 1},
    {"activation": "relu"},
]
POOLS: list[Table] = [{"strides": 1}, {"padding": "same"}, {"padding": 1}]
AXES: list[Table] = [{"axis": 1}]
INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")
MORE: Mapping[str, list[Table]] = {
    **{f"Conv{axes}D": [*WINDOWS, {"groups": 2}] for axes in "123"},
    **{f"Conv{axes}DTranspose": TRANSPOSED for axes in "123"},
    **{f"DepthwiseConv{axes}D": [*WINDOWS, {"depth_multiplier": 2}] for axes in "12"},
    **{f"SeparableConv{axes}D": [*WINDOWS, {"depth_multiplier": 2}] for axes in "12"},
    **{f"{kind}Pooling{axes}D": POOLS for kind in ("Max", "Average") for axes in "123"},
    **{
        f"Global{kind}Pooling{axes}D": [{"keepdims": True}]
        for kind in ("Max", "Average")
        for axes in "123"
    },
    "UpSampling2D": [{"interpolation": it} for it in INTERPOLATIONS],
    "Resizing": [
        *({"interpolation": it} for it in INTERPOLATIONS),
        {"crop_to_aspect_ratio": True},
        {"pad_to_aspect_ratio": True},
        {"antialias": True},
    ],
    "Split": [{"axis": 1}],
    "Dropout": [{"noise_shape": [1, 1, 4]}],
    "BatchNormalization": [{"axis": 1}, {"center": False}, {"scale": False}],
    "LayerNormalization": [{"axis": [1, 2]}, {"center": False}, {"scale": False}],
    "GroupNormalization": [{"groups": -1}, {"groups": 1}, {"axis": 2}],
    "UnitNormalization": [{"axis": [1, 2]}],
    "LocalResponseNormalization": [{"depth_radius": 2, "bias": 2.0, "alpha": 0.5, "beta": 0.75}],
    "ReLU": [{"max_value": 6.0}, {"max_value": 2.0}, {"negative_slope": 0.1}, {"threshold": 1.0}],
    "LeakyReLU": [{"negative_slope": 0.1}],
    "PReLU": [{"shared_axes": [1, 2]}, {"shared_axes": [3]}],
    "ELU": [{"alpha": 0.5}],
    "Softmax": [{"axis": 1}, {"axis": [1, 2]}],
    **{kind: [{"broadcast": True}] for kind in ("Add", "Multiply", "Maximum", "Average")},
    "Concatenate": [{"axis": 1}],
    "Dot": [{"normalize": True}, {"axes": 2}],
    "Rescaling": [{"offset": 0.5}, {"scale": [0.1, 0.2, 0.3, 0.4]}],
    "Normalization": [{"mean": 0.5, "variance": 2.0}, {"invert": True}, {"axis": 1}],
}
RANKS: Mapping[str, tuple[int, ...]] = {"PReLU": (0, 1, 2, 3), "Dense": (0, 1, 2, 3)}


@final
class Case(NamedTuple):
    """A layer with arguments on inputs of this many spatial axes; 0 is a vector."""

    kind: str
    arguments: Table
    axes: int

    def spec(self) -> Table:
        """Return the network of this layer alone."""
        shape = SHAPES[self.axes]
        merges = getattr(import_module(LAYERS[self.kind]), self.kind).merges
        names = ["image", "other"] if merges else ["image"]
        reads = {"inputs": names} if merges else {}
        shapes = dict.fromkeys(names, shape)
        if self.arguments.get("broadcast"):
            shapes["other"] = [1] * (len(shape) - 1) + shape[-1:]
        layer = {"type": self.kind, "name": "it", **reads, **self.arguments}
        return {"speccnn": 1, "name": "net", "inputs": shapes, "layers": [layer]}

    @property
    def said(self) -> str:
        """Which case of the layer it is."""
        given = {k: v for k, v in self.arguments.items() if NEEDED.get(self.kind, {}).get(k) != v}
        place = {0: "a vector", 1: "a sequence", 3: "a volume"}.get(self.axes, "")
        words = [f"`{name} = {value}`" for name, value in given.items()]
        return ", ".join([*words, *([f"on {place}"] if place and self.kind in RANKS else [])])


def layers() -> Iterator[Case]:
    """Yield each layer with the arguments that it needs, and with others one by one."""
    for kind in LAYERS:
        base = NEEDED.get(kind, {})
        named = next((int(digit) for digit in "123" if f"{digit}D" in kind), 2)
        for axes in RANKS.get(kind, (0 if kind == "RepeatVector" else named,)):
            yield Case(kind, base, axes)
        yield from (Case(kind, {**base, **more}, named) for more in MORE.get(kind, ()))


def activations() -> Iterator[Case]:
    """Yield each activation."""
    for name in get_args(ActivationName):
        yield Case("Activation", {"activation": name}, 2)
