"""Diagnostics for machines and for one-line readers."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias, cast, final

from speccnn.diagnostics.finding import Severity
from speccnn.diagnostics.sink import Diagnostic
from speccnn.diagnostics.source import Source, Span
from speccnn.sizes.formula import Formula
from speccnn.values import Record
from speccnn.words import visible

Json: TypeAlias = dict[str, object]


@final
class FileReport(Record):
    """What was found in one file."""

    source: Source
    diagnostics: tuple[Diagnostic, ...]

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity, with those that are only counted."""
        return sum(1 + d.more for d in self.diagnostics if d.finding.severity is severity)

    @property
    def ok(self) -> bool:
        """Whether no error was found."""
        return not self.count(Severity.ERROR)


def concise(report: FileReport) -> str:
    """Return one `path:line:column: code severity: message` line for each diagnostic."""
    return "".join(
        f"{visible(report.source.path)}:{at.line}:{at.column}: "
        f"{d.finding.severity}[{d.finding.code}]: {visible(d.finding.message)}\n"
        for d in report.diagnostics
        for at in (report.source.position(d.span.start),)
    )


def github(report: FileReport) -> str:
    """Return one GitHub Actions workflow command for each diagnostic.

    The escapes are those of the runner's toolkit: `%`, carriage return and newline everywhere, and
    `:` and `,` in properties (GitHub, "Workflow commands for GitHub Actions").
    """
    return "".join(_annotation(report.source, d) for d in report.diagnostics)


def as_json(reports: tuple[FileReport, ...]) -> Json:
    """Return the answer of `speccnn check --format json`, version 1."""
    return {
        "version": 1,
        "ok": all(report.ok for report in reports),
        "files": [
            {
                "path": report.source.path,
                "ok": report.ok,
                "diagnostics": diagnostics_as_json(report),
            }
            for report in reports
        ],
    }


def diagnostics_as_json(report: FileReport) -> list[Json]:
    """Return each diagnostic as an object."""
    return [_as_json(report.source, diagnostic) for diagnostic in report.diagnostics]


def _as_json(source: Source, diagnostic: Diagnostic) -> Json:
    finding = diagnostic.finding
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "message": finding.message,
        "help": finding.help or None,
        "layer": diagnostic.layer,
        "path": list(diagnostic.path),
        "range": _range(source, diagnostic.span),
        "notes": [
            {"message": note.message, "range": _range(source, note.span) if note.span else None}
            for note in diagnostic.notes
        ],
        "fixes": [
            {
                "title": fix.title,
                "edits": [
                    {"range": _range(source, edit.span), "text": edit.text} for edit in fix.edits
                ],
                "safe": fix.safe,
            }
            for fix in diagnostic.fixes
        ],
        "data": _plain(finding.data),
    }


def _plain(value: object) -> object:
    """Return a value of a finding as JSON has it: what has fields as an object."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Formula():
            return str(value)
        case list() | tuple() if not hasattr(value, "_fields"):  # pyright: ignore[reportUnknownArgumentType]
            return [_plain(item) for item in cast("Iterable[object]", value)]
        case _:
            fields = _fields(value)
            return {key: _plain(item) for key, item in fields.items()} if fields else str(value)


def _fields(value: object) -> Mapping[str, object]:
    if isinstance(value, dict):
        return cast("Mapping[str, object]", value)
    names = cast("tuple[str, ...]", getattr(value, "_fields", ()))
    return {name: getattr(value, name) for name in names} or getattr(value, "__dict__", {})


def _range(source: Source, span: Span) -> Json:
    start, end = source.position(span.start), source.position(span.end)
    return {"start": start._asdict(), "end": end._asdict()}


def _annotation(source: Source, diagnostic: Diagnostic) -> str:
    finding = diagnostic.finding
    start = source.position(diagnostic.span.start)
    end = source.position(diagnostic.span.end)
    values = {"file": source.path, "line": start.line, "endLine": end.line}
    if start.line == end.line:
        values |= {"col": start.column, "endColumn": end.column}
    values["title"] = f"{finding.code} {finding.name}"
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in values.items())
    lines = filter(None, [finding.message, finding.help and f"help: {finding.help}"])
    text = _escaped("\n".join(map(visible, lines)))
    return f"::{finding.severity} {properties}::{text}\n"


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
