"""A spec with variables, blocks and repeats is the network of the spec one would write by hand."""

import json
import tomllib

import pytest

from speccnn import pipeline
from speccnn.diagnostics.source import Source
from speccnn.graph.text import show
from speccnn.language.canonical import as_toml
from speccnn.language.expand import is_program

HEAD = 'speccnn = 1\nname = "net"\n'
INPUT = "inputs = { x = [8, 8, 4] }\n"


def spec(text: str) -> Source:
    head = HEAD if text.startswith("inputs") else HEAD + INPUT
    return Source("spec.toml", (head + text).encode())


def same_network(program: str, plain: str) -> None:
    """Assert that a spec is another one, and remains it when it is printed and read again."""
    expected = pipeline.check(spec(plain))
    found = pipeline.check(spec(program))
    assert found.out.diagnostics == ()
    assert show(found.model) == show(expected.model)
    assert is_program(tomllib.loads(spec(program).text))
    for again in (
        Source("again.toml", as_toml(found.values).encode()),
        Source("again.json", json.dumps(found.values).encode()),
    ):
        checked = pipeline.check(again)
        assert checked.values == found.values
        assert show(checked.model) == show(expected.model)
        assert not is_program(checked.values)


RELU = '{ type = "ReLU", name = "%s"%s }'


def layers(*entries: str) -> str:
    """Return TOML of layers: `b` a ReLU, `b(a)` one that reads another, or TOML as it is."""
    return f"layers = [{', '.join(map(_layer, entries))}]\n"


def _layer(entry: str) -> str:
    if entry.startswith("{"):
        return entry
    name, _, reads = entry.rstrip(")").partition("(")
    if "sum" in name:
        listed = ", ".join(f'"{read.strip()}"' for read in reads.split(","))
        return f'{{ type = "Add", name = "{name}", inputs = [{listed}] }}'
    return RELU % (name, f', inputs = "{reads}"' if reads else "")


ONE = "[blocks.b]\n" + layers("in", "out")
CONV = '{ type = "Conv2D", name = "%s", filters = %s, kernel_size = 3, padding = "same" }'

