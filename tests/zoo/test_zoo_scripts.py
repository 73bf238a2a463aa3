"""Some of the zoo's networks are trained by their scripts; `make zoo-scripts` trains them all."""

import pytest

pytest.importorskip("tensorflow")

from zoo.scripts import is_as_it_should_be


@pytest.mark.parametrize("name", ["espcn", "multi_task", "resnet20_cifar"])
def test_its_script_starts_stops_and_goes_on(name: str) -> None:
    assert is_as_it_should_be(name)
