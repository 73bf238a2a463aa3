"""`speccnn layers`: what there is to build with."""

import inspect
import json
from collections.abc import Iterator

import click

from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common
from speccnn.closed import Closed
from speccnn.document.model import LAYER_KINDS
from speccnn.words import nearest


@click.command("layers")
@click.argument("layer_type", metavar="[TYPE]", required=False)
@common
@click.pass_obj
def command(console: Console, layer_type: str | None) -> Exit:
    """List the layers, or describe the one of this TYPE."""
    kinds = {name: LAYER_KINDS.model(name) for name in LAYER_KINDS.modules}
    if layer_type is None:
        width = max(map(len, kinds))
        for name, kind in kinds.items():
            console.print(f"{name:<{width}}  {(inspect.getdoc(kind) or '').splitlines()[0]}")
        return Exit.OK
    kind = kinds.get(layer_type)
    if kind is None:
        found = nearest(layer_type, kinds)
        hint = f"did you mean {found}?" if found else "`speccnn layers` lists them all"
        raise click.UsageError(f"there is no layer {layer_type!r}; {hint}")
    keys = "\n".join(_keys(kind))
    console.print(f"{layer_type}\n\n{inspect.getdoc(kind)}\n\nKeys and their defaults:\n\n{keys}")
    return Exit.OK


def _keys(kind: type[Closed]) -> Iterator[str]:
    """Yield a line for each key of a layer: those it must have, then those it may have."""
    fields = {name: field for name, field in kind.fields().items() if name != "type"}
    width = max(map(len, fields))
    for name, field in sorted(fields.items(), key=lambda item: not item[1].is_required):
        default = "required" if field.is_required else json.dumps(field.default)
        yield f"  {name:<{width}}  {default}"
