"""The root of a spec."""

from typing import Annotated, Literal, TypeAlias, final

from speccnn.closed import Bounds, Closed, Form, Spelled
from speccnn.described import Kinds
from speccnn.document.program import Blocks, Variables
from speccnn.document.sizes import checked
from speccnn.engine import PydanticCustomError
from speccnn.fields import LayerName, Name, Names, NonNegative, Positive, is_table
from speccnn.layers.base import Layer
from speccnn.layers.kinds import LAYERS
from speccnn.training.settings import Training
from speccnn.training.sources.kinds import AnyData

MOST_LAYERS = 10_000


def _whole(value: object) -> object:
    """Keep `true` and 1.0 from passing as the 1 that they are equal to."""
    if type(value) is not int:
        raise PydanticCustomError("int_type", "no whole number")
    return value


def _long_form(value: object) -> object:
    return value if is_table(value) else {"shape": value}


Shape: TypeAlias = Annotated[
    tuple[Name | Positive, ...],
    Bounds(min_length=1, max_length=8),
    Spelled(checked),
    Form("a list of sizes, such as [28, 28, 1]"),
]


@final
class Input(Closed):
    """The shape of one input without the batch axis, channels last, and its element type.

    A size that is a name may be any size; a name that stands twice is the same size twice.
    "uint8" is for images as files and cameras have them, bytes from 0 to 255; a `Rescaling` or a
    `Normalization` reads them.
    """

    shape: Shape
    dtype: Literal["float16", "bfloat16", "float32", "float64", "uint8"] = "float32"


AnyInput: TypeAlias = Annotated[Input, Spelled(_long_form, Shape)]


@final
class Reuse(Closed):
    """An existing layer, by its name, applied again with its weights to other inputs."""

    reuse: str
    name: LayerName | None = None
    inputs: Names | None = None


LAYER_KINDS = Kinds("Layer", LAYERS, by_key={"reuse": Reuse})
AnyLayer: TypeAlias = Annotated[Layer | Reuse, LAYER_KINDS]


@final
class Lint(Closed):
    """Which warnings are wanted, by the beginnings of their codes; errors always are."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@final
class SizeRange(Closed):
    """Which sizes a name stands for; without `at_least`, from where the network is valid on."""

    multiple_of: Positive = 1
    remainder: NonNegative = 0
    at_least: Positive | None = None
    at_most: Positive | None = None


@final
class Document(Closed):
    """A whole spec, as its author wrote it."""

    speccnn: Annotated[Literal[1], Spelled(_whole), Form("the number 1")]
    name: Name
    inputs: Annotated[
        dict[Name, AnyInput],
        Bounds(min_length=1, max_length=64),
        Form("a table of names and shapes, such as { image = [28, 28, 1] }"),
    ]
    layers: Annotated[tuple[AnyLayer, ...], Bounds(min_length=1, max_length=MOST_LAYERS)]
    outputs: Names | None = None
    sizes: dict[Name, SizeRange] | None = None
    variables: Variables | None = None
    blocks: Blocks | None = None
    data: AnyData | None = None
    training: Training | None = None
    lint: Lint | None = None
    metadata: dict[str, object] | None = None
