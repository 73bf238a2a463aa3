"""Diagnostics with the fixes that were tried and work; and the text with the safe ones made."""

from bisect import bisect, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias, final

from speccnn import pipeline
from speccnn.diagnostics.finding import Severity
from speccnn.diagnostics.fix import Edit, Fix, applied
from speccnn.diagnostics.limited import MoreErrors, MoreWarnings
from speccnn.diagnostics.sink import Diagnostic, Path, Sink, SpecError
from speccnn.diagnostics.source import Source, Span
from speccnn.document.findings import UnknownKey, UnknownType
from speccnn.fields import is_list
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import CannotEditError, Change, Draft, Remove, Rename, Set
from speccnn.fixes.table import candidates
from speccnn.fixes.work import Work
from speccnn.graph.typed import TypedGraph
from speccnn.language.expand import expand
from speccnn.language.findings import WrongParameter
from speccnn.sizes.formula import EFFORT

# For one file, in characters of text; layers, trials and evaluations of sizes count for some.
LAYER = 100
EVALUATION = 20
TRIAL = 5_000
PROPOSAL = 100
MOST_FIXED = 2_000
MOST_SHOWN = 3
MOST_ROUNDS = 10
RESERVE = 4
PAIR = 2
# These are found in one table at a time, whatever the others hold.
IN_ONE_TABLE = frozenset({"V201", "V202", "V204", "V205", "V206"})
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
    source: Source,
    found: Found,
    overrides: Mapping[str, str],
    asked: tuple[str, ...] = (),
    work: Work | None = None,
) -> Found:
    """Return diagnostics, of this source, with up to three fixes for each.

    A fix is one only if the text with it was checked: the diagnostic is gone, and no other of its
    phase or an earlier one has come. How much is tried is bounded by `work`.
    """
    trial = _Trial(source, found, overrides, work or Work(), asked)
    trial.try_together()
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
    met. Of fixes that spoil each other the first ones are made.
    """
    made, work = 0, Work()
    if any(isinstance(d.finding, MoreErrors | MoreWarnings) for d in found):
        codes = {d.finding.code for d in found}
        everything = pipeline.diagnose(source, overrides, asked, most=MOST_FIXED)
        found = tuple(
            d for d in everything if d.finding.severity is Severity.ERROR or d.finding.code in codes
        )
    for _ in range(MOST_ROUNDS):
        told = advised(source, found, overrides, asked, work)
        chosen = list(_apart((d, fix) for d in told for fix in d.fixes if fix.safe))
        while chosen:
            edits = tuple(edit for _, fix in chosen for edit in fix.edits)
            tried = _with(source, edits)
            after = pipeline.diagnose(tried, overrides, asked, most=MOST_FIXED)
            known = [d for d, _ in chosen]
            if len(chosen) == 1 or not _is_new(_not_hidden(after, known), found):
                source, found, made = tried, after, made + len(chosen)
                break
            chosen = chosen[: len(chosen) // 2]
        if not chosen:
            break
    return source, made


def _apart(fixes: Iterable[tuple[Diagnostic, Fix]]) -> Iterator[tuple[Diagnostic, Fix]]:
    """Yield the fixes that touch no text which one before them touches."""
    taken: list[Span] = []
    for diagnostic, fix in fixes:
        spans = [edit.span for edit in fix.edits]
        places = [bisect(taken, span) for span in spans]
        near = [other for place in places for other in taken[max(place - 1, 0) : place + 1]]
        if all(one.end < other.start or other.end < one.start for one in spans for other in near):
            for span in spans:
                insort(taken, span)
            yield diagnostic, fix


@final
@dataclass
class _Trial:
    """The tries at one source, and how much they may still cost.

    `proved` holds the fixes that were tried together, by the place of their diagnostic.
    """

    source: Source
    found: Found
    overrides: Mapping[str, str]
    work: Work
    asked: tuple[str, ...] = ()
    draft: Draft = field(init=False)
    proved: dict[tuple[str, Path], Fix] = field(default_factory=dict[tuple[str, Path], Fix])

    def __post_init__(self) -> None:
        self.draft = Draft(self.source)
        length = len(self.source.text)
        self.proposal = length // PROPOSAL
        self.cost = TRIAL + length
        # Expansion has a cost of its own, which pays only where something may be tried after it.
        if self.cost <= self.work.left:
            self.cost += LAYER * _unrolled(self.draft, self.overrides)

    def try_together(self) -> None:
        """Try at once what may be changed about many tables, one change in each.

        What is wrong in one table does not depend on the others. So a change that takes it away
        beside other changes takes it away alone.
        """
        tries: dict[Path, tuple[Diagnostic, Candidate, tuple[Edit, ...]]] = {}
        for diagnostic in self.found:
            table = diagnostic.path[:-1]
            if diagnostic.finding.code not in IN_ONE_TABLE or table in tries or len(table) < PAIR:
                continue
            if self.work.left < RESERVE * self.cost or not self.work.can(self.proposal):
                break
            candidate = next(candidates(Case(diagnostic, self.draft)), None)
            if candidate is not None and all(_stays(change) for change in candidate.changes):
                with suppress(CannotEditError):
                    tries[table] = diagnostic, candidate, self.draft.edits(candidate.changes)
        if len(tries) > 1 and self.work.can(2 * self.cost):
            self._prove(list(tries.values()))

    def _prove(self, tries: list[tuple[Diagnostic, Candidate, tuple[Edit, ...]]]) -> None:
        self.work.trials += 1
        fixes = ((d, Fix(c.title, edits, c.safe)) for d, c, edits in tries)
        apart = list(_apart(fixes))
        edits = tuple(edit for _, fix in apart for edit in fix.edits)
        before = _by_table(self._diagnosed(self.source))
        after = self._diagnosed(_with(self.source, edits))
        if any(d.finding.code[0] == "S" and d.finding.severity is Severity.ERROR for d in after):
            return
        left = _by_table(after)
        for diagnostic, fix in apart:
            table, code = diagnostic.path[:-1], diagnostic.finding.code
            known, now = before[table], _count(_not_hidden(left[table], [diagnostic]))
            is_gone = now[_kind(diagnostic)] < _count(known)[_kind(diagnostic)]
            if is_gone and not _new(_count(known), now, _phase(code)):
                self.proved[code, diagnostic.path] = fix

    def fixes(self, diagnostic: Diagnostic) -> tuple[Fix, ...]:
        """Return the fixes of a diagnostic, those after which the whole network checks first."""
        proved = self.proved.get((diagnostic.finding.code, diagnostic.path))
        if proved is not None:
            return (proved,)
        good: list[tuple[int, Fix]] = []
        families: set[str] = set()
        if not self.work.can(self.proposal):
            return ()
        for candidate in candidates(Case(diagnostic, self.draft)):
            if good and candidate.safe and good[0][1].safe:
                break
            if candidate.family in families:
                continue
            if not self.work.can(self.cost):
                break
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
        self.work.trials += 1
        evaluated = EFFORT.evaluated
        try:
            checked = pipeline.check(after, self.overrides, self.asked)
            model, left = checked.model, checked.out.diagnostics
        except SpecError as error:
            model, left = None, error.diagnostics
        self.work.left -= EVALUATION * (EFFORT.evaluated - evaluated)
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
        left = _not_hidden(left, [diagnostic])
        kind = _kind(diagnostic)
        if _fails_again(diagnostic, left):
            return False
        is_gone = _count(left)[kind] < _count(self.before)[kind]
        return is_gone and not _is_new(left, self.before)

    def _diagnosed(self, source: Source) -> Found:
        return pipeline.diagnose(source, self.overrides, self.asked, most=MOST_FIXED)

    @cached_property
    def before(self) -> Found:
        """What is found in the source, though not all of it is shown."""
        is_cut = any(isinstance(d.finding, MoreErrors | MoreWarnings) for d in self.found)
        if not is_cut:
            return self.found
        return pipeline.diagnose(self.source, self.overrides, self.asked)


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


def _stays(change: Change) -> bool:
    """Whether a change leaves all lists as long as they are, so that paths lead where they led."""
    match change:
        case Set(path) | Rename(path) | Remove(path):
            return isinstance(path[-1], str)
        case _:
            return False


def _by_table(found: Found) -> defaultdict[Path, list[Diagnostic]]:
    """Return diagnostics by the tables that they are in."""
    tables: defaultdict[Path, list[Diagnostic]] = defaultdict(list)
    for diagnostic in found:
        for length in range(len(diagnostic.path)):
            tables[diagnostic.path[:length]].append(diagnostic)
    return tables


def _not_hidden(found: Iterable[Diagnostic], known: Iterable[Diagnostic]) -> Found:
    """Return the diagnostics that were looked for before the known ones were changed."""
    tables: defaultdict[Path, list[Diagnostic]] = defaultdict(list)
    for diagnostic in known:
        tables[diagnostic.path[:-1]].append(diagnostic)
    return tuple(
        other
        for other in found
        if not any(
            _was_hidden_by(one, other)
            for length in range(len(other.path))
            for one in tables.get(other.path[:length], ())
        )
    )


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


def _is_new(after: Found, before: Found) -> bool:
    """Whether anything has come, of the codes of which all was known."""
    cut = {d.finding.code for d in before if d.more}
    kept = [d for d in after if d.finding.code not in cut]
    return _new(_count(before), _count(kept), _reach(before))


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
