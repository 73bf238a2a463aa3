"""`speccnn summary`: layers, shapes, parameters, cost, memory and receptive field."""

import click

from speccnn import pipeline
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common, input_option, set_option, spec_argument
from speccnn.diagnostics.formats import dumped
from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import Span
from speccnn.graph.named import ShapeDoesNotFitError, WrongInputsError
from speccnn.layers.named_size_findings import SizesTooIntricate
from speccnn.reports.summary import Summary, as_json, summarise
from speccnn.sizes.formula import TooIntricateError
from speccnn.tensor import Shape

MOST_LAID_OUT = 300


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
    try:
        _print(console, summarise(model), form)
    except TooIntricateError:
        out = Sink(source)
        out.report(SizesTooIntricate(), at=Span(0, 0))
        out.require(None)
    return Exit.OK


def _print(console: Console, report: Summary, form: str) -> None:
    if form == "json":
        console.print(dumped(as_json(report)), end="")
        return
    from speccnn.reports.table import plain_table, table  # noqa: PLC0415  JSON does without rich

    if len(report.layers) > MOST_LAID_OUT:
        console.print(plain_table(report))
    else:
        console.render(table(report))
