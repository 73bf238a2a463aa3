"""Keys that stand in one table and are at home in another."""

from collections.abc import Iterator

from speccnn.document.elsewhere import OPTIMIZER
from speccnn.document.findings import UnknownKey
from speccnn.fields import is_table
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Change, Draft, Remove, Rename, Set
from speccnn.language.canonical import value_text
from speccnn.training.kinds import OPTIMIZER_ALIASES

Path = tuple[str | int, ...]


def home(case: Case) -> Iterator[Candidate]:
    """Yield the key in the table where it is at home."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownKey), "of a key that is not known"
    if finding.home:
        yield Candidate(
            moved_title(finding.home, case.value), moved(case.draft, case.path, finding.home)
        )


def moved_title(to: Path, value: object) -> str:
    """Return what to call the move of a key, with its value, to another table."""
    *table, key = to
    where = f"`{'.'.join(map(str, table))}`" if table else "the top of the spec"
    return f"write `{key} = {value_text(value)}` in {where}"


def moved(draft: Draft, path: Path, to: Path) -> tuple[Change, ...]:
    """Return the changes that move a key with its value; a table is made where there is none."""
    value, table = draft.at(path), to[:-1]
    pair = {str(to[-1]): value}
    there = draft.at(table) if table else draft.values
    if table == OPTIMIZER and not is_table(there):
        name = OPTIMIZER_ALIASES.get(str(there or "adam"), "Adam")
        pair = {"type": name, **pair}
    if is_table(there):
        return Remove(path), Set(to, value)
    if table[:-1] == path[:-1] and there is None:
        return Set(path, pair), Rename(path, str(table[-1]))
    return Remove(path), Set(table, pair)
