"""ONNX files and LiteRT's: the network that Keras computes, under the spec's names, or nothing."""

import json
import sys
from pathlib import Path

import pytest
from backend_specs import ANY_SIZE, BYTES, JOINT, JOINT_BYTES, PLAIN, Table, checked, head, spec
from data_files import write_folder

from speccnn import targets
from speccnn.cli.console import Console
from speccnn.cli.main import run

keras = pytest.importorskip("keras")
onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")
interpreter = pytest.importorskip("ai_edge_litert.interpreter")

import numpy as np  # noqa: E402

from speccnn.backends.tf import agreement, litert_file  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")  # the converters' own
FILES = {"onnx": "net.onnx", "litert": "net.tflite"}
NORMED = spec(
    {"type": "Normalization", "mean": [0.3], "variance": [0.2], "name": "known"},
    {"type": "Conv2D", "filters": 4, "kernel_size": 3, "name": "conv", "padding": "same"},
    {"type": "BatchNormalization", "name": "norm"},
    {"type": "DepthwiseConv2D", "kernel_size": 3, "name": "deep"},
    {"type": "Dropout", "rate": 0.5},
    *head(name="logits"),
)
NETWORKS = {
    "plain": PLAIN,
    "normed": NORMED,
    "bytes": BYTES,
    "joint": {**JOINT, "inputs": {"left": [8, 8, 1], "right": [8, 8, 1]}},
    "joint_bytes": JOINT_BYTES,
    "any_size": ANY_SIZE,
}


def compiled(tmp_path: Path, table: Table, target: str, *options: str, code: int = 0) -> Path:
    (tmp_path / "spec.json").write_text(json.dumps(table))
    to = tmp_path / FILES[target]
    arguments = [str(tmp_path / "spec.json"), "--target", target, "-o", str(to), *options]
    assert run(Console(), ["compile", *arguments]) == code
    assert to.exists() == (code == 0)
    return to


def run_onnx(path: Path, inputs: agreement.Arrays) -> agreement.Arrays:
    session = onnxruntime.InferenceSession(path)
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, inputs), strict=True))


RUN = {"onnx": run_onnx, "litert": litert_file.run}


@pytest.mark.parametrize("target", FILES)
@pytest.mark.parametrize("network", NETWORKS)
def test_outputs_are_kerass(network: str, target: str, tmp_path: Path) -> None:
    made = checked(NETWORKS[network])
    keras.utils.set_random_seed(1)
    path = compiled(tmp_path, NETWORKS[network], target)
    keras.utils.set_random_seed(1)
    live = targets.build(made)
    sizes = {"H": 18, "W": 13}
    inputs = {name: given.at(sizes) for name, given in made.model.inputs.items()}
    for batch in (1, 3):
        given = agreement.random_inputs(inputs, batch)
        found = RUN[target](path, given)
        assert set(found) == set(made.model.outputs)
        outputs = [found[name] for name in made.model.outputs]
        expected = agreement.outputs_of(live, given)
        assert agreement.difference(expected, outputs) <= 1e-5
        assert max(map(np.ptp, expected)) > 0


def test_an_onnx_file_has_the_names_of_the_spec(tmp_path: Path) -> None:
    proto = onnx.load(compiled(tmp_path, NORMED, "onnx"))
    onnx.checker.check_model(proto, full_check=True)
    held = {one.name: tuple(one.dims) for one in proto.graph.initializer}
    weights = {
        f"{node.holder}/{weight.name}": weight.shape
        for node in checked(NORMED).model.nodes
        for weight in node.weights
    }
    assert {name: held[name] for name in weights} == weights
    (image,) = proto.graph.input
    assert image.name == "image"
    axes = image.type.tensor_type.shape.dim
    assert [axis.dim_param or axis.dim_value for axis in axes] == ["batch", 8, 8, 1]
    assert [output.name for output in proto.graph.output] == ["logits"]
    proto = onnx.load(compiled(tmp_path, ANY_SIZE, "onnx", "--force"))
    axes = proto.graph.input[0].type.tensor_type.shape.dim
    assert [axis.dim_param or axis.dim_value for axis in axes] == ["batch", "H", "W", 1]


