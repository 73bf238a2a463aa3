"""An entry among the layers of a spec or block, as it is written, and what its copies are."""

from typing import NamedTuple, final

from speccnn.diagnostics.sink import Path
from speccnn.fields import is_list, is_table
from speccnn.language.expand import has_expressions
from speccnn.language.frames import Scope
from speccnn.language.template import names_read, resolved, resolved_table
from speccnn.words import snake_case

KIND = ("type", "reuse")
EACH = 20
SETTLED = frozenset({*KIND, "name", "inputs", "repeat", "when"})


@final
class Filled(NamedTuple):
    """An entry with its expressions evaluated, and what follows from it alone.

    `wanted` is what `when` gives. `name` is None where there is none, and where it is no text.
    `kind` is the type of a layer, or whose layer it is, `stem` what it is
    called after that; `rest` are its other fields. `reads` are
    the names that it reads; None where there are none, and where they are no names. `mentions` are
    all names of layers in it, with where.
    """

    wanted: object
    table: dict[str, object]
    name: str | None
    kind: dict[str, object]
    stem: str
    rest: dict[str, object]
    reads: tuple[str, ...] | None
    mentions: tuple[tuple[str, Path], ...]


@final
class Written:
    """An entry as it is written; it is no table where its author mistook what layers are.

    Copies whose expressions have the same values share what comes out. `weight` is about how many
    characters a copy takes.
    """

    def __init__(self, entry: object, path: Path) -> None:
        self.entry = entry
        self.path = path
        self.is_table = is_table(entry)
        self.table = entry if is_table(entry) else {}
        self.repeats = "repeat" in self.table
        self._when = self.table.get("when", True)
        self._rest = {k: value for k, value in self.table.items() if k not in {"repeat", "when"}}
        self._open = {k: value for k, value in self._rest.items() if has_expressions(value)}
        self._names = sorted(set(names_read([self._when, self._open])))
        self.weight = EACH * len(self._rest) + _weight(self._open)
        self._by_values: dict[str, Filled] = {}
        self._by_result: dict[str, Filled] = {}

    def filled(self, scope: Scope) -> Filled:
        """Return the entry for these values of names; raise `TemplateError` where it has none."""
        # As text, since True, 1 and 1.0 are equal.
        values = repr([scope.get(name) for name in self._names]) if self._names else ""
        found = self._by_values.get(values)
        if found is None:
            wanted = resolved(self._when, scope, (*self.path, "when"))
            evaluated = resolved_table(self._open, scope, self.path) if wanted is True else {}
            result = repr((wanted, evaluated))
            found = self._by_result.get(result)
            if found is None:
                found = filled_as(wanted, {**self._rest, **evaluated} if wanted is True else {})
            self._by_values[values] = self._by_result[result] = found
        return found


def filled_as(wanted: object, table: dict[str, object]) -> Filled:
    """Return an entry with this table, as no expressions have made it."""
    name = table.get("name")
    rest = {field: value for field, value in table.items() if field not in SETTLED}
    if not isinstance(name, str | None):
        rest["name"] = name
    kind = {key: table[key] for key in KIND if key in table}
    reads = _reads(table.get("inputs"))
    shared = table.get("reuse")
    mentions: list[tuple[str, Path]] = []
    if isinstance(shared, str) and "block" not in table:
        mentions.append((shared, ("reuse",)))
    mentions += [(name, ("inputs", place)) for place, name in enumerate(reads or ())]
    known = name if isinstance(name, str) else None
    stem = snake_case(str(kind.get("type", kind.get("reuse", "layer"))))
    return Filled(wanted, table, known, kind, stem, rest, reads, tuple(mentions))


def _reads(inputs: object) -> tuple[str, ...] | None:
    names = [inputs] if isinstance(inputs, str) else inputs if is_list(inputs) else None
    if names is None:
        return None
    found = tuple([name for name in names if isinstance(name, str)])
    return found if len(found) == len(names) else None


def _weight(value: object) -> int:
    """Return about how many characters a value takes."""
    items = value.values() if is_table(value) else value if is_list(value) else ()
    length = len(value) if isinstance(value, str) else EACH
    return length + sum([EACH if isinstance(item, int) else _weight(item) for item in items])
