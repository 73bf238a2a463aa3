"""Where images are moved at random, labels of places are moved alike; or the spec is refused."""

import argparse
import json
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")

from test_scripts import Table, load, spec  # noqa: E402

from speccnn.diagnostics.source import Source  # noqa: E402
from speccnn.pipeline import SpecError, check  # noqa: E402

COUNT, SIZE = 12, 12
OPTIONS = argparse.Namespace(seed=4, batch_size=COUNT, learning_rate=0.1, epochs=1, steps=None)
FILL = {"fill_mode": "constant", "interpolation": "nearest"}
MOVES: list[Table] = [
    {"type": "RandomFlip"},
    {"type": "RandomRotation", "factor": 0.1},
    {"type": "RandomTranslation", "height_factor": 0.2, "width_factor": 0.1},
    {"type": "RandomZoom", "height_factor": 0.3, "width_factor": 0.2},
]
LIGHT: list[Table] = [{"type": "RandomContrast", "factor": 0.5, "value_range": [0, 1]}]
SPARSE, VALUES, ANSWERS = "sparse_categorical_crossentropy", "mse", "binary_crossentropy"


def mask(filters: int, **more: object) -> Table:
    window = {"kernel_size": 1} if filters > 1 else {"kernel_size": 3, "padding": "same"}
    return {"type": "Conv2D", "name": "out", "filters": filters, **window, **more}


def network(loss: object, augment: list[Table], *layers: Table, **more: object) -> Table:
    training = {"loss": loss, "batch_size": COUNT, "optimizer": {"type": "SGD"}}
    data = {"source": "npz", "augment": augment}
    inputs = {"image": [SIZE, SIZE, 1]}
    return spec(training, *layers, **{"inputs": inputs, "data": data, **more})


def nearest(augment: list[Table], **more: object) -> list[Table]:
    """Return augmentations after which an image holds no numbers that it did not hold before."""
    kept = {"interpolation": "nearest", **more}
    return [it if it["type"] == "RandomFlip" else it | kept for it in augment]


def varied(table: Table, folder: Path, *held: object, step: int = 5) -> tuple[object, object]:
    """Return the images and labels that a step trains on."""
    module = load(table, folder)
    part = module.prepare(*held)
    trainer = module.Trainer(OPTIONS, part, part)
    place = module.tf.constant(step, module.tf.int64)
    images, labels = trainer.batch(place)
    trainer.seed_noise(place)
    moved = trainer.vary(images, labels)
    assert not np.allclose(moved[0], images)
    return tuple(part.numpy() for part in moved)


def classes() -> object:
    return np.random.default_rng(0).integers(0, 4, (COUNT, SIZE, SIZE))


@pytest.mark.parametrize("fill", [{}, {"fill_mode": "constant"}, {"fill_mode": "wrap"}])
@pytest.mark.parametrize("augment", [MOVES[:1], *([it] for it in MOVES[1:]), [*LIGHT, *MOVES]])
def test_classes_move_as_images_do(augment: list[Table], fill: Table, tmp_path: Path) -> None:
    truth = classes()
    table = network(SPARSE, nearest([it for it in augment if it not in LIGHT], **fill), mask(4))
    images, labels = varied(table, tmp_path, truth / 3, truth)
    assert labels.dtype.kind == "i"
    assert (images[..., 0] * 3).round().astype(int).tolist() == labels.tolist()
    if augment[0] in LIGHT:  # which changes the numbers of images, and of no labels
        table["data"] |= {"augment": [*LIGHT, *table["data"]["augment"]]}
        _, same = varied(table, tmp_path, truth / 3, truth)
        assert set(np.unique(same)) <= {0, 1, 2, 3}


@pytest.mark.parametrize("loss", ["categorical_crossentropy", ANSWERS])
def test_rows_and_answers_move_as_images_do(loss: str, tmp_path: Path) -> None:
    truth = classes()
    rows = np.eye(4)[truth].astype(np.float32)
    images, labels = varied(network(loss, nearest(MOVES), mask(4)), tmp_path, truth / 3, rows)
    assert (labels.sum(-1) == 1).all()
    assert (images[..., 0] * 3).round().tolist() == labels.argmax(-1).tolist()


def test_classes_stay_classes_where_images_are_interpolated(tmp_path: Path) -> None:
    truth = np.repeat(np.repeat(classes()[:, ::6, ::6], 6, 1), 6, 2)
    images, labels = varied(network(SPARSE, MOVES, mask(4)), tmp_path, truth / 3, truth)
    assert set(np.unique(labels)) <= {0, 1, 2, 3}
    agree = abs(images[..., 0] * 3 - labels) < 0.5
    assert agree.mean() > 0.9


def test_values_are_moved_as_images_are(tmp_path: Path) -> None:
    truth = np.random.default_rng(1).random((COUNT, SIZE, SIZE, 1)).astype(np.float32)
    images, labels = varied(network(VALUES, MOVES, mask(1)), tmp_path, truth, truth)
    assert images.tolist() == labels.tolist()
    light = network(VALUES, [*LIGHT, *MOVES], mask(1))
    lit, same = varied(light, tmp_path, truth, truth)
    assert not np.allclose(lit, same)


def test_maps_of_other_scales_move_alike(tmp_path: Path) -> None:
    coarse = np.repeat(np.repeat(classes()[:, ::6, ::6], 6, 1), 6, 2)
    fine = coarse.repeat(2, 1).repeat(2, 2)
    layers = [{"type": "UpSampling2D", "name": "up"}, mask(4)]
    images, labels = varied(network(SPARSE, nearest(MOVES), *layers), tmp_path, coarse / 3, fine)
    agree = (images[..., 0] * 3).round().repeat(2, 1).repeat(2, 2) == labels
    assert agree.mean() > 0.9
    layers = [mask(4, strides=2)]
    images, labels = varied(
        network(SPARSE, nearest(MOVES), *layers), tmp_path, coarse / 3, coarse[:, ::2, ::2]
    )
    agree = (images[:, ::2, ::2, 0] * 3).round() == labels
    assert agree.mean() > 0.8


