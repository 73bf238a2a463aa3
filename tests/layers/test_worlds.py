"""What speccnn accepts runs, forward and backward, on every CPU, and alike in every form."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from oracle.pairs import covering
from oracle.verdicts import KINDS, Case

pytest.importorskip("keras")

from fuzz.worlds import Worlds, apart, outputs_of

LONG = 100
TOGETHER = 20


@pytest.fixture(scope="module")
def worlds() -> Iterator[Worlds]:
    asked = Worlds()
    yield asked
    asked.close()


@pytest.mark.parametrize("kind", KINDS)
def test_any_two_arguments_run_together(kind: str, worlds: Worlds) -> None:
    cases = covering(kind, 6 if settings().max_examples > LONG else 3)
    assert cases, "some are accepted"
    for start in range(0, len(cases), TOGETHER):
        chosen = dict(enumerate(cases[start : start + TOGETHER], start))
        if said := worlds.disagreement(side_by_side(chosen)):
            each = (
                (case, worlds.disagreement(side_by_side({place: case})))
                for place, case in chosen.items()
            )
            assert [pair for pair in each if pair[1]] == [], said
            pytest.fail(f"cases differ side by side alone: {said}")


@pytest.mark.parametrize("channels", [1, 4, 8, 15, 16])
def test_windows_of_1_that_step_run_on_large_maps(channels: int, worlds: Worlds) -> None:
    """What ended the process: see `steps_on_points` (the kernels' memory is used up by chance)."""
    shapes = {"Conv1D": (4096, channels), "Conv2D": (128, 96, channels)}
    cases = [
        Case(kind, {"filters": 8, "kernel_size": 1, "strides": 2, "padding": padding}, (shape,))
        for kind, shape in shapes.items()
        for padding in ("valid", "same", 1)
    ]
    assert not worlds.disagreement(side_by_side(dict(enumerate(cases))))


def test_only_ties_in_volumes_give_the_worlds_other_gradients(worlds: Worlds) -> None:
    """A reviewed difference: TensorFlow's own kernel gives all places that tie the gradient."""
    for axes in (1, 2, 3):
        before = {"type": f"UpSampling{axes}D", "name": "twice"}
        pooled = {"type": f"MaxPooling{axes}D", "pool_size": 3, "strides": 2, "name": "pooled"}
        spec = {"speccnn": 1, "name": "net", "inputs": {"x": [*[5] * axes, 2]}}
        spec |= {"layers": [before, pooled]}
        first, second = (told["model"] for told in worlds.both(spec))
        assert list(apart(outputs_of(first), outputs_of(second))) == []
        assert any(apart(first, second)) == (axes == 3)
        assert not worlds.disagreement(spec)


def side_by_side(cases: dict[int, Case]) -> dict[str, Any]:
    """Return one network of these layers, each with inputs and an output of its own."""
    inputs: dict[str, list[int]] = {}
    layers: list[dict[str, Any]] = []
    for place, case in cases.items():
        own = {f"in{place}_{number}": [*shape] for number, shape in enumerate(case.shapes)}
        inputs |= own
        layers.append({"type": case.kind, "name": f"n{place}", "inputs": [*own], **case.arguments})
    ends = [layer["name"] for layer in layers]
    return {"speccnn": 1, "name": "net", "inputs": inputs, "layers": layers, "outputs": ends}
