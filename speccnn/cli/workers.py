"""Several processes of one script on this machine, which start and stop together."""

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack
from typing import IO, NamedTuple, final

from speccnn.cli.console import Console

# What others have to stop by themselves, once one has failed, before they are killed.
SECONDS_TO_STOP = 30
SIGNALS = (signal.SIGINT, signal.SIGTERM)
BY_SIGNAL = {128 + number for number in SIGNALS}


@final
class Worker(NamedTuple):
    """A process, and what it says on standard error unless it is the chief, who speaks himself."""

    process: subprocess.Popen[bytes]
    said: IO[bytes] | None

    def last_words(self) -> str:
        """Return the last line it said, or how it ended."""
        if self.said is not None:
            self.said.seek(0)
            lines = self.said.read().decode("utf-8", "replace").split("\n")
            for line in filter(str.strip, reversed(lines)):
                return line.removeprefix("error: ")
        code = self.process.returncode
        return f"ended by signal {-code}" if code < 0 else f"ended with exit code {code}"


def run_workers(console: Console, command: list[str], count: int) -> int:
    """Run a script in `count` processes that train together; return the first bad exit code.

    Ctrl-C and requests to end go on to all of them.
    """
    team: list[Worker] = []

    def forward(number: int, _: object) -> None:
        for worker in team:
            worker.process.send_signal(number)

    earlier = {number: signal.signal(number, forward) for number in SIGNALS}
    with ExitStack() as stack:
        try:
            _start(team, command, count, stack)
            return _watch(console, team)
        finally:
            for worker in team:
                worker.process.kill()
                worker.process.wait()
            for number, handler in earlier.items():
                signal.signal(number, handler)


def _start(team: list[Worker], command: list[str], count: int, stack: ExitStack) -> None:
    addresses = [f"127.0.0.1:{port}" for port in _free_ports(count)]
    for number in range(count):
        task = {"type": "worker", "index": number}
        config = json.dumps({"cluster": {"worker": addresses}, "task": task})
        said = None
        if number:
            said = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  it is closed
        process = subprocess.Popen(  # noqa: S603  our own script, no shell
            command,
            env={**os.environ, "TF_CONFIG": config},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if number else None,
            stderr=said,
            start_new_session=True,  # or a terminal would send Ctrl-C too, a second time
        )
        team.append(Worker(process, said))


def _free_ports(count: int) -> list[int]:
    """Return ports that nobody listens to now."""
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [int(listener.getsockname()[1]) for listener in held]


def _watch(console: Console, team: list[Worker]) -> int:
    """Wait for all workers, but not long once one has failed; tell why it has."""
    running = dict(enumerate(team))
    code, deadline = 0, float("inf")
    while running and time.monotonic() < deadline:
        time.sleep(0.05)
        for number, worker in list(running.items()):
            ended = worker.process.poll()
            if ended is None:
                continue
            del running[number]
            if ended and not code:
                code = ended
                if code not in BY_SIGNAL:
                    deadline = time.monotonic() + SECONDS_TO_STOP
                    if number or code < 0:
                        console.warn(f"error: worker {number}: {worker.last_words()}")
    return 128 - code if code < 0 else code
