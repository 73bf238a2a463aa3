"""Values that are nearly what their key asks for."""

import re
import unicodedata
from collections.abc import Iterator

from speccnn.characters import plain as plainly
from speccnn.diagnostics.source import Span
from speccnn.document.findings import BadName, MissingKey, OutOfRange
from speccnn.document.model import SizeRange
from speccnn.document.sizes import flaw, meant_shapes, number
from speccnn.fields import is_list, is_table
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Rewrite, Set
from speccnn.language.canonical import value_text
from speccnn.language.expression import ExpressionError, names_in

LARGEST = 2**31

_WHOLE = re.compile(r"[0-9]{1,9}")
_FRACTION = re.compile(r"[0-9]{1,9}\.[0-9]{1,9}|[0-9](?:\.[0-9]+)?e-?[0-9]{1,2}")
_BY = re.compile("[0-9]{1,4}(?: *x *[0-9]{1,4}){1,2}")
_SHELL = re.compile(r"\$([A-Za-z]\w*)|\{\{? *([A-Za-z]\w*) *\}?\}")
_COMPUTES = re.compile(r"[A-Za-z_\[(]|[0-9] *[-+*/%]")
_DIVIDES = re.compile("(?<!/)/(?!/)")
_BOOLEANS = {"true": True, "false": False, "yes": True, "no": False, "on": True, "off": False}
_AT_LEAST_ONE = re.compile(r"(?:strides|dilation_rate|groups|pool_size|repeat)\b")
BLOCK = 2
_HEADERS = re.compile(r"^[ \t]*(\[\[?[\w.-]+\]\]?)", re.MULTILINE)
_USES_BLOCK = re.compile(r"^[ \t]*block[ \t]*=", re.MULTILINE)
_NAMED_LAYERS = re.compile(r"^([ \t]*)\[layers\.([A-Za-z][A-Za-z0-9_]*)\]", re.MULTILINE)
_SINGLE_LAYERS = re.compile(r"^([ \t]*)\[layers\]", re.MULTILINE)


def missing(case: Case) -> Iterator[Candidate]:
    """Yield the version of the language, which has one value only."""
    finding = case.diagnostic.finding
    assert isinstance(finding, MissingKey), "of a key that is missing"
    if case.path == ("speccnn",):
        yield Candidate("add `speccnn = 1`", (Set(case.path, 1),), safe=True)
    elif case.path == ("name",):
        yield Candidate('add `name = "network"`', (Set(case.path, "network"),))
    elif case.path[0] == "blocks" and case.path[-1] == "layers":
        yield from layers_of_block(case)


def layers_of_block(case: Case) -> Iterator[Candidate]:
    """Yield the layers of a block where they are written as the spec's, or as the block itself."""
    name, value = str(case.path[1]), case.value
    if is_list(value) and len(case.path) == BLOCK:
        yield Candidate("write the list as `layers` of it", (Set(case.path, {"layers": value}),))
    right = f"[[blocks.{name}.layers]]"
    start = case.diagnostic.span.start
    heads = [found for found in _HEADERS.finditer(case.draft.text) if found.start() >= start]
    mine = {"layers", f"{name}.layers", f"blocks.{name}", f"blocks.{name}.layers"}
    meant: list[re.Match[str]] = []
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(case.draft.text)
        uses = _USES_BLOCK.search(case.draft.text, head.end(), end)
        if head[1].strip("[]") in mine - ({f"blocks.{name}"} if head[0][1] != "[" else set()):
            if uses is not None:
                break
            meant.append(head)
        elif place or head[1].strip("[]") != f"blocks.{name}":
            break
    if meant and not case.draft.source.is_json:
        rewrites = tuple(Rewrite(Span(*head.span(1)), right) for head in meant)
        yield Candidate(f"write `{right}` for the layers of the block", rewrites)


