"""The values of a spec, and where each stands in the text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, final

from speccnn.diagnostics.sink import Path, Place

Places: TypeAlias = Mapping[Path, Place]


@final
@dataclass(frozen=True)
class Tree:
    """The plain values of a spec, with their places.

    `value` is what `json.loads` or `tomllib.loads` would give. The places are scanned when the
    first one is asked for, so a spec without mistakes never pays for them.
    """

    value: dict[str, object]
    scan: Callable[[], Places]

    def locate(self, path: Path) -> Place | None:
        """Return where the value at `path` stands, or None if it is not written."""
        return self._places.get(path)

    @cached_property
    def _places(self) -> Places:
        return self.scan()
