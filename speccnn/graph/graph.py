"""The network as named nodes that read each other."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple, final

from speccnn.diagnostics.sink import Path
from speccnn.layers.base import Layer
from speccnn.tensor import TensorType
from speccnn.values import Record


@final
class Node(NamedTuple):
    """One use of a layer: what it is called, what it reads, and where the spec says so.

    `inputs` are names of nodes or of the graph's inputs. `shares` names the node whose layer, with
    its weights, is used again.
    """

    name: str
    layer: Layer
    inputs: tuple[str, ...]
    path: Path
    shares: str | None = None


@final
class Graph(Record):
    """A wired network, every node after all that it reads."""

    name: str
    inputs: Mapping[str, TensorType]
    nodes: tuple[Node, ...]
    outputs: tuple[str, ...]

    @cached_property
    def by_name(self) -> dict[str, Node]:
        """The nodes by their names."""
        return {node.name: node for node in self.nodes}
