"""The printer: literals that read back as they were, in the form that `ruff format` gives."""

import ast
import subprocess
import sys
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speccnn.backends.script.python import Python, application, code, identifier, only_python
from speccnn.calls import Call, Value

texts = st.text(st.characters(codec=None, categories=None), max_size=40) | st.sampled_from(
    ['"', "'", "\\", "\n", "\r", "\0", "{{ x }}", "{% x %}", "\u202e", "\ud800", '""\'', "é", "😀"]
)
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
)
literals = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.lists(inner, max_size=6).map(tuple)
        | st.dictionaries(texts, inner, max_size=6)
    ),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("it's", '"it\'s"'),
        ('say "hi"', "'say \"hi\"'"),
        ("a\nb\\\t\0", '"a\\nb\\\\\\t\\x00"'),
        ("é\u202e\ud800😀", '"\\xe9\\u202e\\ud800\\U0001f600"'),
        ((1,), "(1,)"),
        ((1, -2.5), "(1, -2.5)"),
        ([True, None], "[True, None]"),
        ({"a": 1e-07}, '{"a": 1e-07}'),
        (Call("keras.layers.Flatten", (), {"name": "f"}), 'layers.Flatten(name="f")'),
        (Call("extra_layers.Pad", (2,)), "Pad(2)"),
        (Call("keras.losses.MSE"), "keras.losses.MSE()"),
    ],
)
def test_prints(value: Value, expected: str) -> None:
    assert code(value) == expected


@given(literals)
def test_literals_read_back(value: Value) -> None:
    printed = code(value)
    assert ast.literal_eval(printed) == value
    assert printed.isascii()


def test_refuses_what_has_no_literal() -> None:
    with pytest.raises(AssertionError, match="no literal"):
        code(float("inf"))
    with pytest.raises(AssertionError, match="no Python name"):
        code(Call("keras.layers.Conv2D; import os"))
    with pytest.raises(AssertionError, match="no Python name"):
        identifier("lambda")
    with pytest.raises(AssertionError, match="without a filter"):
        only_python("text")
    assert only_python(Python("x")) == "x"


def test_ruff_changes_nothing() -> None:
    dice = Random(7)  # noqa: S311  no secret
    lines: list[str] = []
    for _ in range(1_000):
        depth = dice.randrange(4)
        lines += [f"{'    ' * level}if {name(dice)}:" for level in range(depth)]
        after = f"{'    ' * depth}{name(dice)} = "
        call = random_call(dice, 3)
        reads = [name(dice) for _ in range(dice.choice([1, 1, 2, 3, 8]))]
        lines.append(after + code(call, after=after))
        lines.append(after + application(call, reads, after=after))
    text = "\n".join(lines) + "\n"
    changed = set(formatted(text).splitlines()) - set(text.splitlines())
    assert not changed


def name(dice: Random) -> str:
    return "n" * dice.randint(1, 24) + "_"


def random_call(dice: Random, depth: int) -> Call:
    target = dice.choice(["keras.layers.", "extra_layers.", "keras.regularizers.", ""])
    return Call(
        target + name(dice),
        tuple(random_value(dice, depth) for _ in range(dice.choice([0, 0, 0, 1, 2]))),
        {name(dice): random_value(dice, depth) for _ in range(dice.randrange(6))},
    )


def random_value(dice: Random, depth: int) -> Value:
    inner = [random_value(dice, depth - 1) for _ in range(dice.randrange(5))] if depth else []
    text = "".join(dice.choice("ab\"'\\\n\u202e\ud800{}") for _ in range(dice.randrange(40)))
    choices: list[Value] = [
        None,
        dice.random() < 0.5,
        dice.randint(-(10**9), 10**9),
        dice.uniform(-1, 1) * 10.0 ** dice.randint(-20, 20),
        text,
    ]
    if depth:
        table = {f"{text[:8]}{index}": value for index, value in enumerate(inner)}
        choices += [inner, tuple(inner), table, random_call(dice, depth - 1)]
    return dice.choice(choices)


def formatted(text: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return done.stdout
