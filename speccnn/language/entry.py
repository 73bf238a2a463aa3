"""An entry among the layers of a spec or block, as one of its copies is meant."""

from typing import NamedTuple, final

from speccnn.diagnostics.sink import Path, Traced
from speccnn.language.frames import Frame
from speccnn.language.written import Filled


@final
class Entry(NamedTuple):
    """One table among the layers, in one of its copies, with its expressions evaluated."""

    filled: Filled
    path: Path
    frame: Frame
    copy: int = 0
    copies: int | None = None

    def trace(self, path: Path) -> Traced:
        """Return a path below the entry, with its copy and the uses of blocks that lead to it."""
        return Traced((*self.path, *path), self.uses)

    @property
    def uses(self) -> tuple[tuple[str, Path], ...]:
        """What leads to the entry; of a mistake in the first copy, none is told that it is it."""
        return self.frame.trace((), self.within if self.copy else ()).uses

    @property
    def within(self) -> tuple[tuple[str, Path], ...]:
        """Which of several copies it is."""
        if self.copies is None or self.copies == 1:
            return ()
        return ((f"in copy {self.copy + 1} of {self.copies}", self.path),)

    def local(self, name: str) -> str:
        """Return a name with what sets the names of copies apart."""
        return name if self.copies is None else f"{name}_{self.copy}"
