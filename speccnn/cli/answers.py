"""What `speccnn check` answers, in each format."""

from typing import Literal, NamedTuple, TypeAlias, final

from speccnn.cli.options import Terms
from speccnn.diagnostics.formats import FileReport, as_json, concise, dumped, github

Format: TypeAlias = Literal["full", "concise", "json", "github", "sarif", "junit"]
FORMATS: tuple[Format, ...] = ("full", "concise", "json", "github", "sarif", "junit")
FORMATS_WITH_FIXES = frozenset({"full", "json", "sarif", "junit"})
FORMATS_WITH_DIFF: tuple[Format, ...] = ("full", "concise", "json")
# How the answers begin that a machine reads.
ANSWERS = (
    '{\n  "version": 1,\n  "ok": ',
    '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json"',
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="speccnn check"',
)
# How the others begin: full, concise, for GitHub, a difference.
LINES = (
    r"(?:error|warning)\[[A-Z]\d{3}\]: .*(?:\n.*)*?\n *= more: speccnn explain [A-Z]\d{3}\n",
    r".+:\d+:\d+: (?:error|warning)\[[A-Z]\d{3}\]: ",
    r"::(?:error|warning) file=.*,title=[A-Z]\d{3} ",
    r'--- "?a/.+\n\+\+\+ "?b/.+\n@@ ',
)


@final
class Shown(NamedTuple):
    """How the reports are shown; `diffs` of them are, in their order, if they were asked for."""

    form: Format
    terms: Terms
    color: bool
    diffs: tuple[str, ...] | None = None


def text_of(reports: tuple[FileReport, ...], shown: Shown) -> str:
    """Return the whole answer about all files."""
    form, diffs = shown.form, shown.diffs
    if diffs is not None and form != "json":
        return "".join(diffs)
    if form == "full" and not any(report.diagnostics for report in reports):
        return ""
    if form in FORMATS_WITH_FIXES:
        reports = tuple(_advised(report, shown.terms) for report in reports)
    match form:
        case "full":
            from speccnn.diagnostics.frame import frame  # noqa: PLC0415  clean specs do not pay

            return "".join(
                frame(report.source, diagnostic, color=shown.color) + "\n"
                for report in reports
                for diagnostic in report.diagnostics
            )
        case "concise":
            return "".join(map(concise, reports))
        case "github":
            return "".join(map(github, reports))
        case "json":
            return dumped(as_json(reports, diffs))
        case "sarif":
            from speccnn.diagnostics.sarif import sarif  # noqa: PLC0415  as above

            return sarif(reports)
        case "junit":
            from speccnn.diagnostics.junit import junit  # noqa: PLC0415  as above

            return junit(reports)


def is_answer(text: str) -> bool:
    """Whether a file holds an earlier answer, or nothing, so that it may be replaced."""
    if not text or text.startswith(ANSWERS):
        return True
    import re  # noqa: PLC0415  few answers go to files

    return any(re.match(line, text) for line in LINES)


def _advised(report: FileReport, terms: Terms) -> FileReport:
    if not report.diagnostics:
        return report
    from speccnn.fixes.advise import advised  # noqa: PLC0415  clean specs do not pay

    overrides, wanted = terms
    found = advised(report.source, report.diagnostics, overrides, wanted.select)
    return FileReport(report.source, found)
