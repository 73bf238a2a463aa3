"""The layers of an expanded spec, as they are meant, before their names are settled."""

from typing import NamedTuple, final

from speccnn.diagnostics.sink import Path, Traced
from speccnn.language.entry import Entry
from speccnn.language.frames import Target


@final
class Emitted(NamedTuple):
    """One layer of the expanded spec.

    `name` is full; None leaves it to be chosen. `inputs` are what it reads; None where nothing is
    said and nothing comes before. `original` is the place of the layer that it applies again, when
    a whole block is.
    """

    entry: Entry
    name: str | None
    inputs: tuple[Target, ...] | None
    original: int | None = None

    def trace(self, rest: Path = ()) -> Traced:
        """Return where a value below the layer was written, and the uses that lead there."""
        return self.entry.frame.trace((*self.entry.path, *rest), self.entry.within)
