"""The root of a spec."""

from typing import Annotated, Literal, TypeAlias, final

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, Strict
from pydantic_core import CoreSchema, PydanticCustomError

from speccnn.described import Closed, JsonSchema, Kinds
from speccnn.fields import Name, Names, Positive, is_table
from speccnn.layers.base import Layer
from speccnn.layers.kinds import LAYERS
from speccnn.training.settings import Data, Training

MOST_LAYERS = 10_000


def _whole(value: object) -> object:
    """Keep `true` and 1.0 from passing as the 1 that they are equal to."""
    if type(value) is not int:
        raise PydanticCustomError("int_type", "no whole number")
    return value


def _long_form(value: object) -> object:
    return value if is_table(value) else {"shape": value}


@final
class Input(Closed, frozen=True):
    """The shape of one input without the batch axis, channels last, and its element type."""

    shape: Annotated[
        tuple[Positive, ...],
        Strict(strict=False),
        Field(min_length=1, max_length=8, description="a list of sizes, such as [28, 28, 1]"),
    ]
    dtype: Literal["float16", "bfloat16", "float32", "float64"] = "float32"


@final
class _ShortForm:
    """Lets editors know that a list of sizes is an input too."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        shape = Input.model_json_schema()["properties"]["shape"]
        return {"anyOf": [shape, handler(schema)]}


AnyInput: TypeAlias = Annotated[Input, BeforeValidator(_long_form), _ShortForm()]
LAYER_KINDS = Kinds("Layer", LAYERS)
AnyLayer: TypeAlias = Annotated[Layer, LAYER_KINDS]


@final
class Document(Closed, frozen=True):
    """A whole spec, as its author wrote it."""

    speccnn: Annotated[Literal[1], BeforeValidator(_whole), Field(description="the number 1")]
    name: Name
    inputs: Annotated[
        dict[Name, AnyInput],
        Field(
            min_length=1,
            max_length=64,
            description="a table of names and shapes, such as { image = [28, 28, 1] }",
        ),
    ]
    layers: Annotated[
        tuple[AnyLayer, ...], Strict(strict=False), Field(min_length=1, max_length=MOST_LAYERS)
    ]
    outputs: Names | None = None
    data: Data | None = None
    training: Training | None = None
    metadata: dict[str, object] | None = None
