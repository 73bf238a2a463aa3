"""Limits: what is refused before it is parsed, and that nothing takes long or raises."""

import tomllib

import pytest
from bench.measure import steady_seconds
from hypothesis import given
from hypothesis import strategies as st

from speccnn.diagnostics.frame import frames
from speccnn.diagnostics.sink import Diagnostic, Sink
from speccnn.diagnostics.source import Source, Span
from speccnn.syntax.findings import NestedTooDeeply, NotUtf8, TooLarge, TooManyKeyParts
from speccnn.syntax.limits import MAX_BYTES, check_toml
from speccnn.syntax.parse import parse
from speccnn.syntax.tree import Tree

TOML = """\
speccnn = 1
name = "mutated" # a comment
inputs = { image = [28, 28, 1] }

[[layers]]
type = 'Conv2D'
filters = 0x10
rate = 0.5e-3

[[layers]]
type = \"\"\"Dense\"\"\"
a.'b c'."d\\u0065" = [1979-05-27 07:32:00Z, '''raw''', true, {x = 1}]

[training.checkpoint]
keep = 3
"""
JSON = r'{"speccnn": 1, "a": [1.5e3, true, null, -0], "b\n": {"c": "d\ud83d\ude00", "e": []}}'


def read(raw: bytes, path: str = "spec.toml") -> tuple[Tree | None, tuple[Diagnostic, ...]]:
    source = Source(path, raw)
    out = Sink(source)
    tree = parse(source, out)
    assert (tree is None) == out.has_errors, "a tree, or reasons why there is none"
    for found in out.diagnostics:
        for span in (found.span, *(note.span for note in found.notes if note.span)):
            assert 0 <= span.start <= span.end <= len(source.text)
    if len(raw) < 10_000:
        frames(source, out.diagnostics)
    return tree, out.diagnostics


def test_a_mebibyte_is_read_and_a_byte_more_is_not() -> None:
    assert read(b"#" * MAX_BYTES)[0] is not None
    _, (found,) = read(b"#" * (MAX_BYTES + 1))
    assert found.finding == TooLarge(MAX_BYTES + 1, MAX_BYTES)


@pytest.mark.parametrize("path", ["spec.toml", "spec.json"])
@pytest.mark.parametrize(
    ("raw", "offset", "guess", "column"),
    [
        (b"a = '\xe9'", 5, "", 5),
        ("a = 'é'".encode() + b"\xff", 8, "", 7),
        (b"\xef\xbb\xbfa\xc3", 4, "", 1),
        ("a = 1".encode("utf-16"), 0, "UTF-16", 0),
        (b"\xfe\xff\x00a", 0, "UTF-16", 0),
        (b"\xed\xa0\x80", 0, "", 0),
        (b"\xc0\x80", 0, "", 0),
        (b"\xf5\x80\x80\x80", 0, "", 0),
    ],
)
def test_bytes_are_utf8(path: str, raw: bytes, offset: int, guess: str, column: int) -> None:
    _, (found,) = read(raw, path)
    assert found.finding == NotUtf8(offset, guess)
    assert found.span == Span(column, column + 1)


def test_a_byte_order_mark_is_skipped() -> None:
    for raw, path in [(b"a = 1", "spec.toml"), (b'{"a": 1}', "spec.json")]:
        tree, _ = read(b"\xef\xbb\xbf" + raw, path)
        assert tree is not None
        assert tree.value == {"a": 1}
    tree, _ = read(b"\xef\xbb\xbfa = 1")
    assert tree is not None
    place = tree.locate(("a",))
    assert place is not None
    assert place.key == Span(0, 1)


def test_the_name_or_else_the_first_character_tells_the_format() -> None:
    for raw, path in [(b'{"a": 1}', "-"), (b"a = 1", "-"), (b"a = 1", "spec.TOML"), (b"\n{}", "x")]:
        assert read(raw, path)[0] is not None
    assert read(b"a = 1", "spec.json")[0] is None
    assert read(b"{}", "spec.toml")[0] is None


def dotted(parts: int) -> str:
    return ".".join(["a", "'b.c'", '"d"', " e "][i % 4] for i in range(parts))


@pytest.mark.parametrize(
    "template", ["{} = 1", "[{}]", "[[{}]]", "x = {{ y = 1, {} = 2 }}", "x=[{{{}=1}}]"]
)
def test_16_key_parts_are_read_and_17_are_not(template: str) -> None:
    assert not any(d.finding.code == "S104" for d in read(template.format(dotted(16)).encode())[1])
    text = template.format(dotted(17))
    _, (found,) = read(text.encode())
    assert found.finding == TooManyKeyParts(16)
    assert text[found.span.start] == "a"


@pytest.mark.parametrize(
    "text",
    [
        "a = 'a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r'",
        'a = "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r"',
        "a = '''\na.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r'''",
        "a = 1 # a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r",
        "a = [" + "1.5, " * 40 + "]",
        "a.b=1\n" + "\n".join(f"x{i}.y = 1.5" for i in range(40)),
        "a = '" + "[" * 40 + "'",
        "a = 1 #" + "{" * 40,
        'a = """' + '["' * 40 + '\n"""',
        "a = [" + "[],{}," * 40 + "]",
        "[[a]]\n" * 40,
        'a = ["""x"""", "' + "[" * 40 + '"]',
        "a = ['''x'''', '" + "[" * 40 + "']",
        'a = ["\\"", "' + "[" * 40 + '"]',
        "a = ['\\', '" + "[" * 40 + "']",
    ],
)
def test_what_only_looks_dotted_or_nested_is_read(text: str) -> None:
    assert read(text.encode())[1] == ()


