"""Layers without windows compute what their documentation says."""

import numpy as np
import pytest
from oracle.verdicts import KINDS, Case

from speccnn.calls import Call

live = pytest.importorskip("oracle.live")
build = pytest.importorskip("speccnn.backends.tf.build")

X = np.random.default_rng(0).normal(size=(3, 4, 6)).astype(np.float32)
Y = np.random.default_rng(1).normal(size=(3, 4, 6)).astype(np.float32)
SHAPE = X.shape[1:]
IMAGES = np.random.default_rng(2).uniform(0, 1, (400, 4, 6, 3)).astype(np.float32)


def computed(kind: str, arguments: object = (), *, weights: object = ()) -> np.ndarray:
    return live.run(Case(kind, dict(arguments), (SHAPE,)), [X], list(weights))


def merged(kind: str, **arguments: object) -> np.ndarray:
    return live.run(Case(kind, arguments, (SHAPE, SHAPE)), [X, Y], [])


def in_training(kind: str, **arguments: object) -> np.ndarray:
    layer = build.make(Call(f"{KINDS[kind].namespace}.{kind}", (), arguments))
    return np.array(layer(IMAGES, training=True))


def normal(x: np.ndarray, axes: int | tuple[int, ...]) -> np.ndarray:
    mean, variance = x.mean(axes, keepdims=True), x.var(axes, keepdims=True)
    return (x - mean) / np.sqrt(variance + 0.001)


@pytest.mark.parametrize(
    ("kind", "function"),
    [
        ("Subtract", lambda x, y: x - y),
        ("Multiply", lambda x, y: x * y),
        ("Average", lambda x, y: (x + y) / 2),
        ("Maximum", np.maximum),
        ("Minimum", np.minimum),
    ],
)
def test_merges_work_number_by_number(kind: str, function: np.ufunc) -> None:
    assert np.allclose(merged(kind), function(X, Y))


def test_dot_multiplies_matrices_and_gives_cosines() -> None:
    assert np.allclose(merged("Dot", axes=2), X @ Y.transpose(0, 2, 1), atol=1e-5)
    lengths = np.linalg.norm(X, axis=2)[:, :, None] * np.linalg.norm(Y, axis=2)[:, None, :]
    cosines = X @ Y.transpose(0, 2, 1) / lengths
    assert np.allclose(merged("Dot", axes=-1, normalize=True), cosines, atol=1e-5)


def test_layer_normalisation_scales_the_axes_in_the_order_of_their_numbers() -> None:
    gamma, beta = np.arange(24.0).reshape(4, 6), np.ones((4, 6))
    found = computed("LayerNormalization", {"axis": [2, 1]}, weights=[gamma, beta])
    assert np.allclose(found, normal(X, (1, 2)) * gamma + 1, atol=1e-4)


def test_group_normalisation_takes_neighbouring_channels_together() -> None:
    gamma, beta = np.arange(6.0), np.ones(6)
    found = computed("GroupNormalization", {"groups": 2}, weights=[gamma, beta])
    halves = np.concatenate([normal(half, (1, 2)) for half in np.split(X, 2, axis=2)], axis=2)
    assert np.allclose(found, halves * gamma + 1, atol=1e-4)


def test_group_normalisation_of_minus_one_takes_each_channel_alone() -> None:
    found = computed("GroupNormalization", {"groups": -1, "center": False, "scale": False})
    assert np.allclose(found, normal(X, 1), atol=1e-4)


def test_unit_normalisation_gives_vectors_of_length_one() -> None:
    assert np.allclose(np.linalg.norm(computed("UnitNormalization"), axis=2), 1, atol=1e-5)


def test_rectifiers_bend_what_is_negative() -> None:
    alpha = np.arange(6.0).reshape(1, 6)
    learned = computed("PReLU", {"shared_axes": [1]}, weights=[alpha])
    assert np.allclose(learned, np.where(X > 0, X, alpha * X), atol=1e-5)
    leaky = computed("LeakyReLU", {"negative_slope": 0.1})
    assert np.allclose(leaky, np.where(X > 0, X, 0.1 * X), atol=1e-5)
    assert np.allclose(
        computed("ELU", {"alpha": 2}), np.where(X > 0, X, 2 * np.expm1(X)), atol=1e-5
    )


def test_numbers_are_arranged_row_by_row() -> None:
    assert np.array_equal(computed("Reshape", {"target_shape": [3, -1]}), X.reshape(3, 3, 8))
    assert np.array_equal(computed("Permute", {"dims": [2, 1]}), X.transpose(0, 2, 1))
    repeated = live.run(Case("RepeatVector", {"n": 2}, ((4,),)), [X[:, :, 0]], [])
    assert np.array_equal(repeated, np.stack([X[:, :, 0]] * 2, axis=1))


def test_images_are_rescaled_and_normalised_by_channel() -> None:
    numbers = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    rescaled = computed("Rescaling", {"scale": numbers, "offset": 1})
    assert np.allclose(rescaled, X * numbers + 1)
    known = {"mean": numbers, "variance": numbers}
    assert np.allclose(
        computed("Normalization", known), (X - numbers) / np.sqrt(numbers), atol=1e-5
    )
    undone = computed("Normalization", {**known, "invert": True})
    assert np.allclose(undone, X * np.sqrt(numbers) + numbers, atol=1e-5)


def test_normalisation_along_another_axis() -> None:
    numbers = np.arange(1.0, 5.0)
    known = {"axis": 1, "mean": list(numbers), "variance": list(numbers)}
    expected = (X - numbers[:, None]) / np.sqrt(numbers)[:, None]
    assert np.allclose(computed("Normalization", known), expected, atol=1e-5)


def test_spatial_dropout_drops_whole_channels() -> None:
    dropped = in_training("SpatialDropout2D", rate=0.5)
    kept = dropped.any(axis=(1, 2))
    assert np.allclose(dropped, IMAGES * 2 * kept[:, None, None, :])
    assert abs(kept.mean() - 0.5) < 0.1


def test_images_are_mirrored_both_ways_or_not_at_all() -> None:
    flipped = in_training("RandomFlip")
    both = np.array(
        [np.array_equal(f, x[::-1, ::-1]) for f, x in zip(flipped, IMAGES, strict=True)]
    )
    neither = np.array([np.array_equal(f, x) for f, x in zip(flipped, IMAGES, strict=True)])
    assert (both ^ neither).all()
    assert 0.4 < both.mean() < 0.6


@pytest.mark.parametrize(("factor", "least", "most"), [(0.5, 1, 1.5), ((0.5, 0.5), 0.5, 1.5)])
def test_one_number_for_contrast_only_raises_it(factor: object, least: float, most: float) -> None:
    changed = in_training("RandomContrast", factor=factor, value_range=(-9, 9))
    means = changed.mean(axis=(1, 2)) - IMAGES.mean(axis=(1, 2))
    assert np.allclose(means, 0, atol=1e-5)
    spread = changed[..., 0].std(axis=(1, 2)) / IMAGES[..., 0].std(axis=(1, 2))
    assert least - 0.01 <= spread.min() < least + 0.05
    assert most - 0.05 < spread.max() <= most + 0.01
