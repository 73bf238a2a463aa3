"""What Keras says about one layer on some inputs: symbolically, and traced by TensorFlow."""

import itertools
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias

import keras
import numpy as np
import tensorflow as tf
from oracle.verdicts import KINDS, NAME, Answer, Case, Shape, typed

from speccnn.backends.tf.build import evaluate
from speccnn.calls import Call
from speccnn.graph.typed import TypedNode

BATCH = 2
OURS_ALONE = {"rounding", "broadcast"}
NEVER_TRAINED = {"SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"}
PAD_LAYERS = {
    f"{window}{axes}D": f"{pad}Padding{axes}D"
    for window, pad, ranks in [
        ("Conv", "keras.layers.Zero", "123"),
        ("DepthwiseConv", "keras.layers.Zero", "12"),
        ("SeparableConv", "keras.layers.Zero", "12"),
        ("AveragePooling", "keras.layers.Zero", "123"),
        ("MaxPooling", "extra_layers.NegativeInfinity", "123"),
    ]
    for axes in ranks
}

Chain: TypeAlias = Sequence[keras.layers.Layer]


class ContradictionError(Exception):
    """Keras foretells another shape than comes out."""


def lowered(node: TypedNode) -> Chain:
    """Return the live layers that speccnn lowers an accepted layer to."""
    return [evaluate(call) for call in node.lower()]


def asked(case: Case, name: str | None = NAME, pad_name: str = f"{NAME}_pad") -> Chain:
    """Return the live layers that the author's own arguments make; raise what Keras raises.

    Without a name, Keras gives one. Keras has no padding in numbers for windows: a layer that pads
    stands for it. Nor does it take `trainable` for every layer without weights.
    """
    ours = OURS_ALONE | ({"trainable"} if case.kind in NEVER_TRAINED else set())
    arguments = {key: value for key, value in case.arguments.items() if key not in ours}
    calls = []
    if case.kind in PAD_LAYERS and not isinstance(arguments.get("padding", ""), str):
        pad = {"padding": arguments.pop("padding"), "name": pad_name}
        calls.append(Call(PAD_LAYERS[case.kind], (), pad))
    if isinstance(arguments.get("noise_shape"), list):
        arguments["noise_shape"] = [None, *arguments["noise_shape"]]  # ours has no batch axis
    described = {key: _described(key, value) for key, value in arguments.items()}
    named = {} if name is None else {"name": name}
    calls.append(Call(f"{KINDS[case.kind].namespace}.{case.kind}", (), {**named, **described}))
    return [evaluate(call) for call in calls]


def answer(chain: Chain, case: Case) -> Answer:
    """Return what live layers give and hold; raise what Keras raises.

    The symbolic call, TensorFlow's own trace and a run must agree, or nothing is known. Some
    layers take the batch for a size, or contradict TensorFlow, on inputs of another rank.
    """
    symbolic = _applied(chain, [keras.Input(shape) for shape in case.shapes], case.kind)
    if symbolic.shape[0] is not None:
        raise ValueError("the layer takes the batch for a size")
    specs = [tf.TensorSpec((None, *shape)) for shape in case.shapes]
    traced = tf.function(lambda *inputs: _applied(chain, inputs, case.kind))
    static = traced.get_concrete_function(*specs).structured_outputs
    if tuple(symbolic.shape) != tuple(static.shape):
        raise ContradictionError(case)
    if None not in itertools.chain(*case.shapes):
        zeros = [tf.zeros((BATCH, *shape)) for shape in case.shapes]
        eager = _applied(chain, zeros, case.kind)
        if (BATCH, *symbolic.shape[1:]) != tuple(eager.shape):
            raise ContradictionError(case)
    assert symbolic.dtype == "float32", "layers compute in float32"
    return Answer(tuple(symbolic.shape[1:]), tuple(_weights(chain)))


def accepts(case: Case) -> bool:
    """Whether Keras takes the author's own arguments and inputs."""
    with quiet():
        try:
            answer(asked(case), case)
        except AssertionError:
            raise
        except Exception:  # noqa: BLE001  Keras refuses with whatever goes wrong first
            return False
    return True


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Keras's warnings, such as that on a softmax over one number, from ending a test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def is_noisy(layer: keras.layers.Layer) -> bool:
    """Whether a layer holds the state of random numbers, where a script can set it."""
    kept = getattr(layer, "seed_generator", getattr(layer, "generator", None))
    assert (kept is not None) == (len(layer.variables) > len(layer.weights)), (
        "where it is looked for"
    )
    return kept is not None


def configurations(chain: Chain) -> list[object]:
    """Return what live layers say they are made of, in one form for all spellings.

    Pooling that steps for a window counts as the window's strides.
    """
    steps = [layer for layer in chain if layer.name.endswith("_step")]
    found = [layer.get_config() for layer in chain if layer not in steps]
    for layer in steps:
        assert (layer.pool_size, found[-1]["strides"]) == ((1,) * len(layer.pool_size),) * 2
        found[-1] |= {"strides": layer.strides}
    return [_plain(config) for config in found]


def run(case: Case, inputs: Sequence[np.ndarray], weights: Sequence[np.ndarray]) -> np.ndarray:
    """Return what the layers of an accepted case compute; no weights are their initial ones."""
    node = typed(case)
    assert isinstance(node, TypedNode), node
    chain = lowered(node)
    with quiet():
        given = [tf.constant(x, tf.float32) for x in inputs]
        if weights:
            _applied(chain, given, case.kind)
            chain[-1].set_weights(weights)
        return _applied(chain, given, case.kind).numpy()


def _applied(
    chain: Chain, inputs: Sequence[tf.Tensor | keras.KerasTensor], kind: str
) -> tf.Tensor | keras.KerasTensor:
    value = list(inputs) if KINDS[kind].merges else inputs[0]
    for layer in chain:
        value = layer(value)
    return value


def _weights(chain: Chain) -> Iterator[tuple[str, Shape, bool]]:
    for layer in chain:
        trained = {weight.path for weight in layer.trainable_weights}
        for weight in layer.weights:
            yield weight.path.split("/")[-1], tuple(weight.shape), weight.path in trained


def _described(key: str, value: object) -> object:
    """Return a table with a `type` as the Keras call that it means."""
    if not isinstance(value, Mapping) or "type" not in value:
        return value
    namespace = "regularizers" if key.endswith("regularizer") else "initializers"
    kwargs = {name: item for name, item in value.items() if name != "type"}
    return Call(f"keras.{namespace}.{value['type']}", (), kwargs)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        items = tuple(_plain(item) for item in value)
        return items[0] if items and all(item == items[0] for item in items) else items
    return value
