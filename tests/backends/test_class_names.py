"""Classes that have names are drawn with them."""

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from backend_specs import Table, as_module, head, script, spec

tf = pytest.importorskip("tensorflow")
pytest.importorskip("matplotlib")
np = pytest.importorskip("numpy")

NAMES = ["a$b^$", "dog\x1b[31m", "\u6570\u5b57", "x" * 40]
READABLE = [r"a\$b^\$", "dog?[31m", "\u6570\u5b57", "xxxxxxxxxxx..."]


def images(folder: Path) -> Path:
    """Return a folder with a folder of images for each class."""
    for name in NAMES:
        (folder / name).mkdir(parents=True)
        for number in range(4):
            pixels = np.random.default_rng(number).integers(0, 256, (8, 8, 1), np.uint8)
            (folder / name / f"{number}.png").write_bytes(tf.io.encode_png(pixels).numpy())
    return folder


def rows(folder: Path) -> Path:
    """Return a table with the names of classes among its columns."""
    folder.mkdir()
    with (folder / "rows.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["label", *range(64)])
        table.writerows(
            [name, *range(number, 64 + number)] for number, name in enumerate(NAMES * 4)
        )
    return folder / "rows.csv"


@pytest.mark.parametrize(
    ("data", "made"),
    [
        ({"source": "folder"}, images),
        ({"source": "folder", "classes": NAMES}, images),
        ({"source": "csv", "classes": NAMES}, rows),
    ],
    ids=["folders", "chosen folders", "rows"],
)
def test_classes_are_shown_by_their_names(
    data: Table, made: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from matplotlib.figure import Figure  # noqa: PLC0415  loads much

    module = as_module(tmp_path, script(spec(*head(len(NAMES)), data={"test": 0.5, **data})))
    run = tmp_path / "run"
    words = ["train.py", "--data", str(made(tmp_path / "data")), "--run-dir", str(run)]
    monkeypatch.setattr(sys, "argv", words)
    options = module.parse_options()
    options.facts = {}
    trainer = module.Trainer(options, *module.load_examples(options.data, options.facts))
    figures: dict[str, Figure] = {}
    keep = lambda figure, path, **_: figures.update({path.stem: figure})  # noqa: E731
    untold = SimpleNamespace(trainer=trainer, history=SimpleNamespace(rows=[]))
    with monkeypatch.context() as patch:
        patch.setattr(Figure, "savefig", keep)
        assert module.draw_pictures(untold, tmp_path / "plots")
    expected = READABLE if "classes" in data else [READABLE[NAMES.index(n)] for n in sorted(NAMES)]
    matrix = figures["confusion"].axes[0]
    for labels in (matrix.get_xticklabels(), matrix.get_yticklabels()):
        assert [label.get_text() for label in labels] == expected
    titles = {axes.get_title() for axes in figures["misclassified"].axes}
    assert titles
    for title in titles:
        truth, answer, _ = title.splitlines()
        assert truth.removeprefix("true ") in READABLE
        assert answer.removeprefix("predicted ") in READABLE
    module.keras.utils.clear_session()
    module.set_up = tf.config.experimental.enable_op_determinism  # threads are set already
    module.on_signals = lambda _: None
    module.main()  # which would warn of letters that no font has
    assert (run / "plots" / "confusion.png").stat().st_size


def test_images_of_a_function_have_numbers_for_classes(tmp_path: Path) -> None:
    module = as_module(tmp_path, script(spec(*head(3), data={"source": "folder"})))
    part = module.Examples(np.zeros((4, 8, 8, 1), np.float32), np.arange(4) % 3)
    options = SimpleNamespace(seed=0, batch_size=4, learning_rate=0.1, facts={})
    assert module.Trainer(options, part, part).class_names == ["0", "1", "2"]
