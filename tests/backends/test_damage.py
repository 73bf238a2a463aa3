"""Whatever a file of a run directory has become, a run says so in a line and loses nothing."""

import fcntl
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from backend_specs import Table, as_module, head, script, spec, trained

tf = pytest.importorskip("tensorflow")
np = pytest.importorskip("numpy")

PER_EPOCH, BATCH = 4, 8
TABLE = trained(spec(*head()), epochs=3, batch_size=BATCH, checkpoint={"every_steps": 3})
RATES: Table = {"type": "PiecewiseConstantDecay", "boundaries": [9], "values": [0.01, 1e30]}
FATAL = trained(
    TABLE, schedule=RATES, loss="mse", metrics=[], checkpoint={"every_steps": 6}, tensorboard={}
)
EVENTS = "events.out.tfevents.*"


class Training:
    """A script, and a run of it that was stopped in its second epoch."""

    def __init__(self, folder: Path, table: Table, *options: str) -> None:
        self.module = as_module(folder, script(table))
        self.data = folder / "own.npz"
        draw = np.random.default_rng(5)
        images, classes = draw.random((PER_EPOCH * BATCH, 8, 8)), np.arange(PER_EPOCH * BATCH) % 10
        names = ("x_train", "y_train", "x_test", "y_test")
        np.savez(self.data, **dict(zip(names, (images, classes) * 2, strict=True)))
        self.stopped = folder / "stopped"
        assert not self.run(self.stopped, *options)

    def run(self, run: Path, *options: str) -> str:
        """Start the script; return the one line with which it ended, if it did not end well."""
        module = self.module
        module.keras.backend.clear_session()
        module.set_up = tf.config.experimental.enable_op_determinism  # threads are set already
        module.on_signals = lambda _: None
        kept, sys.argv = (
            sys.argv,
            ["train.py", "--data", str(self.data), "--run-dir", str(run), *options],
        )
        try:
            module.main()
        except SystemExit as stopped:
            reason = str(stopped.code)
            assert reason.startswith("error: ")
            assert "\n" not in reason
            return reason
        finally:
            sys.argv = kept
        return ""


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Training:
    return Training(tmp_path_factory.mktemp("damage"), TABLE, "--steps", "7")


@pytest.fixture(scope="module")
def whole(training: Training) -> tuple[object, ...]:
    """What the run comes to if nothing is damaged."""
    run = training.stopped.with_name("whole")
    shutil.copytree(training.stopped, run)
    assert not training.run(run)
    return outcome(run)


def outcome(run: Path) -> tuple[object, ...]:
    return result_of(run), (run / "history.csv").read_text(), steps_of(run)


def result_of(run: Path) -> dict[str, object]:
    return json.loads((run / "result.json").read_text())


def steps_of(run: Path) -> list[int]:
    """Return the steps of all events, without those that open a file."""
    return [event.step for path in sorted(run.glob(EVENTS)) for event in events(path) if event.step]


def events(path: Path) -> list[object]:
    records = tf.data.TFRecordDataset(str(path)).as_numpy_iterator()
    return [tf.compat.v1.Event.FromString(record) for record in records]


def become_a_folder(path: Path) -> None:
    path.mkdir()
    (path / "own").write_text("of the user")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a folder": become_a_folder,
    "garbage": lambda path: path.write_bytes(bytes(range(256)) * 2),
    "empty": lambda path: path.write_bytes(b""),
    "deep": lambda path: path.write_text("[" * 100_000),
    "records": lambda path: tf.io.TFRecordWriter(str(path)).write(b"\xff no event"),
    "unreadable": lambda path: path.touch(mode=0),
}
IS_FOLDER = {"a folder": "Is a directory"}
FORBIDDEN = {"unreadable": "Permission denied"}
ASIDE = "warning: {path} is damaged; it is {aside} now\n"
BEFORE = "warning: {path} is damaged; trying the one before\n"
# What each damage of a file ends a run with; with "" it goes on.
ENDS: dict[str, dict[str, str]] = {
    "history.csv": {**IS_FOLDER, "garbage": "", "empty": "", "unreadable": ""},
    "result.json": {**IS_FOLDER, "garbage": "", "empty": "", "unreadable": ""},
    "lock": {**IS_FOLDER, **FORBIDDEN, "garbage": "", "empty": ""},
    "plots": {"garbage": "File exists", "unreadable": "File exists"},
    "plots/curves.png": {**IS_FOLDER, **FORBIDDEN, "garbage": "", "empty": ""},
    "checkpoints": {"a folder": "is of a run without checkpoints", "garbage": "File exists"},
    "checkpoints/step-7.json": {**FORBIDDEN, "a folder": "", "garbage": "", "deep": ""},
    "checkpoints/step-7.index": {**FORBIDDEN, "a folder": "", "empty": ""},
    "checkpoints/tmp-step-6.json": {**IS_FOLDER, "garbage": "", "unreadable": ""},
    "events.out.tfevents.000000000": {"a folder": "", "garbage": "", "unreadable": ""},
    "events.out.tfevents.000000007": {"records": "", "garbage": "", "empty": "", "unreadable": ""},
    "tmp-history.csv": {**IS_FOLDER, **FORBIDDEN, "garbage": ""},
}
CASES = [(name, damage) for name, ends in ENDS.items() for damage in ends]


