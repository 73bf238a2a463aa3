"""Specs of up to 1 MiB that were made to cost as much as they can."""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import count, islice, product
from string import ascii_lowercase

MOST = 1 << 20
HEAD = 'speccnn = 1\nname = "costly"\n'
IMAGE = HEAD + "inputs = { image = [32, 32, 3] }\n"
SIZED = HEAD + 'inputs = { image = ["H", "W", 3] }\n'
VECTOR = HEAD + "inputs = { x = [8] }\n"
DENSE = 'layers = [{ type = "Dense", units = 2 }]\n'
PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)


def filled(start: str, pieces: Iterator[str], end: str = "", most: int = MOST) -> str:
    """Return a text of pieces between a start and an end, as long as it may be."""
    parts, length = [start], len(start) + len(end)
    for piece in pieces:
        length += len(piece)
        if length > most:
            break
        parts.append(piece)
    return "".join([*parts, end])


def numbered(form: str) -> Iterator[str]:
    """Yield a text with a number in it, from 0 on."""
    return (form.format(number) for number in count())


def letters(length: int) -> Iterator[str]:
    """Yield words of this many letters."""
    return ("".join(word) for word in product(ascii_lowercase, repeat=length))


def layers_of(form: str, start: str = IMAGE, count: int | None = None) -> str:
    """Return a spec of many layers, each a table in one line."""
    return filled(start + "layers = [\n", islice(numbered(form + ",\n"), count), "]\n")


def prime_chain() -> str:
    """Return a chain of poolings and upsamplings by primes, whose end meets its start."""
    layers = [
        f'{{ type = "{kind}", {key} = {prime} }}'
        for prime in PRIMES
        for kind, key in (("MaxPooling2D", "pool_size"), ("UpSampling2D", "size"))
    ]
    end = '{ type = "Add", inputs = ["up_sampling2d_9", "image"] }'
    return SIZED + "layers = [\n  " + ",\n  ".join([*layers, end]) + ",\n]\n"


def prime_branches(merge: str = "Add") -> str:
    """Return branches of a pooling and an upsampling by a prime each, which are merged."""
    layers = [
        f'{{ type = "MaxPooling2D", pool_size = {prime}, inputs = "image" }},\n'
        f'  {{ type = "UpSampling2D", size = {prime}, name = "up{prime}" }}'
        for prime in PRIMES
    ]
    names = ", ".join(f'"up{prime}"' for prime in PRIMES)
    end = f'{{ type = "{merge}", inputs = [{names}] }}'
    return SIZED + "layers = [\n  " + ",\n  ".join([*layers, end]) + ",\n]\n"


def prime_strides() -> str:
    """Return convolutions with strides of primes that must divide exactly."""
    layers = [
        f'{{ type = "Conv2D", filters = 3, kernel_size = 1, strides = {p}, rounding = "exact" }}'
        for p in PRIMES
    ]
    return SIZED + "layers = [\n  " + ",\n  ".join(layers) + ",\n]\n"


SWAPPED = """\
inputs = { a = ["H", "W", 3], b = ["W", "H", 3] }
layers = [
  { type = "Conv2D", name = "c", inputs = "a", filters = 8, kernel_size = 3, strides = 7, ROUNDING },
  { type = "UpSampling2D", name = "up", size = 7 },
  { type = "Concatenate", inputs = ["up", "b"] },
  { type = "Conv2D", filters = 8, kernel_size = 3, strides = 7, ROUNDING },
]
"""


def swapped_sizes() -> str:
    """Return a ten-line spec in which swapped sizes meet."""
    return HEAD + SWAPPED.replace("ROUNDING", 'rounding = "exact"')


def misspelt_keys(count: int) -> str:
    """Return layers with a misspelt key each."""
    return layers_of('{{ type = "Dense", unitz = {0} }}', VECTOR, count)


def as_json(**more: object) -> str:
    spec = {
        "speccnn": 1,
        "name": "costly",
        "inputs": {"x": [8]},
        "layers": [{"type": "Dense", "units": 2}],
    }
    return json.dumps(spec | more)


def json_filled(key: str, pieces: Iterator[str], open_close: str = "[]") -> str:
    """Return a spec as JSON with a long list or table under a key."""
    start = as_json()[:-1] + f', "{key}": {open_close[0]}'
    body = filled("", pieces, most=MOST - len(start) - 10).rstrip(",")
    return start + body + open_close[1] + "}"


