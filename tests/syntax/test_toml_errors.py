"""TOML that is not: each refusal has its reason and its place."""

import tomllib

import pytest

from speccnn.diagnostics.frame import frames
from speccnn.diagnostics.sink import Diagnostic, Sink
from speccnn.diagnostics.source import Source, Span
from speccnn.syntax.findings import (
    DuplicateKey,
    IntegerOutOfRange,
    NestedTooDeeply,
    NumberNotFinite,
    SyntaxProblem,
)
from speccnn.syntax.parse import parse


def refusal(text: str) -> tuple[Diagnostic, ...]:
    source = Source("spec.toml", text.encode())
    out = Sink(source)
    assert parse(source, out) is None
    assert frames(source, out.diagnostics)
    return out.diagnostics


# The text, what is underlined, and why.
INVALID = [
    ("a", "", "`=` and a value should follow the key, but the text ends"),
    ("a =", "", "a value should stand here"),
    ("a = ", "", "a value should stand here"),
    ("= 1", "=", "a key or a `[header]` should stand here"),
    ("a = 1 b = 2", "b", "nothing may follow on this line"),
    ("a = 1, b = 2", ",", "nothing may follow on this line"),
    ("a: 1", ":", "TOML writes `=` between a key and its value"),
    ("a : 1", ":", "TOML writes `=` between a key and its value"),
    ("a == 1", "=", "`=` stands where a value should be"),
    ("a = = 1", "=", "`=` stands where a value should be"),
    (".a = 1", ".a", "a key or a `[header]` should stand here"),
    ("a. = 1", "=", "a key should stand here"),
    ("a..b = 1", ".b", "a key should stand here"),
    ("a b = 1", "b", "`=` and a value should follow the key"),
    ('"a = 1', '"a = 1', "the string has no closing quote"),
    ("'a' 'b' = 1", "'", "`=` and a value should follow the key"),
    ('"""a""" = 1', '"', "`=` and a value should follow the key"),
    ("'''a''' = 1", "'", "`=` and a value should follow the key"),
    ("é = 1", "é", "a key of other characters than `A-Z`, `a-z`, `0-9`, `_` and `-` needs quotes"),
    ("a = é", "é", "the text `é` needs quotes"),
    ("[a", "", "the header should end in `]`, but the text ends"),
    ("[a]]", "]", "nothing may follow on this line"),
    ("[[a]", "]", "the header should end in `]]`"),
    ("[]", "]", "a key should stand here"),
    ("[[]]", "]", "a key should stand here"),
    ("[a.]", "]", "a key should stand here"),
    ("[.a]", ".a", "a key should stand here"),
    ("[a..b]", ".b", "a key should stand here"),
    ("[a] b = 1", "b", "nothing may follow on this line"),
    ("[a b]", "b", "the header should end in `]`"),
    ("[ [a]]", "[", "a key should stand here"),
    ("[[a] ]", "]", "the header should end in `]]`"),
    ("[a = 1]", "=", "the header should end in `]`"),
    ('a = "open', '"open', "the string has no closing quote"),
    ("a = 'open", "'open", "the string has no closing quote"),
    ('a = """open', '"""open', "the string has no closing quote"),
    ("a = '''open", "'''open", "the string has no closing quote"),
    ('a = "x\ny"', '"x', "the string has no closing quote"),
    ("a = 'x\ny'", "'x", "the string has no closing quote"),
    ('a = "\\q"', "\\q", "there is no such escape; a backslash is written `\\\\`"),
    ('a = "\\u12"', "\\u", "an escape has too few hexadecimal digits"),
    (
        'a = "\\U0011ffff0"',
        "\\U0011ffff",
        "the escape is of half a surrogate pair or of no character",
    ),
    ('a = "\\ud800"', "\\ud800", "the escape is of half a surrogate pair or of no character"),
    (
        'a = "\\U00110000"',
        "\\U00110000",
        "the escape is of half a surrogate pair or of no character",
    ),
    ('a = "\\xZ1"', "\\x", "an escape has too few hexadecimal digits"),
    ('a = "\x01"', "\x01", "the control character U+0001 stands here unescaped"),
    ("a = '\x7f'", "\x7f", "the control character U+007F stands here unescaped"),
    ('a = """\x00"""', "\x00", "the control character U+0000 stands here unescaped"),
    ("# \x07", "\x07", "the control character U+0007 stands here unescaped"),
    ("a = 1\rb = 2", "\r", "a carriage return stands without its line feed"),
    ('a = "\r"', "\r", "a carriage return stands without its line feed"),
    ('a = "\\', "\\", "there is no such escape; a backslash is written `\\\\`"),
    ('a = "\\"', '"\\"', "the string has no closing quote"),
    ('a = """\\  x"""', "\\  ", "there is no such escape; a backslash is written `\\\\`"),
    ('a = """""""""', '"', "nothing may follow on this line"),
    ('a = "a" "b"', '"', "nothing may follow on this line"),
    ("a = b", "b", "the text `b` needs quotes"),
    ("a = True", "True", "TOML writes `true` and `false` in small letters"),
    ("a = FALSE", "FALSE", "TOML writes `true` and `false` in small letters"),
    ("a = yes", "yes", "TOML writes `true` or `false`"),
    ("a = null", "null", "TOML has no null; leave the key out"),
    ("a = None", "None", "TOML has no null; leave the key out"),
    ("a = 01", "01", "a TOML number has no leading zeros"),
    ("a = -01", "-01", "a TOML number has no leading zeros"),
    ("a = [01]", "01", "a TOML number has no leading zeros"),
    ("a = 1__0", "1__0", "`1__0` is neither a number nor a date in TOML"),
    ("a = _1", "_1", "the text `_1` needs quotes"),
    ("a = 1_", "1_", "`1_` is neither a number nor a date in TOML"),
    ("a = 0x", "0x", "`0x` is neither a number nor a date in TOML"),
    ("a = 0xG", "0xG", "`0xG` is neither a number nor a date in TOML"),
    ("a = 0X1F", "0X1F", "`0X1F` is neither a number nor a date in TOML"),
    ("a = +0x1", "+0x1", "`+0x1` is neither a number nor a date in TOML"),
    ("a = 0b2", "0b2", "`0b2` is neither a number nor a date in TOML"),
    ("a = 0o8", "0o8", "`0o8` is neither a number nor a date in TOML"),
    ("a = 1.", "1.", "a TOML number has a digit after the point"),
    ("a = .5", ".5", "a TOML number has a digit before the point"),
    ("a = -.5", "-.5", "a TOML number has a digit before the point"),
    ("a = 1.e5", "1.e5", "a TOML number has a digit after the point"),
    ("a = 1._5", "1._5", "a TOML number has a digit after the point"),
    ("a = 1e", "1e", "the exponent has no digits"),
    ("a = 1e+", "1e+", "the exponent has no digits"),
    ("a = 1.2.3", "1.2.3", "`1.2.3` is neither a number nor a date in TOML"),
    ("a = +", "+", "a number follows the sign"),
    ("a = --1", "--1", "there is no such number in TOML"),
    ("a = Inf", "Inf", "a number has to be finite"),
    ("a = NaN", "NaN", "a number has to be finite"),
    ("a = infinity", "inity", "nothing may follow on this line"),
    ("a = +inf1", "1", "nothing may follow on this line"),
    ("a = 1979-13-01", "1979-13-01", "`1979-13-01` is neither a number nor a date in TOML"),
    ("a = 1979-02-30", "1979-02-30", "there is no such date or time"),
    (
        "a = 1979-05-27T25:00:00",
        "1979-05-27T25:00:00",
        "`1979-05-27T25:00:00` is neither a number nor a date in TOML",
    ),
    ("a = 1979-5-27", "1979-5-27", "`1979-5-27` is neither a number nor a date in TOML"),
    ("a = 07:60", "07:60", "`07:60` is neither a number nor a date in TOML"),
    ("a = 24:00:00", "24:00:00", "`24:00:00` is neither a number nor a date in TOML"),
    ("a = 1979-05-27T", "1979-05-27T", "`1979-05-27T` is neither a number nor a date in TOML"),
    ("a = [1", "", "`,` or `]` should stand here, but the text ends"),
    ("a = [1 2]", "2", "`,` or `]` should stand here"),
    ("a = [1,,2]", ",", "`,` stands where a value should be"),
    ("a = [,1]", ",", "`,` stands where a value should be"),
    ("a = [1]]", "]", "nothing may follow on this line"),
    ("a = [", "", "a value should stand here"),
    ("a = ]", "]", "`]` stands where a value should be"),
    ("a = {", "", "a key should stand here, but the text ends"),
    ("a = {b}", "}", "`=` and a value should follow the key"),
    ("a = {b = 1", "", "`,` or `}` should stand here, but the text ends"),
    ("a = {b = 1 c = 2}", "c", "`,` or `}` should stand here"),
    ("a = {b = 1,,}", ",", "a key should stand here"),
    ("a = {,}", ",", "a key should stand here"),
    ("a = {b: 1}", ":", "TOML writes `=` between a key and its value"),
    ('a = {"b": 1}', ":", "TOML writes `=` between a key and its value"),
    ("a = {b = }", "}", "`}` stands where a value should be"),
    ("a = (1)", "(1)", "TOML writes a list in square brackets, such as `[3, 3]`"),
    ("a = 1 // no", "//", "TOML comments start with `#`"),
    ("// no", "//", "TOML comments start with `#`"),
    ("a = 1 /* no */", "/*", "TOML comments start with `#`"),
    ('{"a": 1}', "{", "this looks like JSON, whose files end in `.json`"),
    ("a = <b>", "<b>", "`<b>` stands where a value should be"),
    ("a = $x", "$x", "`$x` stands where a value should be"),
    ("a = 1 ; b", ";", "nothing may follow on this line"),
    ('a = "x"y', "y", "nothing may follow on this line"),
    ("a = truefalse", "false", "nothing may follow on this line"),
    ("a=1#\x00", "\x00", "the control character U+0000 stands here unescaped"),
    ("a = @", "@", "`@` stands where a value should be"),
    ("a =\n1", "", "a value should stand here"),
    ("a\n= 1", "", "`=` and a value should follow the key"),
    ("a = {b = 1}}", "}", "nothing may follow on this line"),
    ("- a", "a", "`=` and a value should follow the key"),
    ("a = 12px", "12px", "`12px` is neither a number nor a date in TOML"),
    ("a = 50%", "50%", "a share is a number such as 0.5, without `%`"),
    ("a = 3x3", "3x3", "a list of sizes is written in square brackets, such as `[3, 3]`"),
    ('a = "a" + "b"', "+", "nothing may follow on this line"),
    ("a = 1 [b]", "[", "nothing may follow on this line"),
    ("a.b", "", "`=` and a value should follow the key, but the text ends"),
    ("[a]\nb", "", "`=` and a value should follow the key, but the text ends"),
    ('a = "\\e\\xg"', "\\x", "an escape has too few hexadecimal digits"),
    ("a=[{]", "]", "a key should stand here"),
    ("a=[1\n#", "", "`,` or `]` should stand here, but the text ends"),
    ("a=1979-05-27 7:00", "7:00", "nothing may follow on this line"),
]


