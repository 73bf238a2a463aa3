"""What a hostile spec asks for is refused before it is built, at once and in no memory."""

import tracemalloc
from collections.abc import Iterator

import pytest
from bench.measure import steady_seconds

from speccnn import pipeline
from speccnn.diagnostics.sink import Diagnostic
from speccnn.diagnostics.source import Source
from speccnn.language.expander import MOST_LAYERS

HEAD = 'speccnn = 1\nname = "net"\ninputs = { image = [8, 8, 4] }\n'
RELU = 'layers = [{ type = "ReLU" }]\n'
MEGABYTES = 1 << 20


def chain(count: int, entry: str, last: str = '{ type = "ReLU" }') -> str:
    """Return blocks b0, b1, … whose layers are `entry`, with `$` for the next block."""
    tables = [entry.replace("$", f"b{n + 1}") for n in range(count)] + [last]
    blocks = "".join(f"b{n}.layers = [{table}]\n" for n, table in enumerate(tables))
    return f'layers = [{{ block = "b0" }}]\n[blocks]\n{blocks}'


def timed(text: str, seconds: float) -> tuple[Diagnostic, ...]:
    source, found = Source("spec.toml", (HEAD + text).encode()), []
    assert steady_seconds(lambda: found.extend(pipeline.diagnose(source))) < seconds
    return tuple(found)


EACH_OTHER = ", ".join(f'{{ block = "b{n}" }}' for n in range(12))
TOO_MUCH = {
    "a repeat": ('layers = [{ type = "ReLU", repeat = 1000000000 }]\n', "E705", "1000000000"),
    "a repeat of a block": (
        'layers = [{ block = "b", repeat = 9223372036854775807 }]\nblocks.b.' + RELU,
        "E705",
        "9223372036854775807",
    ),
    "nested repeats": (
        chain(3, '{ block = "$", repeat = 1000 }', '{ type = "ReLU", repeat = 1000 }').replace(
            '"b0" }', '"b0", repeat = 1000 }'
        ),
        "E705",
        '{ block = "b3", repeat = 1000 }',
    ),
    "repeats of nothing": (
        chain(3, '{ block = "$", repeat = 10000 }', '{ type = "ReLU", when = false }'),
        "E705",
        '{ type = "ReLU", when = false }',
    ),
    "sixteen blocks that use the next three times": (
        chain(15, '{ block = "$" }, { block = "$" }, { block = "$" }'),
        "E705",
        '{ block = "b15" }',
    ),
    "a hundred blocks that use the next twice": (
        chain(99, '{ block = "$" }, { block = "$" }'),
        "E704",
        '"b16"',
    ),
    "seventeen blocks in each other": (chain(16, '{ block = "$" }'), "E704", '"b16"'),
    "blocks that all use each other": (
        'layers = [{ block = "b0" }]\n[blocks]\n'
        + "".join(f"b{n}.layers = [{EACH_OTHER}]\n" for n in range(12)),
        "E704",
        '"b0"',
    ),
    "layers without repeats": (
        "layers = [" + '{ type = "ReLU", when = true },\n' * (MOST_LAYERS + 1) + "]\n",
        "E705",
        '{ type = "ReLU", when = true }',
    ),
    "a power tower": (RELU.replace("}", ', name = "${9**9**9}" }'), "E701", "${9**9**9}"),
    "an expression of 100 kB": (
        RELU.replace("}", ', name = "${' + "1+" * 50_000 + '1}" }'),
        "E701",
        "${" + "1+" * 50_000 + "1}",
    ),
    "parentheses": (
        RELU.replace("}", ', name = "${' + "(" * 490 + ")" * 490 + '}" }'),
        "E701",
        "${" + "(" * 490 + ")" * 490 + "}",
    ),
    "a text that doubles": (
        "[variables]\nv0 = 'aaaa'\n"
        + "".join(f"v{n} = '${{v{n - 1}}}${{v{n - 1}}}'\n" for n in range(1, 60))
        + RELU.replace("layers", "[[layers]]\ntype = 'ReLU' #"),
        "E701",
        "${v7}",
    ),
    "a list that doubles": (
        "[variables]\nv0 = [1]\n"
        + "".join(f"v{n} = ['${{v{n - 1}}}', '${{v{n - 1}}}']\n" for n in range(1, 60))
        + RELU.replace("layers", "[[layers]]\ntype = 'ReLU' #"),
        "V204",
        "['${v8}', '${v8}']",
    ),
    "a list in a list in a list": (
        "[variables]\nv0 = [1]\n"
        + "".join(f"v{n} = ['${{v{n - 1}}}']\n" for n in range(1, 2000))
        + RELU.replace("layers", "[[layers]]\ntype = 'ReLU' #"),
        "V204",
        "['${v39}']",
    ),
    "a parameter that doubles": (
        'layers = [{ block = "b0" }]\n[blocks]\nb15.layers = [{ type = "ReLU" }]\n'
        + "".join(
            f"b{n} = {{ parameters = {{ p = [1] }}, layers = [{{ block = 'b{n + 1}',"
            " with = { p = ['${p}', '${p}'] } }] }\n"
            for n in range(15)
        ),
        "E706",
        "['${p}', '${p}']",
    ),
    "a circle of variables": (
        "[variables]\n"
        + "".join(f"v{n} = '${{v{(n + 1) % 9000}}}'\n" for n in range(9000))
        + RELU.replace("layers", "[[layers]]\ntype = 'ReLU' #"),
        "E701",
        "'${v1}'",
    ),
}


