"""Values that are nearly what their key asks for."""

import re
from collections.abc import Iterator

from speccnn.diagnostics.source import Span
from speccnn.document.findings import BadName, MissingKey, OutOfRange
from speccnn.fields import is_list, is_table
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Change, Rewrite, Set
from speccnn.language.canonical import value_text

_WHOLE = re.compile(r"[0-9]{1,9}")
_FRACTION = re.compile(r"[0-9]{1,9}\.[0-9]{1,9}|[0-9](?:\.[0-9]+)?e-?[0-9]{1,2}")
_BOOLEANS = {"true": True, "false": False, "yes": True, "no": False, "on": True, "off": False}
_AT_LEAST_ONE = re.compile(r"(?:strides|dilation_rate|groups|pool_size|repeat)\b")
_SINGLE_LAYERS = re.compile(r"^([ \t]*)\[layers\]", re.MULTILINE)


def missing(case: Case) -> Iterator[Candidate]:
    """Yield the version of the language, which has one value only."""
    finding = case.diagnostic.finding
    assert isinstance(finding, MissingKey), "of a key that is missing"
    if case.path == ("speccnn",):
        yield Candidate("add `speccnn = 1`", (Set(case.path, 1),), safe=True)
    elif case.path == ("name",):
        yield Candidate('add `name = "network"`', (Set(case.path, "network"),))


def typed(case: Case) -> Iterator[Candidate]:
    """Yield a number or a truth value that stands in quotes, or a whole number with a point."""
    value = case.value
    found: object = None
    match value:
        case str() if _WHOLE.fullmatch(value.strip()):
            found = int(value)
        case str() if _FRACTION.fullmatch(value.strip()):
            found = float(value)
        case str() if value.strip().lower() in _BOOLEANS:
            found = _BOOLEANS[value.strip().lower()]
        case float() if value.is_integer() and abs(value) < 2**31:
            found = int(value)
        case bool():
            return
        case 0 | 1:
            found = bool(value)
        case _:
            return
    title = f"write `{case.path[-1]} = {value_text(found)}`"
    if isinstance(case.path[-1], int):
        title = f"write `{value_text(found)}`"
    yield Candidate(title, (Set(case.path, found),), isinstance(value, str | float))


def headers(case: Case) -> Iterator[Candidate]:
    """Yield `[[layers]]` for `[layers]`, and a list of one layer for a layer."""
    if case.path != ("layers",) or not is_table(case.value):
        return
    found = [*_SINGLE_LAYERS.finditer(case.draft.text)]
    if found and not case.draft.source.is_json:
        rewrites = (Rewrite(Span(*each.span()), f"{each[1]}[[layers]]") for each in found)
        yield Candidate(
            "write `[[layers]]`: each layer is one of a list", tuple(rewrites), safe=True
        )
        return
    yield Candidate("write a list, `[ … ]`, of this one layer", (Set(case.path, [case.value]),))


def bounded(case: Case) -> Iterator[Candidate]:
    """Yield the least for what is below it, and a share for what is a percentage."""
    finding, value = case.diagnostic.finding, case.value
    assert isinstance(finding, OutOfRange), "of a number out of range"
    changes: tuple[Change, ...]
    if value == 0 and _AT_LEAST_ONE.match(finding.key):
        yield Candidate(f"write `{finding.key} = 1`", (Set(case.path, 1),))
    elif isinstance(value, int) and 1 < value < 100 and finding.key in {"rate", "drop_rate"}:  # noqa: PLR2004
        share = value / 100
        yield Candidate(f"write `{finding.key} = {share}`", (Set(case.path, share),))
    elif is_list(value) and case.path[0] == "inputs" and None in value:
        changes = (Set(case.path, [size for size in value if size is not None]),)
        yield Candidate("leave the batch axis out", changes)
    elif is_list(value) and value and value.count(value[0]) == len(value):
        shown = value_text(value[0])
        yield Candidate(f"write `{finding.key} = {shown}`", (Set(case.path, value[0]),))


def name(case: Case) -> Iterator[Candidate]:
    """Yield a name with underscores where it holds anything else."""
    finding, value = case.diagnostic.finding, case.value
    assert isinstance(finding, BadName), "of a name that is none"
    if not isinstance(value, str):
        return
    plain = re.sub(r"[^A-Za-z0-9]+", "_", value).strip("_")
    plain = plain if plain[:1].isalpha() else f"net_{plain}" if plain else ""
    if plain and len(plain) <= 64:  # noqa: PLR2004
        yield Candidate(f'write `"{plain}"`', (Set(case.path, plain),))
