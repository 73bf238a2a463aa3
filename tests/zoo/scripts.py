"""Every network of the zoo as a training script at work: it starts, stops, goes on, and ends well.

`python scripts.py [NAME]...` emits each script, lets it take two steps on noise and, started again,
the third, and compares with a run that took the three at once. It prints a line for each network
and ends with 1 if one is not as it should be. A network without `[training]` gets one.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, final

import numpy as np
from zoo.networks import FOLDER

from speccnn import Checked, Source, check, emit

BATCH, STEPS = 2, 3
CLASSES = "sparse_categorical_crossentropy"
LOSSES = {
    "denoising_autoencoder": "binary_crossentropy",
    "espcn": "mse",
    "siamese": "binary_crossentropy",
    "srcnn": "mse",
}
# Momentum, as most of the papers; a rate so small that noise moves no loss out of its range.
TRAINING = """
[training]
loss = "{loss}"
optimizer = {{ type = "SGD", learning_rate = 1e-6, momentum = 0.9 }}
"""
ROW = "{:22} {:>9} {:>9} {:>8}  {}"
GIB = 2**20  # of what `getrusage` counts in


@final
@dataclass(frozen=True)
class Ended:
    """One start of a script: how it ended, what it said, CPU seconds, and GiB at its peak."""

    code: int
    said: str
    seconds: float
    memory: float


def specs() -> list[str]:
    """Return the names of the specs of the zoo."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def main() -> None:
    """Print a line for each network."""
    names = sys.argv[1:] or specs()
    print(ROW.format("network", "2 steps", "3rd step", "memory", "result"), flush=True)
    wrong = [name for name in names if not is_as_it_should_be(name)]
    sys.exit(f"not as they should be: {', '.join(wrong)}" if wrong else 0)


def is_as_it_should_be(name: str) -> bool:
    """Train a network and print its line; return whether all was as it should be."""
    with tempfile.TemporaryDirectory(prefix="speccnn-zoo-") as name_of_folder:
        folder = Path(name_of_folder)
        prepare(name, folder)
        runs = [
            start(folder, "parts", STEPS - 1),
            start(folder, "parts", STEPS),
            start(folder, "whole", STEPS),
        ]
        fault = fault_of(folder, runs)
    seconds = [f"{ended.seconds:.0f} s" for ended in runs[:2]]
    memory = f"{max(ended.memory for ended in runs):.1f} GiB"
    print(ROW.format(name, *seconds, memory, fault or "resumed exactly"), flush=True)
    return not fault


def prepare(name: str, folder: Path) -> None:
    """Write the script of a network into a folder, and examples for it."""
    text = FOLDER.joinpath(f"{name}.toml").read_text("utf-8")
    if "\n[training]\n" not in text:
        text += TRAINING.format(loss=LOSSES.get(name, CLASSES))
    checked = check(Source(f"{name}.toml", text.encode()))
    (folder / "train.py").write_text(emit(checked), "utf-8")
    np.savez(folder / "noise.npz", **noise(checked, name))


def noise(checked: Checked, name: str) -> dict[str, Any]:
    """Return examples for `STEPS` steps, and as many to test on as one step takes."""
    draw = np.random.default_rng(0)
    held: dict[str, Any] = {}
    model = checked.model
    outputs = {output: model.type_of(output).live_shape for output in model.outputs}
    for part, count in (("train", STEPS * BATCH), ("test", BATCH)):
        for given, tensor in model.inputs.items():
            end = f"_{given}" if len(model.inputs) > 1 else ""
            held[f"x_{part}{end}"] = draw.random((count, *tensor.live_shape), np.float32)
        for output, shape in outputs.items():
            end = f"_{output}" if len(outputs) > 1 else ""
            is_class = LOSSES.get(name, CLASSES) == CLASSES
            held[f"y_{part}{end}"] = (
                draw.integers(0, shape[-1], (count, *shape[:-1]))
                if is_class
                else draw.integers(0, 2, (count, *shape)).astype(np.float32)
            )
    return held


def start(folder: Path, run: str, steps: int) -> Ended:
    """Let a script take its steps up to `steps`."""
    options = ["--data", "noise.npz", "--batch-size", str(BATCH), "--epochs", "1"]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "train.py", "--run-dir", run, "--steps", str(steps), *options],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=os.environ | {"CUDA_VISIBLE_DEVICES": "-1"},
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        seconds = usage.ru_utime + usage.ru_stime
        return Ended(process.returncode, log.read(), seconds, usage.ru_maxrss / GIB)


def fault_of(folder: Path, runs: list[Ended]) -> str | None:
    """Return what is not as it should be."""
    for ended in runs:
        if ended.code or "Traceback" in ended.said:
            return f"exit code {ended.code}: {ended.said.strip().splitlines()[-1:]}"
    if f"continuing at step {STEPS - 1} of {STEPS}" not in runs[1].said:
        return "does not go on"
    result, whole = (json.loads(path.read_text()) for path in sorted(folder.glob("*/result.json")))
    if (result["step"], result["finished"]) != (STEPS, True):
        return f"ends at step {result['step']}"
    if not np.isfinite(list(result["metrics"].values())).all():
        return f"measures {result['metrics']}"
    return None if result == whole else "is not what it would have been"


if __name__ == "__main__":
    main()
