"""What a run keeps on the disk: damage is noticed, a full disk costs nothing, no run is lost."""

import argparse
import contextlib
import random
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from backend_specs import as_module, checked, conv, head, script, spec, trained

from speccnn import pipeline

tf = pytest.importorskip("tensorflow")
np = pytest.importorskip("numpy")

STACKED = spec(conv(name="one"), conv(name="two"), conv(name="three"), *head())
SWAPPED = spec(conv(name="one"), conv(name="three"), conv(name="two"), *head())
BEST = trained(STACKED, checkpoint={"keep": 2, "monitor": "test_loss"})
OPTIONS = argparse.Namespace(seed=0, batch_size=4, learning_rate=0.001, epochs=1, steps=None)
TRIES = 12
PARTS = ("data-00000-of-00001", "index", "json")


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return as_module(tmp_path_factory.mktemp("stacked"), script(STACKED))


@pytest.fixture(scope="module")
def trainer(module: ModuleType) -> object:
    return made(module)


def made(module: ModuleType, **change: object) -> object:
    images = np.random.default_rng(0).random((8, 8, 8, 1), np.float32)
    given = {"images": images, "labels": np.arange(8), **change}
    examples = module.Examples(**given)
    module.keras.utils.clear_session()  # as in a new process: names count from the start
    return module.Trainer(OPTIONS, examples, examples)


@pytest.fixture
def kept(module: ModuleType, trainer: object, tmp_path: Path) -> object:
    """Three saves, at steps 10, 20 and 30; the bias of `one` holds the step."""
    checkpoints = module.Checkpoints(tmp_path, trainer)
    for step in (10, 20, 30):
        remember(checkpoints, step)
        checkpoints.save(step, NOTES | {"made_by": module.MADE_BY})
    remember(checkpoints, 0)
    return checkpoints


NOTES: dict[str, object] = {"history": [], "settings": {}, "spec_sha256": "0" * 64}


def remember(checkpoints: object, step: int) -> None:
    bias = checkpoints.variables["one/bias"]
    bias.assign(tf.fill(bias.shape, float(step)))


def restored(checkpoints: object) -> int:
    """Restore, and return the step that the manifest and the weights agree on."""
    step = checkpoints.restore()["step"]
    assert set(checkpoints.variables["one/bias"].numpy()) == {step}
    return step


def newest(checkpoints: object, part: str) -> Path:
    return checkpoints.directory / f"step-000000030.{part}"


def flip(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def cut(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])


DAMAGES: dict[str, Callable[[Path, random.Random], object]] = {
    "flipped": flip,
    "cut": cut,
    "empty": lambda path, _: path.write_bytes(b""),
    "garbage": lambda path, chance: path.write_bytes(chance.randbytes(300)),
    "another's": lambda path, _: shutil.copy(str(path).replace("030.", "020."), path),
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("damage", DAMAGES)
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
        assert "step-000000030.json is damaged; trying the one before" in capsys.readouterr().err
        path.write_bytes(whole)
    assert restored(kept) == 30
    assert not capsys.readouterr().err


@pytest.mark.parametrize("part", PARTS)
def test_a_checkpoint_without_one_of_its_files_is_none(kept: object, part: str) -> None:
    newest(kept, part).unlink()
    assert restored(kept) == 20


def test_a_manifest_that_is_json_but_no_manifest_is_damage(kept: object) -> None:
    for text in ("null", "[]", "{}", '{"sha256": 1}', '{"sha256": null, "files": 3}'):
        newest(kept, "json").write_text(text)
        assert restored(kept) == 20


def test_without_a_whole_checkpoint_a_run_does_not_start_anew(kept: object) -> None:
    for path in kept.directory.glob("*.index"):
        path.write_bytes(b"")
    with pytest.raises(SystemExit, match=r"no checkpoint in .* is whole; --fresh starts anew"):
        kept.restore()


@pytest.mark.parametrize("left", ["history.csv", "result.json", "checkpoints/step-000000020.index"])
def test_a_run_whose_checkpoints_are_gone_does_not_start_anew(
    module: ModuleType, trainer: object, tmp_path: Path, left: str
) -> None:
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / left).write_text("")
    options = argparse.Namespace(**{**vars(OPTIONS), "run_dir": tmp_path})
    with pytest.raises(SystemExit, match="is of a run without checkpoints; --fresh"):
        module.Run(options, trainer).check_is_same()
    module.forget(tmp_path)
    (tmp_path / "checkpoints" / "step-000000000.index").write_text("of a first save, killed")
    module.Run(options, trainer).check_is_same()


def test_can_be_moved_and_copied(
    module: ModuleType, trainer: object, kept: object, tmp_path: Path
) -> None:
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    for path in kept.directory.glob("step-*"):
        path.rename(copy / path.name)
    assert kept.restore() is None
    assert restored(module.Checkpoints(copy, trainer)) == 30


def test_tensorflow_reads_it_by_names(kept: object) -> None:
    reader = tf.train.load_checkpoint(str(kept.prefix(30)))
    shapes = reader.get_variable_to_shape_map()
    assert shapes["one/kernel"] == [3, 3, 1, 4]
    assert shapes["optimizer/adam/one_kernel_momentum"] == [3, 3, 1, 4]
    assert reader.get_tensor("step") == 30


