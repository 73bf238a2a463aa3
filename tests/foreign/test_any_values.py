"""Whatever stands in a layer in foreign words is read without a crash, and what comes is ours."""

import inspect
import re

from foreign.asked import repaired, source, told
from hypothesis import given, settings
from hypothesis import strategies as st

from speccnn.document.frameworks.entry import COPIED, model
from speccnn.document.frameworks.meaning import FRAMEWORKS
from speccnn.document.frameworks.meaning import told as meant
from speccnn.layers.kinds import LAYERS

WORDS = re.compile(r'"([a-zA-Z_]{1,24})"')
USUAL = ["kernel_size", "kernel_shape", "stride", "strides", "pad", "pads", "padding", "auto_pad"]
TYPES = {name: f for types, _ in FRAMEWORKS.values() for name, f in types.items()}


def keys_of(name: str) -> list[str]:
    """Return the words in the function that reads a layer, some of which are its keys."""
    translate = TYPES[name]
    return [*WORDS.findall(inspect.getsource(getattr(translate, "func", translate))), *USUAL]


SCALARS = st.one_of(
    st.sampled_from([0, 1, 2, 3, 0.5, 1.0, 2.0, -1, True, False, "same", "${n}", "MAX", "", "a"]),
    st.sampled_from([10**400, -(10**30), 1e308, float("inf"), float("nan"), -0.0]),
)
VALUES = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=8),
    st.lists(st.lists(SCALARS, max_size=2), max_size=2),
    st.dictionaries(st.sampled_from(["type", "value", "std", "kernel_size"]), SCALARS, max_size=2),
)
ENTRIES = st.sampled_from(sorted(TYPES)).flatmap(
    lambda name: st.builds(
        lambda table: {**table, "type": name},
        st.dictionaries(st.sampled_from(keys_of(name)), VALUES, max_size=5),
    )
)


@settings(max_examples=1000)
@given(ENTRIES)
def test_any_layer_is_read(table: dict[str, object]) -> None:
    answer = meant(table)
    assert answer is not None
    assert answer.meaning or answer.advice or table["type"] in LAYERS
    assert len(answer.advice) < 1000
    for layer in answer.meaning.layers if answer.meaning else ():
        assert layer["type"] in LAYERS
        assert layer.keys() <= {*model(str(layer["type"])).fields(), *COPIED}


@settings(max_examples=60)
@given(ENTRIES)
def test_any_spec_is_told_and_fixed(table: dict[str, object]) -> None:
    numbers = {k: v for k, v in table.items() if k != "type" and _is_plain(v)}
    text = source({"type": table["type"], **numbers})
    for diagnostic in told(text):
        assert diagnostic.finding.message
    repaired(text)


def _is_plain(value: object) -> bool:
    """Whether a value can stand in TOML: its numbers are not too large."""
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return not isinstance(value, dict) and (not isinstance(value, int) or abs(value) < 2**63)
