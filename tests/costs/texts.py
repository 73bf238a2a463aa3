"""Texts of up to 1 MiB, and what the language makes of them, that cost as much as they can."""

from collections.abc import Callable, Mapping
from itertools import count

from costs.pieces import (
    DENSE,
    HEAD,
    IMAGE,
    MOST,
    VECTOR,
    as_json,
    filled,
    json_filled,
    layers_of,
    numbered,
)

TEXTS: Mapping[str, Callable[[], str]] = {
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
