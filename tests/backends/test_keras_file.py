"""`.keras` files load where there is no speccnn, by the lines that `compile` prints."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from backend_specs import Table, checked

keras = pytest.importorskip("keras")

import numpy as np  # noqa: E402

from speccnn import targets  # noqa: E402
from speccnn.backends.extra import OURS_ALONE, kept_by, module_of, used_by  # noqa: E402
from speccnn.backends.tf import agreement, extra_layers, keras_file  # noqa: E402
from speccnn.cli.console import Console  # noqa: E402
from speccnn.cli.main import run  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Keras's and h5py's
EVEN = {"multiple_of": 2}
LOADABLE: list[Table] = [
    {"type": "MaxPooling2D", "pool_size": 3, "strides": 1, "padding": [[1, 1], [0, 2]]},
    {"type": "LocalResponseNormalization", "depth_radius": 2, "bias": 2.0, "alpha": 0.5},
    {"type": "LocalResponseNormalization", "depth_radius": 0, "name": "alone"},
    {"type": "StochasticDepth", "rate": 0.5, "seed": 3},
    {"type": "SpaceToDepth", "block_size": 2},
    {"type": "PixelShuffle", "scale": 2},
    {"type": "ChannelShuffle", "groups": 2},
    {"type": "Split", "sections": 2, "index": 1},
]
OTHER_AXES: list[Table] = [
    {"type": "MaxPooling1D", "pool_size": 3, "padding": 1, "inputs": "sound"},
    {"type": "MaxPooling3D", "pool_size": 2, "padding": 1, "inputs": "film"},
]
SIZES = {"H": 8, "W": 12}
KEPT: list[Table] = [
    {"type": "RandomCrop", "height": 4, "width": 5, "inputs": "image"},
    {"type": "LayerScale", "init_values": 0.25},
]


def spec(layers: list[Table], **more: object) -> Table:
    given = {"inputs": {"image": [8, 8, 8]}, "layers": layers}
    return {"speccnn": 1, "name": "net", **given, **more}


ANY = spec(LOADABLE, inputs={"image": ["H", "W", 8]}, sizes={"H": EVEN, "W": EVEN})
AXES = spec(
    OTHER_AXES,
    inputs={"sound": [9, 2], "film": [4, 5, 6, 2]},
    outputs=["max_pooling1d", "max_pooling3d"],
)
AGAIN = spec(
    [
        {
            "type": "MaxPooling2D",
            "name": "pool",
            "pool_size": 3,
            "padding": 1,
            "inputs": "image",
        },
        {"reuse": "pool", "name": "again", "inputs": "other"},
        {"type": "ChannelShuffle", "name": "mix", "groups": 2, "inputs": "pool"},
        {"reuse": "mix", "name": "mixed", "inputs": "again"},
    ],
    inputs={"image": [8, 8, 4], "other": [5, 12, 4]},
    outputs=["mix", "mixed"],
)
OTHER_CHANNELS = spec(
    [
        {"type": "ChannelShuffle", "name": "mix", "groups": 2, "inputs": "image"},
        {"reuse": "mix", "name": "mixed", "inputs": "other"},
    ],
    inputs={"image": [8, 8, 4], "other": [8, 8, 6]},
    outputs=["mix", "mixed"],
)
NETWORKS = {
    "net": spec(LOADABLE),
    "any_size": ANY,
    "axes": AXES,
    "again": AGAIN,
    "2-kept.v1": spec([*KEPT]),
    "channels": OTHER_CHANNELS,
}
READER = """
import os, sys
sys.modules["speccnn"] = None
import numpy as np
for folder in sys.argv[1:]:
    os.chdir(folder)
    sys.path[0] = ""
    given = list(np.load("inputs.npz").values())
    exec(open("lines.py").read())
    found = model(given[0] if len(given) == 1 else given, training=False)
    np.savez("outputs.npz", *(found if isinstance(found, list) else [found]))
    model.save("again.keras")