def test_swapped_layers_of_one_shape_are_refused_by_name(kept: object, tmp_path: Path) -> None:
    other = as_module(tmp_path, script(SWAPPED))
    swapped = other.Checkpoints(kept.directory, made(other))
    assert swapped.layout()["variables"] == kept.layout()["variables"]
    with pytest.raises(SystemExit, match=r"of another network \(flatten, three, two\)"):
        swapped.restore()


def test_weights_that_are_not_finite_are_never_saved(kept: object) -> None:
    kept.variables["two/kernel"].assign(kept.variables["two/kernel"] * np.nan)
    with pytest.raises(SystemExit, match="step 40 is not saved: two/kernel became not finite"):
        kept.save(40, NOTES)
    assert not list(kept.directory.glob("tmp-*"))
    assert restored(kept) == 30


@contextlib.contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Let no file grow beyond some bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 1, 500, 2000, 5000, 20_000])
def test_a_save_that_cannot_be_written_leaves_the_one_before(kept: object, size: int) -> None:
    with files_up_to(size), pytest.raises(OSError, match=r"(?i)too large"):
        kept.save(40, NOTES)
    kept.clean()
    assert {path.name.partition(".")[0] for path in kept.directory.iterdir()} == {
        "step-000000010",
        "step-000000020",
        "step-000000030",
    }
    assert restored(kept) == 30


def test_a_table_that_cannot_be_written_stays_as_it_was(module: ModuleType, tmp_path: Path) -> None:
    history = module.History(tmp_path / "history.csv", [])
    history.append({"epoch": 1, "loss": 0.5})
    with files_up_to(10), pytest.raises(OSError, match="too large"):
        history.append({"epoch": 2, "loss": 0.25})
    assert history.path.read_text() == "epoch,loss\n1,0.5\n"
    history.path.write_text("damaged")
    history.write()
    assert history.path.read_text() == "epoch,loss\n1,0.5\n2,0.25\n"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if (
        not Path(mount[0]).exists()
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["/bin/umount", str(disk)], check=True)


def test_on_a_full_disk_the_newest_checkpoint_stays(
    module: ModuleType, trainer: object, small_disk: Path
) -> None:
    checkpoints = module.Checkpoints(small_disk, trainer)
    remember(checkpoints, 10)
    checkpoints.save(10, NOTES | {"made_by": module.MADE_BY})
    ballast = small_disk / "ballast.json"
    taken = 1_000_000
    for free in (0, 4096, 20_000, 40_000):
        ballast.unlink(missing_ok=True)
        size = shutil.disk_usage(small_disk).free - free
        ballast.write_bytes(bytes(min(size, taken)))
        with pytest.raises(OSError, match=r"(?i)no space left"):
            checkpoints.save(20, NOTES)
        checkpoints.clean()
        assert restored(checkpoints) == 10


def test_the_best_checkpoint_is_kept_beside_the_newest(tmp_path: Path) -> None:
    module = as_module(tmp_path, script(BEST))
    rows = [{"epoch": n, "step": 10 * n, "test_loss": abs(n - 2)} for n in range(1, 6)]
    history = module.History(tmp_path / "history.csv", [])
    checkpoints = module.Checkpoints(tmp_path / "checkpoints", made(module))
    checkpoints.directory.mkdir()
    for row in rows:
        history.append(row)
        checkpoints.save(row["step"], NOTES, history.best_step())
    steps = sorted(int(path.stem[5:]) for path in checkpoints.directory.glob("*.json"))
    assert steps == [20, 40, 50]


def test_a_directory_has_one_owner(module: ModuleType, tmp_path: Path) -> None:
    with module.claim(tmp_path):
        owner = (tmp_path / "lock").read_text()
        with pytest.raises(SystemExit, match=f"process {owner} is at work in {tmp_path}"):
            module.claim(tmp_path)
    with module.claim(tmp_path):  # what the lock of a dead process says does not matter
        assert (tmp_path / "lock").read_text() == owner


def test_what_is_not_finite_is_named(module: ModuleType, trainer: object) -> None:
    step = tf.constant(0, tf.int64)
    assert trainer.first_broken(step).startswith("all layers give finite outputs")
    images = np.full((8, 8, 8, 1), np.inf, np.float32)
    told = made(module, images=images).first_broken(step)
    assert told == "not finite are the outputs of image, one, two, three, ..."
    broken = made(module)
    broken.model.get_layer("two").bias.assign(np.full(4, np.nan))
    assert broken.first_broken(step) == "not finite after step 0 are two/bias"


def test_weights_that_an_optimizer_calls_alike_are_refused() -> None:
    separable = {**conv(name="mix"), "type": "SeparableConv2D"}
    table = spec(separable, conv(name="mix_depthwise"), *head())
    with pytest.raises(pipeline.SpecError) as refused:
        pipeline.emit(checked(table))
    (found,) = refused.value.diagnostics
    assert found.finding.code == "B606"
    assert found.path == ("layers", 1, "name")
    assert '"mix_depthwise"' in pipeline.emit(checked(table), "v1-script")
