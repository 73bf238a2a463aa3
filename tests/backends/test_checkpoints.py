"""What a run of either style keeps: damage is noticed, a full disk costs nothing."""

import argparse
import contextlib
import json
import random
import re
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from backend_specs import as_module, checked, conv, head, script, spec, trained
from v1_specs import v1_script

from speccnn import pipeline

tf = pytest.importorskip("tensorflow")
np = pytest.importorskip("numpy")

STACKED = spec(conv(name="one"), conv(name="two"), conv(name="three"), *head())
SWAPPED = spec(conv(name="one"), conv(name="three"), conv(name="two"), *head())
BEST = trained(STACKED, checkpoint={"keep": 2, "monitor": "test_loss"})
OPTIONS = argparse.Namespace(
    seed=0,
    batch_size=4,
    learning_rate=0.001,
    epochs=1,
    steps=None,
    facts={},
    again="again",
    initial_weights=None,
)
TRIES = 12
PARTS = ("data-00000-of-00001", "index", "json")


STYLES = {"keras": script, "v1": v1_script}
MOMENTUM = {"keras": "optimizer/adam/one_kernel_momentum", "v1": "one/kernel/Adam"}
NOTES: dict[str, object] = {"history": [], "settings": {}, "spec_sha256": "0" * 64, "totals": None}


