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
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Remove, Rename, Rewrite, Set
from speccnn.graph.findings import UnknownName
from speccnn.language.findings import (
    UnknownBlock,
    UnknownInBlock,
    UnknownVariable,
    WrongParameter,
)

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
    if isinstance(finding, UnknownKey) and "with" in finding.known:
        changes = Rename(case.path, "with"), Set(case.path, {written: case.value})
        yield Candidate(f"write it in `with`: `with = {{ {written} = … }}`", changes)
    if right is None:
        return
    safe = is_same(written, right) or meant(written, KEYS, (right,)) == right
    safe = safe and plainly(written) not in _OTHER_MEANING
    yield Candidate(f"write `{right}`", (Rename(case.path, right),), safe)


def left_out(case: Case) -> Iterator[Candidate]:
    """Yield the spec without a key that only other frameworks need."""
    written = str(case.path[-1])
    advice = LEFT_OUT.get(plainly(written), "")
    if advice.endswith("leave it out"):
        title = f"leave `{written}` out: {advice.partition(': ')[0]}"
        yield Candidate(title, (Remove(case.path),), case.value != "channels_first")


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


def _quoted(case: Case, given: str, right: str | None) -> Iterator[Candidate]:
    """Yield a name in the place of another, in the quotes that it stands in."""
    written = given.strip('"')
    places = [*re.finditer(rf"(?<![\w.]){re.escape(written)}(?!\w)", case.text)]
    if right is None or len(places) != 1:
        return
    text = case.text[: places[0].start()] + right + case.text[places[0].end() :]
    change = Rewrite(case.diagnostic.span, text)
    yield Candidate(f"write `{right}`", (change,), is_same(written, right))