def test_integers_of_8_bits_make_a_file_small_and_answer_alike(tmp_path: Path) -> None:
    table = {**PLAIN, "layers": [*PLAIN["layers"][:-1], {"type": "Dense", "units": 10}]}
    keras.utils.set_random_seed(1)
    whole = compiled(tmp_path, table, "litert").read_bytes()
    keras.utils.set_random_seed(1)
    small = compiled(tmp_path, table, "litert", "--int8", "--force")
    assert small.stat().st_size < len(whole)
    (tmp_path / "whole.tflite").write_bytes(whole)
    sample = targets.sample(checked(table), None, {})
    assert sample["image"].shape == (180, 8, 8, 1)
    expected, found = (
        litert_file.run(path, sample)["dense"] for path in (tmp_path / "whole.tflite", small)
    )
    assert 0 < agreement.difference([expected], [found]) < 0.1
    details = interpreter.Interpreter(str(small)).get_tensor_details()
    kernels = [one for one in details if len(one["shape"]) == 4 and one["shape"][0] > 1]
    assert [one["dtype"] for one in kernels] == [np.int8, np.int8]


def test_the_sample_for_integers_is_the_specs_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = {**PLAIN, "data": {"source": "npz", "path": "own.npz"}}
    compiled(tmp_path, table, "litert", "--int8", code=2)
    assert f"{tmp_path / 'spec.json'}: " in capsys.readouterr().err
    x, y = np.zeros((9, 8, 8), np.uint8), np.arange(9)
    np.savez(tmp_path / "own.npz", x_train=x, y_train=y, x_test=x, y_test=y)
    compiled(tmp_path, table, "litert", "--int8")
    del table["data"]["path"]
    capsys.readouterr()
    (tmp_path / "net.tflite").unlink()
    compiled(tmp_path, table, "litert", "--int8", code=2)
    assert "--int8 needs examples" in capsys.readouterr().err
    del table["data"]
    compiled(tmp_path, table, "litert", "--int8", code=2)
    assert "--int8 needs examples" in capsys.readouterr().err
    compiled(tmp_path, table, "onnx", "--int8", code=2)
    assert "--int8 goes with --target litert" in capsys.readouterr().err


def test_a_sample_of_images_that_are_read_in_each_step_is_decoded(tmp_path: Path) -> None:
    write_folder(tmp_path / "images")
    data = {"source": "folder", "path": "images", "memory": 1}
    table = {**spec(*head(), image=(256, 256, 1)), "data": data}
    sample = targets.sample(checked(table), str(tmp_path / "images"), {})
    assert sample["image"].shape == (48, 256, 256, 1)
    assert sample["image"].dtype == np.float32
    standard = checked({**table, "data": {**data, "scale": "standard"}})
    scaled = targets.sample(standard, str(tmp_path / "images"), {})["image"]
    assert (scaled.mean(), scaled.std()) == pytest.approx((0, 1), abs=1e-3)
    known = {"mean": [0.25], "std": [2.0]}
    ours = targets.sample(standard, str(tmp_path / "images"), known)["image"]
    np.testing.assert_allclose(ours, (sample["image"] - 0.25) / 2, atol=1e-6)


@pytest.mark.parametrize(
    ("target", "module", "writer"),
    [
        ("onnx", "tf2onnx", "onnx_file"),
        ("onnx", "onnx", "onnx_file"),
        ("litert", "ai_edge_litert", "litert_file"),
    ],
)
def test_a_missing_extra_is_one_line_that_says_how_to_get_it(
    target: str,
    module: str,
    writer: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from speccnn.backends import tf as package  # noqa: PLC0415

    for name in [name for name in sys.modules if name.startswith(f"{module}.")]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, f"speccnn.backends.tf.{writer}", raising=False)
    monkeypatch.delattr(package, writer, raising=False)
    compiled(tmp_path, PLAIN, target, code=2)
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith(f"Error: --target {target} needs {module}")
    assert last.endswith(f": pip install 'speccnn[{target}]'")