CONV = '{{ type = "Conv2D", filters = 4, kernel_size = 3 }}'

HOSTILE: Mapping[str, Callable[[], str]] = {
    "unknown_keys.toml": lambda: filled(VECTOR + DENSE, numbered("k{0:05} = 1\n")),
    "unknown_keys_in_layer.toml": lambda: filled(
        VECTOR + '[[layers]]\ntype = "Dense"\nunits = 2\n', numbered("k{0:05} = 1\n")
    ),
    "dotted_keys.toml": lambda: filled(VECTOR + DENSE, numbered("a.b.c.d.e.k{0} = 1\n")),
    "unknown_keys.json": lambda: json_filled("metadatas", numbered('"k{0}":1,'), "{}"),
    "unknown_top_keys.json": lambda: filled(as_json()[:-1], numbered(',"k{0}":1'), "}"),
    "misspelt_types.toml": lambda: filled(
        VECTOR + "layers = [\n", numbered('{{type="Dens"}},\n'), "]\n"
    ),
    "different_types.toml": lambda: layers_of('{{type="Den{0}"}}', VECTOR),
    "foreign_types.toml": lambda: layers_of('{{type="Conv{0}dTranspos"}}', VECTOR),
    "misspelt_keys.toml": lambda: layers_of('{{ type = "Dense", unitz = {0} }}', VECTOR),
    "misspelt_words.toml": lambda: layers_of(
        '{{ type = "Dense", units = 2, activation = "rellu{0}" }}', VECTOR
    ),
    "nulls.json": lambda: json_filled("outputs", iter(lambda: "null,", None)),
    "null_layers.json": lambda: (
        '{"speccnn":1,"name":"x","inputs":{"x":[8]},"layers":[' + "null," * 200_000 + "null]}"
    ),
    "null_input.json": lambda: (
        '{"speccnn":1,"name":"x","layers":[],"inputs":{"x":[' + "null," * 200_000 + "null]}}"
    ),
    "long_kernel.toml": lambda: (
        IMAGE
        + 'layers = [{ type = "Conv2D", filters = 4, kernel_size = ['
        + "1," * 520_000
        + "] }]"
    ),
    "long_input.toml": lambda: HEAD + "inputs = { x = [" + "1," * 520_000 + "] }\n" + DENSE,
    "long_padding.toml": lambda: (
        IMAGE
        + 'layers = [{ type = "Conv2D", filters = 4, kernel_size = 3, padding = ['
        + "[1,1]," * 170_000
        + "] }]"
    ),
    "long_dims.toml": lambda: (
        IMAGE + 'layers = [{ type = "Permute", dims = [' + "1," * 520_000 + "] }]"
    ),
    "long_reshape.toml": lambda: (
        IMAGE + 'layers = [{ type = "Reshape", target_shape = [' + "1," * 520_000 + "] }]"
    ),
    "long_reshape_of_words.toml": lambda: (
        IMAGE + 'layers = [{ type = "Reshape", target_shape = [' + "'a'," * 260_000 + "] }]"
    ),
    "long_axis.toml": lambda: (
        IMAGE + 'layers = [{ type = "LayerNormalization", axis = [' + "1," * 520_000 + "] }]"
    ),
    "long_merge.toml": lambda: (
        IMAGE + 'layers = [{ type = "Add", inputs = [' + '"image",' * 116_000 + "] }]"
    ),
    "long_merge_unknown.toml": lambda: filled(
        IMAGE + 'layers = [{ type = "Add", inputs = [', numbered('"i{0}",'), "] }]"
    ),
    "deep_metadata.json": lambda: (
        as_json()[:-1] + ', "metadata": ' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "}"
    ),
    "deep_metadata_31.json": lambda: filled(
        as_json()[:-1] + ', "metadata": {"a": 1',
        numbered(',"k{0}":' + "[" * 28 + "1" + "]" * 28),
        "}}",
    ),
    "deep_metadata_31.toml": lambda: filled(
        VECTOR + DENSE + "[metadata]\n", numbered("k{0} = " + "[" * 28 + "1" + "]" * 28 + "\n")
    ),
    "wide_metadata.toml": lambda: filled(VECTOR + DENSE + "[metadata]\n", numbered("k{0} = 1\n")),
    "wide_metadata.json": lambda: json_filled("metadata", numbered('"k{0}":1,'), "{}"),
    "list_metadata.json": lambda: json_filled(
        "metadata", iter(['"a":[' + "0," * 500_000 + "0]"]), "{}"
    ),
    "empty_lists_metadata.toml": lambda: (
        VECTOR + DENSE + "[metadata]\na = [" + "[]," * 340_000 + "]\n"
    ),
    "empty_tables_metadata.toml": lambda: (
        VECTOR + DENSE + "[metadata]\na = [" + "{}," * 340_000 + "]\n"
    ),
    "dotted_metadata.toml": lambda: filled(
        VECTOR + DENSE, numbered("metadata.a.b.c.d.e.f.g.h.i.j.k.l.k{0}=1\n")
    ),
    "headers_metadata.toml": lambda: filled(
        VECTOR + DENSE, numbered("[metadata.a.b.c.d.e.f.g.h.i.j.k{0}]\n")
    ),
    "big_integers_metadata.toml": lambda: (
        VECTOR + DENSE + "[metadata]\na = [" + "9223372036854775807," * 52_000 + "]\n"
    ),
    "huge_integers.toml": lambda: (
        VECTOR + DENSE + "[metadata]\na = [" + ("9" * 25 + ",") * 40_000 + "]\n"
    ),
    "huge_integers.json": lambda: json_filled(
        "metadata", iter(['"a":[' + ("9" * 25 + ",") * 40_000 + "0]"]), "{}"
    ),
    "huge_integer.toml": lambda: VECTOR + DENSE + "[metadata]\na = " + "9" * 1_000_000,
    "huge_integer.json": lambda: json_filled("metadata", iter(['"a":' + "9" * 1_000_000]), "{}"),
    "infinities.toml": lambda: VECTOR + DENSE + "[metadata]\na = [" + "inf," * 250_000 + "]\n",
    "infinities.json": lambda: json_filled(
        "metadata", iter(['"a":[' + "NaN," * 250_000 + "0]"]), "{}"
    ),
    "expressions.toml": lambda: filled(
        VECTOR + "variables = { a = 1 }\nlayers = [\n",
        numbered('{{ type = "Dense", units = "${{' + "1+" * 390 + 'a+{0}}}" }},\n'),
        "]\n",
    ),
    "one_expression.toml": lambda: (
        VECTOR
        + 'variables = { a = 1 }\nlayers = [{ type = "Dense", units = "${'
        + "1+" * 500_000
        + '1}" }]\n'
    ),
    "deep_expression.toml": lambda: (
        VECTOR
        + 'variables = { a = 1 }\nlayers = [{ type = "Dense", units = "${'
        + "(" * 100_000
        + "1"
        + ")" * 100_000
        + '}" }]\n'
    ),
    "many_pieces.toml": lambda: (
        VECTOR
        + 'variables = { a = 1 }\nlayers = [{ type = "Dense", units = 2, name = "'
        + "${a}" * 250_000
        + '" }]\n'
    ),
    "many_different_pieces.toml": lambda: filled(
        VECTOR + 'variables = { a = 1 }\nlayers = [{ type = "Dense", units = 2, name = "',
        numbered("${{a+{0}-{0}}}"),
        '" }]\n',
    ),
    "expressions_in_metadata.toml": lambda: filled(
        VECTOR + DENSE + "variables = { a = 1 }\n[metadata]\n",
        numbered('k{0} = "${{a + {0}}}"\n'),
    ),
    "bad_expressions.toml": lambda: layers_of('{{ type = "Dense", units = "${{{0} +}}" }}', VECTOR),
    "unknown_variables.toml": lambda: filled(
        VECTOR
        + "variables = {"
        + ",".join(f"width_of_layer_{i} = 1" for i in range(500))
        + "}\nlayers = [\n",
        numbered('{{ type = "Dense", units = "${{width_of_layr_{0}x}}" }},\n'),
        "]\n",
    ),
    "many_variables.toml": lambda: filled(VECTOR + DENSE + "[variables]\n", numbered("v{0} = 1\n")),
    "chained_variables.toml": lambda: filled(
        VECTOR + DENSE + "[variables]\nv0 = 1\n",
        (f'v{i + 1} = "${{v{i}}}"\n' for i in count()),
    ),
    "growing_variables.toml": lambda: filled(
        VECTOR + DENSE + '[variables]\nv0 = "abc"\n',
        (f'v{i + 1} = "${{v{i}}}${{v{i}}}"\n' for i in count()),
    ),
    "many_blocks.toml": lambda: filled(
        VECTOR + DENSE, numbered('[blocks.b{0}]\nlayers=[{{type="ReLU"}}]\n')
    ),
    "many_parameters.toml": lambda: filled(
        VECTOR + DENSE + '[blocks.b]\nlayers=[{type="ReLU"}]\n[blocks.b.parameters]\n',
        numbered("p{0} = 1\n"),
    ),
    "many_withs.toml": lambda: filled(
        VECTOR
        + '[blocks.b]\nlayers=[{type="ReLU"}]\n[blocks.b.parameters]\nwidth = 1\n'
        + '[[layers]]\nblock = "b"\n[layers.with]\n',
        numbered("widh{0} = 1\n"),
    ),
    "misspelt_blocks.toml": lambda: filled(
        VECTOR
        + "".join(f'[blocks.bottleneck_{i}]\nlayers=[{{type="ReLU"}}]\n' for i in range(300)),
        numbered('[[layers]]\nblock = "botleneck_{0}x"\n'),
    ),
    "product_of_repeats.toml": lambda: (
        VECTOR
        + "".join(f'[blocks.b{i}]\nlayers=[{{block="b{i + 1}", repeat=10}}]\n' for i in range(12))
        + '[blocks.b12]\nlayers=[{type="ReLU"}]\n[[layers]]\nblock="b0"\n'
    ),
    "repeat_of_nothing.toml": lambda: (
        VECTOR
        + '[blocks.b]\nlayers=[{type="ReLU", when=false}]\n'
        + '[[layers]]\nblock="b"\nrepeat=10000\n' * 20_000
        + '[[layers]]\ntype="ReLU"\n'
    ),
    "repeated_large_entry.toml": lambda: filled(
        VECTOR + '[[layers]]\ntype="Dense"\nrepeat=9999\nunits="${index+1}"\n',
        numbered('k{0}="${{index}}"\n'),
    ),
    "repeated_long_text.toml": lambda: (
        VECTOR
        + '[[layers]]\ntype="Dense"\nrepeat=9999\nunits="${index+1}"\nname="n${index}'
        + "a" * 1_000_000
        + '"\n'
    ),
    "repeated_large_list.toml": lambda: (
        VECTOR
        + '[[layers]]\ntype="Reshape"\nrepeat=9999\ntarget_shape=["${index}",'
        + "1," * 500_000
        + "]\n"
    ),
    "repeated_block_of_texts.toml": lambda: (
        VECTOR
        + '[blocks.b]\nparameters = { p = "list" }\nlayers=[{type="Dense", units="${len(p)}"}]\n'
        + '[[layers]]\nblock="b"\nrepeat=9000\nwith = { p = ["${index}",'
        + "1," * 500_000
        + "] }\n"
    ),
    "many_inputs.toml": lambda: filled(
        HEAD + 'layers=[{type="Dense", units=1, inputs="i0"}]\n[inputs]\n', numbered("i{0}=[8]\n")
    ),
    "near_inputs.toml": lambda: filled(
        HEAD + "[inputs]\n" + "".join(f"feature_number_{i:05} = [8]\n" for i in range(9000)),
        numbered('[[layers]]\ntype="Dense"\nunits=1\ninputs="feature_numbr_{0:05}"\n'),
    ),
    "near_names.toml": lambda: filled(
        VECTOR,
        numbered(
            '[[layers]]\ntype="Dense"\nunits=1\nname="a_layer_with_a_long_name_{0:05}"\n'
            'inputs="a_layer_with_a_lang_name_{0:05}"\n'
        ),
    ),
    "many_sized_inputs.toml": lambda: filled(
        HEAD + 'layers=[{type="Conv1D", filters=1, kernel_size=1, inputs="i0"}]\n[inputs]\n',
        numbered('i{0}=["N{0}",8]\n'),
    ),
    "many_sizes.toml": lambda: filled(
        VECTOR + DENSE + "[sizes]\n", numbered("H{0}={{minimum=1}}\n")
    ),
    "concatenated_sizes.toml": lambda: (
        HEAD
        + "[inputs]\n"
        + "".join(f'i{i}=["N{i}",8]\n' for i in range(9000))
        + '[[layers]]\ntype="Concatenate"\naxis=1\ninputs=['
        + ",".join(f'"i{i}"' for i in range(9000))
        + "]\n"
    ),
    "added_sizes.toml": lambda: (
        HEAD
        + "[inputs]\n"
        + "".join(f'i{i}=["N{i}",8]\n' for i in range(9000))
        + '[[layers]]\ntype="Add"\ninputs=['
        + ",".join(f'"i{i}"' for i in range(9000))
        + "]\n"
    ),
    "many_outputs.toml": lambda: (
        layers_of('{{type="Dense", units=1, inputs="x", name="d{0}"}}', VECTOR, 9000)
        + "outputs = ["
        + ",".join(f'"d{i}"' for i in range(9000))
        + "]\n"
    ),
    "unknown_outputs.toml": lambda: filled(
        VECTOR + DENSE + "outputs = [\n", numbered('"dens{0}",\n'), "]\n"
    ),
    "many_layers.toml": lambda: layers_of('{{type="ReLU"}}', VECTOR, 9999),
    "too_many_layers.toml": lambda: layers_of('{{type="ReLU"}}', VECTOR),
    "many_convolutions.toml": lambda: layers_of(CONV.replace("3 }}", "1 }}"), IMAGE, 9999),
    "sized_convolutions.toml": lambda: layers_of(CONV, SIZED, 9999),
    "sized_convolutions_3000.toml": lambda: layers_of(CONV, SIZED, 3000),
    "sized_same.toml": lambda: layers_of(
        '{{ type = "Conv2D", filters = 4, kernel_size = 3, padding = "same" }}', SIZED, 9999
    ),
    "sized_dense_blocks.toml": lambda: (
        SIZED
        + "layers = [\n"
        + "".join(
            f'{{type="Conv2D",filters=4,kernel_size=3,padding="same",name="c{i}"}},\n'
            f'{{type="Concatenate",name="j{i}",inputs=["c{i}","{f"j{i - 1}" if i else "image"}"]}},\n'
            for i in range(4900)
        )
        + "]\n"
    ),
    "sized_poolings.toml": lambda: layers_of(
        '{{ type = "MaxPooling2D", pool_size = 2 }}', SIZED, 9000
    ),
    "sized_up_and_down.toml": lambda: (
        SIZED
        + "layers = [\n"
        + '{type="UpSampling2D",size=3},{type="MaxPooling2D",pool_size=2,padding="same"},\n' * 4900
        + "]\n"
    ),
    "sized_up.toml": lambda: layers_of('{{ type = "UpSampling2D", size = 2 }}', SIZED, 9000),
    "sized_exact.toml": lambda: layers_of(
        '{{type="Conv2D",filters=3,kernel_size=3,strides=2,rounding="exact"}}', SIZED, 9000
    ),
    "sized_branches.toml": lambda: (
        SIZED
        + "layers = [\n"
        + "".join(
            f'{{type="MaxPooling2D",pool_size={2 + i % 97},name="p{i}",inputs="image"}},\n'
            f'{{type="GlobalAveragePooling2D",name="g{i}"}},\n'
            for i in range(4000)
        )
        + "]\noutputs = ["
        + ",".join(f'"g{i}"' for i in range(4000))
        + "]\n"
    ),
    "long_formulas.toml": lambda: (
        HEAD
        + "inputs = {"
        + ",".join(f'i{i} = ["H{i}", "W{i}", 3]' for i in range(60))
        + "}\nlayers = [\n"
        + f'{{type="Concatenate",axis=1,inputs={json.dumps([f"i{i}" for i in range(60)])}}},\n'
        + '{type="ReLU"},\n' * 9000
        + "]\n"
    ),
    "long_formulas_1d.toml": lambda: (
        HEAD
        + "inputs = {"
        + ",".join(f'i{i} = ["L{i}", 3]' for i in range(60))
        + "}\nlayers = [\n"
        + f'{{type="Concatenate",axis=1,inputs={json.dumps([f"i{i}" for i in range(60)])}}},\n'
        + '{type="Conv1D",filters=3,kernel_size=3},\n' * 9000
        + "]\n"
    ),
    "incomparable.toml": lambda: (
        HEAD
        + "inputs = {"
        + ",".join(f'i{i} = ["L{i}", 3]' for i in range(60))
        + "}\nlayers = [\n"
        + "".join(
            f'{{type="UpSampling1D",size={2 + j},name="u{i}_{j}",inputs="i{i}"}},\n'
            f'{{type="GlobalAveragePooling1D",name="g{i}_{j}"}},\n'
            for j in range(60)
            for i in range(60)
        )
        + "]\noutputs = "
        + json.dumps([f"g{i}_{j}" for i in range(60) for j in range(60)])
        + "\n"
    ),
    "floors.toml": lambda: (
        SIZED
        + "layers = [\n"
        + "".join(
            f'{{type="AveragePooling2D",pool_size={3 + i},strides=2,padding="same",name="p{i}"}},\n'
            f'{{type="UpSampling2D",size=2,name="u{i}"}},\n'
            f'{{type="ZeroPadding2D",padding=[[1, 0], [0, 1]],name="z{i}"}},\n'
            for i in range(3000)
        )
        + "]\n"
    ),
    "repeated_long_kernel.toml": lambda: (
        IMAGE
        + '[[layers]]\ntype="Conv2D"\nfilters=2\nrepeat=9999\nkernel_size=['
        + "1," * 500_000
        + "]\n"
    ),
    "repeated_wide_entry.toml": lambda: filled(
        IMAGE + '[[layers]]\ntype="Dense"\nunits=2\nrepeat=9999\n', numbered("k{0}=1\n")
    ),
    "prime_chain.toml": prime_chain,
    "prime_branches.toml": prime_branches,
    "prime_concatenate.toml": lambda: prime_branches("Concatenate"),
    "swapped_floor.toml": lambda: HEAD + SWAPPED.replace(", ROUNDING", ""),
    "prime_strides.toml": prime_strides,
    "swapped_sizes.toml": swapped_sizes,
    "misspelt_keys_500.toml": lambda: misspelt_keys(500),
    "misspelt_keys_1000.toml": lambda: misspelt_keys(1000),
    "small_maps.toml": lambda: layers_of(
        '{{ type = "Conv2D", filters = 4, kernel_size = 99, inputs = "image", name = "c{0}" }}',
        IMAGE,
        9999,
    ),
    "shrinking_maps.toml": lambda: layers_of(CONV, IMAGE, 9999),
    "rounded_down.toml": lambda: layers_of(
        '{{ type = "Conv2D", filters = 4, kernel_size = 2, strides = 3, inputs = "image",'
        ' name = "c{0}" }}',
        IMAGE,
        9000,
    ),
    "taken_names.toml": lambda: layers_of('{{ type = "ReLU", name = "a" }}', VECTOR, 9999),
    "circles.toml": lambda: (
        VECTOR
        + "layers = [\n"
        + "".join(
            f'{{type="ReLU",name="a{i}",inputs="b{i}"}},{{type="ReLU",name="b{i}",inputs="a{i}"}},\n'
            for i in range(4900)
        )
        + "]\n"
    ),
    "one_circle.toml": lambda: (
        VECTOR
        + "layers = [\n"
        + "".join(f'{{type="ReLU",name="a{i}",inputs="a{(i + 1) % 9900}"}},\n' for i in range(9900))
        + "]\n"
    ),
    "unused_layers.toml": lambda: layers_of(
        '{{ type = "ReLU", inputs = "x", name = "r{0}" }}', VECTOR, 9999
    ),
    "reused.toml": lambda: (
        VECTOR + 'layers = [{type="Dense",units=8,name="d"},\n' + '{reuse="d"},\n' * 9990 + "]\n"
    ),
    "broken_reuse.toml": lambda: (
        VECTOR
        + 'layers = [{type="Dense",units=8,name="d"},{type="Dense",units=9},\n'
        + '{reuse="d"},{type="Dense",units=9},\n' * 4990
        + "]\n"
    ),
    "merges.toml": lambda: (
        VECTOR
        + 'layers = [{type="ReLU",name="r0"},\n'
        + "".join(
            f'{{type="Add",name="r{i}",inputs=["r{i - 1}","{f"r{i // 2}"}"]}},\n'
            for i in range(1, 9900)
        )
        + "]\n"
    ),
    "wrong_merges.toml": lambda: (
        HEAD
        + "inputs = { a = [8, 8, 3], b = [9, 9, 4] }\nlayers = [\n"
        + "".join(f'{{type="Add",name="r{i}",inputs=["a","b"]}},\n' for i in range(9900))
        + "]\n"
    ),
    "wide_merges.toml": lambda: (
        VECTOR
        + "layers = [\n"
        + "".join(f'{{type="ReLU",inputs="x",name="r{i}"}},\n' for i in range(500))
        + "".join(
            f'{{type="Add",name="a{j}",inputs=[' + ",".join(f'"r{i}"' for i in range(500)) + "]},\n"
            for j in range(250)
        )
        + "]\n"
    ),
    "long_comment.toml": lambda: "# " + "x" * (MOST - 200) + "\n" + VECTOR + DENSE + "k = 1\n",
    "one_line.toml": lambda: VECTOR + "layers = [" + '{type="Dense",unitz=1},' * 45_000 + "]",
    "one_line_wide.toml": lambda: (
        VECTOR
        + "metadata.a = '"
        + "\u3042" * 300_000
        + "'\nlayers = ["
        + '{type="Dense",unitz=1},' * 5_000
        + "]"
    ),
    "one_line.json": lambda: as_json(layers=[{"type": "Dense", "unitz": 1}] * 33_000),
    "carriage_returns.toml": lambda: VECTOR + "\r\n" * 500_000 + DENSE + "k = 1\n",
    "newlines.toml": lambda: VECTOR + "\n" * 1_000_000 + DENSE + "k = 1\n",
    "long_name.toml": lambda: 'speccnn = 1\nname = "' + "a" * 1_000_000 + '"\n' + DENSE,
    "long_hidden_name.toml": lambda: 'speccnn = 1\nname = "' + "\u202e" * 340_000 + '"\n' + DENSE,
    "long_key.toml": lambda: VECTOR + DENSE + "a" * 1_000_000 + " = 1\n",
    "long_type.toml": lambda: VECTOR + 'layers = [{ type = "' + "a" * 1_000_000 + '" }]\n',
    "long_layer_name.toml": lambda: (
        VECTOR + 'layers = [{ type = "Dense", units = 2, name = "' + "a" * 1_000_000 + '" }]\n'
    ),
    "long_reference.toml": lambda: (
        VECTOR + 'layers = [{ type = "Dense", units = 2, inputs = "' + "a" * 1_000_000 + '" }]\n'
    ),
    "long_size_name.toml": lambda: (
        HEAD + 'inputs = { x = ["' + "H" * 1_000_000 + '", 8] }\nlayers=[{type="Dense",units=1}]\n'
    ),
    "long_word.toml": lambda: (
        VECTOR
        + 'layers = [{ type = "Dense", units = 2, activation = "'
        + "a" * 1_000_000
        + '" }]\n'
    ),
    "long_duplicates.json": lambda: "{" + '"a":1,' * 170_000 + '"a":1}',
    "duplicates.toml": lambda: VECTOR + DENSE + "a = 1\n" * 150_000,
    "misspelt_losses.toml": lambda: (
        layers_of('{{type="Dense", units=1, inputs="x", name="d{0}"}}', VECTOR, 5000)
        + "outputs = ["
        + ",".join(f'"d{i}"' for i in range(5000))
        + ']\n[data]\nsource="synthetic"\n[training.loss]\n'
        + "".join(f'd{i} = "mean_square_eror"\n' for i in range(5000))
    ),
    "many_metrics.toml": lambda: (
        VECTOR + DENSE + "[training]\nmetrics = [" + '"acuracy",' * 90_000 + "]\n"
    ),
    "many_ignores.toml": lambda: filled(
        VECTOR + DENSE + "[lint]\nignore = [", numbered('"L{0}",'), "]\n"
    ),
    "warnings.toml": lambda: (
        IMAGE
        + "layers = [\n"
        + '{type="Conv2D",filters=4,kernel_size=1},{type="BatchNormalization"},\n' * 4900
        + "]\n"
    ),
    "no_spec.toml": lambda: "a = 1\n" * 1,
    "binary.toml": lambda: "\x00" * MOST,
    "brackets.toml": lambda: "[" * MOST,
    "quotes.toml": lambda: '"' * MOST,
    "escapes.toml": lambda: VECTOR + DENSE + 'metadata.a = "' + "\\u0041" * 170_000 + '"\nk=1\n',
    "newer.toml": lambda: (
        VECTOR + DENSE + "[metadata]\n" + filled("", numbered("k{0}={{a=1,}}\n"), most=MOST - 300)
    ),
}
