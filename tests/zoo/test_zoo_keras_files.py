"""Networks of the zoo load where there is no speccnn: the smallest with each of our layers.

`make zoo-keras` loads them all, and `test_zoo_builds` sees that no other needs a class of ours.
"""

from collections.abc import Iterator

import pytest

pytest.importorskip("keras")

from zoo.keras_files import apart, stranger
from zoo.networks import Network, networks

from speccnn.backends.extra import used_by
from speccnn.backends.tf.agreement import CLOSE

# h5py's, over arrays that Keras hands to it
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def sample() -> list[Network]:
    """Return the smallest network with each set of layers that Keras lacks."""
    found: dict[frozenset[str], Network] = {}
    for network in sorted(networks(), key=lambda it: it.parameters):
        found.setdefault(frozenset(used_by(network.check().model)), network)
    return [it for it in found.values() if it.parameters < 30_000_000]


@pytest.fixture(scope="module")
def process() -> Iterator[object]:
    with stranger() as started:
        yield started


@pytest.mark.parametrize("network", sample(), ids=lambda network: network.name)
def test_its_file_gives_what_the_network_gives(network: Network, process: object) -> None:
    assert apart(network, process) <= CLOSE
