"""A command in a process of its own, under limits, and what it took."""

import os
import resource
import sys
from pathlib import Path
from typing import NamedTuple

# Three seconds and 512 MB are promised. A busy machine takes longer for the same work, so that
# only several times as much fails; the work itself is counted by other tests.
MOST_SECONDS = 15
MOST_BYTES = 512 << 20


class Cost(NamedTuple):
    """How a command ended, what it wrote, and what it took."""

    code: int
    out: str
    err: str
    seconds: float
    nbytes: int


def cost(folder: Path, *arguments: str) -> Cost:
    """Run `speccnn` and return what it took; it is killed for more than `MOST_SECONDS`."""
    out, err = folder / "out", folder / "err"
    process = os.fork()
    if process == 0:
        for path, number in ((out, 1), (err, 2)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
        code = "from speccnn.cli.main import main; main()"
        os.execv(sys.executable, [sys.executable, "-c", code, *arguments])  # noqa: S606
    _, status, usage = os.wait4(process, 0)
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(
        os.waitstatus_to_exitcode(status),
        out.read_text("utf-8"),
        err.read_text("utf-8"),
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss * unit,
    )
