"""`speccnn expand`: the spec without variables, blocks and repeats."""

import json
from pathlib import Path

import click

from speccnn import pipeline
from speccnn.cli import streams
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common, force_option, set_option, spec_argument
from speccnn.language.canonical import as_toml


@click.command("expand")
@spec_argument
@click.option("--format", "form", type=click.Choice(["toml", "json"]), help="As SPEC by default.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    default=streams.STANDARD,
    help="Where to write; standard output by default.",
)
@force_option
@set_option
@common
@click.pass_obj
def command(
    console: Console,
    spec: str,
    overrides: dict[str, str],
    form: str | None,
    output: Path,
    *,
    force: bool,
) -> Exit:
    """Print SPEC without variables, blocks and repeats: a spec of the same network."""
    source = console.read(spec)
    values = pipeline.check(source, overrides).values
    is_json = form == "json" or (form is None and source.is_json)
    text = json.dumps(values, indent=2, default=str) + "\n" if is_json else as_toml(values)
    console.write(text, output, replaceable=lambda _: False, force=force)
    return Exit.OK