@pytest.mark.parametrize(
    ("target", "layer", "what"),
    [
        ("litert", {"type": "MaxPooling3D", "pool_size": 2}, "`MaxPooling3D` of 4x4x4x2"),
        ("litert", {"type": "PReLU"}, "`PReLU` of 4x4x4x2"),
        (
            "litert",
            {"type": "Conv3D", "filters": 2, "kernel_size": 2, "groups": 2},
            "`groups = 2` of `Conv3D`",
        ),
    ],
)
def test_what_a_runtime_lacks_is_told_at_its_layer(
    target: str,
    layer: Table,
    what: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = {"speccnn": 1, "name": "n", "inputs": {"film": [4, 4, 4, 2]}, "layers": [layer]}
    compiled(tmp_path, table, target, code=1)
    told = capsys.readouterr().err
    assert f"error[B610]: the target `{target}` has nothing for {what}\n" in told
    assert "--> " in told
    assert ":1:1\n" not in told
    assert [path.name for path in tmp_path.iterdir()] == ["spec.json"]


AMONG_OTHERS = {
    "lanczos": (
        {"type": "UpSampling2D", "interpolation": "lanczos3"},
        '`interpolation = "lanczos3"` of `UpSampling2D`',
    ),
    "bicubic": (
        {"type": "Resizing", "height": 5, "width": 7, "interpolation": "bicubic"},
        '`interpolation = "bicubic"` of `Resizing`',
    ),
}


@pytest.mark.parametrize("kind", AMONG_OTHERS)
@pytest.mark.parametrize("target", FILES)
def test_the_one_layer_and_argument_that_is_refused_is_named(
    target: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    layer, what = AMONG_OTHERS[kind]
    table = spec({"type": "Conv2D", "filters": 2, "kernel_size": 1}, layer, {"type": "ReLU"})
    bare = {name: table[name] for name in ("speccnn", "name", "inputs", "layers")}
    compiled(tmp_path, bare, target, code=1)
    told = capsys.readouterr().err
    assert f"the target `{target}` has nothing for {what}\n" in told
    assert told.count("error[") == 1
    column = json.dumps(bare).index(str(layer["interpolation"])) - 1
    assert f"spec.json:1:{column + 1}\n" in told


CONVERTED = {
    "groups": {"type": "Conv2D", "filters": 4, "kernel_size": 3, "groups": 2},
    "celu": {"type": "Conv2D", "filters": 4, "kernel_size": 3, "activation": "celu"},
    "gelu": {"type": "Activation", "activation": "gelu"},
    "output_padding": {
        "type": "Conv2DTranspose",
        "filters": 3,
        "kernel_size": 3,
        "strides": 2,
        "output_padding": [1, 0],
    },
}
VOLUMES = {
    "groups": {"type": "Conv3D", "filters": 4, "kernel_size": 3, "groups": 2},
    "output_padding": {
        "type": "Conv3DTranspose",
        "filters": 3,
        "kernel_size": 2,
        "strides": 2,
        "output_padding": 1,
    },
}


def test_what_the_converter_to_onnx_does_not_know_is_put_in_its_words(tmp_path: Path) -> None:
    maps = [{**layer, "name": name, "inputs": "image"} for name, layer in CONVERTED.items()]
    films = [{**layer, "name": f"{n}_3d", "inputs": "film"} for n, layer in VOLUMES.items()]
    table = {
        "speccnn": 1,
        "name": "net",
        "inputs": {"image": [8, 9, 4], "film": [4, 5, 6, 4]},
        "layers": [*maps, *films],
        "outputs": [str(layer["name"]) for layer in (*maps, *films)],
    }
    path = compiled(tmp_path, table, "onnx")  # which compares what ONNX Runtime gives
    nodes = onnx.load(path).graph.node
    groups = [it.i for node in nodes for it in node.attribute if it.name == "group"]
    assert sorted(groups)[-2:] == [2, 2]


def test_without_onnxruntime_a_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    compiled(tmp_path, PLAIN, "onnx")


@pytest.mark.parametrize("target", FILES)
def test_outputs_that_differ_from_kerass_leave_no_file(
    target: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(agreement, "CLOSE", -1.0)
    compiled(tmp_path, PLAIN, target, code=70)
    told = capsys.readouterr().err
    assert f"internal error: {target} gives other outputs than Keras, " in told
    assert [path.name for path in tmp_path.iterdir()] == ["spec.json"]
