"""The safe fixes of `speccnn check`, made in the files or shown as a difference."""

import difflib
import os
from pathlib import Path
from typing import NamedTuple, final

from speccnn.cli import files
from speccnn.cli.console import Console
from speccnn.cli.options import Terms
from speccnn.diagnostics.formats import FileReport
from speccnn.diagnostics.sink import Diagnostic
from speccnn.diagnostics.source import Source, Span
from speccnn.fixes.advise import fixed
from speccnn.syntax.file_findings import NotFixed
from speccnn.words import visible

STANDARD_INPUT = "<stdin>"

_CONTROLS = {"\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r"}


@final
class Change(NamedTuple):
    """What the safe fixes make of a file: how many there are, and what is found in it as it is."""

    report: FileReport
    source: Source
    fixes: int = 0


def change(report: FileReport, terms: Terms) -> Change:
    """Return what the safe fixes would make of a file that was read."""
    overrides, wanted = terms
    source, count = fixed(report.source, report.diagnostics, overrides, wanted.select)
    if not count or report.source.path == STANDARD_INPUT:
        return Change(report, source, count)
    try:
        files.check_own(report.source.path)
    except files.FileProblem as problem:
        return Change(_not_fixed(report, problem), report.source)
    return Change(report, source, count)


def made(console: Console, planned: Change) -> Change:
    """Make the fixes of a file, and return what has become of it.

    The fixed text of standard input, and the text without anything to fix, is printed.
    """
    report, source, count = planned
    if report.source.path == STANDARD_INPUT:
        console.send(source.raw)
    elif count:
        try:
            files.rewrite(report.source, source.raw)
        except files.FileProblem as problem:
            return Change(_not_fixed(report, problem), report.source)
    if count:
        console.say(f"{report.source.path}: {count} fix{'es' if count > 1 else ''} made")
    return planned


def _not_fixed(report: FileReport, problem: files.FileProblem) -> FileReport:
    found = Diagnostic(NotFixed(problem.reason), Span(0, 0))
    return FileReport(report.source, (found, *report.diagnostics))


def difference(planned: Change) -> str:
    """Return the change of a file as a unified diff, for `patch -p1` here or `git apply`.

    The file is named from the current folder on; one outside it from the root on.
    """
    if not planned.fixes:
        return ""
    before, after = (source.raw.decode() for source in (planned.report.source, planned.source))
    path = _from_here(planned.report.source.path)
    lines = difflib.unified_diff(_lines(before), _lines(after), _name("a", path), _name("b", path))
    return "".join(_ended(line) for line in lines)


def _lines(text: str) -> list[str]:
    """Return lines as `patch` counts them: other line ends than a newline are text."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _from_here(path: str) -> str:
    if path == STANDARD_INPUT:
        return path
    inner = os.path.relpath(path)
    return os.path.normpath(Path.cwd() / path).lstrip("/") if inner.startswith("..") else inner


def _name(side: str, path: str) -> str:
    """Return a file's name as git writes it: in quotes, with C's escapes, where it needs them."""
    name = f"{side}/{path}"
    if visible(name) == name and not {'"', "\\"} & set(name):
        return f"{name}\t" if " " in name else name
    return '"' + "".join(map(_quoted, name)) + '"'


def _quoted(char: str) -> str:
    if char in _CONTROLS:
        return "\\" + _CONTROLS[char]
    if char in {'"', "\\"}:
        return "\\" + char
    if visible(char) == char:
        return char
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(char))


def _ended(line: str) -> str:
    return line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
