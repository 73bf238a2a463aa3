"""The table of docs/targets.md is what `make targets-table` writes, tried on some of its lines."""

import pytest

pytest.importorskip("keras")
pytest.importorskip("tf2onnx")
pytest.importorskip("ai_edge_litert")

from targets.cases import MORE, NEEDED
from targets.table import END, HEAD, PAGE, START, row, rows

from speccnn.layers.kinds import LAYERS

pytestmark = pytest.mark.filterwarnings("ignore")  # the converters' own
SAMPLE = (
    "`PReLU` on a volume",
    "`LayerScale`",
    "`MaxPooling3D`",
    "`RandomFlip`",
    '`activation = "celu"`',
)


def page() -> dict[str, str]:
    """Return the lines of the table on the page, by the layer."""
    _, _, rest = PAGE.read_text("utf-8").partition(START)
    head, _, *lines = rest.partition(END)[0].splitlines()
    assert head == f"| {' | '.join(HEAD)} |"
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines}


def test_every_layer_and_activation_has_its_line() -> None:
    assert list(page()) == list(rows())
    assert {case.kind for cases in rows().values() for case in cases} == set(LAYERS)
    assert NEEDED.keys() | MORE.keys() <= set(LAYERS)


@pytest.mark.parametrize("name", SAMPLE)
def test_a_line_is_what_the_targets_say(name: str) -> None:
    assert row(name, rows()[name]) == page()[name]