def typed(case: Case) -> Iterator[Candidate]:
    """Yield the value that is meant, where it stands in quotes or is a number too exact."""
    value = case.value
    if case.path[0] == "inputs" and (sizes := _sizes(value)):
        key = str(case.path[-1])
        yield Candidate(f"write `{key} = {value_text(sizes)}`", (Set(case.path, sizes),), safe=True)
        return
    if case.path[0] == "sizes" and len(case.path) == BLOCK:
        yield from _ranges(case)
        return
    if case.path == ("inputs",) and is_list(value) and value and not any(map(flaw, value)):
        shape = {"image": value}
        yield Candidate(f"write `inputs = {value_text(shape)}`", (Set(case.path, shape),))
        return
    if isinstance(value, str) and "${" in value and _DIVIDES.search(value):
        halved = _DIVIDES.sub("//", value)
        yield Candidate(f'write `"{halved}"`, which is whole', (Set(case.path, halved),))
        return
    yield from braced(case)
    found = unquoted(value.strip()) if isinstance(value, str) else _other_number(value)
    if found is None:
        return
    key = f"{case.path[-1]} = " if isinstance(case.path[-1], str) else ""
    changes = (Set(case.path, found),)
    yield Candidate(f"write `{key}{value_text(found)}`", changes, isinstance(value, str | float))


def _ranges(case: Case) -> Iterator[Candidate]:
    """Yield a table for a size whose range is a number, and for all sizes what is said of none."""
    key, value = str(case.path[1]), case.value
    if key in SizeRange.fields():
        sizes = [size for _, _, shape in case.inputs() for size in shape]
        names = dict.fromkeys(size for size in sizes if isinstance(size, str))
        ranges = {name: case.draft.at(("sizes",)) for name in names}
        yield Candidate(f"write `sizes = {value_text(ranges)}`", (Set(("sizes",), ranges),))
    elif isinstance(value, int) and not isinstance(value, bool):
        for word in ("multiple_of", "at_least"):
            table = {word: value}
            yield Candidate(f"write `{key} = {value_text(table)}`", (Set(case.path, table),))


def braced(case: Case) -> Iterator[Candidate]:
    """Yield an expression that stands in quotes, but not in `${…}`."""
    value = case.value
    if not isinstance(value, str) or "${" in value or not _COMPUTES.search(value):
        return
    try:
        names = names_in(value)
    except ExpressionError:
        return
    if names or not value.strip().isidentifier():
        right = f"${{{value.strip()}}}"
        key = f"{case.path[-1]} = " if isinstance(case.path[-1], str) else ""
        yield Candidate(f"write `{key}{value_text(right)}`", (Set(case.path, right),))


def _sizes(value: object) -> list[object]:
    """Return the sizes of a shape that stands in quotes, or each of whose numbers does."""
    if isinstance(value, str):
        words: list[str] = re.findall(r"[^\s,;x*()\[\]]+", value)
        found = [word if (size := number(word)) is None else size for word in words]
        is_shape = all(isinstance(s, int) or re.fullmatch("[A-Z][A-Z0-9]?", s) for s in found)
        return [*found] if is_shape and len(found) > 1 else []
    if not is_list(value) or not any(isinstance(size, str) and number(size) for size in value):
        return []
    plain = [number(s) if isinstance(s, str) and number(s) is not None else s for s in value]
    return [] if any(map(flaw, plain)) else plain


def sized(case: Case) -> Iterator[Candidate]:
    """Yield the shapes that may be meant, with names for sizes and without the batch axis."""
    value = case.value
    for shape in meant_shapes(value) if is_list(value) else ():
        title = f"write `{case.path[-1]} = {value_text(shape)}`"
        yield Candidate(title, (Set(case.path, shape),))


def unquoted(text: str) -> object:
    """Return what a text in quotes stands for: a number, sizes, a variable, true or false."""
    if _WHOLE.fullmatch(text):
        return int(text)
    if _FRACTION.fullmatch(text):
        return float(text)
    if _BY.fullmatch(text):
        return [int(size) for size in re.findall("[0-9]+", text)]
    if found := _SHELL.fullmatch(text):
        return f"${{{found[1] or found[2]}}}"
    return _BOOLEANS.get(text.lower())


def _other_number(value: object) -> object:
    match value:
        case float() if value.is_integer() and abs(value) < LARGEST:
            return int(value)
        case int() if not isinstance(value, bool) and value in {0, 1}:
            return bool(value)
        case _:
            return None


