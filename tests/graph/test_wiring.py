"""Layers read what they name, else the layer before; outputs are what is named, else the last."""

import json
from itertools import pairwise

import pytest
from bench.measure import steady_seconds
from hypothesis import given
from hypothesis import strategies as st

from speccnn import pipeline
from speccnn.diagnostics.source import Source
from speccnn.graph.names import snake_case
from speccnn.graph.text import show
from speccnn.graph.typed import TypedGraph


def source(*layers: dict[str, object], **keys: object) -> Source:
    spec = {"speccnn": 1, "name": "net", "inputs": {"x": [8, 8, 4]}, "layers": list(layers)}
    return Source("spec.json", json.dumps(spec | keys).encode())


def wired(*layers: dict[str, object], **keys: object) -> TypedGraph:
    return pipeline.check(source(*layers, **keys)).model


def relu(name: str | None = None, inputs: object = None) -> dict[str, object]:
    keys = {"type": "ReLU", "name": name, "inputs": inputs}
    return {key: value for key, value in keys.items() if value is not None}


def add(name: str, *inputs: str) -> dict[str, object]:
    return {"type": "Add", "name": name, "inputs": list(inputs)}


def edges(model: TypedGraph) -> dict[str, tuple[str, ...]]:
    return {node.name: node.inputs for node in model.nodes}


def test_a_layer_reads_the_one_before_it() -> None:
    model = wired(relu("a"), relu("b"), relu("c"))
    assert edges(model) == {"a": ("x",), "b": ("a",), "c": ("b",)}
    assert model.outputs == ("c",)


def test_a_layer_that_names_what_it_reads_does_not_move_the_chain() -> None:
    model = wired(relu("a"), relu("b", "x"), relu("c"), add("d", "a", "c"))
    assert edges(model) == {"a": ("x",), "b": ("x",), "c": ("b",), "d": ("a", "c")}


def test_a_layer_may_read_one_tensor_twice() -> None:
    assert edges(wired(add("twice", "x", "x"))) == {"twice": ("x", "x")}


def test_layers_may_be_named_before_they_stand() -> None:
    model = wired(add("sum", "x", "late"), relu("end"), relu("late", "x"), outputs=["end"])
    assert [node.name for node in model.nodes] == ["late", "sum", "end"]


def test_without_outputs_the_last_of_the_spec_is_the_output() -> None:
    model = wired(relu("late", "early"), relu("early", "x"), outputs="late")
    assert [node.name for node in model.nodes] == ["early", "late"]


def test_several_inputs_and_outputs_keep_their_order() -> None:
    model = wired(
        add("both", "b", "a"),
        relu("other", "a"),
        inputs={"b": [4], "a": [4]},
        outputs=["other", "both"],
    )
    assert list(model.inputs) == ["b", "a"]
    assert model.outputs == ("other", "both")


def test_an_output_may_also_be_read() -> None:
    model = wired(relu("a"), relu("b"), outputs=["a", "b"])
    assert model.outputs == ("a", "b")
    assert [node.name for node in model.readers("a")] == ["b"]


# As `keras.layers.X().name` gives them in a fresh process.
KERAS_NAMES = {
    "Conv2D": "conv2d",
    "MaxPooling2D": "max_pooling2d",
    "AveragePooling2D": "average_pooling2d",
    "GlobalMaxPooling2D": "global_max_pooling2d",
    "GlobalAveragePooling2D": "global_average_pooling2d",
    "ZeroPadding2D": "zero_padding2d",
    "Flatten": "flatten",
    "Dense": "dense",
    "Dropout": "dropout",
    "BatchNormalization": "batch_normalization",
    "Activation": "activation",
    "ReLU": "re_lu",
    "PReLU": "p_re_lu",
    "LeakyReLU": "leaky_re_lu",
    "ELU": "elu",
    "Softmax": "softmax",
    "Add": "add",
    "Concatenate": "concatenate",
    "DepthwiseConv2D": "depthwise_conv2d",
    "SeparableConv2D": "separable_conv2d",
    "Conv2DTranspose": "conv2d_transpose",
    "LayerNormalization": "layer_normalization",
    "SpatialDropout2D": "spatial_dropout2d",
    "UpSampling2D": "up_sampling2d",
    "Cropping2D": "cropping2d",
    "GaussianNoise": "gaussian_noise",
    "RepeatVector": "repeat_vector",
    "RandomFlip": "random_flip",
}


