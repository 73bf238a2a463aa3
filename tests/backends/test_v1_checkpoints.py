"""What only a v1 run keeps on the disk: a graph, and a state that names the newest save."""

import argparse
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from backend_specs import as_module, checked
from test_checkpoints import NOTES, OPTIONS, STACKED, files_up_to, made, put, restored, save
from v1_specs import v1_script

from speccnn import targets

tf = pytest.importorskip("tensorflow")
np = pytest.importorskip("numpy")

v1 = tf.compat.v1
STRANGER = """
import sys
import tensorflow.compat.v1 as tf
folder = sys.argv[1]
with tf.Graph().as_default(), tf.Session() as session:
    saver = tf.train.import_meta_graph(folder + "/model.meta")
    saver.restore(session, tf.train.latest_checkpoint(folder))
    print(session.run("one/bias/Read/ReadVariableOp:0"), saver.as_saver_def().max_to_keep)
"""


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return as_module(tmp_path_factory.mktemp("stacked"), v1_script(STACKED))


@pytest.fixture(scope="module")
def trainer(module: ModuleType) -> object:
    return made(module)


@pytest.fixture
def kept(module: ModuleType, trainer: object, tmp_path: Path) -> object:
    """Three saves, at steps 5, 20 and 130; the bias of `one` holds the step."""
    checkpoints = module.Checkpoints(tmp_path, trainer)
    checkpoints.prepare(None)
    for step in (5, 20, 130):
        save(checkpoints, step, module.MADE_BY)
    put(checkpoints, "one/bias", 0)
    return checkpoints


def test_what_a_killed_save_left_is_cleaned_and_the_rest_kept(kept: object) -> None:
    whole = {path.name for path in kept.directory.iterdir()}
    left = ("step-131.index", "step-131.data-00000-of-00001.tempstate7", "tmp-step-131.json")
    for name in left:
        (kept.directory / name).write_text("")
    kept.prepare(130)
    assert {path.name for path in kept.directory.iterdir()} == whole
    assert whole >= {"checkpoint", "model.meta"}


def test_a_graph_that_cannot_be_written_is_told_as_all_that_cannot(kept: object) -> None:
    whole = (kept.directory / "model.meta").read_bytes()
    with files_up_to(1000), pytest.raises(OSError, match="too large"):
        kept.prepare(130)
    kept.prepare(130)
    assert (kept.directory / "model.meta").read_bytes() == whole


def test_a_stranger_reads_a_run_that_was_moved(kept: object, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for path in kept.directory.glob("*.*"):
        path.rename(moved / path.name)
    (kept.directory / "checkpoint").rename(moved / "checkpoint")
    command = [sys.executable, "-c", STRANGER, str(moved)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout == "[130. 130. 130. 130.] 3\n"
    assert restored(type(kept)(moved, kept.trainer)) == 130


def test_the_state_names_what_is_kept_oldest_first(kept: object) -> None:
    state = tf.train.get_checkpoint_state(str(kept.directory))
    names = [Path(path).name for path in state.all_model_checkpoint_paths]
    assert names == ["step-5", "step-20", "step-130"]
    assert 'model_checkpoint_path: "step-130"' in (kept.directory / "checkpoint").read_text()


def test_the_layout_does_not_hold_the_seed(module: ModuleType, trainer: object) -> None:
    options = argparse.Namespace(**{**vars(OPTIONS), "seed": 7})
    other = module.Trainer(options, trainer.train, trainer.test)
    assert other.layer_checksums() == trainer.layer_checksums()


def test_initial_weights_and_outputs_are_those_of_the_graph(
    module: ModuleType, tmp_path: Path
) -> None:
    made_of = checked(STACKED)
    targets.export(made_of, "graph", tmp_path / "graph")
    start = tf.train.load_checkpoint(str(tmp_path / "graph" / "model-0"))
    fresh = made(module)
    for name, value in fresh.values().items():
        np.testing.assert_array_equal(start.get_tensor(name), value)
    fresh.take_step(0)
    checkpoints = module.Checkpoints(tmp_path, fresh)
    checkpoints.save(1, NOTES | {"made_by": module.MADE_BY})
    with tf.Graph().as_default(), v1.Session() as session:
        saver = v1.train.import_meta_graph(str(tmp_path / "graph" / "model.meta"))
        saver.restore(session, str(checkpoints.prefix(1)))
        name, feed = "Train/Prediction/probabilities:0", {"input/X:0": fresh.test.images}
        np.testing.assert_array_equal(
            session.run(name, feed), fresh.session.run(name, fresh.fed(fresh.test))
        )
        assert session.run("global_step:0") == fresh.global_step() == 1


@pytest.mark.parametrize("content", [None, b"", b"garbage" * 9, b"\x00" * 40])
def test_events_that_cannot_be_read_are_put_aside_and_told(
    module: ModuleType, trainer: object, tmp_path: Path, content: bytes | None,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = tmp_path / "events.out.tfevents.1.host"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    module.Events(tmp_path, 5, trainer)
    told = capsys.readouterr().err
    if content == b"":
        assert (list(tmp_path.iterdir()), told) == ([], "")
    else:
        assert (tmp_path / f"damaged-{path.name}").exists()
        assert f"{path} is damaged; it is" in told
