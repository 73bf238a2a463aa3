"""The code frame for terminals: the line, an underline, the reason and the way out."""

import unicodedata
from collections.abc import Iterator

from speccnn.diagnostics.finding import Severity
from speccnn.diagnostics.sink import Diagnostic
from speccnn.diagnostics.snippets import spoken
from speccnn.diagnostics.source import Source, Span
from speccnn.words import visible

WIDEST = 100
CONTEXT = 30
BY_ITSELF = " (`speccnn check --fix` does it)"

_BOLD, _RED, _YELLOW, _BLUE, _RESET = "\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[0m"
_SEVERITY_COLORS = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW}


def frames(source: Source, diagnostics: tuple[Diagnostic, ...], *, color: bool = False) -> str:
    """Return all diagnostics as text, one frame each, with an empty line between."""
    return "\n".join(frame(source, diagnostic, color=color) for diagnostic in diagnostics)


def frame(source: Source, diagnostic: Diagnostic, *, color: bool = False) -> str:
    """Return one diagnostic as lines of text, each ended by a newline."""
    text = "\n".join(_lines(source, diagnostic, _Paint(color=color)))
    return text + "\n"


class _Paint:
    def __init__(self, *, color: bool) -> None:
        self.color = color

    def __call__(self, style: str, text: str) -> str:
        return f"{style}{text}{_RESET}" if self.color and text else text


def _lines(source: Source, diagnostic: Diagnostic, paint: _Paint) -> Iterator[str]:
    finding = diagnostic.finding
    hue = _SEVERITY_COLORS[finding.severity]
    title = paint(hue, f"{finding.severity}[{finding.code}]")
    yield title + paint(_BOLD, f": {visible(finding.message)}")
    spans = [diagnostic.span, *(note.span for note in diagnostic.notes if note.span)]
    margin = len(str(max(source.position(span.start).line for span in spans)))
    yield from _excerpt(source, diagnostic.span, _label(diagnostic), margin, paint, hue)
    bar = paint(_BLUE, " " * margin + "  =")
    for note in diagnostic.notes:
        if note.span is None:
            yield f"{bar} note: {visible(spoken(source, note.message))}"
        else:
            yield paint(_BOLD, "note") + f": {visible(spoken(source, note.message))}"
            yield from _excerpt(source, note.span, "", margin, paint, _BLUE)
    for fix in diagnostic.fixes:
        yield f"{bar} help: {visible(spoken(source, fix.title))}{BY_ITSELF if fix.safe else ''}"
    if finding.help and not diagnostic.fixes:
        yield f"{bar} help: {visible(spoken(source, finding.help))}"
    yield f"{bar} more: speccnn explain {finding.code}"


def _label(diagnostic: Diagnostic) -> str:
    if not diagnostic.unwritten:
        return ""
    name = ".".join(str(part) for part in diagnostic.unwritten)
    return f" in here, where `{visible(name)}` is not written"


def _excerpt(
    source: Source, span: Span, label: str, margin: int, paint: _Paint, hue: str
) -> Iterator[str]:
    line, column = source.position(span.start)
    blank = paint(_BLUE, " " * margin + "  |")
    yield paint(_BLUE, " " * margin + " -->") + f" {visible(source.path)}:{line}:{column}"
    before, marked, after = _window(source.line(line), column - 1, span.end - span.start)
    if not source.text:
        return
    yield blank
    text = (before + marked + after).rstrip()
    yield paint(_BLUE, f" {line:>{margin}} |") + (f" {text}" if text else "")
    underline = "^" * max(1, _width(marked))
    yield f"{blank} {' ' * _width(before)}{paint(hue, underline + label)}"
    yield blank


def _window(line: str, start: int, length: int) -> tuple[str, str, str]:
    """Cut a line into before, marked and after, each visible, and shortened when long."""
    before, marked, after = line[:start], line[start : start + length], line[start + length :]
    if len(line) > WIDEST:
        before = before if len(before) <= CONTEXT else "…" + before[-CONTEXT:]
        marked = marked if len(marked) <= WIDEST else marked[:WIDEST] + "…"
        after = after if len(after) <= CONTEXT else after[:CONTEXT] + "…"
    return visible(before), visible(marked), visible(after)


def _width(text: str) -> int:
    """Return how many columns a terminal gives `text`."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    zero = sum(unicodedata.category(c) in {"Mn", "Me"} for c in text)
    return len(text) + wide - zero
