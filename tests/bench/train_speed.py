"""How fast emitted scripts train and save, against Keras's `fit` and loops written by hand.

Every loop is a process of its own. They take turns at short windows of training, so that a machine
that slows down slows all; what is compared is images per second of CPU, and of the ratios in one
round the median is printed beside its limit. `python train_speed.py [ROUNDS]` ends with 1 if a
limit is missed.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Self, final

HERE = Path(__file__).parent
SPECS = HERE.parents[1] / "specs"
MNIST, RESNET = SPECS / "mnist_cnn.toml", SPECS / "zoo" / "resnet20_cifar.toml"
SAVER = HERE / "save_speed.py"
LOGITS = '[[layers]]\ntype = "Dense"\nname = "logits"\n'
NOISE = '[[layers]]\ntype = "Dropout"\nrate = 0.25\n\n'
HALF = 'precision = "mixed_bfloat16"'
STARTS = 3
MISSED: list[str] = []


@final
class Loop:
    """A loop at work, and what its windows took."""

    def __init__(self, name: str, spec: Path, batch: int) -> None:
        command = [sys.executable, str(HERE / "loops.py"), name, str(spec), str(batch)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"CUDA_VISIBLE_DEVICES": "-1"},
        )
        self.first = float(self.answer())
        self.rates: list[float] = []

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def train(self, count: int) -> float:
        """Train on some images, and return images per CPU second."""
        assert self.process.stdin is not None
        print(count, file=self.process.stdin, flush=True)
        done, seconds = self.answer().split()
        return int(done) / float(seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()


def race(title: str, spec: Path, batch: int, window: int, limits: Mapping[str, float]) -> None:
    """Let a script's loop race others; `limits` say how many times as fast it has to be."""
    with Loop("script", spec, batch) as ours:
        compete(title, ours, {name: Loop(name, spec, batch) for name in limits}, window, limits)
    if "fit" in limits:
        ratio = statistics.median(first_step(spec, batch) for _ in range(STARTS))
        tell(f"{title}: first step, CPU seconds per fit's, {STARTS} starts", ratio, 1.2, up=False)


def first_step(spec: Path, batch: int) -> float:
    """Return what the first step of the script's loop takes, in first steps of `fit`."""
    with Loop("script", spec, batch) as ours, Loop("fit", spec, batch) as theirs:
        return ours.first / theirs.first


def compete(
    title: str, ours: Loop, others: Mapping[str, Loop], window: int, limits: Mapping[str, float]
) -> None:
    """Train in turns, and print each ratio."""
    loops = [ours, *others.values()]
    for loop in loops:
        loop.train(window)
    for _ in range(ROUNDS):
        for loop in loops:
            loop.rates.append(loop.train(window))
    mine = statistics.median(ours.rates)
    for name, other in others.items():
        rate = statistics.median(other.rates)
        pairs = zip(ours.rates, other.rates, strict=True)
        ratio = statistics.median(one / another for one, another in pairs)
        tell(f"{title}: {mine:.0f} images per CPU second, {name} {rate:.0f}", ratio, limits[name])
        with other:
            pass


def tell(what: str, ratio: float, limit: float, *, up: bool = True) -> None:
    """Print a ratio beside its limit, and remember if it is missed."""
    is_missed = ratio < limit if up else ratio > limit
    bound = "at least" if up else "at most"
    print(f"{what}: {ratio:.2f} ({bound} {limit}){' MISSED' * is_missed}", flush=True)
    if is_missed:
        MISSED.append(what)


def edited(spec: Path, before: str, after: str, folder: str) -> Path:
    """Return a copy of a spec with a change."""
    text = spec.read_text("utf-8")
    assert before in text, f"{spec} has no {before}"
    copy = Path(folder) / f"{len(after)}-{spec.name}"
    copy.write_text(text.replace(before, after), "utf-8")
    return copy


def main() -> None:
    """Print every ratio that is promised."""
    race("mnist_cnn, batch 100", MNIST, 100, 6_000, {"fit": 1.15, "feed_dict": 1.05})
    race("mnist_cnn, batch 32", MNIST, 32, 4_800, {"fit": 1.6, "feed_dict": 1.25})
    race("resnet20, batch 128", RESNET, 128, 512, {"fit": 1.0, "tf.function": 1.0})
    with tempfile.TemporaryDirectory() as folder:
        noisy = edited(
            MNIST,
            "units = 10\n",
            'units = 10\n\n[[layers]]\ntype = "Dropout"\nrate = 0.25\n',
            folder,
        )
        race("mnist_cnn with noise, batch 100", noisy, 100, 6_000, {"inexact": 0.98})
        flags = Path("/proc/cpuinfo").read_text("utf-8")
        if "avx512_bf16" in flags or "amx_bf16" in flags:
            half = edited(
                MNIST, "[training]\n", '[training]\nprecision = "mixed_bfloat16"\n', folder
            )
            with Loop("script", half, 100) as ours:
                others = {"float32": Loop("script", MNIST, 100)}
                compete("mixed_bfloat16, batch 100", ours, others, 6_000, {"float32": 1.5})
        else:
            print("mixed_bfloat16: this CPU computes no bfloat16")
    save = subprocess.run([sys.executable, SAVER], capture_output=True, text=True, check=True)
    tell("a save of 51 MB, wall seconds per raw write and fsync", float(save.stdout), 2.5, up=False)
    sys.exit(bool(MISSED))


ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 9


if __name__ == "__main__":
    main()
