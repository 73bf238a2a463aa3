"""Diagnostics with the fixes that were tried and work; and the text with the safe ones made."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, final

from speccnn import pipeline
from speccnn.diagnostics.finding import Severity
from speccnn.diagnostics.fix import Edit, Fix, applied
from speccnn.diagnostics.sink import Diagnostic, Path, Sink, SpecError
from speccnn.diagnostics.source import Source, Span
from speccnn.document.findings import UnknownKey, UnknownType
from speccnn.fields import is_list
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import CannotEditError, Draft
from speccnn.fixes.table import candidates
from speccnn.graph.typed import TypedGraph
from speccnn.language.expand import expand
from speccnn.language.findings import WrongParameter

MOST_TRIED = 60
MOST_WORK = 1_000_000
LAYER = 100
MOST_SHOWN = 3
MOST_ROUNDS = 10
PHASES = "SEVGUTL"
WRITTEN = "EV"
# Values that are looked at before expressions are.
PROGRAM = (("variables",), ("blocks",))
EXPANDED = (("repeat",), ("when",), ("with",), ("block",))
# What is looked for later than its letter says: unused variables, where all is expanded, unused
# layers, where all names are known, and sizes rounded down, where all shapes are.
LATER = {"E709": "V", "E712": "V", "G304": "U", "T402": "L", "T470": "L"}

Found: TypeAlias = tuple[Diagnostic, ...]
Kind: TypeAlias = tuple[str, str | Path | None]


def advised(
    source: Source, found: Found, overrides: Mapping[str, str], asked: tuple[str, ...] = ()
) -> Found:
    """Return diagnostics, of this source, with up to three fixes for each.

    A fix is one only if the text with it was checked: the diagnostic is gone, and no other of its
    phase or an earlier one has come. How much is tried is bounded, so the last of many mistakes
    may be left without.
    """
    trial = _Trial(source, found, overrides, asked)
    return tuple(_told(diagnostic, trial.fixes(diagnostic)) for diagnostic in found)


def _told(diagnostic: Diagnostic, fixes: tuple[Fix, ...]) -> Diagnostic:
    """Return a diagnostic with its fixes; a suggestion that is not one of them is not told."""
    finding = diagnostic.finding
    if not fixes and finding.data.get("suggestion") is not None:
        finding = finding.evolve(suggestion=None)
    return diagnostic._replace(finding=finding, fixes=fixes)


def fixed(
    source: Source, found: Found, overrides: Mapping[str, str], asked: tuple[str, ...] = ()
) -> tuple[Source, int]:
    """Return the source with all safe fixes made, and how many there were.

    Fixes are made in rounds, since one may lay bare the next, until there is none or a limit is
    met. Fixes of one round that spoil each other are made one by one.
    """
    made = 0
    for _ in range(MOST_ROUNDS):
        told = advised(source, found, overrides, asked)
        chosen = list(_apart((d, fix) for d in told for fix in d.fixes if fix.safe))
        if not chosen:
            return source, made
        for together in (chosen, chosen[:1]):
            edits = tuple(edit for _, fix in together for edit in fix.edits)
            tried = _with(source, edits)
            after = pipeline.diagnose(tried, overrides, asked)
            known = [d for d, _ in together]
            seen = [d for d in after if not any(_was_hidden_by(other, d) for other in known)]
            if len(together) == 1 or not _new(_count(found), _count(seen), _reach(found)):
                source, found, made = tried, after, made + len(together)
                break
    return source, made


def _apart(fixes: Iterable[tuple[Diagnostic, Fix]]) -> Iterator[tuple[Diagnostic, Fix]]:
    """Yield the fixes that touch no text which one before them touches."""
    taken: list[Span] = []
    for diagnostic, fix in fixes:
        spans = [edit.span for edit in fix.edits]
        if all(one.end < other.start or other.end < one.start for one in spans for other in taken):
            taken += spans
            yield diagnostic, fix


@final
@dataclass
class _Trial:
    """The tries at one source, and how much they may still cost."""

    source: Source
    found: Found
    overrides: Mapping[str, str]
    asked: tuple[str, ...] = ()
    tried: int = 0
    draft: Draft = field(init=False)

    def __post_init__(self) -> None:
        self.draft = Draft(self.source)
        work = len(self.source.text) + LAYER * _unrolled(self.draft, self.overrides) + 1
        self.most = min(MOST_TRIED, MOST_WORK // work)

    def fixes(self, diagnostic: Diagnostic) -> tuple[Fix, ...]:
        """Return the fixes of a diagnostic, those after which the whole network checks first."""
        good: list[tuple[int, Fix]] = []
        families: set[str] = set()
        for candidate in candidates(Case(diagnostic, self.draft)):
            if self.tried >= self.most or (good and candidate.safe and good[0][1].safe):
                break
            if candidate.family in families:
                continue
            self.tried += 1
            outcome = self._outcome(diagnostic, candidate)
            if outcome is not None and outcome[1].edits not in [fix.edits for _, fix in good]:
                good.append(outcome)
                families |= {candidate.family} - {""}
            if sum(rank == 0 for rank, _ in good) == MOST_SHOWN:
                break
        best = sorted(good, key=lambda outcome: outcome[0])
        return tuple(fix for _, fix in best[:MOST_SHOWN])

    def _outcome(self, diagnostic: Diagnostic, candidate: Candidate) -> tuple[int, Fix] | None:
        """Return a candidate as a fix if it is one, ranked by how much is still wrong."""
        try:
            edits = self.draft.edits(candidate.changes)
        except CannotEditError:
            return None
        after = _with(self.source, edits)
        try:
            checked = pipeline.check(after, self.overrides, self.asked)
            model, left = checked.model, checked.out.diagnostics
        except SpecError as error:
            model, left = None, error.diagnostics
        if not self._is_gone(diagnostic, left, edits):
            return None
        effect = _effect(diagnostic, model, left)
        is_sentence = effect.startswith(" gives")
        title = (candidate.title if is_sentence else candidate.title.rstrip(",:")) + effect
        errors = sum(d.finding.severity is Severity.ERROR for d in left)
        rank = errors if diagnostic.finding.severity is Severity.ERROR else len(left)
        return rank, Fix(title, edits, candidate.safe)

    def _is_gone(self, diagnostic: Diagnostic, left: Found, edits: tuple[Edit, ...]) -> bool:
        code = diagnostic.finding.code
        if code.startswith("S"):
            start = diagnostic.span.start
            before = [edit for edit in edits if edit.span.end <= start]
            start += sum(len(edit.text) - edit.span.end + edit.span.start for edit in before)
            return all(d.finding.code[0] != "S" or d.span.start > start for d in left)
        left = tuple(d for d in left if not _was_hidden_by(diagnostic, d))
        counts, after = _count(self.found), _count(left)
        kind = _kind(diagnostic)
        if _fails_again(diagnostic, left):
            return False
        return after[kind] < counts[kind] and not _new(counts, after, _reach(self.found))


def _fails_again(diagnostic: Diagnostic, left: Found) -> bool:
    """Whether what was changed is wrong in another way: a value that its key does not take."""
    return any(
        d.path == diagnostic.path
        and d.finding.code[0] in WRITTEN
        and d.finding.severity is Severity.ERROR
        for d in left
    )


def _unrolled(draft: Draft, overrides: Mapping[str, str]) -> int:
    """Return how many layers a spec has without blocks and repeats, as far as can be said."""
    values = expand(draft.values, overrides, Sink(draft.source)) or {}
    layers = values.get("layers")
    return len(layers) if is_list(layers) else 0


def _was_hidden_by(known: Diagnostic, other: Diagnostic) -> bool:
    """Whether one was not looked for because of the other: what a wrong type or key holds."""
    table = known.path[:-1]
    if other.finding.code[0] != "V" or other.path == known.path:
        return False
    match known.finding:
        case UnknownType():
            return other.path[: len(table)] == table
        case UnknownKey(suggestion=str(key)) | WrongParameter(suggestion=str(key)):
            return other.path[: len(table) + 1] == (*table, key)
        case _:
            return False


def _with(source: Source, edits: tuple[Edit, ...]) -> Source:
    text = applied(source.text, edits)
    mark = b"\xef\xbb\xbf" if source.raw.startswith(b"\xef\xbb\xbf") else b""
    return Source(source.path, mark + text.encode())


def _kind(diagnostic: Diagnostic) -> Kind:
    """Return what a diagnostic is known by when the text around it has changed.

    Shapes are told of layers with names; before there are names, of the keys that lead to a place,
    without numbers, which are others where a layer is put before.
    """
    code = diagnostic.finding.code
    keys = tuple(part for part in diagnostic.path[:-1] if isinstance(part, str))
    return code, diagnostic.layer if code[0] in "TL" else keys


def _count(found: Iterable[Diagnostic]) -> Counter[Kind]:
    return Counter(map(_kind, found))


def _reach(found: Found) -> int:
    """Return the last phase that was reached, by its place in `PHASES`.

    A phase without errors leads to the next, so errors of later phases were there all along.
    """
    errors = [d for d in found if d.finding.severity is Severity.ERROR]
    return min(map(_phase_of, errors), default=len(PHASES))


def _phase_of(diagnostic: Diagnostic) -> int:
    """Return the phase that spoke: of the tables and keys of the language, the first."""
    path = diagnostic.path
    is_early = path[:1] in PROGRAM or path[-1:] in EXPANDED
    if diagnostic.finding.code[0] == "V" and is_early:
        return PHASES.find("S")
    return _phase(diagnostic.finding.code)


def _phase(code: str) -> int:
    """Return when a code is told, as a place in `PHASES`."""
    return PHASES.find(LATER.get(code, code[0]))


def _new(before: Counter[Kind], after: Counter[Kind], reach: int) -> bool:
    """Whether there is more than before of anything up to a phase."""
    return any(count > before[kind] and _phase(kind[0]) <= reach for kind, count in after.items())


def _effect(diagnostic: Diagnostic, model: TypedGraph | None, left: Found) -> str:
    code = diagnostic.finding.code
    if model is None or not (code.startswith("T") or code == "L503"):
        return ""
    names = [node.name for node in model.nodes]
    gives = f" gives {model.type_of(diagnostic.layer)}" if diagnostic.layer in names else ""
    errors = sum(d.finding.severity is Severity.ERROR for d in left)
    checks = "" if errors else "the network checks"
    warned = f" with {len(left)} warning{'s' if len(left) > 1 else ''}" if left else ""
    return f"{gives}{', and ' if gives else ': '}{checks}{warned}"