SAME = {
    "a block reads what comes before it and is read by what comes after": (
        layers("a", '{ block = "b", name = "s" }', "z") + ONE,
        layers("a", "s_in", "s_out", "z"),
    ),
    "a block may stand first": (
        layers('{ block = "b", name = "s" }') + ONE,
        layers("s_in", "s_out"),
    ),
    "a use without a name is named after its block, and numbered from the second on": (
        layers('{ block = "b" }', '{ block = "b" }', '{ block = "b" }') + ONE,
        layers("b_in", "b_out", "b_1_in", "b_1_out", "b_2_in", "b_2_out"),
    ),
    "blocks with numbers in their names too": (
        layers('{ block = "b2" }', '{ block = "b2" }') + ONE.replace("b]", "b2]"),
        layers("b2_in", "b2_out", "b2_1_in", "b2_1_out"),
    ),
    "uses without a name stay clear of what has one, before or after": (
        layers("b_1", '{ block = "b" }', '{ block = "b" }', '{ block = "b", name = "b_2" }') + ONE,
        layers("b_1", "b_in", "b_out", "b_3_in", "b_3_out", "b_2_in", "b_2_out"),
    ),
    "copies of a use without a name": (
        layers('{ block = "b", repeat = 2 }', '{ block = "b" }') + ONE,
        layers("b_0_in", "b_0_out", "b_1_in", "b_1_out", "b_2_in", "b_2_out"),
    ),
    "layers without a name are named after the instance and their type": (
        layers('{ type = "ReLU" }', '{ block = "b", name = "s" }', '{ type = "ReLU" }')
        + "[blocks.b]\n"
        + layers('{ type = "ReLU" }', '{ type = "ReLU" }'),
        layers("re_lu", "s_re_lu", "s_re_lu_1", "re_lu_1"),
    ),
    "copies are chained": (
        layers('{ type = "ReLU", name = "a", repeat = 3 }', "z"),
        layers("a_0", "a_1", "a_2", "z"),
    ),
    "copies without a name are numbered as layers are": (
        layers('{ type = "ReLU", repeat = 3 }'),
        layers("re_lu", "re_lu_1", "re_lu_2"),
    ),
    "one copy is a copy": (layers('{ type = "ReLU", name = "a", repeat = 1 }'), layers("a_0")),
    "no copy is nothing": (
        layers("a", '{ type = "ReLU", name = "n", repeat = 0 }', "z"),
        layers("a", "z"),
    ),
    "copies read each other in place of their first input": (
        layers("a", '{ type = "Add", name = "sum", inputs = ["a", "x"], repeat = 3 }'),
        layers("a", "sum_0(a, x)", "sum_1(sum_0, x)", "sum_2(sum_1, x)"),
    ),
    "the name alone is the last copy, and each has its own": (
        layers('{ type = "ReLU", name = "a", repeat = 3 }', "sum(a, a_0, a_2)"),
        layers("a_0", "a_1", "a_2", "sum(a_2, a_0, a_2)"),
    ),
    "the index is known in all keys of the entry": (
        layers(
            "{ type = \"${['ReLU', 'ELU'][index]}\", name = \"${'ab'[index]}\", repeat = 2 }",
            '{ type = "Dense", name = "d", units = "${index + 1}", repeat = "${1 + 1}" }',
        ),
        layers(
            "a_0",
            '{ type = "ELU", name = "b_1" }',
            '{ type = "Dense", name = "d_0", units = 1 }',
            '{ type = "Dense", name = "d_1", units = 2 }',
        ),
    ),
    "a dropped first layer": (
        layers('{ type = "ReLU", name = "n", when = false }', "a"),
        layers("a"),
    ),
    "a dropped last layer": (
        layers("a", '{ type = "ReLU", name = "n", when = "${1 > 2}" }'),
        layers("a"),
    ),
    "a dropped layer in the middle": (
        layers("a", '{ type = "ReLU", when = false, inputs = "nothing" }', "z"),
        layers("a", "z"),
    ),
    "a kept layer": (layers('{ type = "ReLU", name = "a", when = true }'), layers("a")),
    "only some copies": (
        layers('{ type = "ReLU", name = "a", repeat = 5, when = "${index % 2 == 1}" }', "z(a)"),
        layers("a_1", "a_3", "z"),
    ),
    "a name for one of two layers": (
        layers(
            '{ type = "ReLU", name = "a", when = "${True}" }',
            '{ type = "ELU", name = "a", when = "${not True}" }',
            "z(a)",
        ),
        layers("a", "z"),
    ),
    "three blocks in each other": (
        layers('{ block = "o", name = "o" }', "z")
        + "[blocks.o]\n"
        + layers("p", '{ block = "m", name = "m", repeat = 2 }', "q")
        + "[blocks.m]\n"
        + layers('{ block = "b" }', "r")
        + ONE,
        layers(
            *("o_p", "o_m_0_b_in", "o_m_0_b_out", "o_m_0_r"),
            *("o_m_1_b_in", "o_m_1_b_out", "o_m_1_r", "o_q", "z"),
        ),
    ),
    "`input` is what a block reads": (
        layers("a", '{ block = "res", name = "s", repeat = 2 }', "z")
        + "[blocks.res]\n"
        + layers("f", "g", "sum(g, input)"),
        layers(
            *("a", "s_0_f", "s_0_g", "s_0_sum(s_0_g, a)"),
            *("s_1_f", "s_1_g", "s_1_sum(s_1_g, s_0_sum)", "z"),
        ),
    ),
    "a block names its own inputs, and its first is what comes before": (
        layers("a", "b", '{ block = "two", name = "s", inputs = ["a", "b"] }')
        + '[blocks.two]\ninputs = ["left", "right"]\n'
        + layers("f", "sum(f, right, left)"),
        layers("a", "b", "s_f(a)", "s_sum(s_f, b, a)"),
    ),
    "copies of a block of two inputs keep the second": (
        layers("a", '{ block = "two", name = "s", inputs = ["a", "x"], repeat = 2 }')
        + '[blocks.two]\ninputs = ["left", "right"]\n'
        + layers("sum(left, right)"),
        layers("a", "s_0_sum(a, x)", "s_1_sum(s_0_sum, x)"),
    ),
    "the output of a block is what it says": (
        layers('{ block = "b", name = "s" }', "z", "sum(z, s)")
        + "[blocks.b]\noutput = \"${'f' if first else 'g'}\"\nparameters = { first = true }\n"
        + layers("f"),
        layers("s_f", "z", "sum(z, s_f)"),
    ),
    "a block may give what it reads": (
        layers("a", '{ block = "b", name = "s", repeat = 3 }', "sum(a, s, s_1)")
        + "[blocks.b]\n"
        + layers('{ type = "ReLU", when = false }'),
        layers("a", "sum(a, a, a)"),
    ),
    "outputs may be blocks": (
        layers('{ block = "b", name = "s", repeat = 2 }', "z(x)")
        + ONE.replace("[blocks", 'outputs = ["s", "z"]\n[blocks'),
        layers("s_0_in", "s_0_out", "s_1_in", "s_1_out", "z(x)")
        + 'outputs = ["s_1_out", "z"]\n',
    ),
    "one output too": (
        layers('{ block = "b", name = "s" }') + ONE.replace("[blocks", 'outputs = "s"\n[blocks'),
        layers("s_in", "s_out"),
    ),
    "a layer may read a block that stands after it": (
        layers("early(s)", '{ block = "b", name = "s", inputs = "x" }')
        + ONE.replace("[blocks", 'outputs = "early"\n[blocks'),
        layers("early(s_out)", "s_in(x)", "s_out") + 'outputs = "early"\n',
    ),
    "what is in a block may be read by its full name": (
        layers('{ block = "b", name = "s" }', "sum(s, s_in)") + ONE,
        layers("s_in", "s_out", "sum(s_out, s_in)"),
    ),
    "parameters, their defaults, and variables through variables in any order": (
        'variables = { c = "${b + 1}", b = "${a * 2}", a = 2, k = [1, "${a}"] }\n'
        + layers('{ block = "b", name = "s", with = { n = "${c}" } }', '{ block = "b" }')
        + '[blocks.b]\nparameters = { n = "${k[1]}" }\n'
        + layers(CONV % ("c", '"${n + a}"')),
        layers(CONV % ("s_c", 7), CONV % ("b_c", 4)),
    ),
    "parameters are passed on": (
        layers('{ block = "o", name = "o", with = { n = 3 } }')
        + '[blocks.o]\nparameters = { n = "int" }\n'
        + layers('{ block = "i", name = "i", with = { n = "${n * index + 1}" }, repeat = 2 }')
        + '[blocks.i]\nparameters = { n = "int" }\n'
        + layers(CONV % ("c", '"${n}"')),
        layers(CONV % ("o_i_0_c", 1), CONV % ("o_i_1_c", 4)),
    ),
    "a parameter hides a variable": (
        "variables = { n = 3 }\n"
        + layers('{ block = "b", with = { n = "${n + 1}" } }')
        + "[blocks.b]\nparameters = { n = 0 }\n"
        + layers(CONV % ("c", '"${n}"')),
        layers(CONV % ("b_c", 4)),
    ),
    "a list as a default": (
        layers('{ block = "b" }')
        + "[blocks.b]\nparameters = { n = [5, 6] }\n"
        + layers(CONV % ("c", '"${n[-1]}"')),
        layers(CONV % ("b_c", 6)),
    ),
    "expressions in names, inputs and all other tables": (
        """inputs = { x = ["${n}", 8, "${n // 2}"] }
        variables = { n = 8, rate = 0.5 }
        layers = [
          { type = "Flatten", name = "f${n}" },
          { type = "Dense", units = 2, inputs = ["f${n}"] },
        ]
        outputs = ["dense"]
        [training]
        epochs = "${n * 2}"
        loss = "mse"
        optimizer = { type = "Adam", learning_rate = "${rate / 5}" }
        """,
        """layers = [{ type = "Flatten", name = "f8" }, { type = "Dense", units = 2 }]
        [training]
        epochs = 16
        loss = "mse"
        optimizer = { type = "Adam", learning_rate = 0.1 }
        """,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("program", "plain"), SAME.values(), ids=SAME)
def test_is_what_one_would_write_by_hand(program: str, plain: str) -> None:
    same_network(program, plain)


def test_a_spec_without_any_of_it_is_untouched() -> None:
    source = spec(layers("a", '{ type = "ReLU" }') + "[metadata]\na = 1\n")
    assert pipeline.check(source).values == tomllib.loads(source.text)


def test_metadata_is_free_text() -> None:
    text = layers('{ block = "b" }') + ONE + '[metadata]\nnote = "${no} $${no}"\nblock = "b"\n'
    assert pipeline.check(spec(text)).values["metadata"] == {"note": "${no} $${no}", "block": "b"}


def test_expressions_in_training_have_their_types() -> None:
    program, plain = SAME["expressions in names, inputs and all other tables"]
    found, expected = (pipeline.check(spec(text)).values for text in (program, plain))
    assert found["training"] == expected["training"]
    assert found["inputs"] == expected["inputs"]


def test_json_specs_have_it_all() -> None:
    program, plain = SAME["`input` is what a block reads"]
    values = tomllib.loads(spec(program).text)
    found = pipeline.check(Source("spec.json", json.dumps(values).encode()))
    assert show(found.model) == show(pipeline.check(spec(plain)).model)
