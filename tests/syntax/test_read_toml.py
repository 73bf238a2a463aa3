"""TOML: the standard library's values, and every kind of text it can be written in."""

import string
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from datetime import time as time_of_day

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccnn.diagnostics.sink import Path, Sink
from speccnn.diagnostics.source import Source
from speccnn.syntax.parse import parse
from speccnn.syntax.tree import Tree

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
awkward = st.text("ab\"'\\\n\t#[]{}=,. é", max_size=8)
keys = st.text(string.ascii_letters + "0_-", min_size=1, max_size=3) | texts | awkward
zones = (
    st.none() | st.just(UTC) | st.builds(lambda h: timezone(timedelta(hours=h)), st.integers(-9, 9))
)
scalars = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
    | awkward
    | st.datetimes(timezones=zones, min_value=datetime(1000, 1, 1))  # noqa: DTZ001  naive is meant
    | st.dates(min_value=date(1000, 1, 1))
    | st.times()
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=10,
)
documents = st.dictionaries(keys, values, max_size=6)
blanks = st.sampled_from(["", "", " ", "\t "])
gaps = st.sampled_from(["", "", " ", "\n", " # ]}'\"\n\t"])


@st.composite
def basic(draw: st.DrawFn, text: str, raw: str = "") -> str:
    """Write the inside of a basic string; characters in `raw` need no escape in it."""
    return "".join(draw(st.sampled_from(ways(char, raw))) for char in text)


def ways(char: str, raw: str) -> list[str]:
    escapes = {
        "\b": "\\b",
        "\t": "\\t",
        "\n": "\\n",
        "\f": "\\f",
        "\r": "\\r",
        '"': '\\"',
        "\\": "\\\\",
    }
    code = ord(char)
    spelled = [f"\\u{code:04X}", f"\\U{code:08x}"] if code < 0x10000 else [f"\\U{code:08X}"]
    is_control = code < 0x20 or code == 0x7F
    if char in escapes:
        spelled.append(escapes[char])
    if char in raw or char == "\t" or not (is_control or char in escapes):
        spelled += [char, char]
    return spelled


@st.composite
def string_text(draw: st.DrawFn, text: str) -> str:
    options = ["basic", "long basic"]
    is_plain = all((c >= " " and c != "\x7f") or c == "\t" for c in text.replace("\n", ""))
    if is_plain and "'" not in text and "\n" not in text:
        options.append("literal")
    if is_plain and "'''" not in text:
        options.append("long literal")
    match draw(st.sampled_from(options)):
        case "literal":
            return f"'{text}'"
        case "long literal":
            return f"'''\n{text}'''"
        case "long basic":
            folded = draw(st.sampled_from(["", "\\\n  \n ", "\n"]))
            raw = "\n" + ('"' if '"""' not in text and not text.startswith('"') else "")
            body = draw(basic(text, raw))
            return f'"""{folded}{body}"""' if not is_eaten(folded, body) else f'"""\n{body}"""'
        case _:
            return f'"{draw(basic(text))}"'


def is_eaten(folded: str, body: str) -> bool:
    """Whether a line-ending backslash, or no line end at all, would swallow the body's start."""
    return body[:1] in tuple(" \t\n") if folded else body.startswith("\n")


@st.composite
def number_text(draw: st.DrawFn, value: float) -> str:
    if isinstance(value, float):
        return draw(st.sampled_from([repr(value), f"{value:.17e}", f"{value:.17E}"]))
    forms = [str(value), f"{value:_}"]
    if value >= 0:
        forms += [f"+{value}", f"0x{value:x}", f"0x{value:X}", f"0o{value:o}", f"0b{value:_b}"]
    return draw(st.sampled_from(forms))


@st.composite
def moment_text(draw: st.DrawFn, value: date | time_of_day) -> str:
    text = value.isoformat()
    if not isinstance(value, datetime):
        return text
    if value.tzinfo is UTC:
        text = text.replace("+00:00", draw(st.sampled_from(["Z", "z", "+00:00"])))
    return text.replace("T", draw(st.sampled_from(["T", "t", " "])), 1)


