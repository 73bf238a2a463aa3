"""Checking a spec costs little more than importing the validator."""

from statistics import median

from bench.check_speed import SPECS, ratios

PAIRS = 7
LIMIT = 2.5


def test_a_check_takes_at_most_two_and_a_half_imports_of_pydantic() -> None:
    *_, found = ratios(SPECS / "mnist_cnn.toml", PAIRS)
    assert median(found) <= LIMIT
