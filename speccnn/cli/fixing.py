"""The safe fixes of `speccnn check`, made in the files or shown as a difference."""

import difflib
from collections.abc import Mapping

from speccnn.cli import files
from speccnn.cli.console import Console
from speccnn.diagnostics.formats import FileReport
from speccnn.diagnostics.source import Source
from speccnn.fixes.advise import fixed
from speccnn.words import visible

STANDARD_INPUT = "<stdin>"


def mended(console: Console, report: FileReport, overrides: Mapping[str, str]) -> Source:
    """Make the safe fixes of a file, and return what it then is.

    The fixed text of standard input, and the text without anything to fix, is printed.
    """
    source, count = fixed(report.source, report.diagnostics, overrides)
    if report.source.path == STANDARD_INPUT:
        console.print(source.raw.decode("utf-8", errors="surrogateescape"), end="")
    elif count:
        files.rewrite(report.source, source.raw)
    if count:
        fixes = f"{count} fix{'es' if count > 1 else ''}"
        console.say(f"{visible(report.source.path)}: {fixes} made")
    return source


def difference(report: FileReport, overrides: Mapping[str, str]) -> str:
    """Return what the safe fixes would change, as a unified diff that `patch -p1` takes."""
    source, count = fixed(report.source, report.diagnostics, overrides)
    if not count:
        return ""
    path = visible(report.source.path)
    lines = difflib.unified_diff(
        report.source.text.splitlines(keepends=True),
        source.text.splitlines(keepends=True),
        f"a/{path}",
        f"b/{path}",
    )
    return "".join(_ended(line) for line in lines)


def _ended(line: str) -> str:
    return line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
