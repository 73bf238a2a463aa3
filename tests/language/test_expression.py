"""Expressions: Python's own `eval` is the oracle, and what it would do in vain is refused."""

import ast
import math
import time
import tracemalloc
import warnings
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speccnn.language.expression import LARGEST, LONGEST, ExpressionError, evaluate, names_in

SCOPE = {
    "width": 64,
    "half": 0.5,
    "flag": True,
    "text": "relu",
    "sizes": [3, 5, 7],
    "nested": [[1, 2], ["a"]],
    "none": 0,
}
FUNCTIONS = {
    "ceil": math.ceil,
    "floor": math.floor,
    "__builtins__": {
        "min": min, "max": max, "round": round, "abs": abs, "int": int, "len": len,
    },
}  # fmt: skip

atoms = st.one_of(
    st.integers(0, 9).map(str),
    st.sampled_from(["0.5", "1e3", "2.5", "1e300", "0x1F", "1_000", str(LARGEST), "10**18"]),
    st.sampled_from(["'a'", '"it\'s"', "''", "'a' 'b'", "True", "False", "[]"]),
    st.sampled_from(sorted(SCOPE)),
)


def compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return texts of one more form around inner texts, with parentheses or without."""
    pair = st.tuples(inner, inner)
    arithmetic = st.sampled_from(["+", "-", "*", "/", "//", "%", "**"])
    comparisons = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    return st.one_of(
        inner.map("({})".format),
        st.builds("{0[0]} {1} {0[1]}".format, pair, arithmetic),
        st.builds("({0[0]}) {1} ({0[1]})".format, pair, arithmetic),
        st.builds("{0[0]} {1} {0[1]}".format, pair, comparisons),
        st.builds("{} {} {} {} {}".format, inner, comparisons, inner, comparisons, inner),
        st.builds("{0[0]} {1} {0[1]}".format, pair, st.sampled_from(["and", "or"])),
        st.builds("{}{}".format, st.sampled_from(["not ", "-", "+", "- -"]), inner),
        st.builds("{} if {} else {}".format, inner, inner, inner),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.builds("{0[0]}[{0[1]}]".format, pair),
        st.builds("sizes[{}]".format, inner),
        st.builds("{}({})".format, st.sampled_from(sorted(FUNCTIONS["__builtins__"])), inner),
        st.builds("{}({})".format, st.sampled_from(["ceil", "floor", "min", "max"]), inner),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max", "round"]), inner, inner),
    )


expressions = st.recursive(atoms, compound, max_leaves=8)

# All that we refuse and Python does not.
OURS_ALONE = (
    "takes numbers, not",  # 2 * "a", min of strings, int of a string
    "the result is not a real number",  # (-8) ** 0.5
    "the result is too large",
    "the result is not finite",
    "the result is longer than",
    "the result is a list of more than",
    "it is nested more than",
    "an index is a whole number",  # [1, 2][True]
    "is called so",  # round("a", 1), len and min of what they are not made for
    "have no order",  # [1] < [2]
    "it is longer than",
)


class Careful(ast.NodeTransformer):
    """Puts calls of `power` and `times` for `**` and `*`, which Python does whatever it takes."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        name = {ast.Pow: "power", ast.Mult: "times"}.get(type(node.op))
        return ast.Call(ast.Name(name, ast.Load()), [node.left, node.right], []) if name else node


def power(left: float, right: float) -> object:
    """Return a power of numbers whose bits one can count."""
    if abs(left) > 1 and right * math.log2(abs(left)) > 2000:
        raise OverflowError("too large to compare")
    result: object = left**right
    if isinstance(result, complex):
        raise OverflowError("Python goes on with complex numbers")
    return result


def times(left: Any, right: Any) -> object:  # noqa: ANN401
    """Return a product, but no text or list as often as a number says."""
    if isinstance(left, str | list) or isinstance(right, str | list):
        raise TypeError("Python repeats it")
    return left * right


