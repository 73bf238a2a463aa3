"""Runs leave pictures and what TensorBoard shows, and a run that goes on contradicts neither."""

import contextlib
import csv
import functools
import hashlib
import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from speccnn.diagnostics.source import Source
from speccnn.pipeline import check, emit

tf = pytest.importorskip("tensorflow")
pytest.importorskip("matplotlib")
np = pytest.importorskip("numpy")

import keras  # noqa: E402  after the skip

Table = dict[str, object]
PER_EPOCH, BATCH, TESTED = 6, 16, 40
CLASSES = 3
EVENTS = "events.out.tfevents.*"
HEADS = {"kind": CLASSES, "is_last": 1}


def spec(shape: list[int], layers: list[Table], training: Table, **more: object) -> Table:
    usual = {
        "loss": "sparse_categorical_crossentropy",
        "metrics": ["accuracy"],
        "epochs": 4,
        "batch_size": BATCH,
        "checkpoint": {"every_steps": 9},
    }
    return {
        "speccnn": 1,
        "name": "tested",
        "inputs": {"image": shape},
        "layers": layers,
        "training": {**usual, **training},
        **more,
    }


def conv(kind: str = "Conv2D", **more: object) -> Table:
    return {"type": kind, "name": "first", "filters": 5, "kernel_size": 3, **more}


END = [{"type": "Flatten", "name": "flat"}, {"type": "Dense", "name": "out", "units": CLASSES}]
TWO_ENDS = [
    {"type": "Dense", "name": name, "units": n, "inputs": "flat"} for name, n in HEADS.items()
]
JOINT = {"kind": "sparse_categorical_crossentropy", "is_last": "binary_crossentropy"}
MASK = [conv(filters=CLASSES, padding="same", activation="softmax")]

NOISE = {"type": "Dropout", "rate": 0.1}
COLOUR = spec([6, 6, 3], [conv(), NOISE, *END], {"tensorboard": {}})
SPECS: dict[str, Table] = {
    "colour": COLOUR,
    "plain": spec(
        [6, 6, 1], [conv(kernel_size=1), *END], {"optimizer": {"type": "Adam", "use_ema": True}}
    ),
    "joint": spec(
        [6, 6, 1],
        [conv(), END[0], *TWO_ENDS],
        {
            "loss": JOINT,
            "tensorboard": {"images": False, "graph": False, "histograms_every_epochs": 2},
        },
        outputs=list(HEADS),
    ),
    "mask": spec([6, 6, 1], MASK, {"loss": "categorical_crossentropy"}),
    "sequence": spec(
        [9, 2], [conv("Conv1D"), *END], {"tensorboard": {"histograms_every_epochs": 0}}
    ),
    "volume": spec([4, 5, 6, 1], [conv("Conv3D"), *END], {}),
    "hinged": spec([6, 6, 1], [conv(), *END], {"loss": "categorical_hinge"}),
    "values": spec([6, 6, 1], [conv(), *END], {"loss": "mse", "metrics": []}),
}
PICTURES = {
    "colour": {"curves", "filters", "confusion", "misclassified"},
    "plain": {"curves", "confusion", "misclassified"},
    "joint": {
        *("curves", "filters", "confusion_1", "confusion_2", "misclassified_1", "misclassified_2"),
    },
    "mask": {"curves", "filters", "confusion"},
    "sequence": {"curves", "confusion", "misclassified"},
    "volume": {"curves", "confusion", "misclassified"},
    "hinged": {"curves", "filters", "confusion"},
    "values": {"curves", "filters"},
}


