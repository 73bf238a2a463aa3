"""Words that are nearly right, or right in another framework."""

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
_OTHER_MEANING = {"momentum", "alpha", "p", "prob", "probability", "numclasses", "size", "scale"}


def key(case: Case) -> Iterator[Candidate]:
    """Yield the key that is meant."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownKey | WrongParameter), "of a key that is not known"
    right = finding.suggestion
    if right is None:
        return
    written = str(case.path[-1])
    safe = is_same(written, right) or meant(written, KEYS, (right,)) == right
    safe = safe and plainly(written) not in _OTHER_MEANING
    yield Candidate(f"write `{right}`", (Rename(case.path, right),), safe)


def left_out(case: Case) -> Iterator[Candidate]:
    """Yield the spec without a key that only other frameworks need."""
    written = str(case.path[-1])
    advice = LEFT_OUT.get(plainly(written), "")
    if advice.endswith("leave it out"):
        says_sizes = advice.startswith("what a layer reads")
        title = f"leave `{written}` out: {advice.partition(': ')[0]}"
        yield Candidate(title, (Remove(case.path),), says_sizes)


def kind(case: Case) -> Iterator[Candidate]:
    """Yield the type that is meant, of a layer, a loss or an optimizer."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnknownType), "of a type that is not known"
    right, written = finding.suggestion, case.value
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
    yield Candidate(f'write `{finding.key} = "{right}"`', (Set(case.path, right),), safe)


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


def _quoted(case: Case, given: str, right: str | None) -> Iterator[Candidate]:
    """Yield a name in the place of another, in the quotes that it stands in."""
    written = given.strip('"')
    inside = case.text[1:-1] if case.text[:1] in {'"', "'"} else case.text
    if right is None or inside != written:
        return
    text = case.text.replace(written, right, 1)
    change = Rewrite(case.diagnostic.span, text)
    yield Candidate(f"write `{right}`", (change,), is_same(written, right))
