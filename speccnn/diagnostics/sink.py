"""Where findings are reported at a path into the document, and turned into places in the text."""

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias, TypeVar, final

from speccnn.characters import look_alikes
from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.fix import Fix
from speccnn.diagnostics.source import Source, Span
from speccnn.diagnostics.wanted import Wanted

MOST_OF_A_CODE = 100

Path: TypeAlias = tuple[str | int, ...]
Part: TypeAlias = Literal["key", "value"]


LONGEST_WORD = 100
MOST_CHARACTERS = 3
# The phases whose findings are about single keys and words, but for one that names characters.
WORDS_OF = "VGE"
BAD_EXPRESSION = "E701"


class Place(NamedTuple):
    """Where a value stands in the text; elements of arrays have no key of their own."""

    key: Span | None
    value: Span


Locator: TypeAlias = Callable[[Path], Place | None]


class Traced(NamedTuple):
    """Where in the spec, as it was written, a value of an expanded spec comes from.

    `uses` lead from there to the uses of the blocks that it stands in, the innermost first.
    """

    path: Path
    uses: tuple[tuple[str, Path], ...] = ()


Trace: TypeAlias = Callable[[Path], Traced]

T = TypeVar("T")


@final
class Note(NamedTuple):
    """A second thing to say, and where, if it is about another place."""

    message: str
    span: Span | None = None


@final
class Diagnostic(NamedTuple):
    """A finding with its place: what every output format is made from.

    `path` leads to the offending value in the document, `unwritten` is its tail that the author
    left out, so that the span is the nearest enclosing thing that was written. `fixes` are found
    only where they are asked for, by `speccnn.fixes`. `more` says how many others of its code were
    found and not kept; it is 0 for all but the last of a code.
    """

    finding: Finding
    span: Span
    path: Path = ()
    unwritten: Path = ()
    layer: str | None = None
    notes: tuple[Note, ...] = ()
    fixes: tuple[Fix, ...] = ()
    more: int = 0


