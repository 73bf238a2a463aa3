"""What may be changed about a diagnostic, before it is tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, final

from speccnn.diagnostics.sink import Diagnostic, Path
from speccnn.fields import is_list, is_table
from speccnn.fixes.draft import Change, Draft


@final
class Candidate(NamedTuple):
    """Changes that might take a diagnostic away, and what to call them.

    Of a family, whose members do more and more of the same, the first that works is enough.
    """

    title: str
    changes: tuple[Change, ...]
    safe: bool = False
    family: str = ""


@final
@dataclass(frozen=True)
class Case:
    """A diagnostic and the spec that it is about, as it is written."""

    diagnostic: Diagnostic
    draft: Draft

    @property
    def path(self) -> Path:
        """Where the diagnostic is."""
        return self.diagnostic.path

    @property
    def value(self) -> object:
        """What is written there, or None."""
        return self.draft.at(self.path)

    @property
    def text(self) -> str:
        """The text that the diagnostic is about."""
        span = self.diagnostic.span
        return self.draft.text[span.start : span.end]

    @property
    def layer_path(self) -> Path:
        """The path of the layer that the diagnostic is about, or the empty path."""
        for length in range(len(self.path), 1, -1):
            path = self.path[:length]
            if path[-2] == "layers" and isinstance(path[-1], int):
                return path
        return ()

    @property
    def layer(self) -> dict[str, object]:
        """The table of that layer as it is written; empty if there is none."""
        table = self.draft.at(self.layer_path) if self.layer_path else None
        return table if is_table(table) else {}

    def upstream(self, name: object = None) -> Iterator[tuple[Path, dict[str, object]]]:
        """Yield the layers of the same list that lead to the layer, or to `name`, the last first.

        Of a merge the first branch is followed.
        """
        parent = self.layer_path[:-1]
        index = self._index_of(name) if name else self._read_by(self.layer_path)
        seen: set[int] = set()
        while index is not None and index not in seen:
            seen.add(index)
            path = (*parent, index)
            table = self.draft.at(path)
            if is_table(table):
                yield path, table
            index = self._read_by(path)

    def _read_by(self, path: Path) -> int | None:
        """Return the number of the layer that the layer at a path reads, of the same list."""
        table, last = self.draft.at(path), path[-1] if path else 0
        if not is_table(table) or not isinstance(last, int):
            return None
        read = table.get("inputs")
        if read is None:
            return last - 1 if last > 0 else None
        return self._index_of(read[0] if is_list(read) and read else read)

    def _index_of(self, name: object) -> int | None:
        layers = self.draft.at(self.layer_path[:-1])
        tables = layers if is_list(layers) else []
        names = [table.get("name") if is_table(table) else None for table in tables]
        return names.index(name) if name in names else None

    def inputs(self) -> Iterator[tuple[str, Path, list[object]]]:
        """Yield the name, the path and the sizes of each input whose shape is written."""
        inputs = self.draft.values.get("inputs")
        for name, entry in inputs.items() if is_table(inputs) else ():
            shape = entry.get("shape") if is_table(entry) else entry
            path = ("inputs", name, "shape") if is_table(entry) else ("inputs", name)
            if is_list(shape):
                yield name, path, shape
