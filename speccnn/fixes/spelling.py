"""Words that are nearly right, or right in another framework."""

import re
from collections.abc import Iterator

from speccnn.document.findings import UnknownChoice, UnknownKey, UnknownType
from speccnn.document.foreign import KEYS, LEFT_OUT, OTHER_MEANING, is_same, meant, plainly, unlike
from speccnn.document.frameworks.choices import is_same_word
from speccnn.document.frameworks.entry import Table
from speccnn.document.frameworks.meaning import is_elsewhere, told
from speccnn.document.unknown_keys import KEPT, dropped
from speccnn.fields import is_list, is_table
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Remove, Rename, Rewrite, Set
from speccnn.fixes.foreign import entry
from speccnn.fixes.moves import moved, moved_title
from speccnn.fixes.values import unquoted
from speccnn.graph.findings import UnknownName
from speccnn.language.canonical import value_text
from speccnn.language.findings import (
    BadExpression,
    UnknownBlock,
    UnknownInBlock,
    UnknownVariable,
    WrongParameter,
)
from speccnn.language.places import KNOWN
from speccnn.language.size_like_variable import SizeLikeVariable
from speccnn.layers.kinds import LAYERS
from speccnn.lints.unknown_monitor import UnknownMonitor
from speccnn.lints.unknown_output import UnknownOutput

_NO_LAYERS = {
    "input": "inputs have their own table",
    "inputlayer": "inputs have their own table",
    "identity": "it changes nothing",
}
PAIR = 2
_BRACED = re.compile(r"\$\{ *([A-Za-z]\w*) *\}")


def key(case: Case) -> Iterator[Candidate]:
    """Yield the key that is meant."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownKey | WrongParameter), "of a key that is not known"
    if entries := [*entry(case)]:
        yield from entries
        return
    right = finding.suggestion
    written = str(case.path[-1])
    if right is None and isinstance(finding, UnknownKey):
        yield from _unquoted(case, finding)
    if isinstance(finding, UnknownKey) and "with" in finding.known:
        changes = Rename(case.path, "with"), Set(case.path, {written: case.value})
        yield Candidate(f"write it in `with`: `with = {{ {written} = … }}`", changes)
    if right is None:
        return
    safe = is_same(written, right) or meant(written, KEYS, (right,)) == right
    plain = plainly(written)
    changes = (Rename(case.path, right),)
    note = OTHER_MEANING.get(plain, "") or unlike(written, case.layer)
    safe = safe and plain not in OTHER_MEANING and not note
    yield Candidate(f"write `{right}`{note}", changes, safe)


def _unquoted(case: Case, finding: UnknownKey) -> Iterator[Candidate]:
    """Yield a key that is nearly the same, with the number that stands in quotes."""
    written, value = str(case.path[-1]), case.value
    near = next((name for name in finding.known if is_same(written, name)), None)
    number = unquoted(value.strip()) if isinstance(value, str) else None
    if near is not None and number is not None:
        changes = Set(case.path, number), Rename(case.path, near)
        yield Candidate(f"write `{near} = {value_text(number)}`", changes)
    if near is not None and isinstance(value, str):
        changes = Set(case.path, [value]), Rename(case.path, near)
        yield Candidate(f"write `{near} = {value_text([value])}`", changes)


def kept(case: Case) -> Iterator[Candidate]:
    """Yield the share that is dropped for the share that is kept."""
    share = dropped(case.value)
    is_kept = plainly(str(case.path[-1])) in KEPT
    if is_kept and share is not None and not [*entry(case)]:
        changes = Set(case.path, share), Rename(case.path, "rate")
        yield Candidate(f"write `rate = {share}`, the share that is dropped", changes)


def left_out(case: Case) -> Iterator[Candidate]:
    """Yield the spec without a key that only other frameworks need."""
    finding, written = case.diagnostic.finding, str(case.path[-1])
    assert isinstance(finding, UnknownKey), "of a key that is not known"
    why, _, what = finding.advice.rpartition(": ")
    if what == "leave it out":
        note = unlike(written, case.layer)
        safe = plainly(written) in LEFT_OUT and case.value != "channels_first" and not note
        yield Candidate(f"leave `{written}` out: {why}{note}", (Remove(case.path),), safe)


def kind(case: Case) -> Iterator[Candidate]:
    """Yield the type that is meant, of a layer, a loss or an optimizer."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownType), "of a type that is not known"
    right, written = finding.suggestion, case.value
    if isinstance(written, str) and case.layer and plainly(written) in _NO_LAYERS:
        yield Candidate(
            f"remove this layer: {_NO_LAYERS[plainly(written)]}", (Remove(case.layer_path),)
        )
    blocks = case.draft.at(("blocks",))
    if is_table(blocks) and written in blocks:
        yield Candidate(f'write `block = "{written}"`', (Rename(case.path, "block"),))
        return
    if case.layer and case.path[:-1] == case.layer_path and told(case.layer):
        yield from entry(case)
        return
    if right is None or not isinstance(written, str):
        return
    safe = is_slip(written, right)
    yield Candidate(f'write `type = "{right}"`', (Set(case.path, right),), safe)


def is_slip(written: str, right: str) -> bool:
    """Whether a word is another one, misspelt, and none of another framework's."""
    is_spelt = plainly(written) == plainly(right)
    return is_same(written, right) and (is_spelt or not is_elsewhere(written))


