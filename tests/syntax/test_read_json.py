"""JSON: the standard library's values, a place for each, and a reason for every refusal."""

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccnn.diagnostics.frame import frames
from speccnn.diagnostics.sink import Diagnostic, Path, Place, Sink
from speccnn.diagnostics.source import Source, Span
from speccnn.syntax.findings import (
    DuplicateKey,
    IntegerOutOfRange,
    NestedTooDeeply,
    NotATable,
    NumberNotFinite,
    SyntaxProblem,
)
from speccnn.syntax.other_findings import LookAlike
from speccnn.syntax.parse import parse
from speccnn.syntax.tree import Tree

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12
)
documents = st.dictionaries(st.text(), values, max_size=6)
spaces = st.text(alphabet=" \t\r\n", max_size=3)


def read(text: str) -> tuple[Tree | None, tuple[Diagnostic, ...]]:
    source = Source("spec.json", text.encode())
    out = Sink(source)
    tree = parse(source, out)
    return tree, out.diagnostics


@st.composite
def escaped(draw: st.DrawFn, text: str) -> str:
    """Write a string with an arbitrary choice among the escapes of each character."""
    return '"' + "".join(draw(st.sampled_from(ways(c))) for c in text) + '"'


def ways(char: str) -> list[str]:
    plain = json.dumps(char, ensure_ascii=False)[1:-1]
    units = char.encode("utf-16-be")
    codes = "".join(f"\\u{units[i]:02x}{units[i + 1]:02X}" for i in range(0, len(units), 2))
    return [plain, codes, *(["\\/"] if char == "/" else [])]


@st.composite
def written(draw: st.DrawFn, value: object) -> str:
    """Write a value with arbitrary spaces and escapes."""
    before, after = draw(spaces), draw(spaces)
    if isinstance(value, str):
        core = draw(escaped(value))
    elif isinstance(value, dict):
        members = [
            draw(escaped(k)) + draw(spaces) + ":" + draw(written(v)) for k, v in value.items()
        ]
        core = "{" + draw(spaces) + ("," + draw(spaces)).join(members) + "}"
    elif isinstance(value, list):
        core = "[" + draw(spaces) + ",".join(draw(written(v)) for v in value) + "]"
    else:
        core = json.dumps(value)
    return before + core + after


texts = documents.flatmap(written)


def places_of(tree: Tree, value: object, path: Path = ()) -> list[tuple[object, Place]]:
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    found = []
    for step, child in inner:
        place = tree.locate((*path, step))
        assert place is not None
        assert (place.key is None) == isinstance(step, int)
        found.append((child, place))
        found += places_of(tree, child, (*path, step))
    return found


@given(texts)
def test_values_are_those_of_the_standard_library(text: str) -> None:
    tree, diagnostics = read(text)
    assert diagnostics == ()
    assert tree is not None
    # `repr` tells 1 from 1.0 and from True, and 0.0 from -0.0.
    assert repr(tree.value) == repr(json.loads(text))


@given(texts)
def test_every_value_is_found_where_it_stands(text: str) -> None:
    tree, _ = read(text)
    assert tree is not None
    for value, place in places_of(tree, tree.value):
        assert repr(json.loads(text[slice(*place.value)])) == repr(value)


@given(texts)
def test_every_key_is_found_where_it_stands(text: str) -> None:
    tree, _ = read(text)
    assert tree is not None
    for key in tree.value:
        place = tree.locate((key,))
        assert place is not None
        assert place.key is not None
        assert json.loads(text[slice(*place.key)]) == key


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{}", {}),
        ("\ufeff{}", {}),
        (" \t\r\n{ } \n", {}),
        ('{"": 1}', {"": 1}),
        ('{"a": -0, "b": -0.0, "c": 1E+2, "d": 1e-400}', {"a": 0, "b": -0.0, "c": 100.0, "d": 0.0}),
        (r'{"a": "\ud83d\ude00\u0000\/\\"}', {"a": "\U0001f600\x00/\\"}),
        ('{"a": "\x7f\u2028"}', {"a": "\x7f\u2028"}),
        ('{"a": 9223372036854775807}', {"a": 2**63 - 1}),
        ('{"a": -9223372036854775808}', {"a": -(2**63)}),
        ('{"a": 100000000000000000000.0}', {"a": 1e20}),
        ('{"a": [[], {}, null, true, false]}', {"a": [[], {}, None, True, False]}),
    ],
)
def test_corners_of_the_standard_are_read(text: str, value: object) -> None:
    tree, diagnostics = read(text)
    assert diagnostics == ()
    assert tree is not None
    assert repr(tree.value) == repr(value)