def examples(table: Table, folder: Path) -> Path:
    """Return a file of examples whose classes can be told, though not always."""
    draw = np.random.default_rng(7)
    (shape,) = table["inputs"].values()
    held: dict[str, object] = {}
    for part, count in (("train", PER_EPOCH * BATCH), ("test", TESTED)):
        classes = draw.integers(0, CLASSES, count)
        noise = draw.normal(size=(count, *shape))
        held[f"x_{part}"] = noise + np.expand_dims(classes, tuple(range(1, noise.ndim))) * 0.5
        held[f"y_{part}"] = held[f"y_{part}_kind"] = classes
        held[f"y_{part}_is_last"] = (classes == CLASSES - 1).astype("float32")
        if table["layers"] == MASK:
            held[f"y_{part}"] = draw.integers(0, CLASSES, noise.shape[:-1])
    path = folder / "own.npz"
    np.savez(path, **held)
    return path


def load(table: Table, folder: Path) -> ModuleType:
    """Return a script as a module, with nothing left of those before it."""
    keras.backend.clear_session()
    text = emit(check(Source("tested.json", json.dumps(table).encode())), version=None)
    made = ModuleType("train")
    folder.mkdir(exist_ok=True)
    path = folder / f"{hashlib.sha256(text.encode()).hexdigest()}.py"  # AutoGraph reads the file
    path.write_text(text)
    made.__file__ = str(path)
    exec(compile(text, made.__file__, "exec"), made.__dict__)  # noqa: S102  our own script
    determinism = tf.config.experimental.enable_op_determinism
    made.__dict__["set_up"] = determinism  # threads are set already
    return made


def run(table: Table, folder: Path, *options: str) -> ModuleType:
    """Run a script as its user would, and return it."""
    script = load(table, folder)
    words = ["train.py", "--data", str(examples(table, folder)), "--run-dir", str(folder), *options]
    kept, sys.argv = sys.argv, words
    try:
        script.main()
    finally:
        sys.argv = kept
    return script


def values(folder: Path) -> list[tuple[int, str, object]]:
    """Return all that TensorBoard reads in a folder: step, tag, and number or bytes."""
    return [
        (event.step, value.tag, getattr(value, value.WhichOneof("value")))
        for path in sorted(folder.glob(EVENTS))
        for event in events(path)
        for value in event.summary.value
    ]


def events(path: Path) -> list[object]:
    records = tf.data.TFRecordDataset(str(path)).as_numpy_iterator()
    return [tf.compat.v1.Event.FromString(record) for record in records]


def history(folder: Path) -> list[dict[str, str]]:
    with (folder / "history.csv").open() as file:
        return list(csv.DictReader(file))