@pytest.mark.parametrize(("text", "underlined", "reason"), INVALID)
def test_what_is_not_toml_is_refused_with_a_reason(text: str, underlined: str, reason: str) -> None:
    (found,) = refusal(text)
    assert found.finding == SyntaxProblem(reason)
    assert text[slice(*found.span)] == underlined


@pytest.mark.parametrize("text", [text for text, _, _ in INVALID])
def test_the_standard_library_refuses_it_too(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)


@pytest.mark.parametrize("above", ["x = 1\n", 'x = 1\r\ny = """\r\n"""\r\n'])
@pytest.mark.parametrize("text", [text for text, _, _ in INVALID])
def test_the_place_is_the_same_further_down_and_with_any_line_end(text: str, above: str) -> None:
    (before,) = refusal(text)
    (below,) = refusal(above + text)
    assert below.finding == before.finding
    assert below.span == (before.span.start + len(above), before.span.end + len(above))


# The text, the key, and where the key stands first and then again.
DUPLICATES = [
    ("a = 1\na = 2", "a", (0, 1), (6, 7)),
    ('a = 1\r\n"a" = 2\r\n', "a", (0, 1), (7, 10)),
    ("a = [\n 1]\nb = 2\n'a' = '''\n'''", "a", (0, 1), (16, 19)),
    ('x = """\na = 0"""\na = 1 # a = 2\na = 3', "a", (17, 18), (31, 32)),
    ("a = 1\na.b = 2", "a", (0, 1), (6, 7)),
    ("a.b = 1\na = 2", "a", (0, 1), (8, 9)),
    ("a.b.c = 1\na.b.c.d = 2", "a.b.c", (4, 5), (14, 15)),
    ("[a]\n[a]", "a", (1, 2), (5, 6)),
    ("[a]\n[[a]]", "a", (1, 2), (6, 7)),
    ("[[a]]\n[a]", "a", (2, 3), (7, 8)),
    ("a = []\n[[a]]", "a", (0, 1), (9, 10)),
    ("a = {}\n[a.b]", "a", (0, 1), (8, 9)),
    ("a = 1\n[a.b.c]", "a", (0, 1), (7, 8)),
    ("a = {b = 1}\na.c = 2", "a", (0, 1), (12, 13)),
    ("a = [{}]\na.b = 1", "a", (0, 1), (9, 10)),
    ("[a.b]\n[a]\nb.c = 1", "b", (3, 4), (10, 11)),
    ("[a.b]\n[a]\nb = 1", "b", (3, 4), (10, 11)),
    ("[a]\nb = 1\n[a.b]", "a.b", (4, 5), (13, 14)),
    ("[a]\nb.c = 1\n[a.b]", "a.b", (4, 5), (15, 16)),
    ("[x.y]\n[x.y.z]\n[x.y]", "x.y", (3, 4), (17, 18)),
    ("[[a]]\n[a.b]\n[[a]]\n[a.b]\n[a.b]", "a.b", (21, 22), (27, 28)),
    ("[[a]]\nb = 1\n[[a]]\nb = 1\nb = 2", "b", (18, 19), (24, 25)),
    ("a = {b = 1, b = 2}", "b", (5, 6), (12, 13)),
    ("a = {b.c = 1, b = 2}", "b", (5, 6), (14, 15)),
    ("a = {b = 1, b.c = 2}", "b", (5, 6), (12, 13)),
    ("a = {b = {c = 1}, b.d = 2}", "b", (5, 6), (18, 19)),
    ("a = [{b = 1}, {b = 1, c = {b = 1}, c = {d = 2}}]", "c", (22, 23), (35, 36)),
]


