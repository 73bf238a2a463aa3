"""A network built in Keras as its author wrote it, without speccnn's layers, wiring or shapes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import keras
import tensorflow as tf
from oracle import live
from oracle.verdicts import Case, Shape

Spec: TypeAlias = dict[str, Any]
Weights: TypeAlias = tuple[tuple[str, Shape, bool], ...]

BATCH = 2
MERGES = {
    *("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot"),
}


class KerasRefusesError(Exception):
    """Keras, or TensorFlow below it, does not take a network; says at which layer, and why.

    The layer is None where it is the network as a whole.
    """

    def __init__(self, layer: int | None, why: str) -> None:
        super().__init__(layer, why)
        self.layer = layer
        self.why = why


class UnwritableError(Exception):
    """A network that no program can write down: a circle, or a name that nothing has."""


@dataclass(frozen=True)
class Built:
    """What came of each layer, in the order of the spec; a layer used again holds no weights."""

    shapes: tuple[Shape, ...]
    weights: tuple[Weights, ...]
    names: tuple[str | None, ...]
    parameters: int


@dataclass
class Program:
    """The layers of a plain spec, as live objects made from the author's own arguments.

    What reads from a layer that is `blamed`, directly or through others, is left out.
    """

    spec: Spec
    blamed: frozenset[int] = frozenset()
    chains: list[live.Chain] = field(default_factory=list[live.Chain])
    reads: list[tuple[str | int, ...]] = field(default_factory=list[tuple[str | int, ...]])

    def __post_init__(self) -> None:
        self.layers: list[Spec] = self.spec["layers"]
        self.place = {
            entry["name"]: index for index, entry in enumerate(self.layers) if "name" in entry
        }
        for index, entry in enumerate(self.layers):
            self.reads.append(tuple(self._reads(index, entry)))
        for index, entry in enumerate(self.layers):
            with _blaming(index):
                self.chains.append([] if "reuse" in entry else _chain(index, entry))
        for index, entry in enumerate(self.layers):
            if "reuse" in entry:
                self.chains[index] = self.chains[self._owner(index)]
        self.order = tuple(self._wanted())
        named = [self._found(name) for name in self.spec.get("outputs", [])]
        ends = named or [len(self.layers) - 1]
        self.outputs = [end for end in ends if end in self.order] or [self.order[-1]]

    def _reads(self, index: int, entry: Spec) -> Iterator[str | int]:
        named = entry.get("inputs")
        if named is None:
            first = list(self.spec["inputs"])
            if index == 0 and len(first) > 1:
                raise UnwritableError("nothing says what the first layer reads")
            yield index - 1 if index else first[0]
            return
        for name in [named] if isinstance(named, str) else named:
            yield name if name in self.spec["inputs"] else self._found(name)

    def _found(self, name: str) -> int:
        if name not in self.place:
            raise UnwritableError(f"nothing is called {name}")
        return self.place[name]

    def _owner(self, index: int) -> int:
        for _ in self.layers:
            if "reuse" not in self.layers[index]:
                return index
            index = self._found(self.layers[index]["reuse"])
        raise UnwritableError("layers reuse each other in a circle")

    def _wanted(self) -> Iterator[int]:
        left_out: set[str | int] = set()
        for index in self._ordered():
            if left_out.isdisjoint(self.reads[index]):
                yield index
            else:
                left_out.add(index)
            if index in self.blamed:
                left_out.add(index)

    def _ordered(self) -> Iterator[int]:
        """Yield the layers so that each comes after what it reads, else as in the spec."""
        done: set[int] = set()
        while len(done) < len(self.layers):
            ready = [
                index
                for index, reads in enumerate(self.reads)
                if index not in done and all(isinstance(r, str) or r in done for r in reads)
            ]
            if not ready:
                raise UnwritableError("layers read each other in a circle")
            done.add(ready[0])
            yield ready[0]

    def apply(self, inputs: Mapping[str, Any]) -> dict[int, Any]:
        """Return what each wanted layer gives."""
        given: dict[str | int, Any] = dict(inputs)
        for index in self.order:
            read = [given[name] for name in self.reads[index]]
            merges = type(self.chains[index][-1]).__name__ in MERGES
            with _blaming(index):
                value = read[0] if len(read) == 1 and not merges else read
                for layer in self.chains[index]:
                    value = layer(value)
                if isinstance(value, list | tuple):
                    raise TypeError("gives several tensors")
                given[index] = value
        return {index: given[index] for index in self.order}


def build(spec: Spec, blamed: frozenset[int] = frozenset()) -> Built:
    """Build a network symbolically, by TensorFlow's own trace, and run it; raise if one refuses.

    The three must agree, or nothing is known. `spec` has no blocks and no variables. What reads
    from layers that are `blamed` is left out.
    """
    keras.backend.clear_session(free_memory=False)
    with live.quiet():
        program = Program(spec, blamed)
        inputs = {
            name: keras.Input(tuple(shape), dtype=dtype, name=name)
            for name, shape, dtype in _inputs(spec)
        }
        symbolic = program.apply(inputs)
        for index, given in symbolic.items():
            if given.shape[0] is not None:
                raise KerasRefusesError(index, "takes the batch for a size")
        with _blaming(None):
            outputs = [symbolic[index] for index in program.outputs]
            model = keras.Model(list(inputs.values()), outputs)
        _require_alike(program, symbolic, _traced(program), None)
        _require_alike(program, symbolic, _run(program), BATCH)
    alive = [
        None if "reuse" in entry else chain
        for entry, chain in zip(program.layers, program.chains, strict=True)
    ]
    return Built(
        tuple(tuple(symbolic[index].shape[1:]) for index in sorted(symbolic)),
        tuple(() if chain is None else tuple(live._weights(chain)) for chain in alive),
        tuple(None if chain is None else chain[-1].name for chain in alive),
        model.count_params(),
    )


def _inputs(spec: Spec) -> Iterator[tuple[str, Sequence[int], str]]:
    for name, given in spec["inputs"].items():
        table = given if isinstance(given, dict) else {"shape": given}
        yield name, table["shape"], table.get("dtype", "float32")


def _traced(program: Program) -> dict[int, tf.Tensor]:
    specs = {
        name: tf.TensorSpec((None, *shape), dtype) for name, shape, dtype in _inputs(program.spec)
    }
    traced = tf.function(program.apply, autograph=False).get_concrete_function(specs)
    return traced.structured_outputs


def _run(program: Program) -> dict[int, tf.Tensor]:
    return program.apply(
        {name: tf.zeros((BATCH, *shape), dtype) for name, shape, dtype in _inputs(program.spec)}
    )


def _require_alike(
    program: Program,
    symbolic: Mapping[int, keras.KerasTensor],
    real: Mapping[int, tf.Tensor],
    batch: int | None,
) -> None:
    for index in program.order:
        given = tuple(real[index].shape)
        if given != (batch, *symbolic[index].shape[1:]):
            raise KerasRefusesError(index, f"foretells {symbolic[index].shape}, gives {given}")


def _chain(index: int, entry: Spec) -> live.Chain:
    """Return the live layers of an entry, named as the author did or else by Keras."""
    own = {"type", "name", "inputs"}
    arguments = {key: value for key, value in entry.items() if key not in own}
    return live.asked(Case(entry["type"], arguments, ()), entry.get("name"), f"pad_of_{index}")


class _blaming:  # noqa: N801  reads as a word
    """Turns whatever goes wrong at a layer into Keras's refusal of it."""

    def __init__(self, layer: int | None) -> None:
        self.layer = layer

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception):
            raise KerasRefusesError(self.layer, f"{type(error).__name__}: {error}") from error
