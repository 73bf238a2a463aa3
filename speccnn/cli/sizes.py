"""`speccnn sizes`: the input sizes for which a network is valid."""

import json
import re

import click

from speccnn import pipeline
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common, set_option, spec_argument
from speccnn.diagnostics.formats import FileReport, diagnostics_as_json
from speccnn.diagnostics.sink import SpecError
from speccnn.graph.named import ShapeDoesNotFitError, Shapes, WrongInputsError
from speccnn.reports.sizes_answer import as_json, as_text, with_input_json, with_input_text
from speccnn.reports.valid_sizes import valid_sizes


def _shapes(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, tuple[int, ...]]:
    del context, parameter
    found: dict[str, tuple[int, ...]] = {}
    for value in values:
        name, _, shape = value.rpartition("=")
        if not name or not re.fullmatch(r"[1-9][0-9]{0,8}(x[1-9][0-9]{0,8}){0,7}", shape):
            raise click.BadParameter(f"{value!r} is not NAME=SHAPE, such as image=224x224x3")
        found[name.strip()] = tuple(map(int, shape.split("x")))
    return found


@click.command("sizes")
@spec_argument
@click.option(
    "--input",
    "shapes",
    metavar="NAME=SHAPE",
    multiple=True,
    callback=_shapes,
    help="Ask about one size only, such as image=224x224x3; may be repeated.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@set_option
@common
@click.pass_obj
def command(
    console: Console,
    spec: str,
    overrides: dict[str, str],
    shapes: dict[str, tuple[int, ...]],
    form: str,
) -> Exit:
    """Print the exact set of input sizes for which SPEC is valid.

    Spatial sizes that SPEC has as numbers may vary; channels stay.
    """
    if shapes:
        return _with_input(console, spec, overrides, shapes, form)
    model, graph, ranges, _ = pipeline.unsize(console.read(spec), overrides)
    found = valid_sizes(model, graph.inputs, ranges)
    console.print(json.dumps(as_json(found), indent=2) if form == "json" else as_text(found))
    return Exit.FOUND if found.example is None else Exit.OK


def _with_input(
    console: Console, spec: str, overrides: dict[str, str], shapes: Shapes, form: str
) -> Exit:
    """Print whether a network is valid for one shape of each input."""
    source = console.read(spec)
    is_json = form == "json"
    model, written, reason, diagnostics = None, None, None, ()
    try:
        model, written = pipeline.check_with(source, shapes, overrides)
    except WrongInputsError as error:
        raise click.UsageError(str(error)) from None
    except ShapeDoesNotFitError as error:
        reason = str(error)
    except SpecError as error:
        if not is_json:
            raise
        diagnostics = error.diagnostics
    if is_json:
        found = diagnostics_as_json(FileReport(source, diagnostics))
        console.print(json.dumps(with_input_json(model, reason, found), indent=2))
    else:
        answer = f"not valid: {reason}" if model is None else with_input_text(model, written)
        console.print(answer)
    return Exit.FOUND if model is None else Exit.OK
