"""`speccnn check`: validate specs and check every shape."""

from functools import partial
from typing import Literal, TypeAlias

import click

from speccnn import pipeline
from speccnn.cli import files
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common, force_option, set_option
from speccnn.cli.parallel import mapped
from speccnn.diagnostics.finding import Severity
from speccnn.diagnostics.formats import FileReport, as_json, concise, github
from speccnn.diagnostics.limited import limited
from speccnn.diagnostics.sink import Diagnostic
from speccnn.diagnostics.source import Source, Span
from speccnn.diagnostics.wanted import Wanted
from speccnn.syntax.findings import Unreadable

Format: TypeAlias = Literal["full", "concise", "json", "github", "sarif", "junit"]
FORMATS: tuple[Format, ...] = ("full", "concise", "json", "github", "sarif", "junit")
# How the answers begin that a machine reads, and that may be replaced.
ANSWERS = (
    '{\n  "version": 1,\n  "ok": ',
    '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json"',
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="speccnn check"',
)
FORMATS_WITH_FIXES = frozenset({"full", "json", "sarif", "junit"})


def _codes(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    del context, parameter
    return tuple(code.strip().upper() for code in value.split(",") if code.strip())


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH|DIR|-]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="full",
    show_default=True,
)
@click.option("--select", callback=_codes, default="", help="Warn of these codes only: L501,T4.")
@click.option("--ignore", callback=_codes, default="", help="Do not warn of these codes.")
@click.option("--fix", is_flag=True, help="Make the safe fixes; of `-`, print the fixed text.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--error-on-warning", is_flag=True, help="Exit 1 when there are warnings.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1), help="Processes for many specs; as many as pay off."
)
@click.option("--output-file", type=click.Path(), help="Write the answer here.")
@force_option
@set_option
@common
@click.pass_obj
def command(  # noqa: PLR0913  one for each option
    console: Console,
    paths: tuple[str, ...],
    form: Format,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    overrides: dict[str, str],
    *,
    fix: bool,
    diff: bool,
    error_on_warning: bool,
    jobs: int | None,
    output_file: str | None,
    force: bool,
) -> Exit:
    """Validate specs and check every shape; for directories, all specs in them."""
    wanted = Wanted(select, ignore)
    check = partial(_report, console, wanted=wanted, overrides=overrides)
    reports = tuple(mapped(check, _specs(paths), jobs))
    if fix and not diff:
        reports = tuple(_mended(console, report, wanted, overrides) for report in reports)
    color = console.colors_output and output_file is None
    text = _changes(reports, overrides) if diff else _text(reports, form, overrides, color=color)
    if fix and not diff and files.STANDARD in paths and output_file is None:
        console.complain(text)  # standard output holds the fixed spec
    else:
        console.write(text, output_file or files.STANDARD, replaceable=_is_answer, force=force)
    if form == "full":
        console.say(_conclusion(reports))
    return _exit(reports, error_on_warning=error_on_warning)


def _specs(paths: tuple[str, ...]) -> list[str]:
    found = list(dict.fromkeys(spec for path in paths or (".",) for spec in files.spec_paths(path)))
    if not found:
        raise click.UsageError(f"no specs in {', '.join(paths or ('.',))}")
    return found


def _report(
    console: Console, path: str, *, wanted: Wanted, overrides: dict[str, str]
) -> FileReport:
    try:
        source = console.read(path)
    except files.FileProblem as problem:
        unreadable = Diagnostic(Unreadable(problem.reason), Span(0, 0))
        return FileReport(Source(path, b""), (unreadable,))
    return _report_on(source, wanted, overrides)


def _report_on(source: Source, wanted: Wanted, overrides: dict[str, str]) -> FileReport:
    found = pipeline.diagnose(source, overrides)
    return FileReport(source, limited(tuple(d for d in found if d.finding in wanted)))


def _mended(
    console: Console, report: FileReport, wanted: Wanted, overrides: dict[str, str]
) -> FileReport:
    from speccnn.cli.fixing import mended  # noqa: PLC0415  only --fix pays

    if any(isinstance(found.finding, Unreadable) for found in report.diagnostics):
        return report
    source = mended(console, report, overrides)
    return report if source is report.source else _report_on(source, wanted, overrides)


def _changes(reports: tuple[FileReport, ...], overrides: dict[str, str]) -> str:
    from speccnn.cli.fixing import difference  # noqa: PLC0415  only --diff pays

    return "".join(difference(report, overrides) for report in reports)


def _text(
    reports: tuple[FileReport, ...], form: Format, overrides: dict[str, str], *, color: bool
) -> str:
    if not any(report.diagnostics for report in reports) and form == "full":
        return ""
    if form in FORMATS_WITH_FIXES:
        reports = tuple(_advised(report, overrides) for report in reports)
    match form:
        case "full":
            from speccnn.diagnostics.frame import frame  # noqa: PLC0415  clean specs do not pay

            return "".join(
                frame(report.source, diagnostic, color=color) + "\n"
                for report in reports
                for diagnostic in report.diagnostics
            )
        case "concise":
            return "".join(map(concise, reports))
        case "github":
            return "".join(map(github, reports))
        case "json":
            import json  # noqa: PLC0415  the other formats do not pay

            return json.dumps(as_json(reports), indent=2) + "\n"
        case "sarif":
            from speccnn.diagnostics.sarif import sarif  # noqa: PLC0415  as above

            return sarif(reports)
        case "junit":
            from speccnn.diagnostics.junit import junit  # noqa: PLC0415  as above

            return junit(reports)


def _advised(report: FileReport, overrides: dict[str, str]) -> FileReport:
    if not report.diagnostics:
        return report
    from speccnn.fixes.advise import advised  # noqa: PLC0415  clean specs do not pay

    return FileReport(report.source, advised(report.source, report.diagnostics, overrides))


def _is_answer(text: str) -> bool:
    """Whether a file holds an earlier answer, for machines, so that it may be replaced."""
    return text.startswith(ANSWERS)


def _conclusion(reports: tuple[FileReport, ...]) -> str:
    errors = sum(report.count(Severity.ERROR) for report in reports)
    warnings = sum(report.count(Severity.WARNING) for report in reports)
    counts = [_counted(n, word) for n, word in ((errors, "error"), (warnings, "warning")) if n]
    return f"{_counted(len(reports), 'spec')} checked: {' and '.join(counts) or 'all is well'}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _exit(reports: tuple[FileReport, ...], *, error_on_warning: bool) -> Exit:
    found = [diagnostic.finding for report in reports for diagnostic in report.diagnostics]
    if any(isinstance(finding, Unreadable) for finding in found):
        return Exit.USAGE
    if any(finding.severity is Severity.ERROR for finding in found):
        return Exit.FOUND
    return Exit.FOUND if found and error_on_warning else Exit.OK
