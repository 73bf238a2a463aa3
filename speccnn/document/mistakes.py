"""Pydantic's errors turned into findings."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Part, Path, Sink
from speccnn.document.accepts import accepts
from speccnn.document.findings import (
    BadName,
    MissingKey,
    OutOfRange,
    UnknownChoice,
    UnknownKey,
    UnknownType,
    UnknownVersion,
    WrongType,
)
from speccnn.document.frameworks.choices import meant_word
from speccnn.document.frameworks.meaning import meant_type
from speccnn.document.lookup import form_at, key_name, layer_name, model_at, table_name, value_at
from speccnn.document.path_findings import PathLeaves
from speccnn.document.size_findings import NoSize
from speccnn.document.sizes import flaw, meant_shapes
from speccnn.document.unknown_keys import Meaning, Stranger, meaning
from speccnn.engine import ErrorDetails
from speccnn.fields import is_list, is_table, is_tuple
from speccnn.words import short

# Errors of a kind that are examined beyond those that are reported, since the items of one size
# complain alike; more than that are only counted.
BEYOND = 200
PAIR = 2

_TYPES = {
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "string_type": "a string",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "finite_number": "a finite number",
}
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "greater_than": ("more than", "gt"),
    "less_than_equal": ("at most", "le"),
    "less_than": ("less than", "lt"),
}
_EXAMPLES: dict[Path, str] = {
    ("speccnn",): "speccnn = 1",
    ("name",): 'name = "my_network"',
    ("inputs",): "inputs = { image = [28, 28, 1] }",
    ("training", "loss"): 'loss = "sparse_categorical_crossentropy"',
    ("layers",): 'layers = [{ type = "Flatten" }]',
}


_LAYER_EXAMPLES = {
    "filters": "filters = 32",
    "kernel_size": "kernel_size = 3",
    "units": "units = 10",
    "rate": "rate = 0.5",
    "shape": "shape = [28, 28, 1]",
    "target_shape": "target_shape = [7, 7, 64]",
    "activation": 'activation = "relu"',
}


# A value of each kind, the plainest first, for keys of which no better example is known.
_ANY_VALUES: tuple[tuple[str, object], ...] = (
    ("2", 2),
    ("0.5", 0.5),
    ("[1, 1]", [1, 1]),
    ("[0.1, 0.01]", [0.1, 0.01]),
    ("true", True),
    ('"mirrored"', "mirrored"),
    ('"name"', "name"),
    ('["a", "b"]', ["a", "b"]),
)


def report(details: list[ErrorDetails], root: object, out: Sink) -> None:
    """Report the mistakes that pydantic found in a spec; of many of a kind, count the rest."""
    first, others = _first(details, out.most + BEYOND)
    mistakes = _distinct([_Mistake.of(detail, root) for detail in first])
    meant: set[Path] = set()
    made: dict[str, Finding] = {}
    missing: defaultdict[Path, list[str]] = defaultdict(list)
    for mistake in mistakes:
        if mistake.kind == "missing":
            missing[mistake.path[:-1]].append(str(mistake.path[-1]))
    for mistake in mistakes:
        if mistake.kind == "extra_forbidden":
            found = _meaning(mistake, missing)
            meant |= {
                (*mistake.path[:-1], key) for key in (found.suggestion, *found.instead) if key
            }
            finding = made[mistake.kind] = _unknown_key(mistake, found)
            _report(finding, mistake, mistake.path, out, part="key")
    for mistake in mistakes:
        if mistake.kind != "extra_forbidden" and mistake.path not in meant:
            in_type = mistake.kind in {"missing_type", "unknown_type"}
            at = (*mistake.path, str(mistake.context["key"])) if in_type else mistake.path
            finding = made[mistake.kind] = _finding(mistake)
            _report(finding, mistake, at, out, part=mistake.part)
    for kind, count in others.items():
        if kind in made:
            out.count(made[kind], count)


def _first(details: list[ErrorDetails], most: int) -> tuple[list[ErrorDetails], Counter[str]]:
    """Return the first errors of each kind, and how many more of each there are."""
    counts: Counter[str] = Counter()
    first: list[ErrorDetails] = []
    for detail in details:
        counts[detail["type"]] += 1
        if counts[detail["type"]] <= most:
            first.append(detail)
    return first, Counter({kind: count - most for kind, count in counts.items() if count > most})


@final
@dataclass(frozen=True)
class _Mistake:
    """One of pydantic's errors, at a path without the labels of unions.

    `location` is pydantic's own path; it names the fields that a short form stands for.
    """

    kind: str
    root: object
    path: Path
    location: Path
    part: Part
    value: object
    context: dict[str, object]

    @classmethod
    def of(cls, detail: ErrorDetails, root: object) -> "_Mistake":
        """Return an error at the deepest part of its location that the spec can have."""
        path: Path = ()
        kind, value, location = detail["type"], detail["input"], detail["loc"]
        for step in location:
            at = value_at(root, path)
            is_missing = kind == "missing" and step is location[-1] and isinstance(step, str)
            in_table = is_table(at) and (step in at or is_missing)
            if in_table or (is_list(at) and isinstance(step, int) and step < len(at)):
                path = (*path, step)
            elif is_list(at) and isinstance(step, int):
                kind, value = "too_short", at
        part: Part = "key" if location[-1] == "[key]" else "value"
        return cls(kind, root, path, location, part, value, dict(detail.get("ctx", {})))

    @property
    def key(self) -> str:
        """The key that the mistake is at."""
        return key_name(self.path)

    @property
    def is_hollow(self) -> bool:
        """Whether a list counts as too short only because its items are wrong."""
        least = self.context.get("min_length")
        return self.kind == "too_short" and isinstance(least, int) and self.length >= least

    @property
    def length(self) -> int:
        """How many items or keys the value has."""
        return len(self.value) if is_list(self.value) or is_table(self.value) else 0

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that were possible."""
        if self.kind == "literal_error":
            words = str(self.context["expected"]).replace(" or ", ", ").split(", ")
            return tuple(word.strip("'") for word in words)
        choices = self.context["choices"]
        return tuple(map(str, choices)) if is_tuple(choices) else ()