@pytest.mark.parametrize(("layer_type", "name"), KERAS_NAMES.items())
def test_default_names_are_those_of_keras(layer_type: str, name: str) -> None:
    assert snake_case(layer_type) == name


def names(*layers: dict[str, object]) -> list[str]:
    return [node.name for node in wired(*layers).nodes]


def test_unnamed_layers_of_one_type_are_numbered() -> None:
    pool = {"type": "MaxPooling2D"}
    assert names(relu(), pool, relu(), pool, relu()) == [
        "re_lu",
        "max_pooling2d",
        "re_lu_1",
        "max_pooling2d_1",
        "re_lu_2",
    ]


def test_default_names_stay_clear_of_given_ones() -> None:
    assert names(relu(), relu("re_lu"), relu(), relu("RE_LU_2"), relu()) == [
        "re_lu_1",
        "re_lu",
        "re_lu_3",
        "RE_LU_2",
        "re_lu_4",
    ]


def test_default_names_stay_clear_of_inputs() -> None:
    model = wired(relu(), inputs={"re_lu": [4]})
    assert [node.name for node in model.nodes] == ["re_lu_1"]


def test_default_names_leave_room_for_the_layer_that_pads() -> None:
    conv = {"type": "Conv2D", "filters": 1, "kernel_size": 3, "padding": 1}
    assert names(relu("conv2d_pad"), conv) == ["conv2d_pad", "conv2d_1"]


def test_the_printed_form_shows_types_and_weights() -> None:
    frozen = {"type": "Dense", "units": 2, "trainable": False}
    model = wired({"type": "Flatten"}, frozen, {"type": "BatchNormalization"})
    assert show(model) == (
        "net\n"
        "input x: 8x8x4 float32\n"
        "flatten = Flatten(x): 256\n"
        "dense = Dense(flatten): 2; kernel 256x2 frozen, bias 2 frozen\n"
        "batch_normalization = BatchNormalization(dense): 2; gamma 2, beta 2, "
        "moving_mean 2 frozen, moving_variance 2 frozen\n"
        "output batch_normalization\n"
    )


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("kind", ["ReLU", "Flatten"])
def test_ten_thousand_layers_take_no_time(kind: str, *, named: bool) -> None:
    layers = [{"type": kind} | ({"name": f"n{n}"} if named else {}) for n in range(9_999)]
    layers.append({"type": "Dense", "units": 2})
    training = {"loss": "categorical_crossentropy" if kind == "Flatten" else "mse"}
    sizes: list[int] = []

    def wire() -> None:
        sizes.append(len(wired(*layers, training=training).nodes))

    assert steady_seconds(wire) < 2
    assert sizes == [10_000]


@st.composite
def dags(draw: st.DrawFn) -> list[dict[str, object]]:
    """Draw layers that read the input or layers drawn before them."""
    layers: list[dict[str, object]] = []
    for index in range(draw(st.integers(1, 12))):
        before = ["x", *(f"n{n}" for n in range(index))]
        reads = draw(st.lists(st.sampled_from(before), min_size=1, max_size=3))
        name = f"n{index}"
        layers.append(add(name, *reads) if len(reads) > 1 else relu(name, reads))
    return layers


@given(dags(), st.randoms(use_true_random=False))
def test_every_layer_comes_after_what_it_reads(layers: list[dict[str, object]], random) -> None:  # noqa: ANN001
    everything = [layer["name"] for layer in layers]
    random.shuffle(layers)
    model = wired(*layers, outputs=everything)
    known = {"x"}
    for node in model.nodes:
        assert known.issuperset(node.inputs)
        known.add(node.name)
    assert known == {"x", *everything}


@given(dags())
def test_layers_in_order_stay_in_order(layers: list[dict[str, object]]) -> None:
    everything = [layer["name"] for layer in layers]
    model = wired(*layers, outputs=everything)
    assert [node.name for node in model.nodes] == everything
    assert all(one.path < other.path for one, other in pairwise(model.nodes))
