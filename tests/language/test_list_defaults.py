"""A parameter of a block may be a list by default."""

from speccnn import Source, check

SPEC = """speccnn = 1
name = "lists"
inputs = { image = [9, 9, 1] }
layers = [{ block = "conv" }, { block = "conv", with = { size = [1, 7] } }]
blocks.conv.parameters = { size = [3, 3] }
blocks.conv.layers = [{ type = "Conv2D", filters = 2, kernel_size = "${size}" }]
"""


def test_a_list_may_be_a_default() -> None:
    model = check(Source("lists.toml", SPEC.encode())).model
    assert [node.output.shape for node in model.nodes] == [(7, 7, 2), (7, 1, 2)]
