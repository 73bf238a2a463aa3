"""`${…}` in strings: a value where it is the whole string, text where it stands in one."""

import pytest
from bench.measure import steady_seconds
from hypothesis import given
from hypothesis import strategies as st

from speccnn.language.expand import is_program
from speccnn.language.template import TemplateError, names_read, resolved

SCOPE = {"n": 3, "rate": 0.5, "on": True, "name": "conv", "sizes": [1, [2]], "wide": "w" * 600}

VALUES = {
    "${n}": 3,
    "${ n }": 3,
    "${n + 1}": 4,
    "${rate}": 0.5,
    "${on}": True,
    "${name}": "conv",
    "${sizes}": [1, [2]],
    "${'${n}'}": "${n}",
    "": "",
    "plain": "plain",
    "$": "$",
    "$n {n} }": "$n {n} }",
}
TEXTS = {
    " ${n}": " 3",
    "${n} ": "3 ",
    "${n}${n}": "33",
    "${name}_${n}": "conv_3",
    "x${rate}": "x0.5",
    "x${on}${not on}": "xtruefalse",
    "x${1e30}": "x1e+30",
    "${n}}": "3}",
    "{${n}}": "{3}",
    "$${n}": "${n}",
    "$${": "${",
    "$${n}${n}": "${n}3",
    "${n}$${n}": "3${n}",
    "$$${n}": "$${n}",
    "$$$${": "$$${",
    "$ {n}": "$ {n}",
    "${'}'}!": "}!",
    '${"}"}!': "}!",
    "${'{'}${'a' + '}'}": "{a}",
    '${"it\'s"}.': "it's.",
    "${'\"'}.": '".',
}


@pytest.mark.parametrize(("text", "value"), (VALUES | TEXTS).items())
def test_values(text: str, value: object) -> None:
    found = resolved(text, SCOPE)
    assert type(found) is type(value)
    assert found == value


def test_strings_in_tables_and_lists_are_resolved_and_keys_are_not() -> None:
    given_value = {"${n}": ["${n}", {"a": "x${n}"}], "b": 1, "c": None}
    assert resolved(given_value, SCOPE) == {"${n}": [3, {"a": "x3"}], "b": 1, "c": None}


BAD = {
    "${": ("has no `}` to end it", 0, 2),
    "ab${n": ("has no `}` to end it", 2, 5),
    "${n} ${n": ("has no `}` to end it", 5, 8),
    "${'}": ("has no `}` to end it", 0, 2),
    "${ {1} }": ("has no `}` to end it", 0, 3),
    "${${n}}": ("has no `}` to end it", 0, 3),
    "x ${} y": ("nothing between its braces", 2, 5),
    "x${sizes}": ("a list cannot stand inside a text", 1, 9),
    "${n}${1 / 0}": ("it divides by zero", 4, 12),
    "é${n}ü${m}": ("there is no variable `m`", 6, 10),
    "${wide}${wide}": ("longer than 1000 characters", 7, 14),
}


@pytest.mark.parametrize(("text", "expected"), BAD.items())
def test_a_mistake_has_a_reason_and_a_place(text: str, expected: tuple[str, int, int]) -> None:
    with pytest.raises(TemplateError) as caught:
        resolved({"a": [0, text]}, SCOPE)
    problem = caught.value.problem
    reason, start, end = expected
    assert reason in problem.error.reason
    assert (problem.start, problem.end) == (start, end)
    assert caught.value.path == ("a", 1)


@given(st.text(max_size=50).filter(lambda text: "${" not in text))
def test_text_without_expressions_is_untouched(text: str) -> None:
    assert resolved(text, SCOPE) == text
    assert not is_program({"name": text})


@given(st.text("$${}n'\" +x", max_size=30) | st.text(max_size=30))
def test_any_text_has_a_value_or_a_reason(text: str) -> None:
    try:
        resolved(text, SCOPE)
    except TemplateError as error:
        problem = error.problem
        is_inside = 0 <= problem.start < problem.end <= len(text)
        assert is_inside
        assert text[problem.start :].startswith("${")


@given(st.text(max_size=30))
def test_what_is_escaped_is_written_as_it_stands(text: str) -> None:
    escaped = text.replace("${", "$${")
    assert resolved(escaped, {}) == text


@given(st.lists(st.sampled_from(["${n}", "${rate}", "a", " ", "$${", "}", "$ "]), min_size=2))
def test_a_text_is_its_pieces(pieces: list[str]) -> None:
    values = {"${n}": "3", "${rate}": "0.5", "$${": "${"}
    assert resolved("".join(["-", *pieces]), SCOPE) == "-" + "".join(
        values.get(piece, piece) for piece in pieces
    )


def test_the_names_that_are_read() -> None:
    value = {"a": ["${n + m}", "x${min(k)}$${no}"], "b": "${'${no}'}", "c": "${1 +} ${q}", "d": 1}
    assert set(names_read(value)) == {"n", "m", "k", "q"}


@pytest.mark.parametrize(
    "text",
    [
        "${" * 50_000,
        "${'" * 40_000,
        "${\"'" * 30_000,
        "$" * 100_000 + "{",
        "${n" + " " * 25_000,
        "${n}" * 25_000,
        "${'" + "'\"" * 50_000,
        "${a" * 32_000 + "}",
    ],
    ids=range(8),
)
def test_long_texts_take_no_time(text: str) -> None:
    def resolve() -> None:
        try:
            resolved(text, SCOPE)
        except TemplateError as error:
            assert error.problem.error.reason  # noqa: PT017
        list(names_read(text))

    assert steady_seconds(resolve) < 1
