"""`speccnn sizes`: the input sizes for which a network is valid."""

import click

from speccnn import pipeline
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common, input_option, set_option, spec_argument
from speccnn.diagnostics.formats import FileReport, diagnostics_as_json, dumped
from speccnn.diagnostics.limited import limited
from speccnn.diagnostics.sink import SpecError
from speccnn.graph.named import ShapeDoesNotFitError, Shapes, WrongInputsError
from speccnn.reports.sizes_answer import as_json, as_text, with_input_json, with_input_text
from speccnn.reports.valid_sizes import valid_sizes


@click.command("sizes")
@spec_argument
@input_option
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
    console.print(dumped(as_json(found)) if form == "json" else f"{as_text(found)}\n", end="")
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
        diagnostics = limited(error.diagnostics)
    if is_json:
        found = diagnostics_as_json(FileReport(source, diagnostics))
        console.print(dumped(with_input_json(model, reason, found)), end="")
    else:
        answer = f"not valid: {reason}" if model is None else with_input_text(model, written)
        console.print(answer)
    return Exit.FOUND if model is None else Exit.OK
