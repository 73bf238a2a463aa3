"""Every source of examples, read by an emitted script that trains from it and resumes."""

import contextlib
import os
from pathlib import Path

import pytest
from backend_specs import Table, conv, head, script, spec, trained
from data_files import (
    Trained,
    digits,
    write_all,
    write_folder,
)

pytest.importorskip("tensorflow")
pytest.importorskip("sklearn")
np = pytest.importorskip("numpy")

SMALL = trained(spec(conv(2), *head()), batch_size=20, checkpoint={"every_steps": 2})
# What [training] says and what [data] says, together.
WATCHED = trained(
    SMALL,
    epochs=4,
    optimizer={
        "type": "SGD",
        "learning_rate": 4.0,
        "use_ema": True,
        "gradient_accumulation_steps": 2,
    },
    early_stopping={"patience": 1, "restore_best_weights": True},
    checkpoint={"every_steps": 3, "keep": 1, "monitor": "val_accuracy"},
    metrics=["accuracy", {"type": "F1Score", "average": "macro"}],
)
RECIPES = {"small": SMALL, "watched": WATCHED}
FLIP_AND_TURN = [{"type": "RandomFlip"}, {"type": "RandomRotation", "factor": 0.1}]


def reader(folder: Path, table: Table = SMALL, **data: object) -> Trained:
    return Trained(folder, script({**table, "data": data}))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    write_all(folder)
    return folder


