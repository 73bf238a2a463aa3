"""Checking costs little, and no more a layer in large networks.

The limits are about twice what is reached, so that no machine, busy or idle, is far enough from
another to matter; those of `make bench` are what is aimed at.
"""

import pytest
from bench.inside import growth, inference, inference_by_onnx, typing, zoo
from bench.large_networks import FAMILIES
from bench.measure import SPECS, a_loop, check, compared, import_pydantic

PAIRS = 7
FEW_PAIRS = 3


def test_a_check_of_resnet50_takes_little_more_than_an_import_of_pydantic() -> None:
    spec = str(SPECS / "zoo" / "resnet50.toml")
    assert compared(lambda: check(spec), import_pydantic, PAIRS).ratio <= 1.8


def test_shapes_are_inferred_sooner_than_by_onnx() -> None:
    source = zoo("resnet50")
    assert compared(inference(source), inference_by_onnx(source), PAIRS).ratio < 1


def test_blocks_are_expanded_wired_and_typed_soon() -> None:
    source = zoo("resnet50")
    assert compared(lambda: typing(source), a_loop, PAIRS).ratio <= 18


@pytest.mark.parametrize("family", FAMILIES)
def test_a_layer_costs_the_same_in_small_and_in_large_networks(family: str) -> None:
    assert compared(*growth(family, 100, 2000), FEW_PAIRS).ratio <= 2
