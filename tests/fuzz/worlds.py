"""Networks run with the kernels of oneDNN and with TensorFlow's own, each in its own process."""

import math
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

from fuzz.worker import Worker

Spec: TypeAlias = dict[str, Any]
Step: TypeAlias = Mapping[str, tuple[float, float]]

CLOSE = 1e-3
# Where places of a window tie, TensorFlow's own kernel for volumes gives each of them the whole
# gradient, and oneDNN's the first (2.21). Inputs of random numbers have no ties.
TIES = "MaxPooling3D"
NOISY = ("Dropout", "SpatialDropout", "Gaussian", "StochasticDepth")


class Worlds:
    """Asks about networks with oneDNN, as CPUs with AVX-512 have it by default, and without."""

    def __init__(self) -> None:
        self._with, self._without = Worker("1"), Worker("0")
        self._threads = ThreadPoolExecutor(2)

    def ask(self, question: object) -> dict[str, Any]:
        """Return the outcome for a seed or a spec."""
        return self._with.ask(question)

    def ran(self, spec: Spec, outcome: dict[str, Any]) -> dict[str, Any]:
        """Return an outcome, and if it is that both accept, that of a training step as well."""
        if outcome["verdict"] != "accepted" or outcome["disagreement"]:
            return outcome
        return {**outcome, "ran": True, "disagreement": self.disagreement(spec)}

    def both(self, spec: Spec) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what a training step tells in the two worlds, by the form it is run in."""
        asked = [
            self._threads.submit(worker.ask, {"run": spec})
            for worker in (self._with, self._without)
        ]
        first, second = (answer.result() for answer in asked)
        return first, second

    def disagreement(self, spec: Spec) -> str:
        """Return how a training step of an accepted network differs; nothing if it does not.

        Compared are the two worlds, without gradients where places may tie, and in each the graph
        with the model, unless there is noise, of which a graph has its own.
        """
        first, second = self.both(spec)
        for world, answer in (("with", first), ("without", second)):
            if "disagreement" in answer:
                return f"{world} oneDNN: {answer['disagreement']}"
        pairs = [(f"{form} in two worlds", first[form], second[form]) for form in first]
        if _may_tie(spec):
            pairs = [(what, outputs_of(one), outputs_of(other)) for what, one, other in pairs]
        if "graph" in first and not _is_noisy(spec):
            pairs += [("graph and model", it["graph"], it["model"]) for it in (first, second)]
        said = [f"{what}, {it}" for what, one, other in pairs for it in apart(one, other)]
        return "; ".join(said)

    def close(self) -> None:
        self._with.close()
        self._without.close()
        self._threads.shutdown()


def outputs_of(step: Step) -> Step:
    """Return what a step tells without its gradients."""
    return {name: told for name, told in step.items() if not name.startswith("gradient")}


def _may_tie(spec: Spec) -> bool:
    inputs = [[name] for name in spec["inputs"]]
    return any(
        entry.get("type") == TIES and entry.get("inputs") not in inputs for entry in _entries(spec)
    )


def _is_noisy(spec: Spec) -> bool:
    return any(str(entry.get("type")).startswith(NOISY) for entry in _entries(spec))


def _entries(spec: Spec) -> Iterator[dict[str, Any]]:
    for table in (spec, *spec.get("blocks", {}).values()):
        yield from table["layers"]


def apart(one: Step, other: Step) -> Iterator[str]:
    """Yield how two steps differ; no gradient is one of zeros."""
    for name in sorted(one.keys() | other.keys()):
        here, there = one.get(name, (0.0, 0.0)), other.get(name, (0.0, 0.0))
        if not _are_alike(here, there):
            yield f"{name} is {here} and {there}"


def _are_alike(one: tuple[float, float], other: tuple[float, float]) -> bool:
    if not all(map(math.isfinite, (*one, *other))):
        return list(map(math.isfinite, one)) == list(map(math.isfinite, other))
    size = max(one[0], other[0], 1.0)
    return all(abs(a - b) <= CLOSE * size for a, b in zip(one, other, strict=True))