"""


def compiled(path: Path, table: Table, *options: str, code: int = 0) -> None:
    path.with_suffix(".json").write_text(json.dumps(table))
    arguments = [str(path.with_suffix(".json")), "--target", "keras", "-o", str(path), *options]
    assert run(Console(), ["compile", *arguments]) == code


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which each network has been compiled, and loaded by a stranger."""
    home = tmp_path_factory.mktemp("files")
    for name, table in NETWORKS.items():
        folder = home / name
        folder.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            said = io.StringIO()
            patch.setattr(sys, "stderr", said)
            keras.utils.set_random_seed(1)
            compiled(folder / f"{name}.keras", table)
        first, *lines = said.getvalue().splitlines()
        assert ("load it with `keras.saving.load_model`" in first) == (not lines)
        alone = ["import keras", f"model = keras.saving.load_model('{name}.keras')"]
        (folder / "lines.py").write_text("\n".join(lines or alone))
        given = {n: it.at(SIZES) for n, it in checked(table).model.inputs.items()}
        np.savez(folder / "inputs.npz", *agreement.random_inputs(given).values())
    reader = [sys.executable, "-c", READER, *(str(home / name) for name in NETWORKS)]
    subprocess.run(reader, check=True, capture_output=True)
    return home


@pytest.mark.parametrize("name", NETWORKS)
def test_it_loads_by_the_lines_that_are_printed(name: str, written: Path) -> None:
    made = checked(NETWORKS[name])
    lines = (written / name / "lines.py").read_text().splitlines()
    assert len(lines) == 2
    assert (module_of(made.model) is not None) == ("_layers" in lines[0])
    keras.utils.set_random_seed(1)
    live = targets.build(made)
    inputs = dict(
        zip(made.model.inputs, np.load(written / name / "inputs.npz").values(), strict=True)
    )
    found = list(np.load(written / name / "outputs.npz").values())
    assert agreement.difference(agreement.outputs_of(live, inputs), found) <= agreement.CLOSE


def test_only_what_keras_cannot_say_needs_a_module() -> None:
    kept = {name: kept_by(checked(table).model) for name, table in NETWORKS.items()}
    assert {name: found for name, found in kept.items() if found} == {
        "2-kept.v1": {"RandomCrop", "LayerScale"},
        "channels": {"ChannelShuffle"},
    }
    used = {name for table in NETWORKS.values() for name in used_by(checked(table).model)}
    ours = {name for name in vars(extra_layers) if name[0].isupper()}
    assert used == ours
    assert used > OURS_ALONE


def test_a_loaded_network_trains_as_the_network_does() -> None:
    made = checked(spec([{"type": "Conv2D", "filters": 8, "kernel_size": 1}, *LOADABLE[:3]]))
    live = targets.build(made)
    (images,) = agreement.random_inputs(made.model.inputs).values()

    def slopes(model: keras.Model) -> list[np.ndarray]:
        import tensorflow as tf  # noqa: PLC0415

        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(model(images, training=True) ** 2)
        return [np.asarray(it) for it in tape.gradient(loss, model.trainable_variables)]

    expected = slopes(live)
    assert agreement.difference(expected, slopes(keras_file.of_keras(live))) <= agreement.CLOSE
    assert all(map(np.any, expected))


def test_stochastic_depth_is_dropout_of_examples() -> None:
    live = targets.build(checked(spec([{"type": "StochasticDepth", "rate": 0.5}])))
    loadable = keras_file.of_keras(live)
    ones = np.ones((400, 8, 8, 8), np.float32)
    dropped = np.asarray(loadable(ones, training=True)).reshape(400, -1)
    assert {tuple(np.unique(example)) for example in dropped} == {(0,), (2,)}


def test_a_module_that_was_edited_is_kept_and_no_file_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, module = tmp_path / "net.keras", tmp_path / "net_layers.py"
    module.write_text("mine = 1\n")
    compiled(path, spec(KEPT), code=2)
    assert "net_layers.py: exists and is not an unedited output" in capsys.readouterr().err
    assert not path.exists()
    assert module.read_text() == "mine = 1\n"
    compiled(path, spec(KEPT), "--force")
    compiled(path, spec(KEPT), "--force")
    assert "class RandomCrop(" in module.read_text()
    path.unlink()
    compiled(path, spec(KEPT))
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--check", str(module)]
    subprocess.run(ruff, check=True, capture_output=True)
    module.unlink()
    module.symlink_to(tmp_path / "elsewhere.py")
    path.unlink()
    compiled(path, spec(KEPT), "--force", code=2)
    assert not path.exists()


def test_what_is_not_finite_is_compared_too() -> None:
    one, other = np.array([1.0, np.inf, np.nan]), np.array([1.0, np.inf, np.nan])
    assert agreement.difference([one], [other]) == 0
    assert agreement.difference([one], [np.array([1.0, -np.inf, np.nan])]) == float("inf")
    assert agreement.difference([one], [np.array([2.0, np.inf, np.nan])]) == 1
