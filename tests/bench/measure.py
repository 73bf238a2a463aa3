"""CPU times of processes and of functions, and ratios of such times taken in turns.

The machine may be shared, and may slow down at any moment. So nothing is compared but times of one
run, one after the other, and of several such pairs the least of each counts.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
# As for a user, compiled modules are kept between runs.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

LOOP = 0.75e-3  # what `a_loop` took where limits in seconds were set

Seconds = Callable[[], float]


class Compared(NamedTuple):
    """The least of two times, in seconds, and their ratio."""

    first: float
    second: float
    ratio: float


def process(*arguments: str) -> float:
    """Return the user and system time that Python takes with these arguments."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, *arguments]
    subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def check(*arguments: str) -> float:
    """Return the CPU time of `speccnn check` as a whole process."""
    return process("-m", "speccnn", "check", *arguments)


def import_pydantic() -> float:
    """Return the CPU time of a process that imports pydantic and nothing else."""
    return process("-c", "import pydantic")


def cpu_of(function: Callable[[], object], times: int = 1) -> float:
    """Return the CPU time of a call, the least of several."""
    return min(_once(function) for _ in range(times))


def _once(function: Callable[[], object]) -> float:
    start = time.thread_time()
    function()
    return time.thread_time() - start


def compared(first: Seconds, second: Seconds, pairs: int) -> Compared:
    """Measure two times in turns, after once without counting."""
    first(), second()
    times = [(first(), second()) for _ in range(pairs)]
    firsts, seconds = zip(*times, strict=True)
    return Compared(min(firsts), min(seconds), min(firsts) / min(seconds))


def a_loop() -> float:
    """Return the CPU time of a fixed loop: what is put beside it may be told apart from load."""
    return cpu_of(_loop, 5)


def steady_seconds(function: Callable[[], object]) -> float:
    """Return the CPU time of one call, as if a fixed loop around it had taken `LOOP` seconds.

    So a limit means the same on any machine, however slow or busy.
    """
    before, taken, after = a_loop(), cpu_of(function), a_loop()
    return taken * LOOP / max(before, after)


def _loop() -> None:
    made: dict[str, tuple[int, dict[str, object]]] = {}
    for number in range(2000):
        made[f"layer_{number}"] = number, {"name": str(number), "inputs": [number]}
