"""The checker with numbers, asked about very many sizes of one network."""

from collections.abc import Mapping

from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import Source
from speccnn.graph.graph import Graph, Node
from speccnn.graph.infer import infer, typed_node
from speccnn.graph.named import with_shapes
from speccnn.graph.typed import TypedNode
from speccnn.layers.base import Reject, Types
from speccnn.layers.findings import TensorTooLarge
from speccnn.tensor import TensorType


class Concrete:
    """Whether a network is valid with numbers for its sizes.

    Every layer is asked about every shape that reaches it, but about each only once: far down, very
    many input sizes lead to few shapes.
    """

    def __init__(self, named: Graph) -> None:
        self.graph = named
        self._asked: dict[object, TypedNode | None] = {}

    def takes(self, sizes: Mapping[str, int]) -> bool:
        """Whether every layer takes what it reads."""
        types = {
            name: given.at(sizes)._replace(dtype="float32")
            for name, given in self.graph.inputs.items()
        }
        holders: dict[str, TypedNode] = {}
        for node in self.graph.nodes:
            reads = tuple(types[name] for name in node.inputs)
            holder = holders.get(node.shares or node.name)
            question = (node.name, reads, holder and holder.reads)
            if question not in self._asked:
                self._asked[question] = self._typed(node, reads, holder)
            typed = self._asked[question]
            if typed is None:
                return False
            types[node.name] = typed.output
            holders.setdefault(node.shares or node.name, typed)
        return True

    @staticmethod
    def _typed(node: Node, reads: Types, holder: TypedNode | None) -> TypedNode | None:
        try:
            return typed_node(node, reads, holder)
        except Reject as reject:
            if not isinstance(reject.finding, TensorTooLarge):
                return None
        # Tensors beyond 2**31 - 1 numbers are not a matter of fitting; `--input` alone tells them.
        return TypedNode(node, reads, node.layer.infer(reads), holder is not None)


def is_accepted(graph: Graph, shapes: Mapping[str, TensorType]) -> bool:
    """Whether `infer`, as commands call it, accepts a network with these input shapes."""
    known = with_shapes(graph, {name: given.shape for name, given in shapes.items()})
    return infer(known, Sink(Source("net.toml", b""))) is not None