def word(case: Case) -> Iterator[Candidate]:
    """Yield the word that is meant, of those that its key may hold."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownChoice), "of a word that is not known"
    right, written = finding.suggestion, case.value
    if finding.key == "padding" and (padding := _theano(written, case.layer)) is not None:
        change = Set(case.path, padding)
        yield Candidate(f"write `padding = {value_text(padding)}`", (change,), safe=True)
    if right is None or not isinstance(written, str):
        return
    safe = is_slip(written, right) or is_same_word(written, right)
    key_and_sign = f"{finding.key} = " if isinstance(case.path[-1], str) else ""
    yield Candidate(f'write `{key_and_sign}"{right}"`', (Set(case.path, right),), safe)


def _theano(word: object, layer: Table) -> object:
    """Return the padding that Theano calls half or full: of windows that are not dilated."""
    size = layer.get("kernel_size")
    sizes = size if is_list(size) else [size]
    if word not in {"half", "full"} or "dilation_rate" in layer:
        return None
    whole = [n for n in sizes if isinstance(n, int) and not isinstance(n, bool)]
    if len(whole) != len(sizes):
        return None
    padding = [n // 2 if word == "half" else n - 1 for n in whole]
    return padding if len(set(padding)) > 1 else padding[0]


def reference(case: Case) -> Iterator[Candidate]:
    """Yield the name of the layer or input that is meant."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownName), "of a name that is not known"
    yield from _quoted(case, finding.given, finding.suggestion)


def variable(case: Case) -> Iterator[Candidate]:
    """Yield the variable, the block or the layer in a block that is meant."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownVariable | UnknownBlock | UnknownInBlock), "of the language"
    yield from _quoted(case, finding.given, finding.suggestion)
    if isinstance(finding, UnknownVariable) and len(finding.place) == PAIR:
        yield from _table(case, finding.place[:1], "variables")
    if isinstance(finding, UnknownBlock):
        for name, table in case.draft.values.items():
            if is_table(table) and case.value in table:
                yield from _table(case, (name,), "blocks")
    if isinstance(finding, UnknownBlock) and case.value in LAYERS:
        yield Candidate(f'write `type = "{case.value}"`', (Rename(case.path, "type"),))
    if isinstance(finding, UnknownVariable) and len(finding.place) == 1:
        to, value = ("variables", finding.given), case.draft.at(finding.place)
        yield Candidate(moved_title(to, value), moved(case.draft, finding.place, to))
    if isinstance(finding, UnknownVariable) and case.path[0] == "inputs":
        yield from _sizes(case)
    if isinstance(finding, UnknownInBlock) and finding.unnamed:
        name = finding.given.strip('"')
        title = f'`name = "{name}"` on the `{finding.unnamed}`, which has no name'
        yield Candidate(title, (Set((*finding.place, "name"), name),))
    elif isinstance(finding, UnknownInBlock) and finding.block and not finding.suggestion:
        yield Candidate(
            'write `"input"`, what the block reads', (Rewrite(case.diagnostic.span, '"input"'),)
        )


def output(case: Case) -> Iterator[Candidate]:
    """Yield the output that is meant where training names one."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownOutput), "of an output that there is not"
    if finding.suggestion is not None:
        change = Rename(case.path, finding.suggestion)
        yield Candidate(f"write `{finding.suggestion}`", (change,))


def column(case: Case) -> Iterator[Candidate]:
    """Yield the column of the history that is meant."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownMonitor), "of a column that there is not"
    if finding.suggestion is not None:
        title = f'write `monitor = "{finding.suggestion}"`'
        yield Candidate(title, (Set(case.path, finding.suggestion),))


def _table(case: Case, path: tuple[str | int, ...], right: str) -> Iterator[Candidate]:
    """Yield the name that a table of the spec should have, if there is no such table yet."""
    if right not in case.draft.values and path[0] not in KNOWN:
        yield Candidate(f"write `{right}` for `{path[0]}`", (Rename(path, right),))


def _sizes(case: Case) -> Iterator[Candidate]:
    """Yield a shape with names for its sizes that stand in `${…}` and are no variables."""
    path, known = case.path[:-1], case.draft.at(("variables",))
    shape = case.draft.at(path)
    if not is_list(shape):
        return
    names = [_BRACED.fullmatch(size) if isinstance(size, str) else None for size in shape]
    named = [
        found[1] if found and not (is_table(known) and found[1] in known) else size
        for size, found in zip(shape, names, strict=True)
    ]
    title = f"write `{path[-1]} = {value_text(named)}`, whose sizes may be any numbers"
    yield Candidate(title, (Set(path, named),))


def braced_size(case: Case) -> Iterator[Candidate]:
    """Yield the value of the variable that a size is called like, wherever it stands."""
    finding, path = case.diagnostic.finding, case.path[:-1]
    shape = case.draft.at(path)
    assert isinstance(finding, SizeLikeVariable), "of a size with a variable's name"
    if is_list(shape):
        right = [f"${{{size}}}" if size == finding.given else size for size in shape]
        yield Candidate(f"write `{path[-1]} = {value_text(right)}`", (Set(path, right),))


def expression(case: Case) -> Iterator[Candidate]:
    """Yield the expression that is meant, where it is written as in another language."""
    finding = case.diagnostic.finding
    assert isinstance(finding, BadExpression), "of an expression without a value"
    right = f"${{{finding.meant}}}"
    if finding.meant and isinstance(case.value, str) and finding.given in case.value:
        change = Set(case.path, case.value.replace(finding.given, right))
        yield Candidate(f"write `{right}`", (change,), finding.is_safe)


def _quoted(case: Case, given: str, right: str | None) -> Iterator[Candidate]:
    """Yield a name in the place of another, in the quotes that it stands in."""
    written = given.strip('"')
    places = re.compile(rf"(?<![\w.]){re.escape(written)}(?!\w)")
    if right is None or not places.search(case.text):
        return
    change = Rewrite(case.diagnostic.span, places.sub(lambda _: right, case.text))
    yield Candidate(f"write `{right}`", (change,), is_same(written, right))
