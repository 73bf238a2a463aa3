"""The values of a spec, and where each stands in the text."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeAlias, final

from speccnn.diagnostics.sink import Path, Place
from speccnn.values import Record

Places: TypeAlias = Mapping[Path, Place]


@final
class Tree(Record):
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
