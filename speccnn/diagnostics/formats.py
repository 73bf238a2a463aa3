"""Diagnostics for machines and for one-line readers."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias, cast, final

from speccnn.diagnostics.finding import Severity
from speccnn.diagnostics.sink import Diagnostic
from speccnn.diagnostics.snippets import spoken
from speccnn.diagnostics.source import Source, Span
from speccnn.sizes.formula import Formula
from speccnn.values import Frozen, Record
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


def as_json(reports: tuple[FileReport, ...], diffs: tuple[str, ...] | None = None) -> Json:
    """Return the answer of `speccnn check --format json`, version 1; each file with its diff."""
    files: list[Json] = [
        {
            "path": report.source.path,
            "ok": report.ok,
            "diagnostics": diagnostics_as_json(report),
        }
        for report in reports
    ]
    if diffs is not None:
        files = [file | {"diff": diff} for file, diff in zip(files, diffs, strict=True)]
    return {"version": 1, "ok": all(report.ok for report in reports), "files": files}


def dumped(answer: object) -> str:
    """Return an answer as the text of JSON, in which a terminal finds nothing to obey."""
    import json  # noqa: PLC0415  other formats do not pay

    return json.dumps(answer, indent=2, default=str).replace("\x7f", "\\u007f") + "\n"


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
        "help": spoken(source, finding.help) or None,
        "layer": diagnostic.layer,
        "path": list(diagnostic.path),
        "range": _range(source, diagnostic.span),
        "notes": [
            {
                "message": spoken(source, note.message),
                "range": _range(source, note.span) if note.span else None,
            }
            for note in diagnostic.notes
        ],
        "fixes": [
            {
                "title": spoken(source, fix.title),
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
            return (
                str(value)
                if fields is None
                else {str(key): _plain(item) for key, item in fields.items()}
            )


def _fields(value: object) -> Mapping[str, object] | None:
    """Return what an object holds by name, or None if it is no record and no table."""
    if isinstance(value, dict):
        return cast("Mapping[str, object]", value)
    if isinstance(value, Frozen):
        return vars(value)
    names = cast("tuple[str, ...] | None", getattr(value, "_fields", None))
    return None if names is None else {name: getattr(value, name) for name in names}


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
    told = spoken(source, finding.help)
    lines = filter(None, [finding.message, told and f"help: {told}"])
    text = _escaped("\n".join(map(visible, lines)))
    return f"::{finding.severity} {properties}::{text}\n"


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    for char, escape in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(char, escape)
    return visible(text)
