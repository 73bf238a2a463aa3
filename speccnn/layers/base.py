"""What every layer says about itself."""

from abc import ABC, abstractmethod
from math import prod
from typing import ClassVar, NamedTuple, TypeAlias, final

from speccnn.calls import Call, Value
from speccnn.described import Described
from speccnn.diagnostics.finding import Finding
from speccnn.fields import LayerName, Names
from speccnn.layers.spread import Reading
from speccnn.layers.windows import Axis
from speccnn.sizes.formula import Size
from speccnn.tensor import TensorType

Types: TypeAlias = tuple[TensorType, ...]


@final
class Reject(Exception):  # noqa: N818  a verdict on a layer, not a fault of ours
    """A layer's verdict that it cannot read its inputs, blamed on one of its fields."""

    def __init__(self, finding: Finding, *, field: str) -> None:
        super().__init__(finding.message)
        self.finding = finding
        self.field = field


@final
class Weight(NamedTuple):
    """One array that a layer holds: its name in Keras, its shape, whether training changes it."""

    name: str
    shape: tuple[Size, ...]
    trainable: bool = True

    @property
    def elements(self) -> Size:
        """How many numbers it holds."""
        return prod(self.shape)


class Layer(Described, ABC):
    """A layer: what a person may write, what comes out, what it costs, what it becomes.

    Shapes are channels last and without the batch axis. `slides` names the field that holds the
    size of a sliding window; `reads_bytes` says that Keras turns bytes into real numbers for it.
    """

    namespace: ClassVar[str] = "keras.layers"
    not_arguments: ClassVar[frozenset[str]] = frozenset(
        {"type", "name", "inputs", "trainable", "rounding"}
    )
    example_input: ClassVar[str]
    merges: ClassVar[bool] = False
    only_rearranges: ClassVar[bool] = False
    is_random: ClassVar[bool] = False
    reads_bytes: ClassVar[bool] = False
    slides: ClassVar[str | None] = None

    name: LayerName | None = None
    inputs: Names | None = None
    trainable: bool = True

    @abstractmethod
    def infer(self, inputs: Types) -> TensorType:
        """Return the type of the output; raise `Reject` when the layer cannot read `inputs`."""

    def kernel_shape(self, inputs: Types) -> tuple[Size, ...]:
        """Return the shape of the one array that may be larger than the tensors that are read."""
        del inputs
        return ()

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        """Return the arrays that the layer holds, in Keras's order, before any freezing."""
        del inputs
        return ()

    def remembered(self, inputs: Types) -> tuple[Size, ...]:
        """Return what Keras keeps of the first inputs, besides weights, and asks of others."""
        del inputs
        return ()

    def macs(self, inputs: Types, output: TensorType) -> Size:
        """Return the multiply-accumulates of one example's forward pass."""
        del inputs, output
        return 0

    def window(self, x: TensorType) -> tuple[Reading, ...] | None:
        """Return what one output place reads on each spatial axis; None if it may read all.

        Raise `StillNamedError` where that takes a number, and a size has a name.
        """
        return (Axis(),) * len(x.spatial) or None

    @property
    def last_function(self) -> str | None:
        """The activation that is applied last, by Keras's name, if there is one."""
        return None

    def parts(self, name: str) -> tuple[str, ...]:
        """Return the names of the Keras layers that `lower` may make, in order."""
        return (name,)

    def lower(self, name: str, inputs: Types) -> tuple[Call, ...]:
        """Return the constructor calls that, applied one after the other, are this layer."""
        del inputs
        frozen: dict[str, Value] = {} if self.trainable else {"trainable": False}
        return (Call(self.target, (), {**self.arguments(), **frozen, "name": name}),)