def picture(path: Path) -> object:
    """Return a picture as height x width x 3, with what is drawn in it, not all of one colour."""
    pixels = tf.io.decode_png(path.read_bytes(), channels=3).numpy()
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 10, path
    return pixels


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the folder of the run of a spec, which is run once."""

    @functools.cache
    def folder_of(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name)
        run(SPECS[name], folder)
        return folder

    return folder_of


@pytest.fixture
def colour(runs: Callable[[str], Path]) -> Path:
    return runs("colour")


def test_numbers_are_those_of_the_history(colour: Path) -> None:
    shown = {(step, tag): value for step, tag, value in values(colour) if isinstance(value, float)}
    for row in history(colour):
        step = int(row["step"])
        assert shown.pop((step, "learning_rate")) == pytest.approx(0.001)
        for name in row.keys() - {"epoch", "step"}:
            assert shown.pop((step, name)) == pytest.approx(float(row[name]), rel=1e-6)
    assert not shown


def test_histograms_images_and_graph_are_of_the_network(colour: Path) -> None:
    script = load(COLOUR, colour)
    checkpoint = tf.train.load_checkpoint(str(colour / "checkpoints" / "step-24"))
    last = {tag: value for step, tag, value in values(colour) if step == 24}
    for name in ("first/kernel", "first/bias", "out/kernel", "out/bias"):
        weight = checkpoint.get_tensor(name)
        assert last[name].num == sum(last[name].bucket) == weight.size
        assert (last[name].min, last[name].max) == pytest.approx((weight.min(), weight.max()))
        assert last[name].sum == pytest.approx(weight.sum(), abs=1e-4)
    model = script.build_model()
    model.get_layer("first").kernel.assign(checkpoint.get_tensor("first/kernel"))
    image = tf.io.decode_png(last["first/filters"].encoded_image_string).numpy()
    assert image.shape == (34, 162, 3) == (last["first/filters"].height, 162, 3)
    np.testing.assert_allclose(image / 255, script.filters(model), atol=0.003)
    (drawn,) = [event.graph_def for event in events(next(colour.glob(EVENTS))) if event.graph_def]
    nodes = tf.compat.v1.GraphDef.FromString(drawn).node
    scopes = {(node.op, *node.name.split("/")[:-1]) for node in nodes}
    # Keras opens the scope of a layer twice, so that TensorFlow numbers it.
    assert "image" in {node.name for node in nodes}
    assert {("Conv2D", "tested_1", "first_1"), ("MatMul", "tested_1", "out_1")} <= scopes


@pytest.mark.parametrize("name", SPECS)
def test_every_run_leaves_its_pictures(name: str, runs: Callable[[str], Path]) -> None:
    made = {path.stem: picture(path) for path in (runs(name) / "plots").iterdir()}
    assert set(made) == PICTURES[name]
    panels = {"joint": (700, 1350, 3), "values": (350, 450, 3)}
    assert made["curves"].shape == panels.get(name, (350, 900, 3))


@pytest.mark.parametrize("name", ["colour", "plain", "joint", "mask"])
def test_matrices_count_what_the_metrics_measure(
    name: str, runs: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    script, restored = again(SPECS[name], runs(name))
    measured = restored.evaluate()
    places = (
        {"kind_accuracy": (0,), "is_last_accuracy": (1,)} if name == "joint" else {"accuracy": ()}
    )
    averaged = getattr(restored.trainer, "averaged", contextlib.nullcontext)
    for metric, place in places.items():
        with averaged():
            found = script.compare(restored.trainer, *place)
        counts, mistakes = (found, []) if name == "mask" else found
        assert counts.sum() == TESTED * (36 if name == "mask" else 1)
        assert counts.trace() / counts.sum() == pytest.approx(measured[metric])
        if name != "mask":
            check_mistakes(restored.trainer, counts, mistakes)
    assert f"on {TESTED} test examples" in capsys.readouterr().out


def check_mistakes(trainer: object, counts: object, mistakes: list[object]) -> None:
    """Check that the mistakes are the surest ones, of the test set, and what the matrix counts."""
    assert len(mistakes) == min(counts.sum() - counts.trace(), 25)
    sure = [mistake.probability for mistake in mistakes]
    assert sure == sorted(sure, reverse=True)
    assert all(1 / len(counts) <= probability <= 1 for probability in sure)
    images = trainer.test.images.numpy()
    for mistake in mistakes:
        assert mistake.truth != mistake.answer
        assert counts[mistake.truth, mistake.answer]
        assert (images == mistake.image).all(axis=tuple(range(1, images.ndim))).any()


def again(table: Table, folder: Path) -> tuple[ModuleType, object]:
    """Return a script and its run as the newest checkpoint in a folder has it."""
    script = load(table, folder)
    kept, sys.argv = sys.argv, ["train.py", "--data", str(folder / "own.npz")]
    try:
        options = script.parse_options()
    finally:
        sys.argv = kept
    options.run_dir, options.facts = folder, {}
    trainer = script.Trainer(options, *script.load_examples(options.data, options.facts))
    return script, script.Run(options, trainer)


def test_a_run_that_was_killed_shows_nothing_twice(tmp_path: Path, colour: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(colour, folder)
    for number in (18, 24):
        for path in folder.glob(f"checkpoints/step-{number}*"):
            path.unlink()
    first = folder / "events.out.tfevents.000000000"
    with first.open("ab") as file:
        file.write(first.read_bytes()[:500])  # a kill in the middle of a write
    run(COLOUR, folder)
    assert [path.name[-9:] for path in sorted(folder.glob(EVENTS))] == ["000000000", "000000009"]
    assert [event.step for event in events(first)] == [0, 0, 6]
    assert values(folder) == values(colour)
    run(COLOUR, folder, "--epochs", "5")
    steps = {step for step, _, _ in values(folder)}
    assert steps == {6, 12, 18, 24, 30}
    run(COLOUR, folder, "--fresh", "--steps", "5")
    assert not values(folder)
    assert [event.graph_def != b"" for event in events(first)] == [False, True]


def test_what_is_shown_changes_nothing(tmp_path: Path, colour: Path) -> None:
    del (quiet := dict(COLOUR["training"]))["tensorboard"]
    run({**COLOUR, "training": quiet}, tmp_path)
    names = ("weights_sha256", "metrics", "step", "finished")
    ours, theirs = (json.loads((f / "result.json").read_text()) for f in (tmp_path, colour))
    assert [ours[name] for name in names] == [theirs[name] for name in names]
    assert history(tmp_path) == history(colour)
    assert {tag.startswith(("test_", "l", "a")) for _, tag, _ in values(tmp_path)} == {True}


def test_numbers_are_all_that_is_shown_unless_more_is_asked_for(
    runs: Callable[[str], Path],
) -> None:
    assert {type(value) for _, _, value in values(runs("plain"))} == {float}
    joint = [(step, tag) for step, tag, value in values(runs("joint")) if type(value) is not float]
    assert {step for step, _ in joint} == {12, 24}
    assert {tag.split("/")[0] for _, tag in joint} == {"first", *HEADS}
    sequence = runs("sequence")
    assert {type(value) for _, _, value in values(sequence)} == {float}
    assert any(event.graph_def for event in events(next(sequence.glob(EVENTS))))


def test_without_matplotlib_one_line_says_so(
    colour: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "run"
    shutil.copytree(colour, folder, ignore=shutil.ignore_patterns("plots"))
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    run(COLOUR, folder)
    said = [line for line in capsys.readouterr().out.splitlines() if "install matplotlib" in line]
    assert said == ["plots       install matplotlib to see them"]
    assert not (folder / "plots").exists()


def test_pictures_stay_whole_at_the_ends_of_their_range(tmp_path: Path, colour: Path) -> None:
    from matplotlib.figure import Figure  # noqa: PLC0415  loads much

    script = load(COLOUR, colour)
    perfect = np.diag([9] * CLASSES)
    many = np.random.default_rng(1).integers(0, 5, (200, 200))
    row = {"epoch": 1.0, "loss": 2.0, "test_loss": 3.0}
    for place, (drawing, *what) in enumerate(
        [
            (script.draw_mistakes, perfect, []),
            (script.draw_confusion, np.diag([1, 0])),
            (script.draw_confusion, many),
            (script.draw_curves, [row]),
            (
                script.draw_curves,
                [{f"{part}{n}": 1.0 for n in range(30) for part in ("", "test_")} | row],
            ),
        ]
    ):
        figure = Figure(layout="constrained")
        drawing(figure, *what)
        figure.savefig(tmp_path / f"{place}.png", dpi=100)
        picture(tmp_path / f"{place}.png")


def test_the_guide_is_true_and_its_pictures_are_small() -> None:
    docs = Path(__file__).parents[2] / "docs"
    page = docs.joinpath("training.md").read_text("utf-8")
    section = page.split("\n## Pictures and TensorBoard\n")[1].split("\n## ")[0]
    network = page.split("\n## Recipes\n")[1].split("```toml\n")[1].split("```")[0]
    piece = section.split("```toml\n")[1].split("```")[0]
    checked = check(Source("net.toml", f"{network}\n{piece}".encode()))
    assert not checked.out.diagnostics
    script = emit(checked)
    assert "EPOCHS_PER_HISTOGRAM = 5" in script
    assert "def graph_of" in script
    shown = [docs / path for path in re.findall(r"!\[.*\]\((.*)\)", section)]
    assert len(shown) == 2
    assert sum(path.stat().st_size for path in shown) < 100_000
    for path in shown:
        picture(path)
