"""Live models: what Keras builds is what was checked."""

import pytest
from backend_specs import ALL, checked, conv, head, script, spec

keras = pytest.importorskip("keras")

from speccnn.backends.tf.build import build, make  # noqa: E402
from speccnn.backends.tf.extra_layers import NegativeInfinityPadding2D  # noqa: E402
from speccnn.backends.tf.verify import verify  # noqa: E402
from speccnn.calls import Call  # noqa: E402

FROZEN = spec(conv(trainable=False), {"type": "BatchNormalization", "trainable": False}, *head())
TWO_ENDS: dict[str, object] = {
    "speccnn": 1,
    "name": "two_ends",
    "layers": [
        {"type": "Add", "name": "sum", "inputs": ["b", "a"]},
        {"type": "ReLU", "name": "positive"},
        {"type": "Concatenate", "name": "both", "inputs": ["sum", "a"]},
    ],
    "inputs": {"a": [4, 4, 2], "b": {"shape": [4, 4, 2], "dtype": "float32"}},
    "outputs": ["positive", "both"],
}


@pytest.mark.parametrize("table", [*ALL.values(), FROZEN, TWO_ENDS])
def test_live_models_are_what_was_checked(table: dict[str, object]) -> None:
    model = checked(table).model
    live = build(model)
    assert verify(model, live) == ()
    assert live.name == model.name


@pytest.mark.parametrize("table", ALL.values(), ids=ALL)
def test_scripts_build_the_same_model(table: dict[str, object]) -> None:
    namespace: dict[str, object] = {"__name__": "script"}
    exec(script(table), namespace)  # noqa: S102  our own script
    made, live = namespace["build_model"](), build(checked(table).model)
    assert described(made) == described(live)


def described(model: keras.Model) -> dict[str, object]:
    """Return a model's configuration, but for where a class that Keras lacks was defined.

    Noise that several devices share has a class of its own, with Keras's settings.
    """
    config = model.get_config()
    for layer in config["layers"]:
        del layer["module"], layer["registered_name"]
        layer["class_name"] = layer["class_name"].removeprefix("Shared")
    return config


def test_inputs_and_outputs_keep_their_order() -> None:
    live = build(checked(TWO_ENDS).model)
    assert [tensor.name for tensor in live.inputs] == ["a", "b"]
    assert [tuple(tensor.shape[1:]) for tensor in live.outputs] == [(4, 4, 2), (4, 4, 4)]


def test_padding_is_never_the_maximum() -> None:
    layer = make(Call("extra_layers.NegativeInfinityPadding2D", (), {"padding": (1, (0, 2))}))
    assert isinstance(layer, NegativeInfinityPadding2D)
    padded = layer(-keras.ops.ones((1, 2, 2, 1)))
    assert padded.shape == (1, 4, 4, 1)
    pooled = keras.layers.MaxPooling2D(pool_size=3, strides=1)(padded)
    assert keras.ops.convert_to_numpy(pooled).tolist() == [[[[-1.0], [-1.0]]] * 2]


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_a_saved_model_brings_its_padding_back(axes: int) -> None:
    layer = make(Call(f"extra_layers.NegativeInfinityPadding{axes}D", (), {"padding": 1}))
    copy = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(layer))
    assert type(copy).__name__ == type(layer).__name__
    padded = keras.ops.convert_to_numpy(copy(keras.ops.ones((1, *(1,) * axes, 1))))
    assert padded.shape == (1, *(3,) * axes, 1)
    assert sorted({float(number) for number in padded.flat}) == [-float("inf"), 1.0]