def oracle(text: str) -> object:
    """Return what Python says."""
    tree = Careful().visit(ast.parse(text, mode="eval"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `0[0]` is a warning long before it is a mistake
        code = compile(ast.fix_missing_locations(tree), "expression", "eval")
    return eval(code, FUNCTIONS | {"power": power, "times": times}, dict(SCOPE))  # noqa: S307


def same(ours: object, pythons: object) -> bool:
    if isinstance(ours, list) and isinstance(pythons, list):
        return len(ours) == len(pythons) and all(map(same, ours, pythons))
    return type(ours) is type(pythons) and ours == pythons


@given(expressions)
@example("1 < 2 < 3 != 4")
@example("- 2 ** 2")
@example("2 ** -1")
@example("7 // -2 + 7 % -2")
@example("flag + flag")
@example("round(2.5) + round(3.5)")
@example("round(1234, -2)")
@example("nested[0][-1]")
@example("0 and 1 / 0")
@example("[1, 2] == [1.0, 2]")
@example("1 if [] else 'b' 'c'")
@example("1 <= 2 == True")
@example("0.1 + 0.2")
@example("int(-2.7) * ceil(-2.7)")
def test_agrees_with_python(text: str) -> None:
    try:
        ours: object = evaluate(text, SCOPE)
    except ExpressionError as error:
        reason = error.reason
    else:
        assert same(ours, oracle(text))
        return
    try:
        pythons = oracle(text)
    except (ArithmeticError, TypeError, ValueError, IndexError, SyntaxError):
        return
    assert any(ours in reason for ours in OURS_ALONE), (text, pythons, reason)


@given(st.text(max_size=60) | st.text("0123456789.+-*/%()[]<>=!,'\" abeflnort_", max_size=40))
def test_any_text_has_a_value_or_a_reason(text: str) -> None:
    try:
        value = evaluate(text, SCOPE)
    except ExpressionError:
        return
    assert same(value, oracle(text.strip()))


NO_FORM = {
    "lambda: 0": "no lambdas",
    "width.real": "no attributes",
    "print(1)": "no function `print`",
    "__import__('os')": "no function `__import__`",
    "eval('1')": "no function `eval`",
    "(min)(1, 2)(3)": "calls but of",
    "sizes.append(1)": "calls but of",
    "[x for x in sizes]": "comprehensions",
    "(x for x in sizes)": "such form",
    "{x for x in sizes}": "such form",
    "f'{width}'": "f-strings",
    "(w := 3)": "assignments",
    "{'a': 1}": "tables",
    "{1, 2}": "such form",
    "(1, 2)": "tuples; a list is written [1, 2]",
    "1, 2": "tuples",
    "sizes[0:1]": "slices",
    "sizes[0, 1]": "tuples",
    "b'a'": "values but numbers",
    "None": "values but numbers",
    "2j": "values but numbers",
    "...": "values but numbers",
    "[*sizes]": "such form",
    "min(*sizes)": "such form",
    "min(sizes, key=len)": "calls but of",
    "max(1, 2, default=3)": "calls but of",
    "(yield)": "such form",
    "await width": "such form",
    "1 << 5": "operators but + - * / // % **",
    "1 | 2": "operators but",
    "1 @ 2": "operators but",
    "~1": "such form",
    "3 in sizes": "no `in` and no `is`",
    "'a' not in 'abc'": "no `in` and no `is`",
    "width is 3": "no `in` and no `is`",
}
NO_VALUE = {
    "": "nothing between its braces",
    " \t\n ": "nothing between its braces",
    "1 +": "cannot be read",
    "1 = 2": "`=` is written `==`",
    "a = 2": "`=` is written `==`",
    "1; 2": "cannot be read",
    "import os": "cannot be read",
    "1\n2": "cannot be read",
    "012": "cannot be read",
    "1or 2": "cannot be read",
    "'\\d'": "cannot be read",
    "'open": "cannot be read",
    "1\x002": "cannot be read",
    "\x01": "cannot be read",
    "missing": "no variable `missing`",
    "min": "no variable `min`",
    "1 / 0": "divides by zero",
    "1 // 0.0": "divides by zero",
    "1 % 0": "divides by zero",
    "0 ** -1": "divides by zero",
    "sizes[3]": "the list has 3 items, numbered from 0, so the last is 2; there is no item 3",
    "sizes[-4]": "there is no item -4",
    "sizes['a']": "an index is a whole number",
    "sizes[1.0]": "an index is a whole number",
    "width[0]": "a number has no items",
    "flag[0]": "true or false has no items",
    "'a' + 1": "arithmetic takes numbers, not a string",
    "[1] + 1": "arithmetic takes numbers, not a list",
    "'a' * 3": "arithmetic takes numbers, not a string",
    "[0] * 10**9": "arithmetic takes numbers, not a list",
    "-'a'": "a sign takes numbers, not a string",
    "'a' < 1": "a string and a number have no order",
    "min()": "`min` is called so",
    "min([])": "`min` is called so",
    "max(1)": "`max` is called so",
    "len(1)": "`len` is called so",
    "ceil()": "`ceil` is called so",
    "int('3')": "int takes numbers, not a string",
    "round(1, 1.5)": "`round` is called so",
    "(-8) ** 0.5": "not a real number",
}
BOUNDS = {
    "9**9**9": "too large",
    "9**9**9**9": "too large",
    "10**18 * 10": "too large",
    "-9223372036854775807 - 1": "too large",
    "2.0 ** 1e300": "too large",
    "(1 + 1e-9) ** 10**18": "too large",
    "0.5 ** -10**18": "too large",
    "1e308 * 10": "not finite",
    "1e999": "not finite",
    "1e999 - 1e999": "not finite",
    "round(1, -10**9)": "`round` is called so",
    "round(1.5, 10**18)": "`round` is called so",
    "ceil(1e300)": "too large",
    "9" * 999: "too large",
    "0x" + "f" * 990: "too large",
    "'a' + " * 140 + "'a'": "nested more than",
    f"'{'a' * 600}' + text600": "longer than 1000 characters",
    "long + long": "more than 1000 items",
    "[long, long]": "more than 1000 items",
    "1+" * 50_000 + "1": "longer than 1000 characters",
    "'" + "a" * 100_000 + "'": "longer than 1000 characters",
    "(" * 499 + "1" + ")" * 499: "cannot be read",
    "(" * 1000 + "1" + ")" * 1000: "longer than 1000 characters",
    "[" * 499 + "]" * 499: "cannot be read",
    "-" * 900 + "1": "nested more than",
    "not " * 240 + "1": "nested more than",
    "1 if 0 else " * 80 + "1": "nested more than",
    "sizes" + "[0]" * 330: "nested more than",
    "abs(" * 150 + "1" + ")" * 150: "nested more than",
    "\u1d52pen": "no character MODIFIER LETTER SMALL O (U+1D52)",
    "\uff4din(1, 2)": "FULLWIDTH LATIN SMALL LETTER M (U+FF4D) is written `m`",
    "wi\u2024dth": "no character ONE DOT LEADER (U+2024)",
    "'é'": "no character",
    "\ud800": "no character",
}
WIDE = {"text600": "b" * 600, "long": list(range(600))}


@pytest.mark.parametrize(("text", "reason"), (NO_FORM | NO_VALUE | BOUNDS).items())
def test_what_is_refused_is_refused_at_once(text: str, reason: str) -> None:
    refusals = [refusal(text) for _ in range(3)]
    assert all(reason in found for found, _, _ in refusals)
    assert len(refusals[0][0]) < 200
    assert min(seconds for _, seconds, _ in refusals) < 0.1
    assert min(peak for _, _, peak in refusals) < 2_000_000


def refusal(text: str) -> tuple[str, float, int]:
    """Return why an expression is refused, and the seconds and bytes that this takes."""
    tracemalloc.start()
    before = time.process_time()
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, SCOPE | WIDE)
    seconds = time.process_time() - before
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return caught.value.reason, seconds, peak


VALUES = {
    "2**-1000000000": 0.0,
    "(-1) ** 10**18": 1,
    "1 ** 10**18": 1,
    "0 if flag else 9**9**9": 0,
    "flag or 1 / 0": True,
    " width ": 64,
    "width // 3 * 2": 42,
    "'relu' if index_free == 0 else 'elu'": "relu",
    "sizes[-1] + len(sizes)": 10,
    "max(sizes) - min(1, 2.5)": 6,
    "ceil(width / 3) + floor(half)": 22,
    str(LARGEST): LARGEST,
    "-9223372036854775807": -LARGEST,
    "+".join(["1"] * 40): 40,
}


@pytest.mark.parametrize(("text", "value"), VALUES.items())
def test_values(text: str, value: object) -> None:
    assert same(evaluate(text, SCOPE | {"index_free": 0}), value)


@pytest.mark.parametrize("text", ["[v, v]", "[v]", "v + v", "[v] + v"])
def test_a_list_cannot_grow_without_end(text: str) -> None:
    scope: dict[str, object] = {"v": [1]}
    for _ in range(LONGEST):
        try:
            scope["v"] = evaluate(text, scope)
        except ExpressionError as error:
            assert error.reason == f"the result is a list of more than {LONGEST} items"  # noqa: PT017
            return
    raise AssertionError


def test_a_name_that_is_unknown_is_told() -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate("1 + widht", SCOPE)
    assert caught.value.name == "widht"


def test_the_names_that_are_read_are_not_those_that_are_called() -> None:
    assert names_in("min(a, b[c]) if min else ceil(d.e)") == {"a", "b", "c", "d", "min"}
