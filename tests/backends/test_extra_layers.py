"""The layers that Keras lacks: they compute what their page says, and survive being saved."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from backend_specs import checked, conv, head, script, spec

keras = pytest.importorskip("keras")

from speccnn.backends.tf import extra_layers  # noqa: E402
from speccnn.backends.tf.build import build, make  # noqa: E402
from speccnn.backends.tf.verify import verify  # noqa: E402
from speccnn.calls import Call, Value  # noqa: E402

FOLDER = Path(extra_layers.__file__).parent
ARGUMENTS: dict[str, dict[str, Value]] = {
    "NegativeInfinityPadding1D": {"padding": (0, 2)},
    "NegativeInfinityPadding2D": {"padding": (1, (0, 2))},
    "NegativeInfinityPadding3D": {"padding": 1},
    "LocalResponseNormalization": {"depth_radius": 1, "bias": 2.0, "alpha": 0.5, "beta": 0.75},
    "StochasticDepth": {"rate": 0.5, "seed": 3},
    "LayerScale": {"init_values": 0.25},
    "PixelShuffle": {"scale": 2},
    "SpaceToDepth": {"block_size": 2},
    "ChannelShuffle": {"groups": 2},
    "Split": {"sections": 2, "index": 1},
    "RandomCrop": {"height": 2, "width": 3, "seed": 3},
}
IMAGES = np.random.default_rng(0).normal(size=(3, 4, 6, 8)).astype(np.float32)
EVERY = spec(
    conv(4),
    *({"type": kind, **ARGUMENTS[kind]} for kind in ARGUMENTS if not kind.startswith("Neg")),
    *head(),
)


def layer(kind: str, **more: object) -> keras.layers.Layer:
    return make(Call(f"extra_layers.{kind}", (), ARGUMENTS[kind] | more))


def computed(kind: str, x: np.ndarray = IMAGES, *, training: bool = False) -> np.ndarray:
    made = layer(kind)
    takes_it = kind in {"StochasticDepth", "RandomCrop"}
    return np.array(made(x, training=training) if takes_it else made(x))


def test_every_extra_layer_is_tested() -> None:
    trees = [ast.parse(file.read_text("utf-8")) for file in FOLDER.glob("*.py")]
    classes = {node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)}
    assert classes == set(ARGUMENTS)


@pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")  # Keras and h5py's affair
@pytest.mark.parametrize("kind", ARGUMENTS)
def test_a_saved_model_computes_the_same(kind: str, tmp_path: Path) -> None:
    images = {"1D": IMAGES[:, :, 0], "3D": IMAGES[..., None]}.get(kind[-2:], IMAGES)
    inputs = keras.Input(images.shape[1:])
    model = keras.Model(inputs, layer(kind, name="extra")(inputs))
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert np.array_equal(model(images, training=False), loaded(images, training=False))
    assert loaded.get_layer("extra").get_config() == model.get_layer("extra").get_config()


def test_neighbouring_channels_are_divided_by() -> None:
    squares = np.pad(IMAGES**2, ((0, 0), (0, 0), (0, 0), (1, 1)))
    near = squares[..., :-2] + squares[..., 1:-1] + squares[..., 2:]
    expected = IMAGES / (2 + 0.5 * near) ** 0.75
    assert np.allclose(computed("LocalResponseNormalization"), expected, atol=1e-5)


def test_stochastic_depth_drops_whole_examples_and_keeps_the_mean() -> None:
    ones = np.ones((1000, 2, 3), np.float32)
    dropped = computed("StochasticDepth", ones, training=True)
    assert {tuple(np.unique(example)) for example in dropped} == {(0,), (2,)}
    assert abs(dropped.mean() - 1) < 0.1
    assert np.array_equal(computed("StochasticDepth", ones), ones)


def test_layer_scale_multiplies_each_channel() -> None:
    made = layer("LayerScale")
    assert np.array_equal(made(IMAGES), IMAGES * 0.25)
    made.set_weights([np.arange(8)])
    assert np.array_equal(made(IMAGES), IMAGES * np.arange(8, dtype=np.float32))
    assert [weight.path.split("/")[-1] for weight in made.trainable_weights] == ["gamma"]


def test_pixel_shuffle_lays_channels_out_as_blocks() -> None:
    blocks = IMAGES.reshape(3, 4, 6, 2, 2, 2)
    expected = blocks.transpose(0, 1, 3, 2, 4, 5).reshape(3, 8, 12, 2)
    assert np.array_equal(computed("PixelShuffle"), expected)


def test_pixel_shuffle_undoes_space_to_depth() -> None:
    deep = computed("SpaceToDepth")
    assert deep.shape == (3, 2, 3, 32)
    assert np.array_equal(deep[0, 0, 0], IMAGES[0, :2, :2].reshape(32))
    assert np.array_equal(computed("PixelShuffle", deep), IMAGES)


def test_channel_shuffle_deals_one_of_each_group() -> None:
    assert np.array_equal(computed("ChannelShuffle"), IMAGES[..., [0, 4, 1, 5, 2, 6, 3, 7]])


def test_split_keeps_one_part() -> None:
    assert np.array_equal(computed("Split"), IMAGES[..., 4:])


def test_random_crop_cuts_the_middle_outside_training() -> None:
    assert np.array_equal(computed("RandomCrop"), IMAGES[:, 1:3, 1:4])


def test_random_crop_cuts_every_place_in_training() -> None:
    made = layer("RandomCrop")
    parts = {
        (top, left): IMAGES[:, top : top + 2, left : left + 3]
        for top in range(3)
        for left in range(4)
    }
    cuts = [np.array(made(IMAGES, training=True)) for _ in range(200)]
    found = [place for cut in cuts for place, part in parts.items() if np.array_equal(cut, part)]
    assert len(found) == len(cuts)
    assert set(found) == set(parts)


def test_networks_of_extra_layers_are_what_was_checked() -> None:
    model = checked(EVERY).model
    assert verify(model, build(model)) == ()


def test_scripts_hold_the_extra_layers_that_they_use() -> None:
    text = script(EVERY)
    for kind in ARGUMENTS:
        assert (f"class {kind}(" in text) is not kind.startswith("Negative")
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            assert ast.get_docstring(node)
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--check", "-"]
    subprocess.run(ruff, input=text, text=True, check=True, capture_output=True)


def test_extra_layers_read_nothing_of_their_module() -> None:
    for file in FOLDER.glob("*.py"):
        imports = re.findall(r"^(?:import|from) .*", file.read_text("utf-8"), re.MULTILINE)
        allowed = {"import keras", "import tensorflow as tf"}
        assert file.name == "__init__.py" or set(imports) <= allowed