def test_what_comes_from_nowhere_is_of_the_class_that_is_ignored(tmp_path: Path) -> None:
    truth = np.full((COUNT, SIZE, SIZE), 2)
    loss = {"type": "SparseCategoricalCrossentropy", "ignore_class": 255}
    fill = {"fill_mode": "constant", "fill_value": 0.0}
    table = network(loss, nearest(MOVES[1:], **fill), mask(4))
    images, labels = varied(table, tmp_path, truth / 2, truth)
    assert set(np.unique(labels)) == {2, 255}
    assert ((images[..., 0] == 0) == (labels == 255)).all()


def test_each_output_with_places_moves_and_no_other(tmp_path: Path) -> None:
    layers = [
        mask(4, name="mask"),
        mask(1, name="depth", inputs="image"),
        {"type": "GlobalAveragePooling2D", "inputs": "mask"},
        {"type": "Dense", "name": "kind", "units": 4},
    ]
    loss = {"kind": SPARSE, "mask": SPARSE, "depth": VALUES}
    outputs = ["kind", "mask", "depth"]
    table = network(loss, nearest(MOVES), *layers, outputs=outputs)
    module = load(table, tmp_path)
    truth, kind = classes(), np.arange(COUNT) % 4
    arrays = {"x_train": truth / 3, "y_train_mask": truth, "y_train_kind": kind}
    arrays["y_train_depth"] = truth / 3
    part = module.prepare(arrays, "train")
    trainer = module.Trainer(OPTIONS, part, part)
    place = module.tf.constant(3, module.tf.int64)
    images, labels = trainer.batch(place)
    trainer.seed_noise(place)
    varied_images, moved = trainer.vary(images, labels)
    found = [part.numpy() for part in moved]
    assert found[0].tolist() == labels[0].numpy().tolist()
    assert (varied_images.numpy()[..., 0] * 3).round().astype(int).tolist() == found[1].tolist()
    assert varied_images.numpy().tolist() == found[2].tolist()
    trainer.take_step(place)


@pytest.mark.parametrize("distribution", [None, {"strategy": "mirrored"}])
@pytest.mark.parametrize("precision", ["float32", "mixed_float16"])
def test_a_step_trains_on_labels_that_moved(
    distribution: object, precision: str, tmp_path: Path
) -> None:
    truth = classes()
    table = network(SPARSE, MOVES, mask(4))
    table["training"] |= {"precision": precision, "metrics": ["accuracy"]}
    if distribution:
        table["training"] |= {"distribution": distribution}
    module = load(table, tmp_path)
    before = module.keras.config.dtype_policy()
    try:
        module.keras.config.set_dtype_policy(precision)
        part = module.prepare(truth / 3, truth)
        trainer = module.Trainer(OPTIONS, part, part)
    finally:
        module.keras.config.set_dtype_policy(before)
    zero, two = (module.tf.constant(step, module.tf.int64) for step in (0, 2))
    step, loss = trainer.take_steps(zero, two)
    assert int(step) == 2
    assert np.isfinite(float(loss))


def codes(table: Table) -> set[str]:
    try:
        found = check(Source("moves.json", json.dumps(table).encode()))
    except SpecError as error:
        return {it.finding.code for it in error.diagnostics}
    return {it.finding.code for it in found.out.diagnostics}


ROW = {"type": "Reshape", "target_shape": [SIZE * SIZE, 4]}
FLAT = {"type": "Flatten", "name": "flat"}


@pytest.mark.parametrize(
    ("layers", "loss", "refused"),
    [
        ([mask(4)], SPARSE, False),
        ([mask(4, strides=3)], SPARSE, False),
        ([mask(4, kernel_size=5)], SPARSE, True),
        ([mask(4, strides=[2, 3])], SPARSE, True),
        ([mask(4), ROW], SPARSE, True),
        ([FLAT, {"type": "Dense", "units": SIZE * SIZE}], VALUES, True),
        ([FLAT, {"type": "Dense", "units": SIZE * SIZE}], SPARSE, False),
        ([FLAT, {"type": "Dense", "units": 4}], VALUES, False),
        ([mask(4), {"type": "Reshape", "target_shape": [4, 3, SIZE, 4]}], SPARSE, True),
        ([FLAT, {"type": "Dense", "units": 40}, {"type": "Reshape", "target_shape": [4, 10]}],
         SPARSE, False),
        ([mask(4, kernel_size=SIZE)], SPARSE, False),
    ],
)  # fmt: skip
def test_labels_that_cannot_move_are_refused(
    layers: list[Table], loss: str, *, refused: bool
) -> None:
    for number, move in enumerate(MOVES):
        assert codes(network(loss, [*LIGHT, move], *layers)) == ({"L534"} if refused else set())
        inner = network(loss, [], {**move, "name": f"move_{number}"}, *layers)
        are_places = refused or (layers[0] in (mask(4), mask(4, strides=3)))
        assert codes(inner) == ({"L535"} if are_places else set())
    assert codes(network(loss, LIGHT, *layers)) == set()


def test_maps_whose_sizes_have_names_move_if_they_are_of_the_size_of_the_image() -> None:
    inputs = {"image": ["H", "W", 1]}
    for layer, refused in ((mask(4), False), (mask(4, strides=2), True)):
        table = network(SPARSE, MOVES, layer, inputs=inputs)
        assert codes(table) == ({"L534"} if refused else set())