@pytest.mark.parametrize(("text", "code", "marked"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_is_too_much_is_one_finding_at_once(text: str, code: str, marked: str) -> None:
    (diagnostic,) = (d for d in timed(text, 2) if d.finding.code != "E709")
    assert diagnostic.finding.code == code
    assert (HEAD + text)[diagnostic.span.start : diagnostic.span.end] == marked
    assert len(diagnostic.finding.message) + len(diagnostic.finding.help) < 400


@pytest.mark.parametrize("title", ["nested repeats", "a hundred blocks that use the next twice"])
def test_what_is_too_much_takes_no_memory(title: str) -> None:
    source = Source("spec.toml", (HEAD + TOO_MUCH[title][0]).encode())
    tracemalloc.start()
    assert pipeline.diagnose(source)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 * MEGABYTES


def test_as_many_layers_as_there_may_be() -> None:
    block = 'blocks.b.layers = [{ type = "ReLU" }, { type = "ReLU" }]\n'
    text = f'layers = [{{ block = "b", repeat = {MOST_LAYERS // 2} }}]\n{block}'
    assert timed(text, 3) == ()


def test_sixteen_blocks_in_each_other_are_not_too_many() -> None:
    assert timed(chain(15, '{ block = "$" }'), 1) == ()


@pytest.mark.parametrize("step", [1, -1])
def test_ten_thousand_variables_may_read_each_other(step: int) -> None:
    numbers = range(1, 10_001)[::step]
    lines = "".join(f"v{n} = '${{v{n - 1} + 1}}'\n" for n in numbers)
    text = f"[variables]\nv0 = 0\n{lines}[[layers]]\ntype = 'Dense'\nunits = '${{v10000}}'\n"
    assert timed(text, 2) == ()


def test_a_mebibyte_of_expressions_takes_no_time() -> None:
    def items() -> Iterator[str]:
        size = 0
        while size < MEGABYTES - 1000:
            yield f"'${{{size}+1}}'"
            size += 17

    found = timed(f'{RELU}[data]\nsource = "digits"\nwrong = [{",".join(items())}]\n', 4)
    assert [d.finding.code for d in found] == ["E710"]


MANY = {
    "variables": [f'{{ type = "Dense", units = "${{variabel{n}}}" }}' for n in range(9000)],
    "blocks": [f'{{ block = "bloc{n}" }}' for n in range(9000)],
    "inputs": [f'{{ type = "ReLU", when = true, inputs = "imag{n}" }}' for n in range(9000)],
    "parameters": ['{ block = "b", with = { p0 = 1, q = 2 } }'] * 9000,
    "itself": ['{ block = "i", name = "s", inputs = "s" }']
    + [f'{{ type = "ReLU", name = "n{n}", inputs = "s" }}' for n in range(9000)],
}


@pytest.mark.parametrize("layers", MANY.values(), ids=MANY)
def test_many_mistakes_take_no_time(layers: list[str]) -> None:
    variables = ", ".join(f"variable{n} = 1" for n in range(3000))
    parameters = ", ".join(f"p{n} = 1" for n in range(1000))
    text = (
        f"variables = {{ {variables} }}\nlayers = [{', '.join(layers)}]\n"
        f"blocks.b = {{ parameters = {{ {parameters} }}, layers = [{{ type = 'ReLU' }}] }}\n"
        "blocks.i.layers = [{ type = 'ReLU', when = false }]\n"
    )
    assert len(timed(text, 4)) >= 100
