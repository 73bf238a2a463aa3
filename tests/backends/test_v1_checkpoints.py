"""What a v1 run keeps on the disk: damage is noticed, a full disk does no harm, all read it."""

import argparse
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from backend_specs import as_module, checked, trained
from test_checkpoints import BEST, DAMAGES, NOTES, OPTIONS, STACKED, SWAPPED, TRIES, files_up_to
from v1_specs import v1_script

from speccnn import targets

tf = pytest.importorskip("tensorflow")
np = pytest.importorskip("numpy")

v1 = tf.compat.v1
PARTS = ("data-00000-of-00001", "index", "json")
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


def made(module: ModuleType, **change: object) -> object:
    images = np.random.default_rng(0).random((8, 8, 8, 1), np.float32)
    examples = module.Examples(**{"images": images, "labels": np.arange(8), **change})
    return module.Trainer(OPTIONS, examples, examples)


@pytest.fixture
def kept(module: ModuleType, trainer: object, tmp_path: Path) -> object:
    """Three saves, at steps 5, 20 and 130; the bias of `one` holds the step."""
    checkpoints = module.Checkpoints(tmp_path, trainer)
    checkpoints.prepare(None)
    for step in (5, 20, 130):
        save(checkpoints, step, module.MADE_BY)
    remember(checkpoints, 0)
    return checkpoints


def save(checkpoints: object, step: int, made_by: str, *best: int) -> None:
    remember(checkpoints, step)
    checkpoints.save(step, NOTES | {"made_by": made_by}, *best)


def remember(checkpoints: object, step: float) -> None:
    trainer = checkpoints.trainer
    bias = trainer.variables["one/bias"]
    trainer.session.run(bias.initializer, {bias.initializer.inputs[1]: np.full(4, step)})


def restored(checkpoints: object) -> int:
    """Restore, and return the step that the manifest and the weights agree on."""
    step = checkpoints.restore()["step"]
    assert set(checkpoints.trainer.value("one/bias")) == {step}
    return step


def newest(checkpoints: object, part: str) -> Path:
    return checkpoints.directory / f"step-130.{part}"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("damage", sorted(DAMAGES.keys() - {"another's"}))
def test_a_damaged_checkpoint_is_told_and_the_one_before_taken(
    kept: object, damage: str, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, chance = newest(kept, part), random.Random(f"{damage} {part}")  # noqa: S311
    whole = path.read_bytes()
    for _ in range(TRIES):
        DAMAGES[damage](path, chance)
        if path.read_bytes() == whole:
            continue
        assert restored(kept) == 20
        assert "step-130.json is damaged; trying the one before" in capsys.readouterr().err
        path.write_bytes(whole)
    assert restored(kept) == 130
    assert not capsys.readouterr().err


@pytest.mark.parametrize("part", PARTS)
def test_a_checkpoint_with_a_part_of_another_or_without_it_is_none(kept: object, part: str) -> None:
    shutil.copy(kept.directory / f"step-20.{part}", newest(kept, part))
    assert restored(kept) == 20
    newest(kept, part).unlink()
    assert restored(kept) == 20


def test_without_a_whole_checkpoint_a_run_does_not_start_anew(kept: object) -> None:
    for path in kept.directory.glob("*.index"):
        path.write_bytes(b"")
    with pytest.raises(SystemExit, match=r"no checkpoint in .* is whole; --fresh starts anew"):
        kept.restore()


@pytest.mark.parametrize("left", ["history.csv", "result.json", "checkpoints/step-20.index"])
def test_a_run_whose_checkpoints_are_gone_does_not_start_anew(
    module: ModuleType, trainer: object, tmp_path: Path, left: str
) -> None:
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / left).write_text("")
    trainer.session.run(trainer.variables["global_step"].initializer)
    options = argparse.Namespace(**{**vars(OPTIONS), "run_dir": tmp_path})
    with pytest.raises(SystemExit, match="is of a run without checkpoints; --fresh"):
        module.Run(options, trainer).check_is_same()
    module.forget(tmp_path)
    for name in ("step-0.index", "step-0.index.tempstate7", "step-0.data-00000-of-00001"):
        (tmp_path / "checkpoints" / name).write_text("of a first save, killed")
    module.Run(options, trainer).check_is_same()