@pytest.mark.parametrize(("text", "key", "first", "second"), DUPLICATES)
def test_a_duplicate_key_points_to_both_places(
    text: str, key: str, first: tuple[int, int], second: tuple[int, int]
) -> None:
    (found,) = refusal(text)
    assert found.finding == DuplicateKey(key)
    assert found.span == second
    assert found.notes[0].span == first


@pytest.mark.parametrize(
    "number", ["inf", "+inf", "-inf", "nan", "-nan", "1e400", "-1_0.5e+9_99", "9" * 400 + ".0"]
)
def test_numbers_are_finite(number: str) -> None:
    (found,) = refusal(f"[[a]]\nb = [{{c.d = {number}}}]")
    assert found.finding == NumberNotFinite(number)
    assert found.span == Span(18, 18 + len(number))


@pytest.mark.parametrize(
    "number",
    [
        "9223372036854775808",
        "+9223372036854775808",
        "-9223372036854775809",
        "9_223_372_036_854_775_808",
        "0x8000000000000000",
        "0o1000000000000000000000",
        "0b1" + "0" * 63,
        "0x" + "F_" * 5000 + "F",
        "1" * 4300,
        "1" * 4301,
        "-" + "1_" * 5000 + "1",
    ],
)
def test_integers_fit_into_64_bits(number: str) -> None:
    (found,) = refusal(f"# 1\na.b = [ {number} ]")
    assert found.finding == IntegerOutOfRange(number)
    assert found.span == Span(12, 12 + len(number))
    assert len(found.finding.message) < 100


