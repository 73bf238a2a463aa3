"""Keys that stand in one table and are at home in another."""

from collections.abc import Iterator

from speccnn.document.elsewhere import OPTIMIZER
from speccnn.document.findings import UnknownKey
from speccnn.document.foreign import plainly
from speccnn.document.unknown_keys import NAMED_INPUTS
from speccnn.fields import is_list, is_table
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Change, Draft, Remove, Rename, Set
from speccnn.language.canonical import value_text
from speccnn.training.kinds import OPTIMIZER_ALIASES

Path = tuple[str | int, ...]

POLICIES = {
    "mixedprecision": "mixed_bfloat16",
    "amp": "mixed_bfloat16",
    "bf16": "mixed_bfloat16",
    "fp16": "mixed_float16",
}


def home(case: Case) -> Iterator[Candidate]:
    """Yield the key in the table where it is at home."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownKey), "of a key that is not known"
    policy = POLICIES.get(plainly(str(case.path[-1])), "")
    if policy and case.value is True and case.path[0] == "training":
        changes = Set(case.path, policy), Rename(case.path, "precision")
        yield Candidate(f'write `precision = "{policy}"`', changes)
    if finding.advice == NAMED_INPUTS and is_list(case.value):
        shape = {"image": case.value}
        changes = Set(case.path, shape), Rename(case.path, "inputs")
        yield Candidate(f"write `inputs = {value_text(shape)}`", changes)
    if case.path[0] == "inputs":
        yield from _in_one_list(case)
    if finding.home:
        yield Candidate(
            moved_title(finding.home, case.value), moved(case.draft, case.path, finding.home)
        )


def _in_one_list(case: Case) -> Iterator[Candidate]:
    """Yield the shape of an input whose height, width and channels are keys of their own."""
    table = case.draft.at(case.path[:-1])
    named = {plainly(key)[:1]: value for key, value in table.items()} if is_table(table) else {}
    sizes = [named.get(letter) for letter in "hwc"]
    if is_table(table) and "shape" not in table and None not in sizes:
        title = f"write `{case.path[1]} = {value_text(sizes)}`"
        yield Candidate(title, (Set(case.path[:-1], sizes),))


def moved_title(to: Path, value: object) -> str:
    """Return what to call the move of a key, with its value, to another table."""
    *table, key = to
    where = f"in `{'.'.join(map(str, table))}`" if table else "at the top of the spec"
    return f"write `{key} = {value_text(value)}` {where}"


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
