"""Inputs of bytes: read by layers that cast them, fed as they are, the same in all targets."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from backend_runs import Script
from backend_specs import ANY_BYTES, BYTES, JOINT_BYTES, PLAIN, Table, checked, script
from data_files import Trained, digits, write_csv, write_folder, write_npz, write_records

from speccnn import SpecError, pipeline, targets
from speccnn.cli.console import Console
from speccnn.cli.main import run
from speccnn.layers.kinds import LAYERS

keras = pytest.importorskip("keras")
live_layers = pytest.importorskip("oracle.live")

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from hypothesis import given, settings  # noqa: E402
from oracle.arguments import cases  # noqa: E402
from oracle.verdicts import KINDS, Case, Refused, typed  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")  # Keras, NumPy 2
v1 = tf.compat.v1
IMAGES = np.random.default_rng(0).integers(0, 256, (5, 8, 8, 1), np.uint8)
READERS = [kind for kind, layer in KINDS.items() if layer.reads_bytes]


def codes(*layers: Table, **inputs: object) -> list[str]:
    table = {"speccnn": 1, "name": "n", "inputs": inputs, "layers": list(layers)}
    try:
        checked(table)
    except SpecError as error:
        return [found.finding.code for found in error.diagnostics]
    return []


def test_two_layers_read_bytes() -> None:
    assert READERS == ["Rescaling", "Normalization"]


@pytest.mark.parametrize("kind", READERS)
def test_keras_makes_real_numbers_of_the_bytes_that_layers_may_read(kind: str) -> None:
    seen = 0

    @settings(max_examples=100, derandomize=True, database=None)
    @given(cases(kind))
    def check(case: Case) -> None:
        nonlocal seen
        if isinstance(typed(case), Refused):
            return
        seen += 1
        (shape,) = case.shapes
        read = np.random.default_rng(0).integers(0, 256, (2, *shape), np.uint8)
        (layer,) = live_layers.lowered(typed(case))
        assert layer(keras.Input(shape, dtype="uint8")).dtype == "float32"
        found, expected = layer(tf.constant(read)), layer(tf.constant(read, tf.float32))
        assert found.dtype == tf.float32
        np.testing.assert_array_equal(found, expected)

    check()
    assert seen > 10


LEAST: dict[str, Table] = {
    "Conv2D": {"filters": 1, "kernel_size": 1},
    "Flatten": {},
    "MaxPooling2D": {},
    "Dense": {"units": 1},
    "BatchNormalization": {},
    "CenterCrop": {"height": 2, "width": 2},
    "Resizing": {"height": 2, "width": 2},
    "RandomFlip": {},
}


@pytest.mark.parametrize("kind", LEAST)
def test_other_layers_do_not_read_bytes(kind: str) -> None:
    assert kind in LAYERS
    raw = {"shape": [8, 8, 3], "dtype": "uint8"}
    layer = {"type": kind, **LEAST[kind]}
    assert codes(layer, image=raw) == ["T454"]
    assert codes({"type": "Rescaling", "scale": 2}, layer, image=raw) == []


def test_each_reader_of_bytes_is_told() -> None:
    raw = {"shape": [8, 8, 3], "dtype": "uint8"}
    add = {"type": "Add", "inputs": ["left", "right"]}
    scaled = {"type": "Rescaling", "scale": 2, "inputs": "left"}
    again = {"reuse": "rescaling", "inputs": "right"}
    merged = {"type": "Add", "inputs": ["rescaling", "rescaling_1"]}
    assert codes(add, left=raw, right=[8, 8, 3]) == ["T454"]
    assert codes(scaled, {**merged, "inputs": ["rescaling", "right"]}, left=raw, right=raw) == [
        "T454"
    ]
    assert codes(scaled, again, merged, left=raw, right=raw) == []
    assert codes(scaled, again, merged, left=raw, right=[8, 8, 3]) == []


@pytest.mark.parametrize(
    "data",
    [
        {"source": "digits", "scale": "minus_one_one"},
        {"source": "digits", "scale": "standard"},
        {"source": "digits", "scale": {"mean": 0.5, "std": 0.5}},
        {"source": "digits", "augment": [{"type": "RandomFlip"}]},
        {"source": "tfrecord", "image": {"type": "float32"}},
    ],
)
def test_data_that_makes_real_numbers_of_images_does_not_fit(data: Table) -> None:
    with pytest.raises(SpecError) as raised:
        checked({**BYTES, "data": data})
    (found,) = raised.value.diagnostics
    assert found.finding.code == "L525"
    assert found.path[:2] == ("data", list(data)[1])
    assert checked({**PLAIN, "data": data}).out.diagnostics == ()


def compiled(tmp_path: Path, table: Table, target: str, name: str) -> Path:
    (tmp_path / "spec.json").write_text(json.dumps(table))
    arguments = [str(tmp_path / "spec.json"), "--target", target, "-o", str(tmp_path / name)]
    assert run(Console(), ["compile", *arguments]) == 0
    return tmp_path / name


def test_all_targets_read_the_same_bytes(tmp_path: Path) -> None:
    twin = targets.build(checked({**BYTES, "inputs": PLAIN["inputs"]}))
    model = keras.saving.load_model(compiled(tmp_path, BYTES, "keras", "net.keras"))
    assert model.inputs[0].dtype == "uint8"
    twin.set_weights(model.get_weights())
    expected = twin(IMAGES.astype("float32"), training=False)
    assert np.ptp(expected) > 0.01
    np.testing.assert_array_equal(model(IMAGES, training=False), expected)
    serve = tf.saved_model.load(str(compiled(tmp_path, BYTES, "saved-model", "saved")))
    serve = serve.signatures["serving_default"]
    (given_as,) = serve.structured_input_signature[1].values()
    assert (given_as.name, given_as.dtype, given_as.shape.as_list()) == (
        "image",
        tf.uint8,
        [None, 8, 8, 1],
    )
    assert serve(image=tf.constant(IMAGES))["dense"].shape == (5, 10)
    with targets.build_graph(checked(BYTES)).graph.as_default() as graph, v1.Session() as session:
        assert graph.get_tensor_by_name("input/X:0").dtype == tf.uint8
        session.run(v1.global_variables_initializer())
        outputs = session.run("dense/add:0", {"input/X:0": IMAGES})
        variables = {variable.op.name: variable for variable in v1.global_variables()}
        weights = session.run([variables[weight.path] for weight in model.weights])
    model.set_weights(weights)
    np.testing.assert_allclose(outputs, model(IMAGES, training=False), rtol=1e-5, atol=1e-5)


def test_several_inputs_and_outputs_have_their_names_in_a_saved_model(tmp_path: Path) -> None:
    serve = tf.saved_model.load(str(compiled(tmp_path, JOINT_BYTES, "saved-model", "saved")))
    serve = serve.signatures["serving_default"]
    inputs = serve.structured_input_signature[1]
    assert {name: one.dtype for name, one in inputs.items()} == dict.fromkeys(
        ["left", "right"], tf.uint8
    )
    given_all = {"left": tf.constant(IMAGES), "right": tf.constant(255 - IMAGES)}
    found = serve(**given_all)
    assert {name: tuple(one.shape) for name, one in found.items()} == {
        "first": (5, 10),
        "second": (5, 10),
    }
    swapped = serve(left=given_all["right"], right=given_all["left"])
    np.testing.assert_allclose(found["first"], swapped["first"], rtol=1e-5)  # Add does not care


@pytest.mark.parametrize(
    ("data", "write"),
    [
        ({"source": "npz", "path": "a"}, write_npz),
        ({"source": "csv", "path": "a"}, write_csv),
        ({"source": "folder", "path": "a"}, write_folder),
        ({"source": "tfrecord", "path": "a"}, write_records),
        (
            {"source": "tfrecord", "path": "a", "image": {"type": "uint8"}},
            lambda path: write_records(path, raw=True),
        ),
    ],
    ids=["npz", "csv", "folder", "encoded records", "raw records"],
)
def test_bytes_of_every_source_stay_bytes(
    data: Table, write: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / ("a.npz" if data["source"] == "npz" else "a")
    write(path)
    made = Trained(tmp_path, script({**BYTES, "data": data}))
    train, test = made.module.load_examples(str(path))
    images = np.concatenate([train.images, test.images])
    assert images.dtype == np.uint8
    wanted = {bytes(image) for image in digits()[0]}
    found = {bytes(image) for image in images}
    lossy = 12 if data["source"] == "folder" else 0  # every fifth is a JPEG
    assert len(found - wanted) <= lossy
    assert len(found) >= 40


def test_a_stream_of_files_feeds_bytes(tmp_path: Path) -> None:
    write_folder(tmp_path / "images")
    data = {"source": "folder", "path": "images", "memory": 1}
    text = script({**BYTES, "data": data}).replace("MEMORY = 1 * 2**20", "MEMORY = 99")
    assert "MEMORY = 99" in text
    script_of = Script(tmp_path, text)
    script_of.run("--epochs", "1", "--run-dir", "run", "--data", "images")
    assert script_of.result("run")["finished"]


@pytest.mark.parametrize(
    "images",
    [np.full((4, 8, 8), 0.5), np.full((4, 8, 8), 256), np.full((4, 8, 8), -1)],
    ids=["halves", "large", "negative"],
)
def test_what_is_no_byte_is_told_in_one_line(images: np.ndarray, tmp_path: Path) -> None:
    made = Trained(tmp_path, script(BYTES))
    with pytest.raises(SystemExit, match="are no bytes, which the network reads"):
        made.module.prepare_images(images, (8, 8, 1))
    whole = np.arange(256, dtype="float32").reshape(4, 8, 8)
    assert made.module.prepare_images(whole, (8, 8, 1)).dtype == np.uint8


def test_a_script_trains_on_bytes_as_on_numbers(tmp_path: Path) -> None:
    for name, table in (("bytes", BYTES), ("numbers", PLAIN)):
        (tmp_path / name).mkdir()
        Script(tmp_path / name, script(table)).run("--run-dir", "run", "--epochs", "3")
    told = [
        json.loads((tmp_path / n / "run/result.json").read_text()) for n in ("bytes", "numbers")
    ]
    losses = [result["metrics"]["loss"] for result in told]
    # The bytes of 0 to 240 are as the numbers of 0 to 1, but for a factor of 16/17.
    assert losses[0] == pytest.approx(losses[1], rel=0.1)


def test_several_inputs_of_any_size_are_fed_bytes(tmp_path: Path) -> None:
    (tmp_path / "joint").mkdir()
    Script(tmp_path / "joint", script(JOINT_BYTES)).run("--epochs", "1", "--run-dir", "run")
    made = Trained(tmp_path, script(ANY_BYTES))
    images = np.zeros((3, 10, 13, 1), np.uint8)
    assert made.module.prepare_images(images, (None, None, 1)).dtype == np.uint8


def test_a_script_feeds_bytes_to_all_inputs_or_to_none() -> None:
    table = {**JOINT_BYTES, "inputs": {**JOINT_BYTES["inputs"], "right": [8, 8, 1]}}
    with pytest.raises(SpecError) as raised:
        pipeline.emit(checked(table))
    (found,) = raised.value.diagnostics
    assert found.finding.code == "B605"
    assert found.path == ("inputs", "left")
