"""A block instance that is applied again: every layer of it, with its weights, to other inputs."""

from collections.abc import Sequence
from typing import final

from speccnn.diagnostics.sink import Path
from speccnn.language.emitted import Emitted
from speccnn.language.entry import Entry
from speccnn.language.frames import Frame, Reference, Target, Told
from speccnn.language.written import filled_as


@final
class Again:
    """Maps what is meant in an instance to what is meant in its second application."""

    def __init__(
        self, instance: Frame, prefix: str, around: Frame, layers: Sequence[Emitted]
    ) -> None:
        self._instance = instance
        self._old, self._new, self._around = instance.prefix, prefix, around
        self._layers, self._later = layers, len(layers) - instance.emitted.start
        self._frames: dict[int, Frame] = {}

    def emitted(self, targets: tuple[Target, ...], path: Path) -> list[Emitted]:
        """Return the layers applied to `targets`, in the place of the instance's inputs."""
        inner = self._frame(self._instance)
        inputs = list(self._instance.names)[: len(targets)]
        inner.names.update(zip(inputs, targets, strict=True))
        return [self._layer(self._layers[place], place, path) for place in self._instance.emitted]

    @property
    def output(self) -> Target:
        """What the second application gives."""
        return self._target(self._instance.output)

    def _layer(self, layer: Emitted, place: int, path: Path) -> Emitted:
        shared = layer.entry.filled.kind.get("reuse")
        kind: dict[str, object] = {"reuse": shared} if isinstance(shared, str) else {}
        return Emitted(
            entry=Entry(filled_as(wanted=True, table=kind), path, self._frame(layer.entry.frame)),
            name=None if layer.name is None else self._renamed(layer.name),
            inputs=None if layer.inputs is None else tuple(map(self._target, layer.inputs)),
            original=place,
        )

    def _frame(self, frame: Frame) -> Frame:
        """Return the frame that stands for one of the instance's in the second application."""
        if not frame.prefix.startswith(self._old):
            return frame
        if id(frame) not in self._frames:
            prefix = self._renamed(frame.prefix)
            made = Frame(prefix, Told({}, frame.scope, {}), self._around.uses, frame.block)
            self._frames[id(frame)] = made
            made.names.update({name: self._target(to) for name, to in frame.names.items()})
        return self._frames[id(frame)]

    def _target(self, target: Target) -> Target:
        if isinstance(target, Reference):
            return Reference(self._frame(target.frame), target.name)
        if isinstance(target, int):
            return target + self._later if target in self._instance.emitted else target
        return self._renamed(target) if target.startswith(self._old) else target

    def _renamed(self, name: str) -> str:
        return self._new + name[len(self._old) :]