@pytest.mark.parametrize("after", ["", ".", "..5", "e", "e+", "x", "_", "-1"])
@pytest.mark.parametrize("digits", ["{}.5", "1.{}", "1e-{}", "'{}'", "0 # {}"])
def test_an_endless_integer_is_told_from_other_digits(digits: str, after: str) -> None:
    good = f"a = {digits.format('1' * 5000)}\n"
    (found,) = refusal(f"{good}b = {'7' * 5000}{after}")
    assert isinstance(found.finding, IntegerOutOfRange)
    assert found.span.start == len(good) + 4


def test_all_bad_numbers_are_reported() -> None:
    text = "a = inf\nb = ['inf', nan, 1979-05-27]\n[c]\nd = 99999999999999999999 # nan"
    found = refusal(text)
    assert [text[slice(*d.span)] for d in found] == ["inf", "nan", "99999999999999999999"]


def test_a_flood_of_findings_is_cut_off() -> None:
    assert len(refusal("a = [" + "nan," * 5000 + "]")) == 100


def test_bad_numbers_are_reported_beside_too_deep_a_value() -> None:
    found = refusal(f"a = inf\nb = {'[' * 32}{']' * 32}")
    assert [d.finding for d in found] == [NumberNotFinite("inf"), NestedTooDeeply(32)]
