"""Where findings are reported at a path into the document, and turned into places in the text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias, TypeVar, final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.source import Source, Span

Path: TypeAlias = tuple[str | int, ...]
Part: TypeAlias = Literal["key", "value"]


class Place(NamedTuple):
    """Where a value stands in the text; elements of arrays have no key of their own."""

    key: Span | None
    value: Span


Locator: TypeAlias = Callable[[Path], Place | None]

T = TypeVar("T")


@final
@dataclass(frozen=True)
class Note:
    """A second thing to say, and where, if it is about another place."""

    message: str
    span: Span | None = None


@final
@dataclass(frozen=True)
class Diagnostic:
    """A finding with its place: what every output format is made from.

    `path` leads to the offending value in the document, `unwritten` is its tail that the author
    left out, so that the span is the nearest enclosing thing that was written.
    """

    finding: Finding
    span: Span
    path: Path = ()
    unwritten: Path = ()
    layer: str | None = None
    notes: tuple[Note, ...] = ()


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
@dataclass
class Sink:
    """Collects the findings of all phases over one source."""

    source: Source
    _found: list[Diagnostic] = field(default_factory=list)
    _locate: Locator | None = None

    def locate_in(self, locate: Locator) -> None:
        """Resolve the paths of findings from now on by `locate`."""
        self._locate = locate

    def report(
        self,
        finding: Finding,
        *,
        at: Path | Span,
        part: Part = "value",
        layer: str | None = None,
        notes: Iterable[tuple[str, Path | Span | None]] = (),
    ) -> None:
        """Report a finding at a path into the document, or at a span before there is one."""
        span, path, unwritten = self._resolve(at, part)
        resolved = tuple(
            Note(message, None if where is None else self._resolve(where, "key")[0])
            for message, where in notes
        )
        self._found.append(Diagnostic(finding, span, path, unwritten, layer, resolved))

    def require(self, value: T | None) -> T:
        """End a phase: return its value, or raise `SpecError` when there were errors."""
        if self.has_errors:
            raise SpecError(self.source, self.diagnostics)
        assert value is not None, "a phase without errors gives a value"
        return value

    @property
    def has_errors(self) -> bool:
        """Whether an error was reported so far."""
        return any(d.finding.severity is Severity.ERROR for d in self._found)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Everything found so far, in the order of the text."""
        return tuple(sorted(self._found, key=lambda d: d.span.start))

    def _resolve(self, at: Path | Span, part: Part) -> tuple[Span, Path, Path]:
        if isinstance(at, Span):
            return at, (), ()
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