@pytest.fixture(params=CASES, ids="-".join)
def case(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> tuple[str, str]:
    name, damage = request.param
    DAMAGES[damage](tmp_path / "tried")
    if damage == "unreadable" and os.access(tmp_path / "tried", os.R_OK):
        pytest.skip("root may read everything")
    if "plots" not in name:
        monkeypatch.setitem(sys.modules, "matplotlib.figure", None)  # it takes a while to draw
    return name, damage


def test_a_damaged_file_costs_nothing(
    case: tuple[str, str],
    training: Training,
    whole: tuple[object, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name, damage = case
    shutil.copytree(training.stopped, run := tmp_path / "run")
    path, kept = run / name, tmp_path / "kept"
    if path.exists():
        path.rename(kept)
    DAMAGES[damage](path)
    capsys.readouterr()
    reason, expected = training.run(run), ENDS[name][damage]
    assert bool(reason) == bool(expected), reason
    assert expected in reason
    aside = path.with_name(f"damaged-{path.name}")
    is_aside = name.startswith("events") and damage != "empty"
    assert aside.exists() == is_aside
    told = ASIDE.format(path=path, aside=aside) if is_aside else ""
    if name.startswith("checkpoints/step") and not reason:
        told = BEFORE.format(path=path.with_suffix(".json"))
    assert capsys.readouterr().err == told
    if reason:
        (shutil.rmtree if path.is_dir() else Path.unlink)(path)
        if kept.exists():
            kept.rename(path)
        assert not training.run(run)
    assert outcome(run)[:2] == whole[:2]
    assert is_aside or steps_of(run) == whole[2]


def test_to_start_anew_leaves_nothing_of_before(training: Training, tmp_path: Path) -> None:
    shutil.copytree(training.stopped, run := tmp_path / "run")
    (run / "events.out.tfevents.000000007").write_text("garbage, more of it")
    assert not training.run(run)
    assert not training.run(run, "--fresh", "--steps", "2")
    files = {path.name for path in run.iterdir() if path.is_file()}
    assert files == {"events.out.tfevents.000000000", "lock", "result.json"}


def test_what_others_left_beside_checkpoints_stays(training: Training, tmp_path: Path) -> None:
    shutil.copytree(training.stopped, run := tmp_path / "run")
    own = run / "checkpoints" / "notes.txt"
    own.write_text("of the user")
    assert not training.run(run, "--steps", "8")
    assert own.read_text() == "of the user"


def test_a_lock_of_garbage_keeps_others_out_too(training: Training, tmp_path: Path) -> None:
    with (tmp_path / "lock").open("wb") as lock:
        lock.write(bytes(range(128, 256)))
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert training.run(tmp_path) == f"error: process  is at work in {tmp_path}"


def test_steps_taken_again_to_explain_a_loss_leave_no_trace(tmp_path: Path) -> None:
    fatal = Training(tmp_path, FATAL, "--steps", "5")
    before = contents(fatal.stopped)
    reason = fatal.run(fatal.stopped)
    step = int(reason.split("at step ")[1].split(":")[0])
    assert step > 2 * PER_EPOCH, "an epoch ended among the steps that are taken again"
    assert reason.endswith("the newest checkpoint is of step 6")
    after = contents(fatal.stopped)
    history = (fatal.stopped / "history.csv").read_text().splitlines()
    assert [row.split(",")[:2] for row in history[1:]] == [["1", "4"], ["2", "8"]]
    assert steps_of(fatal.stopped) == [4, 8]
    new = {name for name in after if before.get(name) != after[name]} - {"lock", "history.csv"}
    parts = ("data-00000-of-00001", "index", "json")
    saved = {f"checkpoints/step-6.{part}" for part in parts}
    assert new == saved | {"events.out.tfevents.000000005"}
    assert before.keys() <= after.keys()


def contents(run: Path) -> dict[str, bytes]:
    files = (path for path in run.rglob("*") if path.is_file())
    return {str(path.relative_to(run)): path.read_bytes() for path in files}