@st.composite
def value_text(draw: st.DrawFn, value: object) -> str:
    """Write a value after `=`, with arbitrary quotes, bases, spaces and comments."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return draw(number_text(value))
        case str():
            return draw(string_text(value))
        case date() | time_of_day():
            return draw(moment_text(value))
        case list():
            items = [draw(gaps) + draw(value_text(item)) + draw(gaps) for item in value]
            tail = draw(st.sampled_from(["", ","])) if items else ""
            return "[" + ",".join(items) + tail + draw(gaps) + "]"
        case dict():
            pairs = [draw(pair_text(key, item)) for key, item in value.items()]
            return "{" + ",".join(draw(blanks) + pair + draw(blanks) for pair in pairs) + "}"
        case _:
            raise AssertionError(value)


@st.composite
def key_text(draw: st.DrawFn, key: str) -> str:
    options = ['"' + draw(basic(key)) + '"']
    if key and set(key) <= set(string.ascii_letters + string.digits + "_-"):
        options += [key, key]
    if "'" not in key and all((c >= " " and c != "\x7f") or c == "\t" for c in key):
        options.append(f"'{key}'")
    return draw(st.sampled_from(options))


@st.composite
def pair_text(draw: st.DrawFn, key: str, value: object) -> str:
    """Write one pair; a table of one key may become a longer dotted key."""
    name = draw(key_text(key))
    while isinstance(value, dict) and len(value) == 1 and draw(st.booleans()):
        ((inner, value),) = value.items()
        name += draw(blanks) + "." + draw(blanks) + draw(key_text(inner))
    return f"{name}{draw(blanks)}={draw(blanks)}{draw(value_text(value))}"


@st.composite
def table_text(draw: st.DrawFn, table: dict[str, object], path: tuple[str, ...] = ()) -> str:
    """Write a table's pairs, and then those of its tables that get headers of their own."""
    pairs, sections = "", ""
    for key, value in table.items():
        is_section = draw(st.booleans())
        header = ".".join(draw(key_text(part)) + draw(blanks) for part in (*path, key))
        if isinstance(value, dict) and is_section:
            sections += f"{draw(blanks)}[{header}]{draw(ends)}" + draw(
                table_text(value, (*path, key))
            )
        elif isinstance(value, list) and value and all_tables(value) and is_section:
            for item in value:
                sections += f"[[{header}]]{draw(ends)}" + draw(table_text(item, (*path, key)))
        else:
            pairs += draw(blanks) + draw(pair_text(key, value)) + draw(ends)
    return pairs + sections


def all_tables(value: list[object]) -> bool:
    return all(isinstance(item, dict) for item in value)


ends = st.sampled_from(["\n", "\n", ' # it\'s [[a]] "comment"\n', "\r\n", "\t\n\n"])
specs = documents.flatmap(table_text)


def read(text: str) -> Tree:
    source = Source("spec.toml", text.encode())
    out = Sink(source)
    tree = parse(source, out)
    assert tree is not None, [d.finding.message for d in out.diagnostics]
    return tree


@given(specs)
def test_values_are_those_of_the_standard_library(text: str) -> None:
    # `repr` tells 1 from 1.0 and from True, and 0.0 from -0.0.
    assert repr(read(text).value) == repr(tomllib.loads(text))


@given(st.data())
def test_what_is_written_is_what_is_read(data: st.DataObject) -> None:
    document = data.draw(documents)
    assert read(data.draw(table_text(document))).value == document


@given(specs)
def test_every_value_is_found_where_it_stands(text: str) -> None:
    tree = read(text)
    for path, value in descendants(tree.value):
        place = tree.locate(path)
        assert place is not None
        piece = text[slice(*place.value)]
        assert stands(piece, value, path), (path, piece)


@given(specs)
def test_every_key_is_found_where_it_stands(text: str) -> None:
    tree = read(text)
    for path, _ in descendants(tree.value):
        place = tree.locate(path)
        assert place is not None
        if isinstance(path[-1], str):
            assert place.key is not None
        if place.key is not None:
            name = next(step for step in reversed(path) if isinstance(step, str))
            assert tomllib.loads(f"{text[slice(*place.key)]} = 1") == {name: 1}


@given(specs)
def test_nothing_else_has_a_place(text: str) -> None:
    tree = read(text)
    assert set(tree.scan()) == {path for path, _ in descendants(tree.value)}


def descendants(value: object, path: Path = ()) -> list[tuple[Path, object]]:
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    found: list[tuple[Path, object]] = []
    for step, child in inner:
        found.append(((*path, step), child))
        found += descendants(child, (*path, step))
    return found


def stands(piece: str, value: object, path: Path) -> bool:
    """Whether a piece of text is the value, or a header or dotted key that leads to it."""
    if parsed(f"x = {piece}") == repr({"x": value}):
        return True
    names = [step for step in path if isinstance(step, str)]
    leads_there = piece.startswith("[") and follows(parsed_value(piece), names)
    is_dotted = isinstance(value, dict) and parsed_value(piece).keys() == {names[-1]}
    return isinstance(value, (dict, list)) and (leads_there or is_dotted)


