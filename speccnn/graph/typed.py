"""The network with the type of every tensor: what reports, lints and backends read."""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple, final

from speccnn.calls import Call
from speccnn.diagnostics.sink import Path
from speccnn.graph.graph import Node
from speccnn.graph.named import names_in
from speccnn.layers.base import Layer, Types, Weight
from speccnn.sizes.condition import Condition
from speccnn.sizes.formula import Size
from speccnn.tensor import TensorType
from speccnn.values import Record


@final
class TypedNode(NamedTuple):
    """A node with the types of what it reads and of what it gives.

    `is_again` says that a node before it uses the same layer: that one counts its weights.
    """

    node: Node
    reads: Types
    output: TensorType
    is_again: bool = False

    @property
    def name(self) -> str:
        """The node's name."""
        return self.node.name

    @property
    def holder(self) -> str:
        """The name of the node that the layer belongs to."""
        return self.node.shares or self.node.name

    @property
    def layer(self) -> Layer:
        """The layer that is used."""
        return self.node.layer

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of what the node reads."""
        return self.node.inputs

    @property
    def path(self) -> Path:
        """Where the spec says so."""
        return self.node.path

    @property
    def weights(self) -> tuple[Weight, ...]:
        """The arrays that the layer holds, in Keras's order; none when it is used again."""
        if self.is_again:
            return ()
        weights = self.layer.weights(self.reads)
        if self.layer.trainable:
            return weights
        return tuple(weight._replace(trainable=False) for weight in weights)

    @property
    def parameters(self) -> Size:
        """How many numbers the weights hold."""
        return sum(weight.elements for weight in self.weights)

    @property
    def trainable_parameters(self) -> Size:
        """How many of them training changes."""
        return sum(weight.elements for weight in self.weights if weight.trainable)

    @property
    def macs(self) -> Size:
        """The multiply-accumulates of one example's forward pass."""
        return self.layer.macs(self.reads, self.output)

    def lower(self) -> tuple[Call, ...]:
        """Return the constructor calls that, applied one after the other, are this node."""
        return self.layer.lower(self.holder, self.reads)


@final
class Demand(NamedTuple):
    """What a node demands of sizes with names."""

    node: TypedNode
    condition: Condition


@final
class TypedGraph(Record):
    """A network whose every tensor has a type, every node after all that it reads.

    `demands` says what must hold of named sizes, in the order of the nodes.
    """

    name: str
    inputs: Mapping[str, TensorType]
    nodes: tuple[TypedNode, ...]
    outputs: tuple[str, ...]
    demands: tuple[Demand, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the input sizes that are no numbers, in the order of the inputs."""
        return names_in(self.inputs)

    def type_of(self, name: str) -> TensorType:
        """Return the type of an input or of a node's output."""
        return self.inputs[name] if name in self.inputs else self.node(name).output

    def node(self, name: str) -> TypedNode:
        """Return the node of this name; raise KeyError if there is none."""
        return self._by_name[name]

    def readers(self, name: str) -> tuple[TypedNode, ...]:
        """Return the nodes that read an input or a node's output, in order."""
        return self._readers.get(name, ())

    def activation_of(self, name: str) -> str | None:
        """Return the name of the last function applied to an output; None if there is none."""
        while name not in self.inputs:
            node = self.node(name)
            if not node.layer.only_rearranges:
                return node.layer.last_function
            name = node.inputs[0]
        return None

    @cached_property
    def _by_name(self) -> dict[str, TypedNode]:
        return {node.name: node for node in self.nodes}

    @cached_property
    def _readers(self) -> dict[str, tuple[TypedNode, ...]]:
        found: dict[str, list[TypedNode]] = {}
        for node in self.nodes:
            for name in dict.fromkeys(node.inputs):
                found.setdefault(name, []).append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}
