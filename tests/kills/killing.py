"""Kill training scripts at random moments, run them again, and compare with one never killed.

`python killing.py KILLS [KILLS_PER_RUN [TARGET...]]` trains `noisy.toml`, and `noisy_v1.toml` by a
script of `tf.compat.v1`, again and again in directories of their own, sends SIGKILL at least KILLS
times to each of the two, half of them while a checkpoint is being written, and lets each run
finish. Weights and history must equal those of the run that was left alone, byte by byte.
TensorFlow is loaded once; each start is a fork of that process that runs the script from its first
line.
"""

import json
import os
import random
import runpy
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import final

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

from speccnn import Source, check, emit

HERE = Path(__file__).parent
LONGEST_WAIT = 0.03
SPECS = {"script": "noisy.toml", "v1-script": "noisy_v1.toml"}
LASTING = {"checkpoint", "model.meta"}  # of no save alone


@final
@dataclass
class Tally:
    """What happened so far; `in_save` counts the kills that left a half-written save behind."""

    seconds: float = 0.0
    kills: int = 0
    in_save: int = 0
    runs: int = 0
    different: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.in_save} of them inside a save, over {self.runs} runs: "
            f"{self.runs - len(self.different)} bit-identical to the run never killed"
        )


def main() -> None:
    """Kill, compare, and end with 1 if anything differs."""
    kills, per_run = (*map(int, sys.argv[1:3]), 5)[:2]
    load_tensorflow()
    tallies = [kill_runs(target, kills, per_run) for target in sys.argv[3:] or SPECS]
    sys.exit(any(tally.different for tally in tallies))


def kill_runs(target: str, kills: int, per_run: int) -> Tally:
    """Kill scripts of a target so many times, and tell how the runs ended."""
    chance = random.Random(kills)  # noqa: S311  a test's dice
    with tempfile.TemporaryDirectory(prefix="speccnn-kills-") as name:
        folder = Path(name)
        spec = HERE / SPECS[target]
        text = emit(check(Source(spec.name, spec.read_bytes())), target)
        (folder / "train.py").write_text(text)
        started = time.monotonic()
        assert ended(start(folder, "whole")) == 0, "the run that is left alone fails"
        tally = Tally(seconds=time.monotonic() - started)
        expected = outcome(folder / "whole")
        while tally.kills < kills or (tally.in_save * 2 < kills and tally.runs < kills):
            run = f"run{tally.runs}"
            for _ in range(per_run):
                kill_once(folder, run, tally, chance)
            assert ended(start(folder, run)) == 0, f"{run} does not finish"
            tally.runs += 1
            if outcome(folder / run) != expected:
                tally.different.append(run)
            print(f"{target}: {tally}", flush=True)
    return tally


def load_tensorflow() -> None:
    """Import what scripts import, but start none of TensorFlow's threads."""
    kept = os.dup(2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    import keras  # noqa: F401, PLC0415
    import sklearn.datasets  # noqa: F401, PLC0415
    import tensorflow.compat.v1 as tf  # noqa: F401, PLC0415

    os.dup2(kept, 2)


def start(folder: Path, run: str) -> int:
    """Start the script in a process of its own, which prints nothing."""
    process = os.fork()
    if process:
        return process
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.chdir(folder)
    sys.argv = ["train.py", "--run-dir", run]
    try:
        runpy.run_path("train.py", run_name="__main__")
    except SystemExit as end:
        print(end.code or "", file=sys.stderr, flush=True)
        os._exit(1 if end.code else 0)
    except BaseException as error:  # noqa: BLE001  a fork must not go on as its parent
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(70)
    os._exit(0)


def ended(process: int) -> int:
    """Wait for a process, and return its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def kill_once(folder: Path, run: str, tally: Tally, chance: random.Random) -> None:
    """Start the script and kill it; a script that ends before is run for nothing."""
    process = start(folder, run)
    if tally.in_save * 2 <= tally.kills:
        wait_for_save(process, folder / run / "checkpoints", chance)
    else:
        time.sleep(chance.uniform(0, tally.seconds))
    os.kill(process, signal.SIGKILL)
    if ended(process) == -signal.SIGKILL:
        tally.kills += 1
        tally.in_save += is_half_written(folder / run / "checkpoints")


def wait_for_save(process: int, checkpoints: Path, chance: random.Random) -> None:
    """Return at a random moment of one of the next saves, or when the process has ended."""
    skipped = chance.randrange(6)
    was_saving = True
    while os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        is_saving = checkpoints.is_dir() and is_half_written(checkpoints)
        if is_saving and not was_saving:
            if not skipped:
                time.sleep(chance.uniform(0, LONGEST_WAIT))
                return
            skipped -= 1
        was_saving = is_saving
        time.sleep(0.0005)


def is_half_written(checkpoints: Path) -> bool:
    """Whether a save was begun that is not there yet."""
    names = {path.name for path in checkpoints.iterdir()} if checkpoints.is_dir() else set()
    names -= LASTING
    return any(f"{name.partition('.')[0]}.json" not in names for name in names)


def outcome(run: Path) -> tuple[object, ...]:
    """Return what must be equal: weights, metrics and history."""
    result = json.loads((run / "result.json").read_text())
    return result, (run / "history.csv").read_bytes()


if __name__ == "__main__":
    main()
