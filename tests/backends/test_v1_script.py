"""Scripts of `tf.compat.v1`: formatted, lint-clean, deaf to names, and the graph of the target."""

import ast
import json
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from backend_specs import as_module, checked, conv, head, script, spec, trained
from test_script import HOSTILE, IGNORED, constants, masked, renamed, ruff, unused
from v1_specs import JOINT, NORMED, TWICE, V1, V1_PRINTED, of_file, v1_script

from speccnn import SpecError, pipeline
from speccnn.backends.script.header import is_unedited
from speccnn.backends.script.v1_emit import emit_v1
from speccnn.cli.console import Console
from speccnn.cli.main import run

tf = pytest.importorskip("tensorflow")
np = pytest.importorskip("numpy")

from speccnn.backends.tf.graph import build_graph  # noqa: E402

v1 = tf.compat.v1
ZOO = Path(__file__).parents[2] / "specs" / "zoo"
IN_V1 = {
    "ICN001": "`tf` is TensorFlow as it was",
    "PLR0913": "a layer has as many arguments as Keras's",
    "PLR2004": "ranks are plain numbers",
    "S101": "an assert states a shape",
}
SMALL = ("lenet5", "cnn_1d", "siamese", "multi_task", "unet")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scripts")
    for name, table in (V1 | V1_PRINTED).items():
        (path / f"{name}.py").write_text(v1_script(table), "ascii")
    return path


def test_are_formatted(folder: Path) -> None:
    assert not ruff("format", "--diff", str(folder))


def test_are_lint_clean(folder: Path) -> None:
    ignored = ",".join(IGNORED | IN_V1)
    rules = ["--select", "ALL", "--ignore", ignored, "--target-version", "py311"]
    assert not ruff("check", "--quiet", *rules, str(folder))


def test_use_what_they_define(folder: Path) -> None:
    assert {path.name: found for path in folder.iterdir() if (found := unused(path))} == {}


@pytest.mark.parametrize("name", V1)
def test_are_the_same_each_time_and_define_each_name_once(name: str, folder: Path) -> None:
    text = v1_script(V1[name])
    assert text == (folder / f"{name}.py").read_text("ascii")
    assert is_unedited(text)
    tree = ast.parse(text)
    kinds = ast.FunctionDef | ast.ClassDef
    counts = Counter(node.name for node in tree.body if isinstance(node, kinds))
    assert not [name for name, count in counts.items() if count > 1]
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert "speccnn" not in "".join(map(ast.unparse, imports))


@pytest.mark.parametrize("name", sorted(V1.keys() - {"joint"}))  # whose losses are by name
@pytest.mark.parametrize("text", HOSTILE)
def test_names_are_only_literals(name: str, text: str) -> None:
    result = checked(V1[name])
    model = renamed(result.model, text)
    hostile = emit_v1(model, result.document, spec_sha256="0" * 64, version=None)
    assert hostile.isascii()
    assert any(text in str(node.value) for node in constants(ast.parse(hostile)))
    assert masked(hostile) == masked(v1_script(V1[name]))


@pytest.mark.parametrize("name", V1)
def test_the_graph_is_that_of_the_target(name: str, tmp_path: Path) -> None:
    same_graphs(checked(V1[name]), tmp_path)


@pytest.mark.parametrize("name", SMALL)
def test_networks_of_the_zoo_have_the_shapes_that_are_told(name: str, tmp_path: Path) -> None:
    same_graphs(of_file(ZOO / f"{name}.toml"), tmp_path)


def same_graphs(made: pipeline.Checked, folder: Path) -> None:
    """Assert that a script builds, with all its assertions, the graph that the target writes."""
    expected = build_graph(made.model, made.document.training).graph
    found = graph_of(as_module(folder, pipeline.emit(made, "v1-script")))
    assert operations(found) == operations(expected)
    for key in ("trainable_variables", "update_ops", "regularization_losses", "summaries"):
        assert names(found, key) == names(expected, key)


def graph_of(module: ModuleType) -> tf.Graph:
    with tf.Graph().as_default() as graph:
        module.build_graph(module.SEED)
    return graph


def operations(graph: tf.Graph) -> list[tuple[object, ...]]:
    """Return what each operation is and reads; functions have numbers that count in a process."""
    return [
        (operation.name, operation.type, [tensor.name for tensor in operation.inputs],
         [tensor.shape.as_list() if tensor.shape.rank is not None else None
          for tensor in operation.outputs])
        for operation in graph.get_operations()
    ]  # fmt: skip


def names(graph: tf.Graph, collection: str) -> list[str]:
    return [item.name for item in graph.get_collection(collection)]


@pytest.mark.parametrize(
    ("change", "path", "what"),
    [
        ({"distribution": {"strategy": "mirrored"}}, ("distribution",), "several devices"),
        ({"precision": "mixed_float16"}, ("precision",), "the precision `mixed_float16`"),
        (
            {"early_stopping": {"restore_best_weights": True}},
            ("early_stopping", "restore_best_weights"),
            "`restore_best_weights`",
        ),
        ({"metrics": ["accuracy", "auc"]}, ("metrics", 1), "`AUC`"),
        ({"optimizer": "lion"}, ("optimizer",), "`Lion`"),
        ({"loss": "poisson", "metrics": []}, ("loss",), "`Poisson`"),
        (
            {"loss": {"type": "SparseCategoricalCrossentropy", "ignore_class": 3}},
            ("loss",),
            "`SparseCategoricalCrossentropy with ignore_class`",
        ),
    ],
)
def test_what_is_not_expressed_is_told_at_its_place(
    change: dict[str, object], path: tuple[object, ...], what: str
) -> None:
    with pytest.raises(SpecError) as raised:
        v1_script(trained(spec(*head()), **change))
    (found,) = [one for one in raised.value.diagnostics if one.finding.code == "B610"]
    assert found.finding.message == f"the target `v1-script` has nothing for {what}"
    assert found.path == ("training", *path)


