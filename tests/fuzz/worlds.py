"""Networks run with the kernels of oneDNN and with TensorFlow's own, each in its own process."""

import math
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

from fuzz.worker import Worker

Spec: TypeAlias = dict[str, Any]
Step: TypeAlias = Mapping[str, tuple[float, float]]

CLOSE = 1e-3
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

    def disagreement(self, spec: Spec) -> str:
        """Return how a training step of an accepted network differs; nothing if it does not.

        Compared are the two worlds, and in each the graph with the model, unless there is noise,
        of which a graph has its own.
        """
        asked = [
            self._threads.submit(worker.ask, {"run": spec})
            for worker in (self._with, self._without)
        ]
        first, second = (answer.result() for answer in asked)
        for world, answer in (("with", first), ("without", second)):
            if "disagreement" in answer:
                return f"{world} oneDNN: {answer['disagreement']}"
        pairs = [(f"{form} in two worlds", first[form], second[form]) for form in first]
        if "graph" in first and not _is_noisy(spec):
            pairs += [("graph and model", it["graph"], it["model"]) for it in (first, second)]
        said = [f"{what}, {it}" for what, one, other in pairs for it in apart(one, other)]
        return "; ".join(said)

    def close(self) -> None:
        self._with.close()
        self._without.close()
        self._threads.shutdown()


def _is_noisy(spec: Spec) -> bool:
    tables = (spec, *spec.get("blocks", {}).values())
    kinds = [str(entry.get("type")) for table in tables for entry in table["layers"]]
    return any(kind.startswith(NOISY) for kind in kinds)


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
