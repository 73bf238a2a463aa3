"""What rounding leaves unread is told with the formula, and nothing where nothing is lost."""

import json

import pytest

from speccnn import Source, diagnose

CONV = {"type": "Conv2D", "filters": 8, "kernel_size": 3}
CAUSAL = {"type": "Conv1D", "filters": 8, "kernel_size": 3, "padding": "causal", "strides": 3}


def told(layer: dict[str, object], shape: list[int | str]) -> tuple[str, ...]:
    spec = {"speccnn": 1, "name": "n", "inputs": {"image": shape}, "layers": [layer]}
    found = diagnose(Source("a.json", json.dumps(spec).encode()))
    assert all(d.finding.code == "T402" for d in found)
    return tuple(
        text for d in found for text in (str(d.path[-1]), d.finding.message, d.finding.help)
    )


@pytest.mark.parametrize(
    ("layer", "shape", "words"),
    [
        (
            {**CONV, "strides": 3},
            [7, 7, 3],
            (
                "kernel_size",
                (
                    "height and width: (7 - 3)/3 + 1 = 2.33 is rounded down to 2, "
                    "and the last 1 row and 1 column of the input are never read"
                ),
                (
                    "exact with a kernel of 1 or 4, or a stride of 2 or 4, or padding of 1, "
                    "or an input of 6 or 9"
                ),
            ),
        ),
        (
            {"type": "MaxPooling2D"},
            [7, 7, 3],
            (
                "pool_size",
                (
                    "height and width: (7 - 2)/2 + 1 = 3.50 is rounded down to 3, "
                    "and the last 1 row and 1 column of the input are never read"
                ),
                "exact with a kernel of 1 or 3, or a stride of 1 or 5, or an input of 6 or 8",
            ),
        ),
        (
            CAUSAL,
            [9, 1],
            (
                "kernel_size",
                (
                    "length: (9 + 2 - 3)/3 + 1 = 3.67 is rounded down to 3, and the last 2 steps "
                    "of the input are never read"
                ),
                "exact with a stride of 2 or 4, or an input of 7 or 10",
            ),
        ),
    ],
)
def test_rows_that_are_lost(
    layer: dict[str, object], shape: list[int | str], words: tuple[str, ...]
) -> None:
    assert told(layer, shape) == words


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        ({**CONV, "strides": 2}, [7, 7, 3]),
        ({**CONV, "strides": 3, "padding": 1}, [7, 7, 3]),
        ({**CONV, "kernel_size": 7, "strides": 2, "padding": 3}, [224, 224, 3]),
        ({**CONV, "kernel_size": 1, "strides": 2}, [56, 56, 64]),
        ({**CONV, "strides": 2, "padding": "same"}, [8, 8, 3]),
        ({**CONV, "strides": 3}, ["H", "W", 3]),
    ],
)
def test_nothing_is_told_where_nothing_is_lost(
    layer: dict[str, object], shape: list[int | str]
) -> None:
    assert told(layer, shape) == ()
