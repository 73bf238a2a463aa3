"""A window that never reads what a padding layer has just put there loses nothing."""

import pytest

from speccnn import Source, diagnose

SPEC = """speccnn = 1
name = "padded"
inputs = {{ image = [{size}, 1] }}
layers = [
  {{ type = "ZeroPadding2D", padding = {padding} }},
  {{ type = "{type}", {arguments} }},
]
"""
POOL = {"type": "MaxPooling2D", "arguments": "pool_size = 3, strides = 2"}
CONV = {"type": "Conv2D", "arguments": "filters = 1, kernel_size = 3, strides = 3"}


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        ({"size": "112, 112", "padding": "1", **POOL}, False),
        ({"size": "112, 112", "padding": "[[0, 1], [0, 1]]", **CONV}, True),
        ({"size": "112, 112", "padding": "[[1, 1], [1, 0]]", **POOL}, False),
        ({"size": "112, 112", "padding": "[[2, 0], [1, 1]]", **POOL}, True),
        ({"size": "112, 112", "padding": "[[1, 1], [2, 0]]", **POOL}, True),
        ({"size": "112, 110", "padding": "[[1, 1], [2, 0]]", **POOL}, True),
        ({"size": "112, 112", "padding": "1", **CONV}, False),
        ({"size": "113, 113", "padding": "[[0, 1], [0, 1]]", **CONV}, False),
    ],
)
def test_only_what_was_in_the_map_is_lost(given: dict[str, str], *, is_told: bool) -> None:
    found = diagnose(Source("padded.toml", SPEC.format(**given).encode()))
    assert [diagnostic.finding.code for diagnostic in found] == ["T402"] * is_told