@pytest.mark.parametrize(
    "change", [{"augment": [{"type": "RandomFlip"}]}, {"class_weights": "balanced"}]
)
def test_what_is_done_to_data_and_cannot_be_is_told(change: dict[str, object]) -> None:
    with pytest.raises(SpecError) as raised:
        v1_script({**spec(*head()), "data": {"source": "digits", **change}})
    (found,) = [one for one in raised.value.diagnostics if one.finding.code == "B610"]
    assert found.path == ("data", *change)


def test_the_command_writes_a_script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, to = tmp_path / "net.json", tmp_path / "net_v1.py"
    source.write_text(json.dumps(spec(*head())))
    words = ["compile", str(source), "--target", "v1-script", "-o", str(to)]
    assert run(Console(), words) == 0
    assert f"wrote {to}; run it with `python {to}`" in capsys.readouterr().err
    assert is_unedited(to.read_text())
    assert run(Console(), words) == 0, "an unedited script is replaced"
    del (table := spec(*head()))["training"]
    source.write_text(json.dumps(table))
    assert run(Console(), words) == 1
    assert "error[B601]" in capsys.readouterr().err


def test_a_batch_norm_used_twice_moves_its_statistics_twice_in_order(tmp_path: Path) -> None:
    graph = graph_of(as_module(tmp_path, v1_script(TWICE)))
    with graph.as_default(), v1.Session() as session:
        session.run(v1.global_variables_initializer())
        images = np.random.default_rng(0).random((16, 8, 8, 1))
        feed = {"input/X:0": images, "input/Y:0": np.zeros(16), "is_training:0": True}
        first, second = (
            session.run(graph.get_tensor_by_name(f"{layer}:0"), feed).mean((0, 1, 2))
            for layer in ("stem/add", "middle/add")
        )
        session.run("Train/Optimizer/train_op", feed)
        (moving,) = [it for it in v1.global_variables() if it.op.name == "norm/moving_mean"]
        np.testing.assert_allclose(session.run(moving), first / 4 + second / 2, rtol=1e-4)


def test_shapes_are_asserted_as_the_network_is_built(tmp_path: Path) -> None:
    text = v1_script(NORMED).replace('padding="SAME"', 'padding="VALID"', 1)
    with pytest.raises(AssertionError):
        graph_of(as_module(tmp_path, text))


def test_the_columns_are_those_of_the_keras_script() -> None:
    for table in (NORMED, JOINT, V1["masked"]):
        result = checked(table)
        (metrics,) = [
            ast.literal_eval(node.value)
            for node in ast.parse(v1_script(table)).body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "METRICS"
        ]
        from speccnn.graph.heads import columns_of, heads_of  # noqa: PLC0415

        heads = heads_of(result.model, result.document.training)
        assert list(metrics) == [name for name in columns_of(heads, "test") if "test_" not in name]


def test_a_layer_of_each_kind_is_printed_with_all_it_calls() -> None:
    text = v1_script(spec(conv(), {"type": "CenterCrop", "height": 4, "width": 4}, *head()))
    for function in ("conv_layer", "center_crop", "middle", "interpolated", "fc_layer"):
        assert f"def {function}(" in text
    assert "def max_pool(" not in text


WARM = {"warmup_steps": 4}
SCHEDULES: dict[str, dict[str, object]] = {
    "exponential": {"type": "ExponentialDecay", "decay_steps": 6, "decay_rate": 0.5},
    "warm": {"type": "ExponentialDecay", "decay_steps": 6, "decay_rate": 0.5, **WARM},
    "inverse": {"type": "InverseTimeDecay", "decay_steps": 6, "decay_rate": 0.5, **WARM},
    "polynomial": {"type": "PolynomialDecay", "decay_steps": 6, "power": 2.0, "cycle": True},
    "cosine": {"type": "CosineDecay", "decay_steps": 6, "alpha": 0.1},
    "warm_cosine": {"type": "CosineDecay", "decay_steps": 6, "warmup_target": 0.8, **WARM},
    "piecewise": {"type": "PiecewiseConstantDecay", "boundaries": [3, 9], **WARM},
    "constant": {"type": "Constant", **WARM},
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_rate_follows_the_step_as_kerass_does(name: str, tmp_path: Path) -> None:
    start = {"piecewise": "values", "constant": "learning_rate"}
    first = start.get(name, "initial_learning_rate")
    values = {first: [0.4, 0.2, 0.1] if name == "piecewise" else 0.4}
    table = trained(spec(*head()), schedule={**SCHEDULES[name], **values})
    given = 0.6 if name == "warm_cosine" else 0.5
    keras = as_module(tmp_path, script(table)).build_optimizer(given)
    expected = []
    for number in range(20):
        keras.iterations.assign(number)
        expected.append(float(keras.learning_rate))
    graph = graph_of(as_module(tmp_path, v1_script(table)))
    feed = {"Train/Optimizer/learning_rate:0": given}
    with graph.as_default(), v1.Session() as session:
        start = v1.train.get_global_step().initializer
        found = []
        for number in range(20):
            session.run(start, {start.inputs[1]: number})
            found.append(session.run("Train/Optimizer/scheduled_rate:0", feed))
    assert found == pytest.approx(expected, rel=1e-5, abs=1e-8)
