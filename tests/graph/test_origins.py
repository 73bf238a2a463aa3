"""Where a refused size comes from is told by the layers that made it."""

import pytest

from speccnn import pipeline
from speccnn.diagnostics.source import Source

INPUTS = {"image": [28, 28, 1], "wide": [28, 40, 2]}
FOLDED = ", ".join(
    f'{{ type = "Conv2D", name = "c{n}", inputs = "{f"c{n - 1}" if n else "image"}", '
    f"filters = 2, kernel_size = 3 }}"
    for n in range(15)
)


def notes(layers: str) -> list[str]:
    inputs = ", ".join(f"{name} = {shape}" for name, shape in INPUTS.items() if name in layers)
    head = f'speccnn = 1\nname = "n"\ninputs = {{ {inputs} }}\n'
    text = f"{head}layers = [{layers}]\n"
    found = pipeline.diagnose(Source("a.toml", text.encode()))
    refused = [d for d in found if d.finding.code.startswith("T4")]
    return [note.message for note in refused[0].notes]


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        (
            '{ type = "Conv2D", inputs = "wide", filters = 2, kernel_size = 30 }',
            ["the height of 28 is that of `wide`"],
        ),
        (
            (
                '{ type = "MaxPooling2D", name = "p", inputs = "wide", pool_size = 2 }, '
                '{ type = "ReLU" }, { type = "Conv2D", filters = 2, kernel_size = 25 }'
            ),
            [
                "the height of 14 comes from wide 28 -> p 14",
            ],
        ),
        (
            '{ type = "Conv2D", inputs = "wide", filters = 3, kernel_size = 3, groups = 3 }',
            ["the 2 channels are those of `wide`"],
        ),
        (
            (
                '{ type = "ReLU", name = "r", inputs = "image" }, '
                '{ type = "Conv2D", name = "a", inputs = "r", filters = 1, kernel_size = 3 }, '
                '{ type = "Add", inputs = ["a", "r"] }'
            ),
            ["`a` gives 26x26x1: r 28x28x1 -> a 26x26x1", "`r` gives 28x28x1"],
        ),
        (
            FOLDED,
            [
                (
                    "the height and width of 2 come from image 28 -> c0 26 -> c1 24 -> c2 22 "
                    "-> 6 more -> c9 8 -> c10 6 -> c11 4 -> c12 2"
                )
            ],
        ),
        (
            (
                '{ type = "Conv2D", inputs = "image", filters = 2, kernel_size = 3, strides = 2, '
                "dilation_rate = 2 }"
            ),
            [],
        ),
    ],
)
def test_notes_lead_to_the_input(layers: str, expected: list[str]) -> None:
    assert notes(layers) == expected
