"""The layers of an expanded spec, as they are meant, before their names are settled."""

from typing import NamedTuple, final

from speccnn.diagnostics.sink import Path, Traced
from speccnn.language.frames import Frame, Target


@final
class Emitted(NamedTuple):
    """One layer of the expanded spec.

    `name` is full; None leaves it to be chosen, and `key` is by what its frame knows the layer.
    `inputs` are what it reads; None where nothing is said and nothing comes before. `original` is
    the layer that it applies again, when a whole block is. `within` says which copy it is.
    """

    table: dict[str, object]
    frame: Frame
    path: Path
    name: str | None
    key: str
    inputs: tuple[Target, ...] | None
    original: "Emitted | None" = None
    within: tuple[tuple[str, Path], ...] = ()

    def trace(self, rest: Path = ()) -> Traced:
        """Return where a value below the layer was written, and the uses that lead there."""
        return self.frame.trace((*self.path, *rest), self.within)
