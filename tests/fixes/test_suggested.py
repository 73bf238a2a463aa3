"""A suggestion is told only if it was tried, and sizes that are offered are those of the report."""

import pytest

from speccnn import pipeline
from speccnn.catalog import FINDINGS
from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.fix import applied
from speccnn.diagnostics.source import Source
from speccnn.fields import is_list
from speccnn.fixes.advise import advised
from speccnn.fixes.draft import Draft
from speccnn.fixes.table import PROPOSERS
from speccnn.reports.valid_sizes import valid_sizes

SUGGESTING = [finding for finding in FINDINGS if "suggestion" in finding.fields]


@pytest.mark.parametrize("finding", SUGGESTING, ids=lambda finding: finding.code)
def test_whatever_is_suggested_is_proposed_too(finding: type[Finding]) -> None:
    assert finding.code in PROPOSERS


HEAD = 'speccnn = 1\nname = "net"\ninputs = { image = [8, 8, 3] }\n'


@pytest.mark.parametrize(
    "text",
    [
        HEAD + 'layers = [{ type = "ReLU", name = "relu1", inputs = "relu" }]\n',
        HEAD
        + 'variables = { classes = ["a"] }\n'
        + 'layers = [{ type = "Dense", units = "${clases}" }]\n',
        HEAD
        + 'layers = [{ type = "ReLU", name = "a1", inputs = "b_" },'
        + ' { type = "ReLU", name = "b" }]\n',
    ],
)
def test_a_suggestion_that_fails_is_not_told(text: str) -> None:
    source = Source("a.toml", text.encode())
    for found in advised(source, pipeline.diagnose(source), {}):
        assert "did you mean" not in found.finding.help
        assert not found.fixes or found.finding.data.get("suggestion")


def unet(shape: str, depth: int, padding: str = "same") -> Source:
    lines = ["speccnn = 1", 'name = "unet"', f"inputs = {{ image = {shape} }}", "layers = ["]
    conv = f'type = "Conv2D", filters = 4, kernel_size = 3, padding = "{padding}"'
    for level in range(depth):
        lines += [f'  {{ {conv}, name = "down{level}" }},', '  { type = "MaxPooling2D" },']
    lines.append(f'  {{ {conv}, name = "bottom" }},')
    for level in reversed(range(depth)):
        lines.append(f'  {{ type = "UpSampling2D", name = "up{level}" }},')
        names = f'["up{level}", "down{level}"]'
        lines.append(f'  {{ type = "Concatenate", name = "cat{level}", inputs = {names} }},')
    return Source("unet.toml", "\n".join([*lines, "]", ""]).encode())


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
@pytest.mark.parametrize("sizes", [(902, 602), (570, 570), (101, 99), (33, 64), (64, 31)])
def test_the_sizes_that_are_offered_are_those_of_the_report(
    depth: int, sizes: tuple[int, int]
) -> None:
    source = unet(f"[{sizes[0]}, {sizes[1]}, 3]", depth)
    found = advised(source, pipeline.diagnose(source), {})
    if not found:
        return
    (diagnostic,) = found
    assert diagnostic.finding.code == "T410"
    model, graph, ranges, _ = pipeline.unsize(source)
    report = valid_sizes(model, graph.inputs, ranges)
    offered = [fix for fix in diagnostic.fixes if "in `inputs`" in fix.title]
    assert offered, "sizes are offered wherever there are any near"
    for fix in offered:
        draft = Draft(Source("unet.toml", applied(source.text, fix.edits).encode()))
        shape = draft.at(("inputs", "image"))
        assert is_list(shape)
        height, width, channels = shape
        assert channels == 3
        for name, given, right in (("H", sizes[0], height), ("W", sizes[1], width)):
            assert right in report.sizes[name]
            assert right == given or right in report.sizes[name].around(given)


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_the_range_that_is_offered_for_names_is_that_of_the_report(depth: int) -> None:
    source = unet('["H", "W", 3]', depth)
    (diagnostic,) = advised(source, pipeline.diagnose(source), {})
    said = f"multiple_of = {2**depth}"
    assert diagnostic.fixes[0].title.startswith(
        f"`sizes = {{ H = {{ {said} }}, W = {{ {said} }} }}`"
    )
    assert diagnostic.fixes[0].title.endswith("and the network checks")
