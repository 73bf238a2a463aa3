"""The table of the zoo: each network with its size and cost, compared with its reference.

Agreement is proved while the table is printed. "yes" is followed by the largest difference between
the outputs and those of keras.applications, with the same weights; "paper" says that the static
answer is the published one and that the model TensorFlow builds is what was checked.
"""

import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
from zoo import agreement
from zoo.networks import Network, networks

from speccnn.backends.tf.build import build
from speccnn.backends.tf.verify import verify
from speccnn.graph.typed import TypedGraph

ROW = "{:20} {:>5} {:>6} {:>11} {:>14} {:>8}  {}"
RUNS = 3


def main() -> None:
    """Print one line for each network."""
    print(ROW.format("network", "lines", "layers", "parameters", "MACs", "check", "agrees"))
    for network in networks():
        model = network.check().model
        parameters = sum(node.parameters for node in model.nodes)
        row = ROW.format(
            network.name,
            "--set" if network.spec else len(network.text.splitlines()),
            len(model.nodes),
            f"{parameters:,}",
            f"{sum(node.macs for node in model.nodes):,}",
            f"{milliseconds(network):.1f} ms",
            agrees(network, model) if parameters == network.parameters else "no",
        )
        print(row, flush=True)


def milliseconds(network: Network) -> float:
    """Return the time of the fastest of several checks in this process."""
    times: list[float] = []
    for _ in range(RUNS):
        start = time.perf_counter()
        network.check()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def agrees(network: Network, model: TypedGraph) -> str:
    keras.backend.clear_session()
    ours = build(model)
    if verify(model, ours):
        return "no"
    if network.keras_name is None:
        return "paper"
    theirs = agreement.reference(network.keras_name, ours.input_shape[1:])
    if agreement.layers(ours, {}) != agreement.layers(theirs, network.written_as):
        return "no"
    difference = agreement.largest_difference(ours, theirs)
    return f"{'yes' if difference <= agreement.CLOSE else 'no'} ({difference:.1g})"


if __name__ == "__main__":
    main()
