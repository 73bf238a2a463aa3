"""Text that is almost TOML or JSON: what the other one, or Python, writes so."""

import re
from collections.abc import Iterator
from typing import NamedTuple, final

from speccnn.diagnostics.source import Span
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Rewrite
from speccnn.syntax.findings import SyntaxProblem


@final
class _Slip(NamedTuple):
    """Text at a place where the reason for stopping matches, and what should stand there."""

    reason: str
    text: re.Pattern[str]
    instead: str
    title: str
    safe: bool = True


_SLIPS = (
    _Slip("", re.compile(r"(?i:(t)rue|(f)alse)\b"), "", "write `{}`"),
    _Slip("JSON writes `null`", re.compile(r"None|nil|undefined"), "null", "write `{}`"),
    _Slip(
        "needs quotes|needs double quotes", re.compile(r"([A-Za-z_][\w.]*)"), r'"\1"', "write `{}`"
    ),
    _Slip("JSON has no comma", re.compile(","), "", "leave the comma out"),
    _Slip("JSON strings take", re.compile(r"'([^'\"\\\n]*)'"), r'"\1"', "write `{}`"),
    _Slip(
        "JSON has no comments",
        re.compile(r"(?:#|//)[^\n]*|/\*.*?\*/", re.DOTALL),
        "",
        "leave the comment out: only TOML has them",
        safe=False,
    ),
    _Slip("TOML writes `=`", re.compile(r":[ \t]*"), " = ", "write `=`"),
    _Slip("TOML comments", re.compile("//"), "#", "write `#`"),
)


def words(case: Case) -> Iterator[Candidate]:
    """Yield what should stand in the place of a slip."""
    finding = case.diagnostic.finding
    assert isinstance(finding, SyntaxProblem), "of text that cannot be read"
    for slip in _SLIPS:
        found = slip.text.match(case.draft.text, case.diagnostic.span.start)
        if found is None or not re.search(slip.reason, finding.reason):
            continue
        right = found.expand(slip.instead) if slip.reason else found[0].lower()
        if right != found[0]:
            title = slip.title.format(right)
            yield Candidate(title, (Rewrite(Span(*found.span()), right),), slip.safe)
        return