SYNTAX_ERRORS = [
    ("", "the text ends"),
    (" ", "the text ends"),
    ("{", "the text ends"),
    ("}", "stands where"),
    ('{"a"', "the text ends where `:`"),
    ('{"a":', "the text ends where a value"),
    ('{"a":}', "`}` stands where a value"),
    ('{"a" 1}', "`1` stands where `:`"),
    ('{"a"=1}', "`=` stands where `:`"),
    ('{"a": 1', "where `,` or `}`"),
    ('{"a": 1 "b": 2}', "where `,` or `}`"),
    ('{"a": 1; "b": 2}', "where `,` or `}`"),
    ('{"a": 1,}', "no comma before a closing `}`"),
    ('{"a": 1,,}', "a key in double quotes"),
    ('{,"a": 1}', "a key in double quotes"),
    ('{"a": 1,', "the text ends"),
    ("{a: 1}", "a key in double quotes"),
    ("{1: 1}", "a key in double quotes"),
    ("{null: 1}", "a key in double quotes"),
    ("{'a': 1}", "double quotes, not single"),
    ("{\"a\": 'b'}", "double quotes, not single"),
    ('{"a": [1,]}', "no comma before a closing `]`"),
    ('{"a": [,1]}', "where a value"),
    ('{"a": [1,,2]}', "where a value"),
    ('{"a": [1 2]}', "where `,` or `]`"),
    ('{"a": [1}', "where `,` or `]`"),
    ('{"a": [', "the text ends where a value"),
    ('{"a": [1', "the text ends where `,`"),
    ('{"a": ]}', "where a value"),
    ('{"a": 1} x', "where the end of the text"),
    ('{"a": 1}{}', "where the end of the text"),
    ('{"a": 1},', "where the end of the text"),
    ("{} // done", "no comments"),
    ("// first\n{}", "no comments"),
    ('{"a": /* no */ 1}', "no comments"),
    ('{"a": 1 # no\n}', "no comments"),
    ('{"a": True}', "small letters"),
    ('{"a": FALSE}', "small letters"),
    ('{"a": None}', "`null`"),
    ('{"a": undefined}', "`null`"),
    ('{"a": nul}', "needs double quotes"),
    ('{"a": truely}', "needs double quotes"),
    ('{"a": same}', "needs double quotes"),
    ('{"a": nan}', "needs double quotes"),
    ('{"a": +1}', "no `+`"),
    ('{"a": .5}', "before the point"),
    ('{"a": -.5}', "before the point"),
    ('{"a": 1.}', "after the point"),
    ('{"a": 1.e5}', "after the point"),
    ('{"a": 01}', "leading zeros"),
    ('{"a": -00}', "leading zeros"),
    ('{"a": 0x1F}', "decimal"),
    ('{"a": 1e}', "exponent"),
    ('{"a": 1e+}', "exponent"),
    ('{"a": -}', "follows `-`"),
    ('{"a": --1}', "follows `-`"),
    ('{"a": 1_000}', "not a number in JSON"),
    ('{"a": 1.2.3}', "not a number in JSON"),
    ('{"a": 1-1}', "not a number in JSON"),
    ('{"a": \uff11}', "FULLWIDTH DIGIT ONE (U+FF11) stands where `1` should"),
    ('{"a": "b}', "closing quote"),
    ('{"a": "b', "closing quote"),
    ('{"a": "b\n"}', "closing quote"),
    ('{"a": "b\\', "closing quote"),
    ('{"a": "\t"}', "U+0009"),
    ('{"a": "\x00"}', "U+0000"),
    ('{"\x1f": 1}', "U+001F"),
    (r'{"a": "\x41"}', "no escape"),
    (r'{"a": "\'"}', "no escape"),
    (r'{"a": "\u12"}', "four hexadecimal"),
    (r'{"a": "\u12G4"}', "four hexadecimal"),
    (r'{"a": "\u"}', "four hexadecimal"),
    (r'{"a": "\ud800"}', "surrogate"),
    (r'{"a": "\udc00\ud800"}', "surrogate"),
    (r'{"a": "\ud800\n"}', "surrogate"),
    (r'{"\udfff": 1}', "surrogate"),
    ('{"a":\xa01}', "U+00A0"),
    ('{"a":\x0c1}', "U+000C"),
    ("\ufeff\ufeff{}", "U+FEFF"),
    ("{\x00}", "stands where"),
    ('{"a": <b>}', "stands where a value"),
    ('{"a": 1}\x1a', "stands where the end"),
    ("speccnn = 1", "needs double quotes"),
]


