"""Diagnostics as JUnit's XML, which continuous integration shows as tests: a file is a test.

The form is the one that Ant's JUnit task writes and Jenkins and GitLab read.
"""

from xml.etree import ElementTree as ET

from speccnn.diagnostics.finding import Severity
from speccnn.diagnostics.formats import FileReport
from speccnn.diagnostics.frame import frame
from speccnn.diagnostics.sink import Diagnostic
from speccnn.words import visible


def junit(reports: tuple[FileReport, ...]) -> str:
    """Return a suite with a case for each file; warnings do not fail it."""
    failed = sum(not report.ok for report in reports)
    counts = {"tests": str(len(reports)), "failures": str(failed), "errors": "0"}
    root = ET.Element("testsuites", {"name": "speccnn check", **counts})
    suite = ET.SubElement(root, "testsuite", {"name": "speccnn check", **counts, "time": "0"})
    for report in reports:
        _case(suite, report)
    ET.indent(root)
    # In ASCII it is what its first line says in every encoding of standard output.
    text = ET.tostring(root, encoding="us-ascii").decode()
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _case(suite: ET.Element, report: FileReport) -> None:
    path = visible(report.source.path)
    case = ET.SubElement(suite, "testcase", {"classname": "speccnn", "name": path, "time": "0"})
    errors = [d for d in report.diagnostics if d.finding.severity is Severity.ERROR]
    others = [d for d in report.diagnostics if d.finding.severity is not Severity.ERROR]
    if errors:
        finding = errors[0].finding
        count = report.count(Severity.ERROR)
        more = f" (and {count - 1} more)" if count > 1 else ""
        what = {"type": finding.code, "message": visible(finding.message) + more}
        ET.SubElement(case, "failure", what).text = _frames(report, errors)
    if others:
        ET.SubElement(case, "system-out").text = _frames(report, others)


def _frames(report: FileReport, found: list[Diagnostic]) -> str:
    return "\n" + "\n".join(frame(report.source, diagnostic) for diagnostic in found)
