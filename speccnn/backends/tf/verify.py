"""The proof that a live model is the network that was checked."""

# pyright: basic, reportAttributeAccessIssue=false

from collections.abc import Iterator, Sequence
from typing import NamedTuple, final

import keras

from speccnn.diagnostics.sink import Path
from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.tensor import TensorType

Source = tuple[str, int]


@final
class Difference(NamedTuple):
    """Where a live model is not what was checked.

    `path` leads to the input or layer in the document; () is the network as a whole.
    """

    path: Path
    where: str
    predicted: str
    made: str

    def __str__(self) -> str:
        return f"{self.where}: speccnn says {self.predicted}, TensorFlow made {self.made}"


def verify(model: TypedGraph, live: keras.Model) -> tuple[Difference, ...]:
    """Return how a live model differs from the static answer; empty if it does not.

    Compared are the names of all layers; for each use of a layer what it reads, its output's shape
    and type; the names, shapes, order and trainability of its weights, and their count; and the
    network's inputs and outputs. A size with a name is None in TensorFlow; then TensorFlow may
    lose a size that is a number, but not make another of it.
    """
    return tuple(_differences(model, live))


def _differences(model: TypedGraph, live: keras.Model) -> Iterator[Difference]:
    made = {layer.name: layer for layer in live.layers}
    yield from _names(model, made)
    uses: dict[str, int] = {}
    sources: dict[str, Source] = {name: (name, 0) for name in model.inputs}
    for name, given in model.inputs.items():
        if name in made:
            yield from _tensor(("inputs", name), name, given, made[name].output, bool(model.names))
    for node in model.nodes:
        use = uses[node.holder] = uses.get(node.holder, -1) + 1
        sources[node.name] = (node.holder, use)
        if set(_parts(node)) <= made.keys():
            yield from _use(model, node, made, sources)
        if not node.is_again and node.holder in made:
            yield from _weights(node, made[node.holder])
    for holder, last in uses.items():
        if holder in made and len(made[holder]._inbound_nodes) != last + 1:  # noqa: SLF001
            used = len(made[holder]._inbound_nodes)  # noqa: SLF001
            path = model.node(holder).path
            yield Difference(path, holder, f"{last + 1} use{'s' if last else ''}", f"{used}")
    yield from _whole(model, live, sources)


def _names(model: TypedGraph, made: dict[str, keras.Layer]) -> Iterator[Difference]:
    paths: dict[str, Path] = {name: ("inputs", name) for name in model.inputs}
    paths |= {part: node.path for node in model.nodes for part in _parts(node)}
    for name in paths.keys() - made.keys():
        yield Difference(paths[name], name, "a layer of this name", "none")
    for name in made.keys() - paths.keys():
        yield Difference((), name, "no layer of this name", "one")


def _parts(node: TypedNode) -> tuple[str, ...]:
    return tuple(str(call.kwargs["name"]) for call in node.lower())


def _use(
    model: TypedGraph, node: TypedNode, made: dict[str, keras.Layer], sources: dict[str, Source]
) -> Iterator[Difference]:
    """Compare one use of a layer: its first part reads, its last part gives."""
    use = sources[node.name][1]
    first, last = (made[name]._inbound_nodes for name in (_parts(node)[0], node.holder))  # noqa: SLF001
    if use >= min(len(first), len(last)):
        return
    yield from _tensor(node.path, node.name, node.output, last[use].outputs[0], bool(model.names))
    read = [_source(tensor) for tensor in first[use].input_tensors]
    expected = [sources[name] for name in node.inputs]
    if read != expected:
        yield Difference(node.path, f"{node.name} reads", _said(expected), _said(read))


def _tensor(
    path: Path,
    name: str,
    static: TensorType,
    tensor: keras.KerasTensor,
    may_lose: bool,  # noqa: FBT001
) -> Iterator[Difference]:
    shape, made = static.live_shape, tuple(tensor.shape[1:])
    is_lost = may_lose and len(shape) == len(made)
    known = (
        tuple(None if size is None else said for said, size in zip(shape, made, strict=True))
        if is_lost
        else shape
    )
    if made != known:
        yield Difference(path, name, f"the shape {_shown(shape)}", f"{_shown(made)}")
    if tensor.dtype != static.dtype:
        yield Difference(path, name, f"{static.dtype} numbers", f"{tensor.dtype}")


def _weights(node: TypedNode, layer: keras.Layer) -> Iterator[Difference]:
    trained = {weight.path for weight in layer.trainable_weights}
    made = [(weight.name, tuple(weight.shape), weight.path in trained) for weight in layer.weights]
    static = [(weight.name, weight.shape, weight.trainable) for weight in node.weights]
    for place in range(max(len(made), len(static))):
        said, is_there = static[place : place + 1], made[place : place + 1]
        if said != is_there:
            where = f"{node.name}, weight {place + 1}"
            yield Difference(node.path, where, _weight(said), _weight(is_there))
    if layer.count_params() != node.parameters:
        counted = f"{layer.count_params()}"
        yield Difference(node.path, node.name, f"{node.parameters} parameters", counted)


def _whole(
    model: TypedGraph, live: keras.Model, sources: dict[str, Source]
) -> Iterator[Difference]:
    static = sum(node.parameters for node in model.nodes)
    if static != live.count_params():
        yield Difference((), model.name, f"{static} parameters", f"{live.count_params()}")
    for which, names, tensors in (
        ("inputs", tuple(model.inputs), live.inputs),
        ("outputs", model.outputs, live.outputs),
    ):
        expected, made = [sources[name] for name in names], [_source(one) for one in tensors]
        if made != expected:
            yield Difference((which,), f"the {which}", _said(expected), _said(made))


def _source(tensor: keras.KerasTensor) -> Source:
    """Return which layer made a tensor, and at which of its uses."""
    operation, use, _ = tensor._keras_history  # noqa: SLF001  Keras's own record of the wiring
    return operation.name, use


def _said(sources: list[Source]) -> str:
    return ", ".join(name if use == 0 else f"{name} (use {use + 1})" for name, use in sources)


def _weight(found: Sequence[tuple[str, tuple[object, ...], bool]]) -> str:
    if not found:
        return "none"
    name, shape, is_trained = found[0]
    return f"{name} of {_shown(shape)}{'' if is_trained else ', not trained'}"


def _shown(shape: tuple[object, ...]) -> str:
    return "x".join("?" if size is None else str(size) for size in shape) or "a single number"