@pytest.mark.parametrize(("text", "reason"), SYNTAX_ERRORS)
def test_what_is_not_json_is_refused_with_a_reason(text: str, reason: str) -> None:
    tree, (found,) = read(text)
    assert tree is None
    assert isinstance(found.finding, SyntaxProblem | LookAlike)
    assert reason in found.finding.message
    assert 0 <= found.span.start <= found.span.end <= len(text.removeprefix("\ufeff"))
    assert found.finding.message in frames(Source("spec.json", text.encode()), (found,)) or any(
        not c.isprintable() for c in found.finding.message
    )


# The standard library lets lone surrogates in.
@pytest.mark.parametrize("text", [text for text, why in SYNTAX_ERRORS if why != "surrogate"])
def test_the_standard_library_refuses_it_too(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  only that it refuses is asked
        json.loads(text.removeprefix("\ufeff"))


@pytest.mark.parametrize(
    ("text", "underlined"),
    [
        ('{"a": Nope, "b": 1}', "Nope"),
        ('{"a": 1,}', ","),
        ('{"a": "\\q"}', "\\q"),
        ('{"a": "x\\ud800"}', "\\ud800"),
        ('{"a": "open}', '"open}'),
        ('{"a": 012}', "012"),
        ("[1, 2]", "[1, 2]"),
        ('{"a": NaN}', "NaN"),
    ],
)
def test_the_underline_is_under_what_is_wrong(text: str, underlined: str) -> None:
    _, (found,) = read(text)
    assert text[slice(*found.span)] == underlined


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[]", "an array"),
        ('"a"', "a string"),
        ("1", "a number"),
        ("-1.5", "a number"),
        ("true", "a boolean"),
        ("null", "null"),
    ],
)
def test_the_top_has_to_be_an_object(text: str, kind: str) -> None:
    tree, (found,) = read(text)
    assert tree is None
    assert found.finding == NotATable(kind)


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e999", "1" * 400 + ".0"]
)
def test_numbers_are_finite(number: str) -> None:
    tree, (found,) = read(f'{{"a": [{number}]}}')
    assert tree is None
    assert found.finding == NumberNotFinite(number)
    assert found.span == Span(7, 7 + len(number))


@pytest.mark.parametrize(
    "number",
    ["9223372036854775808", "-9223372036854775809", "1" * 19 + "0", "1" * 4301, "1" * 99999],
)
def test_integers_fit_into_64_bits(number: str) -> None:
    tree, (found,) = read(f'{{"a": {number}}}')
    assert tree is None
    assert found.finding == IntegerOutOfRange(number)
    assert len(found.finding.message) < 100


def test_a_duplicate_key_is_reported_where_it_comes_again_with_a_note_at_the_first() -> None:
    text = '{"a": 1, "b": {"c": 1, "\\u0063": 2}, "a": 3}'
    tree, diagnostics = read(text)
    assert tree is None
    assert [d.finding for d in diagnostics] == [DuplicateKey("c"), DuplicateKey("a")]
    assert [text[slice(*d.span)] for d in diagnostics] == ['"\\u0063"', '"a"']
    assert [d.notes[0].span for d in diagnostics] == [Span(15, 18), Span(1, 4)]


def test_duplicates_and_bad_numbers_do_not_end_the_reading() -> None:
    _, diagnostics = read('{"a": 1e999, "a": NaN, "b": 99999999999999999999, "b": x}')
    codes = [d.finding.code for d in diagnostics]
    assert codes == ["S107", "S106", "S107", "S108", "S105"]


def test_a_flood_of_findings_is_cut_off() -> None:
    _, diagnostics = read('{"a": [' + "NaN," * 5000 + "1]}")
    assert len(diagnostics) == 100


@pytest.mark.parametrize(("opener", "closer"), [("[", "]"), ('{"a":', "}")])
def test_32_levels_are_read_and_33_are_not(opener: str, closer: str) -> None:
    def nested(levels: int) -> str:
        return '{"a":' + opener * (levels - 1) + "1" + closer * (levels - 1) + "}"

    assert read(nested(32))[0] is not None
    tree, (found,) = read(nested(33))
    assert tree is None
    assert found.finding == NestedTooDeeply(32)
    assert nested(33)[slice(*found.span)] == opener[0]


def test_brackets_in_strings_do_not_nest() -> None:
    assert read(json.dumps({"a": string.punctuation * 20 + "[" * 99}))[0] is not None
