"""What every layer says about itself."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import ClassVar, TypeAlias, final

from speccnn.calls import Call, Value
from speccnn.described import Described
from speccnn.diagnostics.finding import Finding
from speccnn.fields import LayerName, Names
from speccnn.layers.windows import Axis
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
@dataclass(frozen=True)
class Remark:
    """What a layer has to tell about inputs that it accepts, pointing at one of its fields."""

    finding: Finding
    field: str


@final
@dataclass(frozen=True)
class Weight:
    """One array that a layer holds: its name in Keras, its shape, whether training changes it."""

    name: str
    shape: tuple[int, ...]
    trainable: bool = True

    @property
    def elements(self) -> int:
        """How many numbers it holds."""
        return prod(self.shape)


class Layer(Described):
    """A layer: what a person may write, what comes out, what it costs, what it becomes.

    Shapes are channels last and without the batch axis.
    """

    namespace: ClassVar[str] = "keras.layers"
    not_arguments: ClassVar[frozenset[str]] = frozenset(
        {"type", "name", "inputs", "trainable", "rounding"}
    )
    example_input: ClassVar[str]
    merges: ClassVar[bool] = False
    only_rearranges: ClassVar[bool] = False
    is_random: ClassVar[bool] = False

    name: LayerName | None = None
    inputs: Names | None = None
    trainable: bool = True

    @abstractmethod
    def infer(self, inputs: Types) -> TensorType:
        """Return the type of the output; raise `Reject` when the layer cannot read `inputs`."""

    def remarks(self, inputs: Types) -> Iterator[Remark]:
        """Yield what the author should know about inputs that `infer` accepts."""
        del inputs
        yield from ()

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        """Return the arrays that the layer holds, in Keras's order, before any freezing."""
        del inputs
        return ()

    def macs(self, inputs: Types, output: TensorType) -> int:
        """Return the multiply-accumulates of one example's forward pass."""
        del inputs, output
        return 0

    def window(self, x: TensorType) -> tuple[Axis, ...] | None:
        """Return what one output place reads on each spatial axis; None if it may read all."""
        return (Axis(),) * len(x.spatial) or None

    @property
    def last_function(self) -> str | None:
        """The activation that is applied last, by Keras's name, if there is one."""
        return None

    def parts(self, name: str) -> tuple[str, ...]:
        """Return the names of the Keras layers that `lower` makes, in order."""
        return (name,)

    def lower(self, name: str) -> tuple[Call, ...]:
        """Return the constructor calls that, applied one after the other, are this layer."""
        frozen: dict[str, Value] = {} if self.trainable else {"trainable": False}
        return (Call(self.target, (), {**self.arguments(), **frozen, "name": name}),)
