"""The long run: random networks by the thousand, compared with TensorFlow in other processes."""

import argparse
import json
import queue
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

from fuzz.generate import network
from fuzz.shrink import shrunk, signature
from fuzz.tally import Outcome, Tally, counted
from fuzz.worlds import Worlds

SECONDS_BETWEEN_LINES = 60.0
RUN_EVERY = 10

Spec: TypeAlias = dict[str, Any]


def outcomes(
    seed: str, numbers: range, jobs: int, run_every: int = RUN_EVERY
) -> Iterator[tuple[str, Outcome]]:
    """Yield the outcomes of the networks of these numbers, as they come.

    Of those that both accept, each whose number `run_every` divides is trained for a step, with
    the kernels of oneDNN and without.
    """
    todo: queue.SimpleQueue[str] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[str, Outcome]] = queue.SimpleQueue()
    for number in numbers:
        todo.put(f"{seed}/{number}")

    def work() -> None:
        worlds = Worlds()
        while not todo.empty():
            name = todo.get()
            outcome = worlds.ask(name)
            if int(name.rpartition("/")[2]) % run_every == 0:
                outcome = worlds.ran(network(name), outcome)
            done.put((name, outcome))
        worlds.close()

    for _ in range(jobs):
        threading.Thread(target=work, daemon=True).start()
    for _ in numbers:
        yield done.get()


def told(disagreements: list[tuple[str, Outcome]]) -> Iterator[str]:
    """Yield each kind of disagreement once, with the smallest network that shows it."""
    worlds = Worlds()

    def ask(spec: Spec) -> Outcome:
        return worlds.ran(spec, worlds.ask(spec))

    kinds = Counter(signature(outcome) for _, outcome in disagreements)
    for name, outcome in disagreements:
        count = kinds.pop(signature(outcome), 0)
        if count:
            yield f"network {name}, and {count - 1} more like it: {outcome['disagreement'][:500]}"
            yield f"for tests/fuzz/found: {json.dumps(shrunk(network(name), ask))}"
    worlds.close()


class Progress:
    """One line that changes on a terminal, and now and then a line elsewhere."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.start = self.said = time.monotonic()
        self.is_terminal = sys.stdout.isatty()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.start

    def show(self, tally: Tally) -> None:
        now = time.monotonic()
        if now - self.said < (0.5 if self.is_terminal else SECONDS_BETWEEN_LINES):
            return
        self.said = now
        line = (
            f"{tally.total:,} of {self.count:,}; {tally.total / self.seconds:.1f} a second; "
            f"{counted(tally.verdicts)}; {len(tally.disagreements)} disagreements"
        )
        print(f"\r\033[K{line}" if self.is_terminal else f"{line}\n", end="", flush=True)


def main() -> int:
    """Print the progress, what was seen, and every disagreement; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--start", type=int, default=0, help="the number of the first network")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--run-every", type=int, default=RUN_EVERY, help="train each such network")
    asked = parser.parse_args()
    tally, progress = Tally(), Progress(asked.count)
    numbers = range(asked.start, asked.start + asked.count)
    try:
        for name, outcome in outcomes(asked.seed, numbers, asked.jobs, asked.run_every):
            tally.add(name, outcome)
            if outcome["disagreement"]:
                print(f"\nnetwork {name}: {outcome['disagreement'][:300]}", flush=True)
            progress.show(tally)
    except KeyboardInterrupt:
        pass
    seconds = progress.seconds
    for line in ("", *tally.report()):
        print(line)
    for line in told(tally.disagreements):
        print(line, flush=True)
    print(tally.summary(asked.seed, seconds))
    return 1 if tally.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
