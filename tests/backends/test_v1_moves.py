"""Weights move from one style of script to the targets of the other, with equal predictions."""

import json
from pathlib import Path

import pytest
from backend_runs import Script
from backend_specs import conv, head, script, spec, trained
from v1_specs import v1_script

from speccnn.cli.console import Console
from speccnn.cli.main import run

keras = pytest.importorskip("keras")
tf = pytest.importorskip("tensorflow")
np = pytest.importorskip("numpy")
pytest.importorskip("sklearn")

v1 = tf.compat.v1
TABLE = trained(
    spec(
        conv(8, name="stem", use_bias=False, activation="relu"),
        {"type": "BatchNormalization", "name": "norm", "momentum": 0.8},
        {"type": "Dropout", "name": "drop", "rate": 0.2},
        *head(name="logits", activation="softmax"),
    ),
    epochs=1,
)
STYLES = {"script": script, "v1-script": v1_script}


@pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")  # Keras with NumPy 2
@pytest.mark.parametrize("style", STYLES)
def test_a_run_of_either_style_becomes_a_graph_and_a_keras_model(
    style: str, tmp_path: Path
) -> None:
    source = tmp_path / "net.json"
    source.write_text(json.dumps(TABLE))
    Script(tmp_path, STYLES[style](TABLE)).run("--run-dir", "run")
    for target, to in (("keras", "net.keras"), ("graph", "graph")):
        words = ["compile", str(source), "--target", target, "-o", str(tmp_path / to)]
        assert run(Console(), [*words, "--checkpoint", str(tmp_path / "run")]) == 0
    images = np.random.default_rng(0).random((16, 8, 8, 1), np.float32)
    live = keras.saving.load_model(tmp_path / "net.keras")
    (prefix,) = (tmp_path / "run" / "checkpoints").glob("step-*15.index")
    held = tf.train.load_checkpoint(str(prefix.with_suffix("")))
    for weight in live.weights:
        np.testing.assert_array_equal(held.get_tensor(weight.path), weight.numpy())
    with tf.Graph().as_default(), v1.Session() as session:
        saver = v1.train.import_meta_graph(str(tmp_path / "graph" / "model.meta"))
        saver.restore(session, v1.train.latest_checkpoint(str(tmp_path / "graph")))
        assert session.run("global_step:0") == 15
        found = session.run("Train/Prediction/probabilities:0", {"input/X:0": images})
    np.testing.assert_allclose(found, live(images, training=False), rtol=1e-5, atol=1e-6)