def table(levels: int) -> str:
    """Nest the document by a header and a dotted key, of at most 16 parts each, and arrays."""
    header, key, arrays = min(levels, 15), min(max(levels - 15, 0), 15), max(levels - 30, 0)
    line = f"[{'.'.join('h' * header)}]\n" if header else ""
    return f"{line}{'.'.join('k' * (key + 1))} = {'[' * arrays}1{']' * arrays}"


def elements(levels: int) -> str:
    return f"a = {'[' * levels}{']' * levels}"


def inline(levels: int) -> str:
    return "a = " + "{b = " * levels + "1" + "}" * levels


def headers(levels: int) -> str:
    tables = "".join(f"[[{'.'.join('a' * (i + 1))}]]\n" for i in range(levels // 2))
    return tables + ("[" + ".".join("a" * (levels // 2)) + ".b]" if levels % 2 else "")


@pytest.mark.parametrize("nest", [table, elements, inline, headers])
def test_32_levels_are_read_and_33_are_not(nest: object) -> None:
    assert callable(nest)
    assert read(nest(31).encode())[1] == (), "the document is the first level"
    text = nest(32)
    assert tomllib.loads(text)
    _, (found,) = read(text.encode())
    assert found.finding == NestedTooDeeply(32)
    assert read(nest(33).encode())[0] is None


def depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    return 0


@given(
    st.lists(st.tuples(st.sampled_from(["[", "{"]), st.integers(1, 8)), max_size=12),
    st.integers(1, 8),
)
def test_no_tree_is_deeper_than_the_limit(steps: list[tuple[str, int]], top: int) -> None:
    opened = "".join(b if b == "[" else "{" + ".".join("k" * n) + "=" for b, n in steps)
    closed = "".join("]" if b == "[" else "}" for b, _ in reversed(steps))
    text = f"{'.'.join('k' * top)} = {opened}1{closed}"
    tree, diagnostics = read(text.encode())
    assert (tree is not None) == (depth(tomllib.loads(text)) <= 32)
    assert {d.finding.code for d in diagnostics} <= {"S103"}


@given(st.binary(max_size=200), st.sampled_from(["a.toml", "a.json", "-"]))
def test_no_bytes_raise(raw: bytes, path: str) -> None:
    read(raw, path)


CHARACTERS = "\"'[]{}=,.#\\\n\r\t :-+_\x00\x7f0123aeux\ufeff\u2028é"
WORDS = r"[[ ]] inf nan NaN 1e400 \u12 \U00110000 \ud800 a.b {x=1} 1979-05-27 07:32 layers"
FRAGMENTS = [*CHARACTERS, *WORDS.split(), '"""', "'''", "\r\n", "[layers]\n", "9" * 4400]


@given(st.data())
def test_no_mutated_spec_raises(data: st.DataObject) -> None:
    path, text = data.draw(st.sampled_from([("a.toml", TOML), ("a.json", JSON)]))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 9, len(text))))
        text = text[:start] + data.draw(st.sampled_from([*FRAGMENTS, ""])) + text[end:]
    read(text.encode(), path)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30))
def test_no_soup_raises(fragments: list[str]) -> None:
    for path in ("a.toml", "a.json"):
        read("".join(fragments).encode(), path)


UNITS = [
    '"',
    "[",
    "a.",
    "\\",
    "'''",
    "{",
    "7",
    "a ",
    " ",
    "#\n",
    "\\n",
    '"a".',
    "{a=",
    "[a]\n",
    '"""\\',
    "][",
]
STARTS = ["", 'a = "', "a = [", '{"a": "']


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("start", STARTS)
def test_a_mebibyte_of_anything_is_quickly_judged(start: str, unit: str) -> None:
    text = (start + unit * MAX_BYTES)[:MAX_BYTES]
    source = Source("spec.toml", text.encode())
    assert steady_seconds(lambda: check_toml(source.text, Sink(source))) < 0.6
    for path in ("spec.toml", "spec.json"):
        assert steady_seconds(lambda path=path: read(text.encode(), path)) < 1.5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a." * 20_000 + "a = 1", "S104"),
        ("[" + "a." * 20_000 + "a]", "S104"),
        ("a = " + "[" * 1000 + "]" * 1000, "S103"),
        ("a = " + "{a=" * 1000 + "1" + "}" * 1000, "S103"),
        ("a = [" + "\n[" * 33, "S103"),
        ("a = " + "1" * 5000, "S108"),
        ("b = 1.5\na = " + "1_1" * 5000, "S108"),
        ("a = " + "1" * 5000 + ".0", "S107"),
        ("a = 0x" + "f" * 100_000, "S108"),
        ("a = " + "]" * 50 + "[" * 50, "S105"),
    ],
)
def test_hostile_texts_are_refused_quickly(text: str, code: str) -> None:
    _, (found,) = read(text.encode())
    assert found.finding.code == code
    assert steady_seconds(lambda: read(text.encode())) < 0.3
