"""`speccnn summary`: layers, shapes, parameters, cost, memory and receptive field."""

import click

from speccnn import pipeline
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common, input_option, set_option, spec_argument
from speccnn.diagnostics.formats import dumped
from speccnn.graph.named import ShapeDoesNotFitError, WrongInputsError
from speccnn.reports.summary import as_json, summarise
from speccnn.tensor import Shape


@click.command("summary")
@spec_argument
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)
@input_option
@set_option
@common
@click.pass_obj
def command(
    console: Console,
    spec: str,
    overrides: dict[str, str],
    shapes: dict[str, Shape],
    form: str,
) -> Exit:
    """Print the layers of SPEC with their shapes, parameters, cost and memory.

    What depends on named sizes is an exact formula; `--input` asks for its numbers at one size.
    """
    source = console.read(spec)
    if shapes:
        try:
            model, _ = pipeline.check_with(source, shapes, overrides)
        except (ShapeDoesNotFitError, WrongInputsError) as error:
            raise click.BadParameter(str(error), param_hint="--input") from None
    else:
        model = pipeline.check(source, overrides).model
    report = summarise(model)
    if form == "json":
        console.print(dumped(as_json(report)), end="")
    else:
        from speccnn.reports.table import table  # noqa: PLC0415  JSON does not pay for rich

        console.render(table(report))
    return Exit.OK
