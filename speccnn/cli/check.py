"""`speccnn check`: validate specs and check every shape."""

import os
from functools import partial

import click

from speccnn import pipeline
from speccnn.cli import files, streams
from speccnn.cli.answers import FORMATS, FORMATS_WITH_DIFF, Format, Shown, is_answer, text_of
from speccnn.cli.console import Console, Exit
from speccnn.cli.files import Found
from speccnn.cli.options import Terms, common, force_option, set_option
from speccnn.cli.parallel import mapped
from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.formats import FileReport
from speccnn.diagnostics.limited import limited
from speccnn.diagnostics.sink import Diagnostic
from speccnn.diagnostics.source import Source, Span
from speccnn.diagnostics.wanted import Wanted
from speccnn.syntax.file_findings import NotFixed, SpecWithoutVersion
from speccnn.syntax.findings import Unreadable


def _patterns(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    del context, parameter
    if values:
        from pathspec import GitIgnoreSpec  # noqa: PLC0415  only --exclude pays

        try:
            GitIgnoreSpec.from_lines(values)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None
    return values


def _codes(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    del context, parameter
    codes = tuple(code.strip().upper() for code in value.split(",") if code.strip())
    if codes:
        from speccnn.catalog import is_known, suggestion  # noqa: PLC0415  few choose warnings

        for code in codes:
            if not is_known(code):
                found = suggestion(code) or suggestion(code.lower())
                hint = f"did you mean {found}?" if found else "`speccnn explain` lists them all"
                raise click.BadParameter(f"no finding has the code {code!r}; {hint}")
    return codes


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True), metavar="[PATH|DIR|-]...")
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
@click.option(
    "--exclude",
    metavar="PATTERN",
    multiple=True,
    callback=_patterns,
    help="Leave out what matches in folders, as a line of `.gitignore` does; may be repeated.",
)
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
    exclude: tuple[str, ...],
    error_on_warning: bool,
    jobs: int | None,
    output_file: str | None,
    force: bool,
) -> Exit:
    """Validate specs and check every shape; for directories, all specs in them."""
    if diff and form not in FORMATS_WITH_DIFF:
        raise click.UsageError(f"--diff goes with --format {', '.join(FORMATS_WITH_DIFF)}")
    terms = Terms(overrides, Wanted(select, ignore))
    check = partial(_report, console, terms)
    reports = tuple(mapped(check, _specs(console, paths, exclude), jobs))
    diffs = None
    if diff:
        reports, diffs = _differences(reports, terms)
    elif fix:
        reports = tuple(_mended(console, report, terms) for report in reports)
    shown = Shown(form, terms, console.colors_output and output_file is None, diffs)
    if fix and not diff and streams.STANDARD in paths and output_file is None:
        console.complain(text_of(reports, shown))  # standard output holds the fixed spec
    else:
        to = output_file or streams.STANDARD
        console.write(text_of(reports, shown), to, replaceable=is_answer, force=force, exact=diff)
    if form == "full":
        console.say(_conclusion(reports))
    return _exit(reports, error_on_warning=error_on_warning)


def _specs(console: Console, paths: tuple[str, ...], excluded: tuple[str, ...]) -> list[Found]:
    found: dict[str, Found] = {}
    for path in paths or (".",):
        # Unlike `Path.is_dir`, this is False, and no exception, for what may not be looked at.
        if path == streams.STANDARD or not os.path.isdir(path):  # noqa: PTH112
            found[path] = Found(path)
            continue
        from speccnn.cli.folders import specs_in  # noqa: PLC0415  files do without it

        for spec in specs_in(path, excluded, console.say):
            found.setdefault(spec.path, spec)
    if not found:
        raise click.UsageError(f"no specs in {', '.join(paths or ('.',))}")
    return list(found.values())


def _report(console: Console, terms: Terms, found: Found) -> FileReport:
    finding = found.finding
    if finding is None:
        try:
            return _report_on(console.read(found.path), terms)
        except files.FileProblem as problem:
            finding = Unreadable(problem.reason)
    diagnostics = (Diagnostic(finding, Span(0, 0)),) if finding in terms.wanted else ()
    return FileReport(Source(found.path, b""), diagnostics)


def _report_on(source: Source, terms: Terms) -> FileReport:
    found = pipeline.diagnose(source, terms.overrides, terms.wanted.select)
    return FileReport(source, limited(tuple(d for d in found if d.finding in terms.wanted)))


def _mended(console: Console, report: FileReport, terms: Terms) -> FileReport:
    from speccnn.cli.fixing import change, made  # noqa: PLC0415  only --fix pays

    if not _was_read(report):
        return report
    done = made(console, change(report, terms))
    return _report_on(done.source, terms) if done.fixes else done.report


def _differences(
    reports: tuple[FileReport, ...], terms: Terms
) -> tuple[tuple[FileReport, ...], tuple[str, ...]]:
    """Return what is found, with what keeps a file from being fixed, and what would change."""
    from speccnn.cli.fixing import Change, change, difference  # noqa: PLC0415  only --diff pays

    planned = [change(r, terms) if _was_read(r) else Change(r, r.source) for r in reports]
    return tuple(each.report for each in planned), tuple(map(difference, planned))


def _was_read(report: FileReport) -> bool:
    return not _holds(report, Unreadable, SpecWithoutVersion)


def _holds(report: FileReport, *kinds: type[Finding]) -> bool:
    return any(isinstance(found.finding, kinds) for found in report.diagnostics)


def _conclusion(reports: tuple[FileReport, ...]) -> str:
    errors = sum(report.count(Severity.ERROR) for report in reports)
    warnings = sum(report.count(Severity.WARNING) for report in reports)
    counts = [_counted(n, word) for n, word in ((errors, "error"), (warnings, "warning")) if n]
    specs = sum(not _holds(report, SpecWithoutVersion) for report in reports)
    return f"{_counted(specs, 'spec')} checked: {' and '.join(counts) or 'all is well'}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _exit(reports: tuple[FileReport, ...], *, error_on_warning: bool) -> Exit:
    if any(_holds(report, Unreadable, NotFixed) for report in reports):
        return Exit.USAGE
    if any(report.count(Severity.ERROR) for report in reports):
        return Exit.FOUND
    is_warned = any(report.diagnostics for report in reports)
    return Exit.FOUND if is_warned and error_on_warning else Exit.OK
