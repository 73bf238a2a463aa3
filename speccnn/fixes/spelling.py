"""Words that are nearly right, or right in another framework."""

import re
from collections.abc import Iterator

from speccnn.document.findings import UnknownChoice, UnknownKey, UnknownType
from speccnn.document.foreign import (
    ACTIVATIONS,
    KEYS,
    LEFT_OUT,
    TYPES,
    WORDS,
    is_same,
    meant,
    plainly,
)
from speccnn.document.unknown_keys import KEPT, dropped
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Remove, Rename, Rewrite, Set
from speccnn.fixes.values import unquoted
from speccnn.graph.findings import UnknownName
from speccnn.language.canonical import value_text
from speccnn.language.findings import (
    UnknownBlock,
    UnknownInBlock,
    UnknownVariable,
    WrongParameter,
)
from speccnn.lints.unknown_monitor import UnknownMonitor
from speccnn.lints.unknown_output import UnknownOutput

# These are the same thing only with other numbers: not to be taken over without a look.
_OTHER_MEANING = {
    "alpha",
    "channels",
    "filters",
    "momentum",
    "numclasses",
    "pad",
    "prob",
    "probability",
    "scale",
    "units",
}
_NO_LAYERS = {"input", "inputlayer", "identity"}


def key(case: Case) -> Iterator[Candidate]:
    """Yield the key that is meant."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownKey | WrongParameter), "of a key that is not known"
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
    safe = safe and plainly(written) not in _OTHER_MEANING
    yield Candidate(f"write `{right}`", (Rename(case.path, right),), safe)


def _unquoted(case: Case, finding: UnknownKey) -> Iterator[Candidate]:
    """Yield a key that is nearly the same, with the number that stands in quotes."""
    written, value = str(case.path[-1]), case.value
    near = next((name for name in finding.known if is_same(written, name)), None)
    number = unquoted(value.strip()) if isinstance(value, str) else None
    if near is not None and number is not None:
        changes = Set(case.path, number), Rename(case.path, near)
        yield Candidate(f"write `{near} = {value_text(number)}`", changes)


def kept(case: Case) -> Iterator[Candidate]:
    """Yield the share that is dropped for the share that is kept."""
    share = dropped(case.value)
    if plainly(str(case.path[-1])) in KEPT and share is not None:
        changes = Set(case.path, share), Rename(case.path, "rate")
        yield Candidate(f"write `rate = {share}`, the share that is dropped", changes)


def left_out(case: Case) -> Iterator[Candidate]:
    """Yield the spec without a key that only other frameworks need."""
    finding, written = case.diagnostic.finding, str(case.path[-1])
    assert isinstance(finding, UnknownKey), "of a key that is not known"
    why, _, what = finding.advice.rpartition(": ")
    if what == "leave it out":
        safe = plainly(written) in LEFT_OUT and case.value != "channels_first"
        yield Candidate(f"leave `{written}` out: {why}", (Remove(case.path),), safe)


def kind(case: Case) -> Iterator[Candidate]:
    """Yield the type that is meant, of a layer, a loss or an optimizer."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownType), "of a type that is not known"
    right, written = finding.suggestion, case.value
    if isinstance(written, str) and case.layer and plainly(written) in _NO_LAYERS:
        title = "remove this layer: inputs have their own table"
        yield Candidate(title, (Remove(case.layer_path),))
    if right is None or not isinstance(written, str):
        return
    if right == "Activation" and plainly(written) in ACTIVATIONS:
        function = ACTIVATIONS[plainly(written)]
        changes = Set(case.path, right), Set((*case.path[:-1], "activation"), function)
        yield Candidate(
            f'write `type = "Activation"`, `activation = "{function}"`', changes, safe=True
        )
        return
    safe = is_same(written, right) or meant(written, TYPES, (right,)) == right
    yield Candidate(f'write `type = "{right}"`', (Set(case.path, right),), safe)


def word(case: Case) -> Iterator[Candidate]:
    """Yield the word that is meant, of those that its key may hold."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownChoice), "of a word that is not known"
    right, written = finding.suggestion, case.value
    if right is None or not isinstance(written, str):
        return
    safe = is_same(written, right) or meant(written, WORDS, (right,)) == right
    key_and_sign = f"{finding.key} = " if isinstance(case.path[-1], str) else ""
    yield Candidate(f'write `{key_and_sign}"{right}"`', (Set(case.path, right),), safe)


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
    if isinstance(finding, UnknownInBlock) and finding.block and not finding.suggestion:
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


def _quoted(case: Case, given: str, right: str | None) -> Iterator[Candidate]:
    """Yield a name in the place of another, in the quotes that it stands in."""
    written = given.strip('"')
    places = re.compile(rf"(?<![\w.]){re.escape(written)}(?!\w)")
    if right is None or not places.search(case.text):
        return
    change = Rewrite(case.diagnostic.span, places.sub(lambda _: right, case.text))
    yield Candidate(f"write `{right}`", (change,), is_same(written, right))
