"""What a spec says with variables and blocks; an expanded spec has neither."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, TypeAlias, final

from speccnn.closed import Bounds, Closed, Form
from speccnn.fields import Name, Names

ONE_INPUT = ("input",)

Table: TypeAlias = Annotated[dict[str, object], Form("a table")]


@final
class Block(Closed):
    """A named piece of network: what it is told, what it reads, its layers, what it gives.

    A parameter whose value is the name of a type has to be given; any other value is its default.
    """

    written_defaults: ClassVar[Mapping[str, object]] = {"parameters": {}}

    parameters: dict[Name, object]
    inputs: Names = ONE_INPUT
    layers: Annotated[tuple[Table, ...], Bounds(min_length=1), Form("a list of tables")]
    output: str | None = None


Variables: TypeAlias = Annotated[dict[Name, object], Form("a table of names and values")]
Blocks: TypeAlias = Annotated[dict[Name, Block], Form("a table of names and blocks")]


@final
class Program(Closed):
    """The tables of a spec that an expanded spec does not have."""

    written_defaults: ClassVar[Mapping[str, object]] = {"variables": {}, "blocks": {}}

    variables: Variables
    blocks: Blocks
