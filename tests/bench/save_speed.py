"""Prints how much longer a checkpoint takes than a raw write and fsync of the same bytes."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import tensorflow as tf
from loops import emitted

PAIRS = 9
VARIABLES, SHAPE = 10, (1000, 1275)
SPEC = Path(__file__).parents[2] / "specs" / "mnist_cnn.toml"


class Stand:
    """Stands in for the trainer, with 51 MB of variables."""

    def variables(self) -> dict[str, tf.Variable]:
        return {f"v{n}/kernel": tf.Variable(tf.random.normal(SHAPE)) for n in range(VARIABLES)}

    def layer_checksums(self) -> dict[str, str]:
        return {}


def main() -> None:
    """Save in turns with raw writes."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        checkpoints = emitted(SPEC).Checkpoints(folder, Stand())
        checkpoints.save(1, {})
        content = checkpoints.prefix(1).with_suffix(".data-00000-of-00001").read_bytes()
        ratios = []
        for step in range(2, PAIRS + 2):
            raw = seconds(lambda: write(folder / "raw.json", content))
            save = seconds(lambda step=step: checkpoints.save(step, {}))
            ratios.append(save / raw)
    print(statistics.median(ratios))


def write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def seconds(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