def _distinct(mistakes: list[_Mistake]) -> list[_Mistake]:
    """Keep the first mistake at each path: the items of a repeated size complain alike."""
    first: dict[Path, _Mistake] = {}
    for mistake in mistakes:
        if not mistake.is_hollow:
            first.setdefault(mistake.path, mistake)
    return list(first.values())


def _report(finding: Finding, mistake: _Mistake, at: Path, out: Sink, *, part: Part) -> None:
    out.report(finding, at=at, part=part, layer=layer_name(mistake.root, mistake.path))


def _meaning(mistake: _Mistake, missing: Mapping[Path, list[str]]) -> Meaning:
    """Return what is meant by an unknown key; `missing` are the keys that tables lack."""
    *table, _ = mistake.path
    lacks = tuple(missing.get(tuple(table), ()))
    model = model_at(mistake.root, tuple(table))
    return meaning(Stranger(mistake.root, mistake.path, model, _known(mistake), lacks))


def _known(mistake: _Mistake) -> tuple[str, ...]:
    """Return the keys that the table of an unknown key has and that are not written."""
    *parent, key = mistake.path
    table = value_at(mistake.root, tuple(parent))
    written = table if is_table(table) else {}
    model = model_at(mistake.root, tuple(parent))
    fields = model.fields() if model else {}
    # A key that the model has is refused only where the table stands, and its like are too.
    return () if key in fields else tuple(name for name in fields if name not in written)


def _unknown_key(mistake: _Mistake, found: Meaning) -> UnknownKey:
    *parent, key = mistake.path
    name = table_name(mistake.root, tuple(parent))
    known = _known(mistake)
    return UnknownKey(short(key)[1:-1], name, found.suggestion, known, found.home, found.advice)


