"""The same work on many files, by all processors."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple, TypeVar, final

T = TypeVar("T")
R = TypeVar("R")

# Fewer files each are checked before another process could help.
FEWEST_EACH = 32


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def mapped(work: Callable[[T], R], items: Sequence[T], jobs: int | None) -> list[R]:
    """Return what `work` gives for each item, in their order, by at most `jobs` processes.

    None means as many as pay off. What ends the work of one process ends that of all: raise
    `ChildProcessError` with what it raised, or saying that it was killed.
    """
    most = min(processors(), len(items) // FEWEST_EACH) if jobs is None else jobs
    count = min(most, len(items) - 1)
    if count < 2 or not hasattr(os, "fork"):  # noqa: PLR2004  one process needs no other
        return list(map(work, items))
    # What the first item makes this process load, the others are born with.
    first = work(items[0])
    workers: list[_Worker] = []
    try:
        workers.extend(_started(work, items[start::count]) for start in range(1, count + 1))
        found: list[list[R]] = [_received(worker) for worker in workers]
    finally:
        for worker in workers:
            _end(worker)
    return [first, *(found[place % count][place // count] for place in range(len(items) - 1))]


@final
class _Worker(NamedTuple):
    process: int
    pipe: int


def _started(work: Callable[[T], R], items: Sequence[T]) -> _Worker:
    """Return a copy of this process that works on some items and writes what they give."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return _Worker(process, reading)
    try:
        _work(work, items, writing)
    finally:
        # Whatever happens, the copy must not go on as if it were the command.
        os._exit(0)


def _work(work: Callable[[T], R], items: Sequence[T], writing: int) -> None:
    import pickle  # noqa: PLC0415  few files do without it
    import signal  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        found: list[R] | str = list(map(work, items))
    except Exception as error:  # noqa: BLE001  the process that waits will raise it
        import traceback  # noqa: PLC0415  only our own mistakes pay

        found = "".join(traceback.format_exception(error))
    with open(writing, "wb") as pipe:
        pickle.dump(found, pipe, pickle.HIGHEST_PROTOCOL)


def _received(worker: _Worker) -> list[R]:  # pyright: ignore[reportInvalidTypeVarUse]
    import pickle  # noqa: PLC0415  few files do without it
    from signal import SIGINT  # noqa: PLC0415

    with open(worker.pipe, "rb", closefd=False) as pipe:
        try:
            found: list[R] | str = pickle.load(pipe)  # noqa: S301  we wrote it
        except (EOFError, pickle.UnpicklingError):
            ended = os.waitid(os.P_PID, worker.process, os.WEXITED | os.WNOWAIT)
            if ended and ended.si_code == os.CLD_KILLED and ended.si_status == SIGINT:
                raise KeyboardInterrupt from None  # it heard of it sooner than this process
            raise ChildProcessError("a process that checked files was killed") from None
    if isinstance(found, str):
        failure = ChildProcessError(found.splitlines()[-1])
        failure.add_note(found)
        raise failure
    return found


def _end(worker: _Worker) -> None:
    from signal import SIGKILL  # noqa: PLC0415  few files do without it

    os.close(worker.pipe)
    with suppress(ProcessLookupError):
        os.kill(worker.process, SIGKILL)
    os.waitpid(worker.process, 0)