def follows(value: object, names: list[str]) -> bool:
    for name in names:
        table = value[0] if isinstance(value, list) else value
        if not isinstance(table, dict) or name not in table:
            return False
        value = table[name]
    return True


def parsed(text: str) -> str:
    return repr(parsed_value(text))


def parsed_value(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


@pytest.mark.parametrize(
    ("text", "path", "key", "value"),
    [
        ("a = 1", ("a",), "a", "1"),
        ('"a b" = [ 1, 22 ]', ("a b", 1), None, "22"),
        ("'a' . b.\"c\" = 1 # x", ("a", "b", "c"), '"c"', "1"),
        ("a.b.c = 1", ("a", "b"), "b", "b.c = 1"),
        ("[a.b]\nc = 1", ("a", "b"), "b", "[a.b]"),
        ("[a.b]\nc = 1", ("a",), "a", "[a.b]"),
        ("[a.b]\nc = 1", ("a", "b", "c"), "c", "1"),
        ("[[a]]\n[[ 'a' ]]\nb = 2", ("a", 1), "'a'", "[[ 'a' ]]"),
        ("[[a]]\n[[ 'a' ]]\nb = 2", ("a",), "a", "[[a]]"),
        ("[[a]]\n[[a.b]]\n[[a]]\n[[a.b]]\nc=7", ("a", 1, "b", 0, "c"), "c", "7"),
        ("[[a]]\nb = {c = 1, d.e = 2}", ("a", 0, "b", "d", "e"), "e", "2"),
        ("a = 1979-05-27 07:32:00.5Z # x", ("a",), "a", "1979-05-27 07:32:00.5Z"),
        ("a = [1979-05-27 ,07:32]", ("a", 0), None, "1979-05-27"),
        ('a = """x""""" # """', ("a",), "a", '"""x"""""'),
        ("a = ''''x''''", ("a",), "a", "''''x''''"),
        ("a = [[], [[1]]]", ("a", 1, 0, 0), None, "1"),
        ('a = [\n  # "]"\n  "x", # y\n]', ("a", 0), None, '"x"'),
        ("\r\na = 1\r\nb = '''\r\n'''\r\n", ("b",), "b", "'''\r\n'''"),
        ("a = { # TOML 1.1\n  b = 1,\n  c = 2, # c\n}", ("a", "c"), "c", "2"),
        (r'"\x41\e" = "\x42"', ("A\x1b",), r'"\x41\e"', r'"\x42"'),
        ("a = 07:32", ("a",), "a", "07:32"),
        ("1979= 1", ("1979",), "1979", "1"),
        ("inf = 'inf' # no\n", ("inf",), "inf", "'inf'"),
    ],
)
def test_places_a_person_can_check(text: str, path: Path, key: str | None, value: str) -> None:
    place = read(text).locate(path)
    assert place is not None
    assert text[slice(*place.value)] == value
    assert (place.key and text[slice(*place.key)]) == key


@pytest.mark.parametrize("path", [(), ("b",), ("a", 0), ("a", "b")])
def test_what_is_not_written_has_no_place(path: Path) -> None:
    assert read("a = 1").locate(path) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", {}),
        ("# only a comment", {}),
        ("\n\r\n \t\n", {}),
        ("a = 1", {"a": 1}),
        ("a = -0\nb = -0.0\nc = +0", {"a": 0, "b": -0.0, "c": 0}),
        ("a = 1e-400", {"a": 0.0}),
        ("a = 9223372036854775807\nb = -9223372036854775808", {"a": 2**63 - 1, "b": -(2**63)}),
        ("a = 0x7FFFFFFFFFFFFFFF\nb = 0x0000000000000000000000001", {"a": 2**63 - 1, "b": 1}),
        ("'' = 1", {"": 1}),
        ("1.2 = 3", {"1": {"2": 3}}),
        ("true = false", {"true": False}),
        ("a = '\ufeff'", {"a": "\ufeff"}),
        ("a = [1, 'b', 2.0, [true]]", {"a": [1, "b", 2.0, [True]]}),
        ("[a.b.c]\n[a]\nd = 1", {"a": {"b": {"c": {}}, "d": 1}}),
        ("[[a]]\n[a.b]\n[[a]]\n[a.b]", {"a": [{"b": {}}, {"b": {}}]}),
        ("a = 1979-05-27", {"a": date(1979, 5, 27)}),
        ("a = 07:32:00.999999", {"a": time_of_day(7, 32, 0, 999999)}),
        ("a = " + "1" * 300 + ".0", {"a": float("1" * 300)}),
        ("1" * 4400 + " = 1", {"1" * 4400: 1}),
    ],
)
def test_corners_of_the_standard_are_read(text: str, value: object) -> None:
    assert repr(read(text).value) == repr(value)
