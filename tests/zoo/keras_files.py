"""The `.keras` file of each network of the zoo, loaded by a process without speccnn."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keras
import numpy as np
from zoo.networks import Network, networks

from speccnn import targets
from speccnn.backends.extra import module_of
from speccnn.backends.tf import agreement
from speccnn.backends.tf.conversion import convert

STRANGER = Path(__file__).with_name("keras_stranger.py")


@contextmanager
def stranger() -> Iterator["subprocess.Popen[str]"]:
    """Start a process that loads `.keras` files, and end it."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, str(STRANGER)], **pipes) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def apart(network: Network, process: "subprocess.Popen[str]") -> float:
    """Return how far the outputs of a loaded file are from the model's, of the largest."""
    keras.backend.clear_session()
    checked = network.check()
    live = targets.build(checked)
    inputs = agreement.random_inputs(checked.model.inputs)
    expected = agreement.outputs_of(live, inputs)
    names = [weight.path for weight in live.weights]
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "net.keras"
        assert convert(checked.model, live, "keras", path, {}, None) <= agreement.CLOSE
        np.savez(path.with_name("inputs.npz"), *inputs.values())
        module = module_of(checked.model)
        if module is not None:
            path.with_name(f"{network.name}_layers.py").write_text(module)
        needed = f" {network.name}_layers" if module else ""
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{path}{needed}\n")
        process.stdin.flush()
        assert process.stdout.readline().split() == names
        found = list(np.load(path.with_name("outputs.npz")).values())
    return agreement.difference(expected, found)


def main() -> int:
    """Print a line for each network, and return how many are not as they should be."""
    wrong = 0
    with stranger() as process:
        for network in networks():
            distance = apart(network, process)
            wrong += distance > agreement.CLOSE
            print(f"{network.name:24}{distance:.1g}", flush=True)
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