SOURCES: dict[str, dict[str, object]] = {
    "npz": {"source": "npz", "path": "digits.npz"},
    "idx": {"source": "idx", "path": "."},
    "csv": {"source": "csv", "path": "digits.csv", "dtype": "uint8"},
    "folder": {"source": "folder", "path": "digits"},
    "tfrecord": {"source": "tfrecord", "path": "digits.tfrecord"},
    "raw": {"source": "tfrecord", "path": "raw.tfrecord", "image": {"type": "uint8"}},
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_gives_the_same_examples(files: Path, name: str) -> None:
    train, test = reader(files, **SOURCES[name]).module.load_examples(None)
    assert (len(train.labels), len(test.labels)) == (48, 12)
    images, labels = digits()
    given = np.concatenate([train.images, test.images])
    assert (given.shape, given.dtype) == ((60, 8, 8, 1), np.float32)
    known = {tuple(image.ravel()): label for image, label in zip(images, labels, strict=True)}
    kept = 0
    for image, label in zip(given, [*train.labels, *test.labels], strict=True):
        found = known.get(tuple((image * 255).round().astype(np.uint8).ravel()))
        kept += found is not None
        assert found in {label, None}
    assert kept >= (60 if name != "folder" else 48)  # a fifth of the folder's are JPEG


@pytest.mark.parametrize("name", RECIPES)
def test_stopped_and_continued_is_as_never_stopped(
    files: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {**SOURCES["folder"], "validation": 0.25, "augment": FLIP_AND_TURN}
    data |= {"scale": "standard", "stratify": True, "class_weights": "balanced"}
    program = reader(files, RECIPES[name], **data)
    monkeypatch.setattr(program.module, "MEMORY", 0)
    whole = program.run(monkeypatch, f"{name}-whole")
    program.run(monkeypatch, f"{name}-parts", "--steps", "1")
    program.run(monkeypatch, f"{name}-parts", "--steps", "3")
    assert program.run(monkeypatch, f"{name}-parts") == whole
    columns = b"epoch,step,loss,accuracy,val_loss,val_accuracy\n1,2,"
    assert name != "small" or whole[1].startswith(columns)
    monkeypatch.setattr(program.module, "MEMORY", 2**30)
    assert program.run(monkeypatch, f"{name}-in_memory") == whole
    assert (files / f"{name}-whole" / "plots" / "curves.png").exists()


def test_pictures_are_of_what_a_stream_tests(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = reader(files, **SOURCES["folder"], scale="standard", validation=0.25)
    found: list[tuple[object, list[tuple[object, ...]]]] = []
    compare = program.module.compare
    monkeypatch.setattr(
        program.module, "draw_pictures", lambda run, _: found.append(compare(run.trainer))
    )
    for memory in (0, 2**30):
        monkeypatch.setattr(program.module, "MEMORY", memory)
        program.run(monkeypatch, f"pictures-{memory}", "--epochs", "1")
    (counts, mistakes), (held_counts, held_mistakes) = found
    assert counts.sum() == 12
    assert len(mistakes) == 12 - counts.trace() > 0
    np.testing.assert_array_equal(counts, held_counts)
    for mistake, held in zip(mistakes, held_mistakes, strict=True):
        np.testing.assert_allclose(mistake.image, held.image, atol=1e-6)
        assert mistake[1:3] == held[1:3]


@pytest.mark.parametrize("name", ["csv", "tfrecord"])
def test_other_sources_resume_too(files: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = reader(files, **SOURCES[name], augment=FLIP_AND_TURN[:1])
    monkeypatch.setattr(program.module, "MEMORY", 0, raising=False)
    whole = program.run(monkeypatch, f"{name}-whole", "--epochs", "1")
    program.run(monkeypatch, f"{name}-parts", "--steps", "2", "--epochs", "1")
    assert program.run(monkeypatch, f"{name}-parts", "--epochs", "1") == whole


def test_what_is_lost_while_training_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_folder(tmp_path / "digits")
    program = reader(tmp_path, **SOURCES["folder"], on_error="skip")
    monkeypatch.setattr(program.module, "MEMORY", 0)
    start = program.module.Run.start
    monkeypatch.setattr(
        program.module.Run,
        "start",
        lambda run: (start(run), (tmp_path / "digits" / "4" / "004.png").unlink()),
    )
    with pytest.raises(SystemExit, match="what could be read at the start cannot be read now"):
        program.run(monkeypatch, "run")
    assert f"skipped: {tmp_path}/digits/4/004.png cannot be read" in capsys.readouterr().out


def test_what_cannot_be_read_while_training_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(tmp_path / "digits")
    broken = tmp_path / "digits" / "4" / "004.png"
    broken.write_bytes(broken.read_bytes()[:60])
    program = reader(tmp_path, **SOURCES["folder"])
    monkeypatch.setattr(program.module, "MEMORY", 0)
    with pytest.raises(SystemExit, match=r"digits/4/004\.png is no whole PNG or JPEG image"):
        program.run(monkeypatch, "run")


def test_a_loss_that_is_not_finite_is_explained_from_a_stream(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = trained(SMALL, optimizer={"type": "SGD", "learning_rate": 1e30}, checkpoint={})
    program = reader(files, table, **SOURCES["folder"], augment=FLIP_AND_TURN)
    monkeypatch.setattr(program.module, "MEMORY", 0)
    with pytest.raises(
        SystemExit, match=r"the loss is nan at step 2: not finite are the outputs of dense"
    ):
        program.run(monkeypatch, "broken")


def test_an_order_is_one_for_streams_and_for_arrays(files: Path) -> None:
    streamed = reader(files, **SOURCES["folder"])
    tf = streamed.module.tf
    epoch, count = tf.constant(5, tf.int64), 48
    examples = streamed.module.Examples(tf.range(float(count)), tf.range(count))
    fake = type("Fake", (), {"seed": 3, "train": examples, "batch_size": count})
    ((order, _),) = streamed.module.Trainer.epoch(
        type("Fake", (fake,), {"example": streamed.module.Trainer.example})(), epoch
    )
    assert sorted(order.numpy()) == list(range(count))
    held = reader(files, **SOURCES["npz"])
    fake.steps_per_epoch, fake.examples = 1, count
    images, _ = held.module.Trainer.batch(fake, epoch)
    assert images.numpy().tolist() == order.numpy().tolist()


def test_standard_scale_is_of_the_training_images(files: Path) -> None:
    data = {**SOURCES["npz"], "scale": "standard", "validation": 0.25}
    train, _, validation = reader(files, **data).module.load_examples(None)
    assert len(validation.labels) == 12
    assert float(train.images.mean()) == pytest.approx(0, abs=1e-5)
    assert float(train.images.std()) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("scale", "low", "high"),
    [
        ("unit", 0, 1),
        ("minus_one_one", -1, 1),
        ("none", 0, 255),
        ({"mean": 0.5, "std": [0.25]}, -2, 2),
    ],
)
@pytest.mark.parametrize("name", ["npz", "raw"])
def test_scales(files: Path, name: str, scale: object, low: float, high: float) -> None:
    train, _ = reader(files, **SOURCES[name], scale=scale).module.load_examples(None)
    assert (train.images.min(), train.images.max()) == (low, high)


def test_a_stratified_split_takes_the_same_share_of_each_class(files: Path) -> None:
    module = reader(files, **SOURCES["npz"], stratify=True, test=0.5).module
    labels = np.repeat([0, 1, 2], [100, 20, 4])
    _, kept, _, aside = module.divide(labels, labels, 0.25)
    assert np.bincount(aside).tolist() == [25, 5, 1]
    assert np.bincount(kept).tolist() == [75, 15, 3]


def test_class_weights_let_classes_count_alike(files: Path) -> None:
    module = reader(files, **SOURCES["npz"], class_weights="balanced").module
    weights = module.balanced_weights(np.repeat(np.arange(10), [2, *[1] * 8, 10]))
    assert weights[[0, 1, 9]].tolist() == pytest.approx([1, 2, 0.2])


def test_an_image_without_transparency_is_opaque(tmp_path: Path) -> None:
    write_folder(tmp_path / "digits", 40)
    broken = os.fsencode(tmp_path / "digits" / "4") + b"/\xff.png"
    Path(os.fsdecode(broken)).write_bytes(b"no image")
    table = spec(*head(), image=(8, 8, 4))
    program = reader(tmp_path, table, **SOURCES["folder"], on_error="skip")
    with (tmp_path / "out").open("w", encoding="utf-8") as out, contextlib.redirect_stdout(out):
        parts = program.module.load_examples(None)
    assert all((part.images[..., 3] == 1).all() for part in parts)
    assert sum(len(part.labels) for part in parts) == 40
    assert r"\xff.png cannot be read" in (tmp_path / "out").read_text()


@pytest.mark.parametrize("fit", ["stretch", "crop", "pad"])
def test_images_of_other_sizes_are_brought_to_the_input(tmp_path: Path, fit: str) -> None:
    io = pytest.importorskip("tensorflow").io
    for number in range(10):
        (tmp_path / "images" / str(number)).mkdir(parents=True)
        for name, size in (("a.png", (30, 60)), ("b.JPEG", (8, 8)), ("c.png", (5, 9))):
            image = np.full((*size, 3), 200, np.uint8)
            encode = io.encode_png if name.endswith("png") else io.encode_jpeg
            path = tmp_path / "images" / str(number) / name
            path.write_bytes(encode(image).numpy())
    data = {"source": "folder", "path": "images", "fit": fit, "resize": "bicubic"}
    train, test = reader(tmp_path, **data).module.load_examples(None)
    assert train.images.shape == (24, 8, 8, 1)
    darkest = min(train.images.min(), test.images.min())
    assert darkest == pytest.approx(0 if fit == "pad" else 200 / 255, abs=0.02)