@pytest.fixture(scope="module", params=STYLES)
def style(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def module(style: str, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return as_module(tmp_path_factory.mktemp("stacked"), STYLES[style](STACKED))


@pytest.fixture(scope="module")
def trainer(module: ModuleType) -> object:
    return made(module)


def made(module: ModuleType, **change: object) -> object:
    images = np.random.default_rng(0).random((8, 8, 8, 1), np.float32)
    examples = module.Examples(**{"images": images, "labels": np.arange(8), **change})
    tf.keras.utils.clear_session()  # as in a new process: names count from the start
    return module.Trainer(OPTIONS, examples, examples)


@pytest.fixture
def kept(module: ModuleType, trainer: object, tmp_path: Path) -> object:
    """Three saves, at steps 5, 20 and 130; the bias of `one` holds the step."""
    checkpoints = module.Checkpoints(tmp_path, trainer)
    for step in (5, 20, 130):
        save(checkpoints, step, module.MADE_BY)
    put(checkpoints, "one/bias", 0)
    return checkpoints


def save(checkpoints: object, step: int, made_by: str, *best: int) -> None:
    put(checkpoints, "one/bias", step)
    checkpoints.save(step, NOTES | {"made_by": made_by}, *best)


def put(checkpoints: object, name: str, number: float) -> None:
    """Fill a variable with a number."""
    if hasattr(checkpoints, "trainer"):  # which has a session
        variable = checkpoints.trainer.variables[name]
        value = {variable.initializer.inputs[1]: np.full(variable.shape, number)}
        checkpoints.trainer.session.run(variable.initializer, value)
    else:
        variable = checkpoints.variables[name]
        variable.assign(np.full(variable.shape, number))


def restored(checkpoints: object) -> int:
    """Restore, and return the step that the manifest and the weights agree on."""
    step = checkpoints.restore()["step"]
    if hasattr(checkpoints, "trainer"):
        bias = checkpoints.trainer.value("one/bias")
    else:
        bias = checkpoints.variables["one/bias"].numpy()
    assert set(bias) == {step}
    return step


def newest(checkpoints: object, part: str) -> Path:
    return checkpoints.directory / f"step-130.{part}"


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
    "another's": lambda path, _: shutil.copy(str(path).replace("-130.", "-20."), path),
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
        assert "step-130.json is damaged; trying the one before" in capsys.readouterr().err
        path.write_bytes(whole)
    assert restored(kept) == 130
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


@pytest.mark.parametrize("left", ["history.csv", "result.json", "checkpoints/step-20.index"])
def test_a_run_whose_checkpoints_are_gone_does_not_start_anew(
    module: ModuleType, trainer: object, tmp_path: Path, left: str
) -> None:
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / left).write_text("")
    options = argparse.Namespace(**{**vars(OPTIONS), "run_dir": tmp_path})
    with pytest.raises(SystemExit, match="is of a run without checkpoints; --fresh"):
        module.Run(options, trainer).check_is_same()
    module.forget(tmp_path)
    (tmp_path / "checkpoints" / "step-0.index").write_text("of a first save, killed")
    module.Run(options, trainer).check_is_same()


def test_can_be_moved_and_copied(
    module: ModuleType, trainer: object, kept: object, tmp_path: Path
) -> None:
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    for path in kept.directory.iterdir():
        if path != copy:
            path.rename(copy / path.name)
    assert kept.restore() is None
    assert restored(module.Checkpoints(copy, trainer)) == 130


def test_tensorflow_reads_it_by_names(kept: object, style: str) -> None:
    reader = tf.train.load_checkpoint(str(kept.prefix(130)))
    shapes = reader.get_variable_to_shape_map()
    assert shapes["one/kernel"] == [3, 3, 1, 4]
    assert shapes[MOMENTUM[style]] == [3, 3, 1, 4]
    assert set(reader.get_tensor("one/bias")) == {130}


def test_manifests_hold_what_a_run_was(kept: object) -> None:
    manifest = json.loads(newest(kept, "json").read_text())
    assert manifest["step"] == 130
    assert manifest["variables"]["one/kernel"] == ["float32", [3, 3, 1, 4]]
    assert manifest["files"].keys() == {"step-130.data-00000-of-00001", "step-130.index"}


def test_swapped_layers_of_one_shape_are_refused_by_name(
    kept: object, style: str, tmp_path: Path
) -> None:
    other = as_module(tmp_path, STYLES[style](SWAPPED))
    swapped = other.Checkpoints(kept.directory, made(other))
    assert swapped.layout()["variables"] == kept.layout()["variables"]
    with pytest.raises(SystemExit, match=r"of another network \(.*three, two"):
        swapped.restore()


def test_a_layer_of_other_settings_is_refused_by_name(
    kept: object, style: str, tmp_path: Path
) -> None:
    first, second, *others = STACKED["layers"]
    table = {**STACKED, "layers": [first, {**second, "dilation_rate": 2}, *others]}
    other = as_module(tmp_path, STYLES[style](table))
    with pytest.raises(SystemExit, match=r"of another network \(two\)"):
        other.Checkpoints(kept.directory, made(other)).restore()


def test_another_network_is_refused_by_its_variables(
    kept: object, style: str, tmp_path: Path
) -> None:
    other = as_module(tmp_path, STYLES[style]({**STACKED, "layers": STACKED["layers"][1:]}))
    with pytest.raises(SystemExit, match=r"of another network \(.*one/bias") as raised:
        other.Checkpoints(kept.directory, made(other)).restore()
    assert "starts anew" in str(raised.value)


def test_a_run_of_the_other_style_is_refused_by_its_variables(
    kept: object, style: str, tmp_path: Path
) -> None:
    (other,) = STYLES.keys() - {style}
    module = as_module(tmp_path, STYLES[other](STACKED))
    told = r"step-130.json is of another state of training \(.*--fresh starts anew"
    with pytest.raises(SystemExit, match=told):
        module.Checkpoints(kept.directory, made(module)).restore()


def test_weights_that_are_not_finite_are_never_saved(kept: object) -> None:
    put(kept, "two/kernel", np.nan)
    with pytest.raises(SystemExit, match="step 140 is not saved: two/kernel became not finite"):
        kept.save(140, NOTES)
    assert not list(kept.directory.glob("*step-140*"))
    assert restored(kept) == 130


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
    whole = set(kept.directory.iterdir())
    with files_up_to(size), pytest.raises(OSError, match=r"(?i)too large") as told:
        kept.save(140, NOTES)
    assert "function_node" not in str(told.value)
    kept.clean()
    assert set(kept.directory.iterdir()) == whole
    assert restored(kept) == 130


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
    save(checkpoints, 10, module.MADE_BY)
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


def test_the_best_checkpoint_is_kept_beside_the_newest(style: str, tmp_path: Path) -> None:
    module = as_module(tmp_path, STYLES[style](BEST))
    rows = [{"epoch": n, "step": 5 * n, "test_loss": abs(n - 1)} for n in (1, 2, 10, 20)]
    history = module.History(tmp_path / "history.csv", [])
    checkpoints = module.Checkpoints(tmp_path / "checkpoints", made(module))
    checkpoints.directory.mkdir()
    for row in rows:
        history.append(row)
        save(checkpoints, row["step"], "", history.best_step())
    assert [path.stem for path in checkpoints.manifests()] == ["step-100", "step-50", "step-5"]


def test_a_directory_has_one_owner(module: ModuleType, tmp_path: Path) -> None:
    with module.claim(tmp_path):
        owner = (tmp_path / "lock").read_text()
        with pytest.raises(SystemExit, match=f"process {owner} is at work in {tmp_path}"):
            module.claim(tmp_path)
    with module.claim(tmp_path):  # what the lock of a dead process says does not matter
        assert (tmp_path / "lock").read_text() == owner


def test_what_is_not_finite_is_named(module: ModuleType, style: str, tmp_path: Path) -> None:
    step = tf.constant(0, tf.int64) if style == "keras" else 0
    assert made(module).first_broken(step).startswith("all layers give finite outputs")
    images = np.full((8, 8, 8, 1), np.inf, np.float32)
    told = made(module, images=images).first_broken(step)
    assert re.fullmatch("not finite are the outputs of (image|input), one, two, three, ...", told)
    broken = made(module)
    put(module.Checkpoints(tmp_path, broken), "two/bias", np.nan)
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