def headers(case: Case) -> Iterator[Candidate]:
    """Yield `[[layers]]` for `[layers]`, and a list of one layer for a layer."""
    if case.path[:1] == ("blocks",) and len(case.path) <= BLOCK + 1:
        yield from layers_of_block(case)
        return
    if case.path == ("layers",) and is_table(case.value) and "type" in case.value:
        yield Candidate("write a list of one layer", (Set(case.path, [case.value]),), safe=True)
    if case.draft.source.is_json:
        return
    found = [*_SINGLE_LAYERS.finditer(case.draft.text)]
    named = [*_NAMED_LAYERS.finditer(case.draft.text)]
    if named and case.path == ("layers",):
        rewrites = (
            Rewrite(Span(*each.span()), f'{each[1]}[[layers]]\n{each[1]}name = "{each[2]}"')
            for each in named
        )
        yield Candidate("write `[[layers]]`, and the name as a key of it", tuple(rewrites))
        return
    if found:
        rewrites = (Rewrite(Span(*each.span()), f"{each[1]}[[layers]]") for each in found)
        yield Candidate(
            "write `[[layers]]`: each layer is one of a list", tuple(rewrites), safe=True
        )


def bounded(case: Case) -> Iterator[Candidate]:
    """Yield the least for what is below it, and a share for what is a percentage."""
    finding, value = case.diagnostic.finding, case.value
    assert isinstance(finding, OutOfRange), "of a number out of range"
    if value == 0 and _AT_LEAST_ONE.match(finding.key):
        yield Candidate(f"write `{finding.key} = 1`", (Set(case.path, 1),))
    elif isinstance(value, int) and 1 < value < 100 and finding.key in {"rate", "drop_rate"}:  # noqa: PLR2004
        share = value / 100
        yield Candidate(f"write `{finding.key} = {share}`", (Set(case.path, share),))
    elif is_list(value) and case.path[0] == "inputs" and None in value:
        rest = [size for size in value if size is not None]
        yield Candidate("leave the batch axis out", (Set(case.path, rest),))
    elif is_list(value) and "[height, width]" in finding.expected and len(value) > 2:  # noqa: PLR2004
        shown = value_text(value[:2])
        yield Candidate(f"write `{finding.key} = {shown}`", (Set(case.path, value[:2]),))
    elif is_list(value) and value and value.count(value[0]) == len(value):
        shown = value_text(value[0])
        yield Candidate(f"write `{finding.key} = {shown}`", (Set(case.path, value[0]),))


def without_batch(case: Case) -> Iterator[Candidate]:
    """Yield an input's shape, or the axes of a layer, without the batch axis."""
    *parent, last = case.path
    sizes = case.draft.at(tuple(parent))
    if not is_list(sizes) or not isinstance(case.value, int):
        return
    rest = [size for size in sizes if size != case.value]
    if case.path[0] == "inputs" and last == 0 and case.value < 1:
        title = f"leave the batch axis out: `{parent[-1]} = {value_text(rest)}`"
        yield Candidate(title, (Set(tuple(parent), rest),))
    elif parent[-1] == "dims" and case.value == 0:
        title = f"leave the batch axis out: `dims = {value_text(rest)}`"
        yield Candidate(title, (Set(tuple(parent), rest),))


def name(case: Case) -> Iterator[Candidate]:
    """Yield a name with underscores where it holds anything else."""
    finding, value = case.diagnostic.finding, case.value
    assert isinstance(finding, BadName), "of a name that is none"
    if not isinstance(value, str):
        return
    letters = unicodedata.normalize("NFKD", plainly(value))
    marks = "".join(char for char in letters if not unicodedata.combining(char))
    plain = re.sub(r"[^A-Za-z0-9]+", "_", marks).strip("_")
    plain = plain if plain[:1].isalpha() else f"net_{plain}" if plain else ""
    if plain and len(plain) <= 64:  # noqa: PLR2004
        yield Candidate(f'write `"{plain}"`', (Set(case.path, plain),))
