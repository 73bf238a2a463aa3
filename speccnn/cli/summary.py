"""`speccnn summary`: layers, shapes, parameters, cost, memory and receptive field."""

import json

import click

from speccnn import pipeline
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common, set_option, spec_argument
from speccnn.reports.summary import as_json, summarise


@click.command("summary")
@spec_argument
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)
@set_option
@common
@click.pass_obj
def command(console: Console, spec: str, overrides: dict[str, str], form: str) -> Exit:
    """Print the layers of SPEC with their shapes, parameters, cost and memory."""
    report = summarise(pipeline.check(console.read(spec), overrides).model)
    if form == "json":
        console.print(json.dumps(as_json(report), indent=2))
    else:
        from speccnn.reports.table import table  # noqa: PLC0415  JSON does not pay for rich

        console.render(table(report))
    return Exit.OK
