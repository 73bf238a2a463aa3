"""`speccnn explain`: the page of a finding."""

import inspect

import click

from speccnn.catalog import BY_CODE
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common


@click.command("explain")
@click.argument("code", required=False)
@common
@click.pass_obj
def command(console: Console, code: str | None) -> Exit:
    """Explain the finding with this CODE, or list them all."""
    if code is None:
        for finding in BY_CODE.values():
            console.print(f"{finding.code}  {finding.severity:<7}  {finding.name}")
        return Exit.OK
    finding = BY_CODE.get(code.upper())
    if finding is None:
        raise click.UsageError(f"there is no code {code!r}; `speccnn explain` lists them all")
    title = f"{finding.code} {finding.name} ({finding.severity})"
    console.print(f"{title}\n{'=' * len(title)}\n\n{inspect.getdoc(finding)}")
    return Exit.OK
