"""Checking costs little, and no more a layer in large networks; `make bench` shows by how much."""

import pytest
from bench.inside import growth, inference, inference_by_onnx, typing, zoo
from bench.large_networks import FAMILIES
from bench.measure import SPECS, a_loop, check, compared, import_pydantic

PAIRS = 7
FEW_PAIRS = 3


def test_a_check_of_resnet50_takes_at_most_1_6_imports_of_pydantic() -> None:
    spec = str(SPECS / "zoo" / "resnet50.toml")
    assert compared(lambda: check(spec), import_pydantic, PAIRS).ratio <= 1.6


def test_shapes_are_inferred_sooner_than_by_onnx() -> None:
    # Half its time is the limit of `make bench`, and too near to what is reached for a test.
    source = zoo("resnet50")
    assert compared(inference(source), inference_by_onnx(source), PAIRS).ratio <= 0.6


def test_blocks_are_expanded_wired_and_typed_soon() -> None:
    # It is 8 to 9; 3 ms are the limit of `make bench`, which a test cannot hold under load.
    source = zoo("resnet50")
    assert compared(lambda: typing(source), a_loop, PAIRS).ratio <= 10


@pytest.mark.parametrize("family", FAMILIES)
def test_a_layer_costs_the_same_in_small_and_in_large_networks(family: str) -> None:
    assert compared(*growth(family, 100, 2000), FEW_PAIRS).ratio <= 1.5
