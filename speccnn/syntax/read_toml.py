"""TOML: the values from tomli, and its complaints as findings with places."""

import re
from collections.abc import Iterator
from functools import partial
from itertools import islice

import tomli

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import Span
from speccnn.syntax.findings import (
    DuplicateKey,
    IntegerOutOfRange,
    NestedTooDeeply,
    SyntaxProblem,
)
from speccnn.syntax.limits import MAX_DEPTH, MAX_FINDINGS, without_strings
from speccnn.syntax.numbers import flaw
from speccnn.syntax.sound import is_sound
from speccnn.syntax.tree import Places, Tree

_CONFLICT = re.compile(r"Cannot (?:declare|overwrite|redefine|mutate)\b|Duplicate\b")
# Not a float's digits, before or after its point or in its exponent.
_TOO_LONG_TO_CONVERT = re.compile(
    r"(?<![A-Za-z0-9_.+-])[+-]?[0-9][0-9_]{4300,}+(?!\.[0-9]|[eE][+-]?[0-9])"
)
# What may be TOML 1.1: an inline table over lines or with a last comma, an escape, a short time.
_NEWER = re.compile(
    r"\{[ \t]*+\r?\n|,[ \t]*+\r?\n[ \t]*+[\w.-]++[ \t]*+=|,[ \t\r\n]*+\}"
    r"|\\[ex]|[0-9]:[0-9]{2}(?![:0-9])"
)


def read_toml(text: str, out: Sink) -> Tree | None:
    """Return the values of a TOML text within the limits, or report why there are none.

    Reading ends at the first place that is not TOML. Numbers out of range are all reported.
    """
    try:
        document = tomli.loads(text)
    except tomli.TOMLDecodeError as problem:
        _report_complaint(text, problem.msg, _offset(text, problem.lineno, problem.colno), out)
        return None
    except ValueError:
        _report_endless_integer(text, out)
        return None
    if is_sound(document):
        if _NEWER.search(text):
            from speccnn.syntax.newer_toml import report_newer  # noqa: PLC0415  few pay

            report_newer(text, out)
        return Tree(document, partial(_places, text))
    for finding, span in islice(_flaws(text, _places(text)), MAX_FINDINGS):
        out.report(finding, at=span)
    return None


def _places(text: str) -> Places:
    from speccnn.syntax.toml_spans import scan  # noqa: PLC0415  sound specs do not pay

    return scan(text)


def _flaws(text: str, places: Places) -> Iterator[tuple[Finding, Span]]:
    depths = {place.value: len(path) for path, place in places.items()}
    too_deep = [span for span, depth in depths.items() if _is_too_deep(text, span, depth)]
    if too_deep:
        yield NestedTooDeeply(MAX_DEPTH), min(too_deep)
    for span in depths:
        finding = flaw(text[span.start : span.end])
        if finding is not None:
            yield finding, span


def _is_too_deep(text: str, span: Span, depth: int) -> bool:
    # A dotted key's tables do not start with a bracket, but hold something one level below.
    return depth > MAX_DEPTH or (depth == MAX_DEPTH and text[span.start] in "[{")


def _report_complaint(text: str, complaint: str, offset: int, out: Sink) -> None:
    from speccnn.syntax.alike import other_reason  # noqa: PLC0415  sound specs do not pay
    from speccnn.syntax.toml_reasons import explain  # noqa: PLC0415  sound specs do not pay
    from speccnn.syntax.toml_spans import conflict  # noqa: PLC0415

    reason, span = explain(complaint, text, offset)
    if other := other_reason(out.source, span):
        out.report(other[0], at=other[1])
        return
    clash = conflict(text[:offset]) if _CONFLICT.match(complaint) else None
    if clash is None:
        out.report(SyntaxProblem(reason), at=span)
        return
    notes = [("it is given here already", clash.first)]
    out.report(DuplicateKey(clash.key), at=clash.second, notes=notes)


def _report_endless_integer(text: str, out: Sink) -> None:
    found = _TOO_LONG_TO_CONVERT.search(without_strings(text))
    assert found is not None, "tomli's one other complaint is of an integer of over 4300 digits"
    out.report(IntegerOutOfRange(found[0]), at=Span(*found.span()))


def _offset(text: str, line: int, column: int) -> int:
    """Return the offset of tomli's position, which holds for the text with Unix line ends."""
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return min(start + column - 1, len(text))
