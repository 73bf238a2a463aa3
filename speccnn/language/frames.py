"""Where names lead: the layers of one block instance, or those of the spec itself."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, final

from speccnn.diagnostics.sink import Path, Traced
from speccnn.language.expression import Result
from speccnn.words import short

if TYPE_CHECKING:
    from speccnn.language.entry import Entry
    from speccnn.language.written import Filled, Written

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
class Told(NamedTuple):
    """What a use tells a block, all that the block may read, and its entries filled with it."""

    given: Scope
    scope: Scope
    filled: "dict[Written, Filled]"


@final
class Reference(NamedTuple):
    """A name, as it is meant in a frame."""

    frame: "Frame"
    name: str


# A full name, the place of a layer whose name is not settled yet, or a name as a frame means it.
Target: TypeAlias = str | int | Reference


@final
class Frame:
    """One instance of a block, or the spec itself: its layers' names, and what they stand for.

    `names` leads from the short names in the frame to layers, or to names in other frames.
    `owners` says, for names in lower case, which entry has one and whether it uses a block.
    `before` is what a layer without `inputs` reads, `output` what the block gives. `instances` are
    the blocks used in the frame, `mentioning` the entries that mention names, `emitted` the places
    of its layers, those of blocks in it too. Frames of one scope share what is `filled` with it.
    """

    __slots__ = (
        "before",
        "block",
        "emitted",
        "filled",
        "instances",
        "mentioning",
        "names",
        "output",
        "owners",
        "prefix",
        "scope",
        "uses",
    )

    def __init__(
        self, prefix: str, told: Told, uses: tuple[Use, ...] = (), block: str = ""
    ) -> None:
        self.prefix = prefix
        self.scope, self.filled = told.scope, told.filled
        self.uses = uses
        self.block = block
        self.names: dict[str, Target] = {}
        self.owners: dict[str, tuple[Path, bool]] = {}
        self.before: Target | None = None
        self.instances: dict[str, Frame] = {}
        self.mentioning: list[Entry] = []
        self.emitted = range(0)
        self.output: Target = ""

    def trace(self, path: Path, within: tuple[tuple[str, Path], ...] = ()) -> Traced:
        """Return a path into this frame's layers, with the uses that lead to the frame.

        `within` leads from the path to the frame.
        """
        return Traced(path, (*within, *((str(use), use.path) for use in reversed(self.uses))))


def full_name(target: Target, names: Sequence[str]) -> str:
    """Return the name in the expanded spec that a target leads to; `names` are those of all layers.

    A name that its frame does not know leads to itself; one that leads in a circle, to nothing.
    """
    if isinstance(target, Reference):
        target = target.frame.names.get(target.name, target.name)
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
    return names[target] if isinstance(target, int) else target
