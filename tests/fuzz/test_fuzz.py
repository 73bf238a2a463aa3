"""speccnn and TensorFlow agree on random networks, and on every one they ever disagreed on."""

import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import fuzz.worker
import pytest
from fuzz.generate import network
from fuzz.shrink import shrunk
from fuzz.tally import Tally
from fuzz.worker import Worker
from oracle.deliberate import NETWORK_REFUSALS, NetworkRefusal

compare = pytest.importorskip("fuzz.compare")
interpret = pytest.importorskip("fuzz.interpret")
runs = pytest.importorskip("fuzz.run")

NETWORKS = 2000
SEED = "small"
FOUND = sorted(Path(__file__).with_name("found").glob("*.json"))


def test_random_networks_agree_and_are_of_every_kind() -> None:
    tally = Tally()
    for name, outcome in runs.outcomes(SEED, range(NETWORKS), jobs=1):
        tally.add(name, outcome)
    assert not tally.disagreements
    assert not tally.missing(), "the generator makes every layer, and every mistake in shapes"
    accepted = tally.verdicts["accepted"] / NETWORKS
    assert 0.4 < accepted < 0.6, "both verdicts are put to the test"
    assert tally.verdicts["refused"] > tally.verdicts["decided"], "most refusals are TensorFlow's"
    assert tally.mistakes["1"] > 0.9 * (NETWORKS - tally.verdicts["accepted"]), "one mistake each"
    assert tally.layers > 6 * NETWORKS, "networks are deep enough"


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_was_found_stays_found(path: Path) -> None:
    spec = json.loads(path.read_text("utf-8"))
    assert not compare.compared(spec).disagreement


@pytest.mark.parametrize("refusal", NETWORK_REFUSALS, ids=lambda refusal: refusal.name)
def test_a_deliberate_refusal_of_a_network_is_one(refusal: NetworkRefusal) -> None:
    outcome = compare.compared(dict(refusal.example))
    assert (outcome.verdict, outcome.codes) == ("decided", (refusal.code,))
    interpret.build(dict(refusal.example))


def test_a_seed_gives_one_network() -> None:
    assert [network("a/1"), network("a/2")] == [network("a/1"), network("a/2")]
    assert network("a/1") != network("a/2")


@pytest.mark.parametrize("key", ["padding", "kernel_size", "filters", "use_bias"])
def test_a_wrong_answer_is_seen(key: str) -> None:
    """A checker that takes one value for another disagrees with TensorFlow on this network."""
    taken_for = {"padding": "same", "kernel_size": [2, 2], "filters": 5, "use_bias": False}
    spec = _chain({"type": "Conv2D", "filters": 4, "kernel_size": 3})
    wrong = _chain({"type": "Conv2D", "filters": 4, "kernel_size": 3, key: taken_for[key]})
    model, _ = compare._checked(wrong)
    assert not compare.compared(spec).disagreement
    assert compare._difference(model, spec)


def test_a_wrong_refusal_is_seen() -> None:
    blame = compare.Blame(0, "Conv2D", "T401", (compare.Reason("T401", "kernel_size"),))
    fits = _chain({"type": "Conv2D", "filters": 4, "kernel_size": 3})
    misfits = _chain({"type": "Conv2D", "filters": 4, "kernel_size": 9})
    assert compare._taken(fits, [blame]) == "TensorFlow takes what is refused with T401"
    assert not compare._taken(misfits, [blame])


def test_a_disagreement_shrinks_to_what_shows_it() -> None:
    """Here a disagreement is made of the word that a network has a Dropout after a ReLU."""

    def ask(spec: dict[str, Any]) -> dict[str, Any]:
        kinds = [entry.get("type") for entry in spec["layers"]]
        shows = "Dropout" in kinds[kinds.index("ReLU") :] if "ReLU" in kinds else False
        return {"verdict": "", "codes": [], "disagreement": "seen" if shows else ""}

    rng = Random(0)  # noqa: S311
    layers = [{"type": kind, "rate": 0.3} for kind in ("ELU", "ReLU", "ELU", "Dropout", "Dense")]
    spec = {"speccnn": 1, "name": "net", "inputs": {"x": [rng.randint(3, 9), 5]}, "layers": layers}
    found = shrunk(spec, ask)
    assert [entry["type"] for entry in found["layers"]] == ["ReLU", "Dropout"]
    assert found["inputs"] == {"x": [1, 1]}
    assert Counter(key for entry in found["layers"] for key in entry) == {"type": 2}


def test_a_process_that_dies_or_hangs_is_seen_and_the_next_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worker, spec = Worker(), _chain({"type": "ReLU"})
    assert worker.ask(spec)["verdict"] == "accepted"
    worker._process.stdin.write("of this it dies\n")
    assert worker.ask(spec)["disagreement"] == "TensorFlow ends the process with 1"
    assert worker.ask(spec)["verdict"] == "accepted"
    monkeypatch.setattr(fuzz.worker, "TIMEOUT", 0.0)
    assert worker.ask(spec)["disagreement"] == "TensorFlow never ends"
    worker.close()


def _chain(*layers: dict[str, Any]) -> dict[str, Any]:
    return {"speccnn": 1, "name": "net", "inputs": {"x": [8, 8, 3]}, "layers": [*layers]}
