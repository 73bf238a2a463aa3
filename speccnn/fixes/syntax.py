"""Text that is almost TOML or JSON: what the other one, or Python, writes so."""

import re
from collections.abc import Iterator
from typing import NamedTuple, final

from speccnn.characters import like
from speccnn.diagnostics.source import Span
from speccnn.document.sizes import meant_shapes
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Rewrite
from speccnn.language.canonical import value_text
from speccnn.syntax.findings import SyntaxProblem
from speccnn.syntax.limits import without_strings
from speccnn.syntax.other_findings import LookAlike

_LIST = re.compile(r"\[([^\[\]\n]*)\]")
MOST_ALIKE = 1000


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
    _Slip("square brackets", re.compile(r"\(([^()\[\]\n]*?),?[ \t]*\)"), r"[\1]", "write `{}`"),
    _Slip("TOML comments", re.compile("//"), "#", "write `#`"),
)


def words(case: Case) -> Iterator[Candidate]:
    """Yield what should stand in the place of a slip."""
    finding = case.diagnostic.finding
    assert isinstance(finding, SyntaxProblem), "of text that cannot be read"
    span, text = case.diagnostic.span, case.draft.text
    if finding.reason.startswith("an expression stands in quotes"):
        inner = case.text if case.text.startswith("${") else f"${{{case.text}}}"
        yield Candidate(f'write `"{inner}"`', (Rewrite(span, f'"{inner}"'),), safe=True)
        return
    if "inside of `${…}`" in finding.reason:
        quote, other = ('"', "'") if '"' in case.text else ("'", '"')
        if other not in case.text:
            right = case.text.replace(quote, other)
            yield Candidate(f"write `{right}`", (Rewrite(span, right),), safe=True)
        return
    if "`,` or" in finding.reason:
        end = len(text[: span.start].rstrip())
        yield Candidate("write a comma before it", (Rewrite(Span(end, end), ","),))
    elif "a size that may vary" in finding.reason:
        yield from _shapes(text, span)
    elif "leave the key out" in finding.reason and (line := _line_of(text, span)):
        yield Candidate("leave the key out", (Rewrite(line, ""),))
    for slip in _SLIPS:
        found = slip.text.match(case.draft.text, case.diagnostic.span.start)
        if found is None or not re.search(slip.reason, finding.reason):
            continue
        right = found.expand(slip.instead) if slip.reason else found[0].lower()
        if right != found[0]:
            title = slip.title.format(right)
            yield Candidate(title, (Rewrite(Span(*found.span()), right),), slip.safe)
        return


def _shapes(text: str, span: Span) -> Iterator[Candidate]:
    """Yield the shapes that may be meant by the list around a size that is none."""
    for found in _LIST.finditer(text, text.rfind("\n", 0, span.start) + 1):
        if found.start() <= span.start < found.end():
            words = [word.strip() for word in found[1].split(",") if word.strip()]
            sizes = [int(word) if word.isdigit() else word for word in words]
            for shape in meant_shapes([*sizes]):
                shown = value_text(shape)
                yield Candidate(f"write `{shown}`", (Rewrite(Span(*found.span()), shown),))
            return


def look_alike(case: Case) -> Iterator[Candidate]:
    """Yield the text with all characters that look like others put right, outside of strings."""
    finding, span = case.diagnostic.finding, case.diagnostic.span
    assert isinstance(finding, LookAlike), "of a character that looks like another"
    text = without_strings(case.draft.text)
    places = [at for at, char in enumerate(text) if not char.isascii() and like(char) is not None]
    places = sorted({*places[:MOST_ALIKE], span.start})
    rewrites = (Rewrite(Span(at, at + 1), like(case.draft.text[at]) or "") for at in places)
    count = len(places) - 1
    more = f", and {count} more such character{'s' if count > 1 else ''}" if count else ""
    yield Candidate(finding.help + more, tuple(rewrites), safe=True)


def _line_of(text: str, span: Span) -> Span | None:
    """Return the line of a key and its value, if they are all that stands on it."""
    start = text.rfind("\n", 0, span.start) + 1
    rest = re.compile(r"[ \t]*(?:\r?\n|\Z)").match(text, span.end)
    is_pair = re.fullmatch(r"[ \t]*[\w.-]+[ \t]*=[ \t]*", text[start : span.start])
    return Span(start, rest.end()) if rest and is_pair else None
