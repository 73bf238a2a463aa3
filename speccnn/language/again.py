"""A block instance that is applied again: every layer of it, with its weights, to other inputs."""

from typing import NamedTuple, final

from speccnn.language.emitted import Emitted
from speccnn.language.frames import Frame, Reference, Target


@final
class Instance(NamedTuple):
    """A block where it is used: its frame, its layers, those of blocks in it too, what it gives."""

    frame: Frame
    emitted: tuple[Emitted, ...]
    output: Target


@final
class Again:
    """Maps what is meant in an instance to what is meant in its second application."""

    def __init__(self, instance: Instance, prefix: str, around: Frame) -> None:
        self._instance = instance
        self._old, self._new, self._around = instance.frame.prefix, prefix, around
        self._frames: dict[int, Frame] = {}

    def emitted(self, targets: list[Target], path: tuple[str | int, ...]) -> list[Emitted]:
        """Return the layers applied to `targets`, in the place of the instance's inputs."""
        inner = self._frame(self._instance.frame)
        inputs = list(self._instance.frame.names)[: len(targets)]
        inner.names.update(zip(inputs, targets, strict=True))
        return [self._layer(layer, path) for layer in self._instance.emitted]

    @property
    def output(self) -> Target:
        """What the second application gives."""
        return self._target(self._instance.output)

    def _layer(self, layer: Emitted, path: tuple[str | int, ...]) -> Emitted:
        shared = layer.table.get("reuse")
        table: dict[str, object] = {"reuse": shared} if isinstance(shared, str) else {}
        return Emitted(
            table=table,
            frame=self._frame(layer.frame),
            path=path,
            name=None if layer.name is None else self._renamed(layer.name),
            key=layer.key,
            inputs=None if layer.inputs is None else tuple(map(self._target, layer.inputs)),
            original=layer,
        )

    def _frame(self, frame: Frame) -> Frame:
        """Return the frame that stands for one of the instance's in the second application."""
        if not frame.prefix.startswith(self._old):
            return frame
        if id(frame) not in self._frames:
            prefix = self._renamed(frame.prefix)
            made = Frame(prefix, frame.scope, self._around.uses, frame.block)
            self._frames[id(frame)] = made
            made.names.update({name: self._target(to) for name, to in frame.names.items()})
        return self._frames[id(frame)]

    def _target(self, target: Target) -> Target:
        if isinstance(target, Reference):
            return Reference(self._frame(target.frame), target.name)
        return self._renamed(target) if target.startswith(self._old) else target

    def _renamed(self, name: str) -> str:
        return self._new + name[len(self._old) :]
