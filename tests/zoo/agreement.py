"""How a network of ours is compared with the one of `keras.applications`."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import keras
import numpy as np

Layers: TypeAlias = Counter[tuple[str, object, int]]

CLOSE = 1e-5
UNSEEN = (
    *("momentum", "epsilon", "rate", "noise_shape", "max_value", "init_values"),
    *("kernel_initializer", "depthwise_initializer", "pointwise_initializer", "bias_initializer"),
)


def reference(name: str, size: tuple[int, ...]) -> keras.Model:
    """Return Keras's network with what it has by default, but for the trained weights.

    `size` is the input of those that have none by default.
    """
    make = getattr(keras.applications, name)
    model = make(weights=None)
    return make(weights=None, input_shape=size) if None in model.input_shape[1:] else model


def trained(model: keras.Model) -> int:
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)


def layers(model: keras.Model, written_as: Mapping[str, list[str]]) -> Layers:
    """Count the layers by class, output shape and parameters.

    `written_as` names the layers without weights that stand for one of Keras's own, or for an
    arithmetic operation, whose kind starts with "ops.".
    """
    found: Layers = Counter()
    for layer in _parts(model):
        is_layer = isinstance(layer, keras.Layer)
        kind = type(layer).__name__ if is_layer else f"ops.{type(layer).__name__}"
        parameters = layer.count_params() if is_layer else 0
        if kind in written_as:
            assert not parameters, "nothing may be lost"
            found.update((other, layer.output.shape, 0) for other in written_as[kind])
        else:
            found[kind, layer.output.shape, parameters] += 1
    return found


def _parts(model: keras.Model) -> Iterator[keras.Operation]:
    """Yield the layers and operations, those of a Sequential in its place."""
    for part in model.operations:
        if isinstance(part, keras.Sequential):
            yield from part.layers
        else:
            yield part


def unseen(model: keras.Model) -> Counter[tuple[object, ...]]:
    """Count the layers by what only training shows, or what hardly changes an output."""
    found: Counter[tuple[object, ...]] = Counter()
    for layer in _parts(model):
        if not isinstance(layer, keras.Layer):
            continue
        told = layer.get_config()
        settings = tuple(_setting(told[key]) for key in UNSEEN if key in told)
        if settings:
            found[type(layer).__name__, *settings] += 1
    return found


def _setting(value: object) -> object:
    if not isinstance(value, dict):
        return value
    rest = {key: given for key, given in value["config"].items() if key != "seed"}
    return value["class_name"], *sorted(rest.items())


def largest_difference(ours: keras.Model, theirs: keras.Model) -> float:
    """Return how far the networks are apart with the same weights, relative to the largest number.

    Compared are the outputs and what the last layer reads: a softmax may hide much.
    """
    rng = np.random.default_rng(1)
    values = [_random(weight, rng) for weight in theirs.weights]
    assert [value.shape for value in values] == [weight.shape for weight in ours.weights]
    theirs.set_weights(values)
    ours.set_weights(values)
    image = rng.standard_normal((1, *theirs.input_shape[1:]), np.float32)
    pairs = zip(_seen(ours, image), _seen(theirs, image), strict=True)
    return max(_difference(our, their) for our, their in pairs)


def _random(weight: keras.Variable, rng: np.random.Generator) -> np.ndarray:
    """Return values that keep the numbers in range, and differ wherever a mistake could hide."""
    noise = rng.standard_normal(weight.shape, np.float32)
    match weight.name:
        case "kernel" | "pointwise_kernel":
            return noise * np.float32(np.sqrt(2 / np.prod(weight.shape[:-1])))
        case "depthwise_kernel" | "depthwise_conv2d_kernel":
            return noise * np.float32(np.sqrt(2 / np.prod(weight.shape[:2])))
        case "gamma":
            return 1 + noise / 5
        case "moving_variance" | "variance":
            return np.exp(noise / 4)
        case "beta" | "bias" | "moving_mean" | "mean":
            return noise / 10
        case _:
            return weight.numpy()


def _seen(model: keras.Model, image: np.ndarray) -> list[np.ndarray]:
    seen = keras.Model(model.input, [model.layers[-1].input, model.output])
    return [value.numpy() for value in seen(image, training=False)]


def _difference(our: np.ndarray, their: np.ndarray) -> float:
    assert np.isfinite(their).all(), "the numbers have to stay in range"
    assert their.std() > 1e-3 * their.max(), "numbers that are all alike say nothing"
    return float(np.abs(our - their).max() / np.abs(their).max())
