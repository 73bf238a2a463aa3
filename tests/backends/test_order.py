"""The order of examples in an epoch: as good as chance, and a run of an earlier order is told."""

import json
from pathlib import Path
from types import ModuleType

import pytest
from backend_specs import Table, as_module, conv, head, script, spec, trained
from data_files import Trained, write_npz
from v1_specs import v1_script

tf = pytest.importorskip("tensorflow")
np = pytest.importorskip("numpy")

EPOCHS, SEEDS, CLASSES, BATCH = 200, (0, 1, 2, 7, 123_456_789), 10, 20
STYLES = {"keras": script, "v1": v1_script}
SMALL = trained(spec(conv(2), *head()), batch_size=20)
OWN: Table = {**SMALL, "data": {"source": "npz", "path": "digits.npz"}}


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return as_module(tmp_path_factory.mktemp("order"), script(SMALL))


def orders(module: ModuleType, count: int) -> object:
    """Return the orders of all epochs of all seeds, seeds x epochs x `count`."""
    places = tf.range(count, dtype=tf.int64)

    @tf.function
    def of_seed(seed: object) -> object:
        epochs = tf.range(EPOCHS, dtype=tf.int64)
        return tf.map_fn(lambda epoch: module.shuffled(places, count, seed, epoch), epochs)

    return np.stack([of_seed(tf.constant(seed, tf.int64)).numpy() for seed in SEEDS])


def neighbours(order: object) -> object:
    """Return how many neighbours of the data are neighbours in orders, too."""
    return (abs(np.diff(order)) == 1).sum(-1)


def correlation(one: object, other: object) -> float:
    """Return the largest correlation of two rankings, in standard deviations of chance."""
    count = one.shape[-1]
    centred = [part - (count - 1) / 2 for part in (one, other)]
    covariance = (centred[0] * centred[1]).mean(-1)
    return float(abs(covariance / ((count**2 - 1) / 12)).max() * (count - 1) ** 0.5)


def most_of_a_class(found: object) -> int:
    """Return how many examples of one class a batch holds where data lie class by class."""
    count = found.shape[-1]
    batches = found[..., : count - count % BATCH].reshape(-1, BATCH) * CLASSES // count
    return max(int((batches == label).sum(-1).max()) for label in range(CLASSES))


@pytest.mark.parametrize("count", [20, 33, 64, 100, 257, 500, 777, 1437, 2000])
def test_an_order_is_as_good_as_chance(module: ModuleType, count: int) -> None:
    found = orders(module, count)
    flat = found.reshape(-1, count)
    assert (np.sort(flat) == np.arange(count)).all()
    assert len({order.tobytes() for order in flat}) == len(flat)
    # By chance there are 2 on average, as Poisson has it: over 13 once in ten million orders.
    assert neighbours(flat).max() <= 13
    assert neighbours(flat).mean() == pytest.approx(2 - 2 / count, abs=0.2)
    # Each below once in a million, were the orders drawn by lot.
    assert correlation(flat, np.arange(count)) < 5
    assert correlation(found[:, :-1], found[:, 1:]) < 5
    assert correlation(found[:-1], found[1:]) < 5
    assert most_of_a_class(flat) <= 14
    firsts = np.bincount(flat[:, 0] * 10 // count, minlength=10)
    assert (abs(firsts - 100) < 60).all()


def test_these_measures_see_that_four_rounds_are_too_few() -> None:
    places = tf.range(257, dtype=tf.int64)
    order = tf.random.experimental.index_shuffle(places, seed=[0, 12], max_index=256).numpy()
    assert neighbours(order) > 100
    assert most_of_a_class(order) > 14


def test_scripts_of_either_style_have_the_same_order(module: ModuleType, tmp_path: Path) -> None:
    other = as_module(tmp_path, v1_script(SMALL))
    found = [each.shuffled(np.arange(300), 300, 3, 12).numpy() for each in (module, other)]
    assert found[0].tolist() == found[1].tolist()


def test_one_or_two_examples_have_orders(module: ModuleType) -> None:
    assert not orders(module, 1).any()
    assert orders(module, 2)[..., 0].mean() == pytest.approx(0.5, abs=0.06)


def without_order(manifest: Path, module: ModuleType) -> None:
    """Make a manifest what an earlier script has written."""
    made = json.loads(manifest.read_text())
    del made["sha256"], made["order"]
    manifest.write_text(json.dumps({**made, "sha256": module.seal(made)}))


@pytest.mark.parametrize("style", STYLES)
def test_a_run_of_an_earlier_script_is_told_that_it_goes_on_in_another_order(
    style: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_npz(tmp_path / "digits.npz")
    program = Trained(tmp_path, STYLES[style](OWN))
    told = "warning: from here on the examples come in another order than so far\n"
    program.run(monkeypatch, "run", "--steps", "2")
    program.run(monkeypatch, "run", "--steps", "3")
    assert told not in capsys.readouterr().err
    without_order(tmp_path / "run" / "checkpoints" / "step-3.json", program.module)
    program.run(monkeypatch, "run", "--evaluate")
    assert told not in capsys.readouterr().err
    program.run(monkeypatch, "run", "--steps", "4")
    assert capsys.readouterr().err.count(told) == 1
    program.run(monkeypatch, "run")
    assert told not in capsys.readouterr().err