class SpecError(Exception):
    """The end of a phase that found errors; holds everything found so far."""

    def __init__(self, source: Source, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(source, diagnostics)
        self.source = source
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        """Return the diagnostics as a terminal without colour would show them."""
        from speccnn.diagnostics.frame import frames  # noqa: PLC0415  only a failed check pays

        return frames(self.source, self.diagnostics)


@final
class NotAsCheckedError(Exception):
    """What was made of a checked spec is not what was said of it: a mistake of ours, with a place.

    `place` is `file:line:column`; `differences` says all that is different, each in one line.
    """

    def __init__(self, place: str, differences: tuple[str, ...]) -> None:
        first, *others = differences
        super().__init__(f"{first} (and {len(others)} more)" if others else first)
        self.place = place
        self.differences = differences


@final
class Sink:
    """Collects the findings of all phases over one source.

    Of each code the first `most` are kept, and the others only counted.
    """

    def __init__(self, source: Source, most: int = MOST_OF_A_CODE) -> None:
        self.source = source
        self.most = most
        self.has_errors = False
        self._found: list[Diagnostic] = []
        self._counts: Counter[str] = Counter()
        self._locate: Locator | None = None
        self._trace: Trace = Traced
        self._wanted = Wanted()
        self._copies: dict[tuple[str, Path], int] = {}

    def locate_in(self, locate: Locator) -> None:
        """Resolve the paths of findings from now on by `locate`."""
        self._locate = locate

    def trace_by(self, trace: Trace) -> None:
        """Lead the paths of findings from now on back to the spec as it was written."""
        self._trace = trace

    def warn_of(self, wanted: Wanted) -> None:
        """Leave out the warnings that are not wanted, those found already too."""
        self._wanted = wanted

    def report(
        self,
        finding: Finding,
        *,
        at: Path | Span | Traced,
        part: Part = "value",
        layer: str | None = None,
        notes: Iterable[tuple[str, Path | Span | None]] = (),
        within: tuple[int, int] | None = None,
    ) -> None:
        """Report a finding at a path into the document, or at a span before there is one.

        `within` are the characters of a string that are meant. A finding in a block is reported
        once, however often the block is used.
        """
        if finding not in self._wanted:
            return
        traced = at if isinstance(at, Traced) else self._trace(() if isinstance(at, Span) else at)
        if not traced.uses and not self.keeps(type(finding)):
            self.count(finding)
            return
        if isinstance(at, Span):
            span, path, unwritten = at, (), ()
        else:
            span, path, unwritten = self._resolve(traced.path, part)
        if traced.uses:
            place = (finding.code, path)
            self._copies[place] = self._copies.get(place, 0) + 1
            if self._copies[place] > 1:
                return
        self.count(finding)
        if self._counts[finding.code] > self.most:
            return
        span = self._narrowed(span, within) if within else span
        resolved = tuple(self._note(message, where) for message, where in notes)
        resolved += self._strange(span, finding.code)
        uses = tuple(Note(text, self._resolve(where, "value")[0]) for text, where in traced.uses)
        self._found.append(Diagnostic(finding, span, path, unwritten, layer, (*resolved, *uses)))

    def count(self, finding: Finding, times: int = 1) -> None:
        """Count findings like this one; those that are not reported too are not kept."""
        self._counts[finding.code] += times
        self.has_errors = self.has_errors or finding.severity is Severity.ERROR

    def keeps(self, kind: type[Finding]) -> bool:
        """Whether another finding of this kind would be kept, so that it pays to word it well."""
        return self._counts[kind.code] < self.most

    def is_written(self, at: Path) -> bool:
        """Whether a value of the document stands in the text; one that is a default does not."""
        return self._locate is not None and self._locate(self._trace(at).path) is not None

    def place_of(self, at: Path) -> str:
        """Return where a value of the document comes from, as `file:line:column`."""
        span = self._resolve(self._trace(at).path, "value")[0]
        line, column = self.source.position(span.start)
        return f"{self.source.path}:{line}:{column}"

    def require(self, value: T | None) -> T:
        """End a phase: return its value, or raise `SpecError` when there were errors."""
        if self.has_errors:
            raise SpecError(self.source, self.diagnostics)
        assert value is not None, "a phase without errors gives a value"
        return value

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything found so far, in the order of the text."""
        found = [diagnostic for diagnostic in self._found if diagnostic.finding in self._wanted]
        counted = [self._with_count(diagnostic) for diagnostic in found]
        ordered = sorted(counted, key=lambda d: d.span.start)
        last = {diagnostic.finding.code: place for place, diagnostic in enumerate(ordered)}
        kept = Counter(diagnostic.finding.code for diagnostic in ordered)
        for code, place in last.items():
            ordered[place] = ordered[place]._replace(more=self._counts[code] - kept[code])
        return tuple(ordered)

    def _with_count(self, diagnostic: Diagnostic) -> Diagnostic:
        others = self._copies.get((diagnostic.finding.code, diagnostic.path), 1) - 1
        if not others:
            return diagnostic
        note = Note(f"the same in {others} more {'copy' if others == 1 else 'copies'}")
        return diagnostic._replace(notes=(*diagnostic.notes, note))

    def _strange(self, span: Span, code: str) -> tuple[Note, ...]:
        """Name the characters of a key or word that look like others and cannot be told apart."""
        text = self.source.text[span.start : span.end]
        is_told = code[0] in WORDS_OF and code != BAD_EXPRESSION
        if text.isascii() or not is_told or len(text) > LONGEST_WORD:
            return ()
        alike = list(islice(look_alikes(text), MOST_CHARACTERS))
        return (Note(f"it holds {', '.join(name for name, _ in alike)}"),) if alike else ()

    def _note(self, message: str, where: Path | Span | None) -> Note:
        if where is None:
            return Note(message)
        if isinstance(where, Span):
            return Note(message, where)
        return Note(message, self._resolve(self._trace(where).path, "key")[0])

    def _narrowed(self, span: Span, within: tuple[int, int]) -> Span:
        """Return the part of a string that is meant, where the text holds it letter by letter."""
        text = self.source.text[span.start : span.end]
        if text[:3] in {'"""', "'''"} or text[:1] not in {'"', "'"} or "\\" in text:
            return span
        start, end = within
        return Span(span.start + 1 + start, span.start + 1 + end)

    def _resolve(self, at: Path, part: Part) -> tuple[Span, Path, Path]:
        for length in range(len(at), -1, -1):
            place = self._locate(at[:length]) if self._locate else None
            if place is None:
                continue
            if length < len(at) and isinstance(at[length], int):
                at = at[:length]  # one value that stands for a list: `inputs = "a"`
            points_at_key = part == "key" and length == len(at)
            span = place.key if place.key and points_at_key else place.value
            return span, at, at[length:]
        return Span(0, 0), at, at
