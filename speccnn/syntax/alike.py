"""Text that cannot be read for a reason that is none of TOML's or JSON's."""

import re

from speccnn.characters import like, named
from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.source import Source, Span
from speccnn.syntax.findings import SyntaxProblem
from speccnn.syntax.formats import binary_format, text_format
from speccnn.syntax.other_findings import LookAlike, OtherFormat

# A string that ends within an expression, and what comes up to the end of the one that is meant.
_CUT_SHORT = re.compile(r"""(["'])(?:(?!\1)[^\n$]|\$(?!\{))*+\$\{(?:(?!\1)[^}\n])*+\1""")
_TO_BRACE = re.compile(r"""[^\n]*?\}[^"'\n]*(["'])""")
# A value of names, numbers and operators, or in `${…}`, that has no quotes.
_EXPRESSION = re.compile(
    r"""(?<=[=:,\[])[ \t]*(\$\{[^}"'\n]*\}|[\w.()]+(?:[ \t]*(?://|\*\*|[*+/%])[ \t]*[\w.()]+)+)"""
)
LONGEST_LINE = 40
QUOTES = "\"'"


def other_reason(source: Source, span: Span) -> tuple[Finding, Span] | None:
    """Return that a text is of another format, or has a character that looks like another."""
    text = source.text
    found = binary_format(source.raw, source.path) or text_format(text, source.path)
    if found:
        return OtherFormat(found), first_line(text)
    is_open = text[span.start : span.start + 1] in QUOTES
    for at in range(span.start, min(span.end, len(text))):
        meant = None if text[at].isascii() else like(text[at])
        if meant is not None and (meant in QUOTES or not is_open):
            return LookAlike(named(text[at]), meant), Span(at, at + 1)
    return _quotes_in_braces(text, span.start) or _bare_expression(text, span.start)


def _bare_expression(text: str, stop: int) -> tuple[Finding, Span] | None:
    """Return that an expression stands where a value should, without quotes around it."""
    start = text.rfind("\n", 0, stop) + 1
    end = text.find("\n", stop)
    for found in _EXPRESSION.finditer(text, start, end if end >= 0 else len(text)):
        if found.start(1) <= stop <= found.end(1):
            shown = found[1] if found[1].startswith("${") else f"${{{found[1]}}}"
            reason = f'an expression stands in quotes: `"{shown}"`'
            return SyntaxProblem(reason), Span(*found.span(1))
    return None


def _quotes_in_braces(text: str, stop: int) -> tuple[Finding, Span] | None:
    """Return that a string ends within an expression, at a quote that belongs to the expression."""
    start = text.rfind("\n", 0, stop) + 1
    for found in _CUT_SHORT.finditer(text, start, stop):
        rest = _TO_BRACE.match(text, found.end())
        if text[found.end() : stop].strip() == "" and rest is not None and rest[1] == found[1]:
            quote, other = (found[1], "'" if found[1] == '"' else '"')
            reason = f"the {quote} inside of `${{…}}` ends the string: write {other} there"
            return SyntaxProblem(reason), Span(found.start() + 1, rest.end() - 1)
    return None


def first_line(text: str) -> Span:
    """Return where the first line with anything in it begins, and what of it is underlined."""
    start = len(text) - len(text.lstrip())
    line = text[start:].partition("\n")[0].rstrip()
    return Span(start, start + min(len(line), LONGEST_LINE))
