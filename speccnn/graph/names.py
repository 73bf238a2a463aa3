"""The name of every layer: the author's, or Keras's own for what has none."""

from collections.abc import Iterator

from speccnn.diagnostics.sink import Path, Sink
from speccnn.document.model import Document, Reuse
from speccnn.graph.findings import DuplicateName
from speccnn.layers.base import Layer
from speccnn.words import numbered, snake_case


def names_of(document: Document, out: Sink) -> tuple[str, ...]:
    """Return a name for each layer, in order; report names that are taken twice."""
    taken = _Taken(out)
    for name in document.inputs:
        taken.claim(name, (name,), at=("inputs", name))
    for index, layer in enumerate(document.layers):
        if layer.name is not None:
            taken.claim(layer.name, _parts(layer, layer.name), at=("layers", index, "name"))
    chosen: list[str] = []
    keras_names: dict[str, Iterator[str]] = {}
    for layer in document.layers:
        name = layer.name
        if name is None:
            kind = layer.reuse if isinstance(layer, Reuse) else layer.type
            names = keras_names.setdefault(kind, numbered(snake_case(kind)))
            name = next(name for name in names if taken.is_free(_parts(layer, name)))
            taken.claim(name, _parts(layer, name), at=())
        chosen.append(name)
    return tuple(chosen)


def _parts(layer: Layer | Reuse, name: str) -> tuple[str, ...]:
    return (name,) if isinstance(layer, Reuse) else layer.parts(name)


class _Taken:
    """The names that are given, whatever their case, and where."""

    def __init__(self, out: Sink) -> None:
        self._out = out
        self._names: dict[str, tuple[str, Path]] = {}

    def is_free(self, parts: tuple[str, ...]) -> bool:
        return not any(part.lower() in self._names for part in parts)

    def claim(self, name: str, parts: tuple[str, ...], *, at: Path) -> None:
        for part in parts:
            other, where = self._names.setdefault(part.lower(), (part, at))
            if where != at:
                finding = DuplicateName(part, other)
                self._out.report(finding, at=at, layer=name, notes=[("it is taken here", where)])
                return
