"""Networks that cost as much as they can: many layers, inputs and names, intricate sizes."""

import json
from collections.abc import Callable, Mapping

from costs.pieces import (
    DENSE,
    HEAD,
    IMAGE,
    SIZED,
    VECTOR,
    filled,
    layers_of,
    misspelt_keys,
    numbered,
)

PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
CONV = '{{ type = "Conv2D", filters = 4, kernel_size = 3 }}'


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
  { type = "Conv2D", name = "c", inputs = "a", filters = 8, kernel_size = 3, strides = 7 },
  { type = "UpSampling2D", name = "up", size = 7 },
  { type = "Concatenate", inputs = ["up", "b"] },
  { type = "Conv2D", filters = 8, kernel_size = 3, strides = 7, ROUNDING },
]
"""


def swapped_sizes() -> str:
    """Return a ten-line spec in which swapped sizes meet."""
    return HEAD + SWAPPED.replace("ROUNDING", 'rounding = "exact"')


NETWORKS: Mapping[str, Callable[[], str]] = {
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
            f'{{type="Concatenate",name="j{i}",inputs=["c{i}","{before}"]}},\n'
            for i in range(4900)
            for before in (f"j{i - 1}" if i else "image",)
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
}
