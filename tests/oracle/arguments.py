"""Random layers and inputs, most of them right and the others a little wrong."""

import re
from collections.abc import Mapping

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from oracle.fields import FIELDS
from oracle.verdicts import KINDS, Case, Shape

AXES = {kind: int(found[1]) for kind in KINDS if (found := re.search(r"([123])D", kind))}
AXES |= dict.fromkeys(["CenterCrop", "Resizing", "LocalResponseNormalization"], 2)
AXES |= dict.fromkeys([kind for kind in KINDS if kind.startswith("Random")], 2)
AXES["RepeatVector"] = 0
FOREIGN: Mapping[str, object] = {
    "data_format": "channels_last",
    "dtype": "float32",
    "activity_regularizer": "l2",
    "flavour": "vanilla",
    "filter": 3,
}

few = st.integers(1, 6)
maps = {
    0: st.tuples(few),
    1: st.tuples(st.integers(1, 16), few),
    2: st.tuples(st.integers(1, 12), st.integers(1, 12), few),
    3: st.tuples(*[st.integers(1, 7)] * 3, st.integers(1, 4)),
}
even = st.sampled_from([2, 4, 6, 6, 5])
any_shapes = st.lists(st.integers(1, 12), min_size=1, max_size=4).map(tuple)
SHAPES = {
    **{kind: maps[axes] for kind, axes in AXES.items()},
    "GroupNormalization": st.tuples(few, few, st.sampled_from([32, 64, 32, 6, 5])),
    "PixelShuffle": st.tuples(few, few, st.sampled_from([4, 8, 12, 36, 36, 5])),
    "SpaceToDepth": st.tuples(even, even, few),
    "Reshape": st.sampled_from([(12,), (2, 3, 2), (4, 3), (6,), (24,), (3, 4, 1, 2), (5,)]),
}


@st.composite
def cases(draw: DrawFn, kind: str) -> Case:
    """Draw a layer of this kind and its inputs."""
    return Case(kind, draw(_arguments(kind)), draw(inputs(kind)))


@st.composite
def _arguments(draw: DrawFn, kind: str) -> dict[str, object]:
    fields = FIELDS[kind]
    required = [name for name, field in fields.items() if field.required]
    optional = [name for name in fields if name not in required]
    chosen = draw(st.lists(st.sampled_from(optional), unique=True, max_size=4))
    arguments = {name: draw(fields[name].good) for name in (*required, *chosen)}
    for name in draw(_few(st.sampled_from(list(fields)))):
        arguments[name] = draw(fields[name].wrong)
    for name in draw(_few(st.sampled_from([*required, *FOREIGN]), chance=16)):
        if name in FOREIGN:
            arguments[name] = FOREIGN[name]
        else:
            del arguments[name]
    return arguments


@st.composite
def inputs(draw: DrawFn, kind: str) -> tuple[Shape, ...]:
    rarely = st.sampled_from([False] * 9 + [True])
    first = draw(any_shapes if draw(rarely) else SHAPES.get(kind, any_shapes))
    if not KINDS[kind].merges:
        return (first,)
    count = draw(st.sampled_from([1, 1, 1, 1, 2, 2, 2, 0]))
    return (first, *(draw(_alike(first)) for _ in range(count)))


@st.composite
def _alike(draw: DrawFn, shape: Shape) -> Shape:
    sizes = list(shape)
    for index in draw(_few(st.sampled_from(range(len(sizes))), chance=1)):
        sizes[index] = draw(st.sampled_from([1, sizes[index] + 1]))
    return tuple(sizes[draw(st.sampled_from([0, 0, 0, 0, 0, 1])) :]) or (1,)


@st.composite
def _few(draw: DrawFn, values: SearchStrategy[object], *, chance: int = 2) -> list[object]:
    """Draw none `chance` times as often as some."""
    some = draw(st.sampled_from([False] * chance + [True]))
    return draw(st.lists(values, unique=True, min_size=1, max_size=2)) if some else []