def test_what_a_killed_save_left_is_cleaned_and_the_rest_kept(kept: object) -> None:
    whole = {path.name for path in kept.directory.iterdir()}
    left = ("step-131.index", "step-131.data-00000-of-00001.tempstate7", "tmp-step-131.json")
    for name in left:
        (kept.directory / name).write_text("")
    kept.prepare(130)
    assert {path.name for path in kept.directory.iterdir()} == whole
    assert whole >= {"checkpoint", "model.meta"}


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


def test_swapped_layers_of_one_shape_are_refused_by_name(kept: object, tmp_path: Path) -> None:
    other = as_module(tmp_path, v1_script(SWAPPED))
    swapped = other.Checkpoints(kept.directory, made(other))
    assert swapped.layout()["variables"] == kept.layout()["variables"]
    with pytest.raises(SystemExit, match=r"of another network \(.*three, two"):
        swapped.restore()


def test_another_network_is_refused_by_its_variables(kept: object, tmp_path: Path) -> None:
    other = as_module(tmp_path, v1_script({**STACKED, "layers": STACKED["layers"][1:]}))
    with pytest.raises(SystemExit, match=r"of another network \(.*one/bias") as raised:
        other.Checkpoints(kept.directory, made(other)).restore()
    assert "starts anew" in str(raised.value)


def test_the_layout_does_not_hold_the_seed(module: ModuleType, trainer: object) -> None:
    options = argparse.Namespace(**{**vars(OPTIONS), "seed": 7})
    other = module.Trainer(options, trainer.train, trainer.test)
    assert other.layer_checksums() == trainer.layer_checksums()


def test_weights_that_are_not_finite_are_never_saved(kept: object) -> None:
    remember(kept, np.nan)
    with pytest.raises(SystemExit, match="step 140 is not saved: one/bias became not finite"):
        kept.save(140, NOTES)
    assert not list(kept.directory.glob("step-140*"))
    assert restored(kept) == 130


@pytest.mark.parametrize("size", [0, 1, 500, 2000, 5000, 20_000])
def test_a_save_that_cannot_be_written_leaves_the_one_before(kept: object, size: int) -> None:
    whole = {path.name for path in kept.directory.iterdir()}
    with files_up_to(size), pytest.raises(OSError, match=r"(?i)too large"):
        kept.save(140, NOTES)
    kept.clean()
    assert {path.name for path in kept.directory.iterdir()} == whole
    assert restored(kept) == 130


def test_the_best_checkpoint_is_kept_beside_the_newest(tmp_path: Path) -> None:
    module = as_module(tmp_path, v1_script(trained(BEST, precision="float32")))
    checkpoints = module.Checkpoints(tmp_path / "checkpoints", made(module))
    checkpoints.directory.mkdir()
    for step in (8, 9, 10, 100):
        save(checkpoints, step, "", 9)
    assert [path.stem for path in checkpoints.manifests()] == ["step-100", "step-10", "step-9"]


def test_what_is_not_finite_is_named(module: ModuleType) -> None:
    assert made(module).first_broken(0).startswith("all layers give finite outputs")
    images = np.full((8, 8, 8, 1), np.inf, np.float32)
    told = made(module, images=images).first_broken(0)
    assert told == "not finite are the outputs of input, one, two, three, ..."
    broken = made(module)
    bias = broken.variables["two/bias"]
    broken.session.run(bias.initializer, {bias.initializer.inputs[1]: np.full(4, np.nan)})
    assert broken.first_broken(0) == "not finite after step 0 are two/bias"


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


def test_manifests_hold_what_a_run_was(kept: object) -> None:
    manifest = json.loads((kept.directory / "step-130.json").read_text())
    assert manifest["variables"]["one/kernel"] == ["float32", [3, 3, 1, 4]]
    assert manifest["variables"]["global_step"] == ["int64", []]
    assert manifest["files"].keys() == {"step-130.data-00000-of-00001", "step-130.index"}
