"""Where names lead: the layers of one block instance, or those of the spec itself."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, final

from speccnn.diagnostics.sink import Path, Traced
from speccnn.language.expression import Result
from speccnn.words import short

if TYPE_CHECKING:
    from speccnn.language.again import Instance

Scope: TypeAlias = Mapping[str, Result]


@final
class Use(NamedTuple):
    """One copy of a block: where it is used, and what it was told."""

    path: Path
    block: str
    name: str
    copy: int
    copies: int
    told: Scope

    def __str__(self) -> str:
        copy = f", copy {self.copy + 1} of {self.copies}" if self.copies > 1 else ""
        told = ", ".join(f"{name} = {short(value)}" for name, value in self.told.items())
        return f'in block "{self.block}", used as "{self.name}"{copy}{told and f", with {told}"}'


@final
class Reference(NamedTuple):
    """A name, as it is meant in a frame."""

    frame: "Frame"
    name: str


Target: TypeAlias = str | Reference


@final
class Frame:
    """One instance of a block, or the spec itself: its layers' names, and what they stand for.

    `names` leads from the short names in the frame to full names, or to names in other frames.
    `before` is what a layer without `inputs` reads. `mentions` are the names that were read, and
    what says where.
    """

    def __init__(
        self, prefix: str, scope: Scope, uses: tuple[Use, ...] = (), block: str = ""
    ) -> None:
        self.prefix = prefix
        self.scope = scope
        self.uses = uses
        self.block = block
        self.names: dict[str, Target] = {}
        self.before: Target | None = None
        self.instances: dict[str, Instance] = {}
        self.mentions: list[tuple[str, Callable[[], Traced]]] = []

    def trace(self, path: Path, within: tuple[tuple[str, Path], ...] = ()) -> Traced:
        """Return a path into this frame's layers, with the uses that lead to the frame.

        `within` leads from the path to the frame.
        """
        return Traced(path, (*within, *((str(use), use.path) for use in reversed(self.uses))))


def full_name(target: Target) -> str:
    """Return the name in the expanded spec that a target leads to.

    A name that its frame does not know leads to itself; one that leads in a circle, to nothing.
    """
    if isinstance(target, Reference):
        target = target.frame.names.get(target.name, target.name)
    if isinstance(target, str):
        return target
    passed: list[Reference] = []
    seen: set[tuple[int, str]] = set()
    while isinstance(target, Reference):
        if (id(target.frame), target.name) in seen:
            target = ""
            break
        seen.add((id(target.frame), target.name))
        passed.append(target)
        target = target.frame.names.get(target.name, target.name)
    for reference in passed:
        if reference.name in reference.frame.names:
            reference.frame.names[reference.name] = target
    return target
