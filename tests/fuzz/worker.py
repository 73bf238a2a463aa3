"""A process that compares networks, one line in and one line out, and may die of one."""

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
TIMEOUT = 600.0
START_TIMEOUT = 300.0
MOST_ANSWERS = 1500


class Worker:
    """Asks a process of its own about networks; starts another when one has died.

    `onednn` is "1" for the kernels that TensorFlow has by default on CPUs with AVX-512, and "0"
    for those that it has on others. TensorFlow forgets nothing that it traces, so that a process
    does not live long either.
    """

    def __init__(self, onednn: str = "1") -> None:
        self._onednn = onednn
        self._process: subprocess.Popen[str] | None = None
        self._answers = 0

    def ask(self, question: object) -> dict[str, Any]:
        """Return the outcome for a seed or a spec, or the steps for a spec under "run".

        A death or a hang is a disagreement.
        """
        is_alive = self._process is not None and self._process.poll() is None
        if not is_alive or self._answers >= MOST_ANSWERS:
            self.close()
            self._start()
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        self._answers += 1
        line = self._line(TIMEOUT)
        if line:
            return json.loads(line)
        why = "never ends" if line is None else f"ends the process with {self._process.wait()}"
        self.close()
        said = {"disagreement": f"TensorFlow {why}"}
        return {"verdict": "fatal", "codes": [], "kinds": [], "mistakes": 0, **said}

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
        self._process = None

    def _start(self) -> None:
        quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
        kernels = {"TF_ENABLE_ONEDNN_OPTS": self._onednn}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "fuzz.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=TESTS,
            env={**os.environ, **quiet, **kernels},
        )
        self._answers = 0
        assert self._line(START_TIMEOUT) == "ready\n", "the process starts"

    def _line(self, timeout: float) -> str | None:
        """Return the next line, an empty one from a dead process, and none where time is up."""
        assert self._process is not None
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], timeout)
        return self._process.stdout.readline() if ready else None


def main() -> None:
    """Answer questions until there are no more."""
    import tensorflow as tf  # noqa: PLC0415  the asking side does without

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    from fuzz.compare import compared, ran  # noqa: PLC0415
    from fuzz.generate import network  # noqa: PLC0415

    print("ready", flush=True)
    for line in sys.stdin:
        match json.loads(line):
            case {"run": spec}:
                print(json.dumps(ran(spec)), flush=True)
            case str(name):
                print(compared(network(name)).as_json(), flush=True)
            case spec:
                print(compared(spec).as_json(), flush=True)


if __name__ == "__main__":
    main()
