"""Training that no weight takes part in is told once, at its place, whatever it is compiled for."""

import json
from pathlib import Path

import pytest

from speccnn import Source, diagnose
from speccnn.cli.compile import ENDINGS
from speccnn.cli.console import Console
from speccnn.cli.main import run

Table = dict[str, object]
SPARSE = "sparse_categorical_crossentropy"
FLAT = {"type": "Flatten", "name": "flat"}
DENSE = {"type": "Dense", "name": "out", "units": 10}
FROZEN = {**DENSE, "trainable": False}
STATISTICS = {"type": "BatchNormalization", "name": "norm", "center": False, "scale": False}
MEASURED = {"type": "Normalization", "name": "shade"}
BRIGHT = {"type": "GlobalAveragePooling2D", "name": "bright", "inputs": "image"}


def spec(*layers: Table, loss: object = SPARSE, **more: object) -> Table:
    base = {"speccnn": 1, "name": "net", "inputs": {"image": [8, 8, 10]}, "layers": list(layers)}
    return {**base, "training": {"loss": loss}, **more}


def found(table: Table) -> list[tuple[str, str, str]]:
    """Return the code, the place and the message of everything that is found."""
    diagnostics = diagnose(Source("net.json", json.dumps(table).encode()))
    return [
        (it.finding.code, ".".join(map(str, it.path)), it.finding.message) for it in diagnostics
    ]


NOTHING = {
    "no weights": (spec(FLAT), "the network has no weights"),
    "poolings": (
        spec({"type": "MaxPooling2D"}, {"type": "GlobalAveragePooling2D"}),
        "the network has no weights",
    ),
    "all frozen": (spec(FLAT, FROZEN), "`trainable = false` freezes `out`"),
    "many frozen": (
        spec(FLAT, *({"type": "Dense", "units": 10, "trainable": False} for _ in range(5))),
        "`trainable = false` freezes `dense`, `dense_1`, `dense_2` and 2 more",
    ),
    "statistics": (
        spec(MEASURED, STATISTICS, FLAT),
        "there are only statistics, in `shade` and `norm`, which are not learned",
    ),
    "frozen beside statistics": (
        spec(MEASURED, FLAT, FROZEN),
        "`trainable = false` freezes `out`",
    ),
    "weights that lead elsewhere": (
        spec(FLAT, DENSE, BRIGHT, outputs=["out", "bright"], loss={"bright": "mse"}),
        "no loss depends on `out`, which alone can be trained",
    ),
    "a frozen layer that is used again": (
        spec(
            {"type": "Dense", "name": "one", "units": 10, "trainable": False},
            {"reuse": "one", "name": "two"},
            FLAT,
        ),
        "`trainable = false` freezes `one`",
    ),
    "one loss for all": (
        spec(FLAT, FROZEN, BRIGHT, outputs=["out", "bright"]),
        "`trainable = false` freezes `out`",
    ),
    "a loss for each": (
        spec(FLAT, BRIGHT, outputs=["flat", "bright"], loss={"flat": "mse", "bright": "mse"}),
        "the network has no weights",
    ),
    "sizes with names": (
        spec({"type": "ReLU"}, loss="mse", inputs={"image": ["H", "W", 3]}),
        "the network has no weights",
    ),
}


@pytest.mark.parametrize(("table", "reason"), NOTHING.values(), ids=NOTHING)
def test_nothing_to_train_is_one_finding_at_training(table: Table, reason: str) -> None:
    assert found(table) == [("L531", "training", f"there is nothing to train: {reason}")]


@pytest.mark.parametrize("target", ENDINGS)
@pytest.mark.parametrize("kind", ["no weights", "all frozen", "weights that lead elsewhere"])
def test_every_target_ends_in_it(
    kind: str, target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "net.json"
    path.write_text(json.dumps(NOTHING[kind][0]))
    to = tmp_path / f"net{ENDINGS[target]}"
    assert run(Console(), ["compile", str(path), "--target", target, "-o", str(to)]) == 1
    assert capsys.readouterr().err.count("error[") == 1
    assert run(Console(), ["train", str(path), "--run-dir", str(tmp_path / "run")]) == 1
    assert "error[L531]: there is nothing to train" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "table",
    [
        spec(FLAT, DENSE),
        spec(FLAT, {**FROZEN, "name": "first"}, DENSE),
        spec({**STATISTICS, "scale": True}, FLAT),
        spec({"type": "PReLU"}, FLAT),
        spec({"type": "LayerScale", "init_values": 0.5}, FLAT),
        spec({"type": "Dense", "name": "one", "units": 10}, {"reuse": "one"}, FLAT),
        spec(FLAT, DENSE, BRIGHT, outputs=["out", "bright"], loss={"out": SPARSE}),
    ],
)
def test_a_network_that_can_learn_is_not_told(table: Table) -> None:
    assert found(table) == []


def test_an_architecture_alone_needs_no_weights() -> None:
    table = spec(FLAT, FROZEN)
    del table["training"]
    assert found(table) == []


def test_one_loss_among_several_that_nothing_changes_is_told_at_it() -> None:
    losses = {"out": SPARSE, "bright": "mse"}
    told = "training does not change `bright`: it depends on no weight that can change"
    table = spec(FLAT, DENSE, BRIGHT, outputs=["out", "bright"], loss=losses)
    assert found(table) == [("L532", "training.loss.bright", told)]
    weighed = {"loss": losses, "loss_weights": {"bright": 0.0}}
    assert found({**table, "training": weighed}) == []
    assert found({**table, "training": {"loss": SPARSE}}) == [("L532", "training.loss", told)]