def _finding(mistake: _Mistake) -> Finding:
    value, key, path = mistake.value, mistake.key, mistake.path
    match mistake.kind:
        case "missing":
            table = table_name(mistake.root, path[:-1])
            return MissingKey(str(path[-1]), table, _example(mistake))
        case "missing_type" | "unknown_type":
            return _of_no_kind(mistake)
        case "no_size":
            return _no_size(mistake)
        case "path_leaves":
            return PathLeaves(short(value), str(mistake.context["reason"]))
        case "literal_error" if path == ("speccnn",):
            return UnknownVersion(short(value))
        case "literal_error" | "unknown_choice":
            found, advice = meant_word(value, mistake.choices)
            return UnknownChoice(key, short(value), found, mistake.choices, advice)
        case "string_pattern_mismatch" if form_at(mistake.root, path) in {None, "a name"}:
            return BadName(short(value))
        case kind if kind in _BOUNDS:
            words, name = _BOUNDS[kind]
            bound = mistake.context[name]
            shown = f"{bound:g}" if isinstance(bound, float) else bound
            return OutOfRange(key, short(value), f"{words} {shown}")
        case _:
            return _wrong_value(mistake)


def _no_size(mistake: _Mistake) -> Finding:
    """Return what is said of a shape with sizes in quotes, or with sizes that are none."""
    sizes = mistake.value if is_list(mistake.value) else []
    form = form_at(mistake.root, mistake.path) or form_at(mistake.root, mistake.location)
    if mistake.context["flaw"] == "quoted" and not set(map(flaw, sizes)) - {None, "quoted"}:
        return WrongType(mistake.key, form or "a list of sizes", "of numbers in quotes")
    given = next(size for size in sizes if flaw(size) in {"unknown", "batch"})
    shown = [size for size in (meant_shapes(sizes) or [[]])[0] if isinstance(size, int | str)]
    return NoSize(str(mistake.path[1]), short(given), tuple(shown))


def _example(mistake: _Mistake) -> str:
    """Return a key that is missing with a value that it takes, as one would write it."""
    *table, key = mistake.path
    if mistake.path[0] == "blocks" and key == "layers":
        return f"[[{'.'.join(map(str, mistake.path))}]]"
    words = _EXAMPLES.get(mistake.path) or _LAYER_EXAMPLES.get(str(key), "")
    model = model_at(mistake.root, tuple(table))
    if words or model is None or str(key) not in model.fields():
        return words
    taken = (text for text, value in _ANY_VALUES if accepts(model, str(key), value))
    found = next(taken, "")
    return f"{key} = {found}" if found else ""


def _of_no_kind(mistake: _Mistake) -> Finding:
    """Return what is said of a table whose kind is not written or not known."""
    key, choices = str(mistake.context["key"]), mistake.choices
    given = mistake.value.get(key) if is_table(mistake.value) else None
    if mistake.kind == "missing_type":
        example = f'{key} = "{choices[0]}"'
        return MissingKey(key, table_name(mistake.root, mistake.path), example)
    if key == "type":
        found, advice = meant_type(mistake.value, choices)
        return UnknownType(short(given), found, choices, advice)
    found, advice = meant_word(given, choices)
    return UnknownChoice(key, short(given), found, choices, advice)


def _wrong_value(mistake: _Mistake) -> Finding:
    form = form_at(mistake.root, mistake.path) or form_at(mistake.root, mistake.location)
    if mistake.kind in {"too_short", "too_long"}:
        return _wrong_length(mistake, form)
    other = str(mistake.context.get("form", "of another form"))
    expected = form or _TYPES.get(mistake.kind, other)
    return WrongType(mistake.key, expected, short(mistake.value))


def _wrong_length(mistake: _Mistake, form: str | None) -> OutOfRange:
    kind = "table" if is_table(mistake.value) else "list"
    given = f"a {kind} of {mistake.length}" if mistake.length else f"an empty {kind}"
    least, most = mistake.context.get("min_length"), mistake.context.get("max_length")
    if least is None and most in {None, PAIR}:
        return OutOfRange(mistake.key, given, form or "a pair of numbers")
    if mistake.kind == "too_long":
        words = form if most == 1 and form else f"a {kind} of at most {most}"
        return OutOfRange(mistake.key, given, words)
    return OutOfRange(mistake.key, given, form or f"a {kind} of at least {least}")
