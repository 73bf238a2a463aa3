"""Diagnostics as SARIF 2.1.0, which code hosts and editors read.

OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0": a log of one run; section
3.27 is a result, 3.49 a rule, 3.55 a fix. Columns count code points, from 1.
"""

import inspect
import json
from urllib.parse import quote

from speccnn import __version__
from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.formats import FileReport
from speccnn.diagnostics.sink import Diagnostic
from speccnn.diagnostics.snippets import spoken
from speccnn.diagnostics.source import Source, Span
from speccnn.words import visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

Json = dict[str, object]


def sarif(reports: tuple[FileReport, ...]) -> str:
    """Return one SARIF log about all files."""
    found = [diagnostic for report in reports for diagnostic in report.diagnostics]
    rules = {d.finding.code: type(d.finding) for d in found}
    order = {code: index for index, code in enumerate(sorted(rules))}
    driver: Json = {
        "name": "speccnn",
        "version": __version__,
        "rules": [_rule(rules[code]) for code in order],
    }
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(report.source)}} for report in reports],
        "results": [
            _result(report.source, diagnostic, order)
            for report in reports
            for diagnostic in report.diagnostics
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(finding: type[Finding]) -> Json:
    page = inspect.cleandoc(finding.__doc__ or "")
    summary = page.partition("\n")[0]
    return {
        "id": finding.code,
        "name": "".join(word.capitalize() for word in finding.name.split("-")),
        "shortDescription": {"text": summary},
        "fullDescription": {"text": page.partition("## Bad")[0].strip()},
        "help": {"text": f"speccnn explain {finding.code}", "markdown": page},
        "defaultConfiguration": {"level": str(finding.severity)},
    }


def _result(source: Source, diagnostic: Diagnostic, order: dict[str, int]) -> Json:
    finding = diagnostic.finding
    notes = [note.message for note in diagnostic.notes if note.span is None]
    lines = filter(None, [finding.message, *notes, finding.help])
    text = "\n".join(visible(spoken(source, line)) for line in lines)
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": order[finding.code],
        "level": str(finding.severity),
        "message": {"text": text},
        "locations": [_location(source, diagnostic.span)],
    }
    related = [
        _location(source, note.span)
        | {"id": number, "message": {"text": visible(spoken(source, note.message))}}
        for number, note in enumerate(diagnostic.notes, 1)
        if note.span is not None
    ]
    fixes = [_fix(source, diagnostic, number) for number in range(len(diagnostic.fixes))]
    return (
        result
        | ({"relatedLocations": related} if related else {})
        | ({"fixes": fixes} if fixes else {})
    )


def _fix(source: Source, diagnostic: Diagnostic, number: int) -> Json:
    fix = diagnostic.fixes[number]
    replacements = [
        {
            "deletedRegion": _region(source, edit.span),
            "insertedContent": {"text": edit.text},
        }
        for edit in sorted(fix.edits)
    ]
    change = {"artifactLocation": {"uri": _uri(source)}, "replacements": replacements}
    return {
        "description": {"text": visible(spoken(source, fix.title))},
        "artifactChanges": [change],
    }


def _location(source: Source, span: Span) -> Json:
    place = {"artifactLocation": {"uri": _uri(source)}, "region": _region(source, span)}
    return {"physicalLocation": place}


def _region(source: Source, span: Span) -> Json:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _uri(source: Source) -> str:
    return quote(source.path, errors="surrogateescape")
