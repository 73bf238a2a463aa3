"""`speccnn schema`: the JSON Schema of specs, for editors."""

import json
from pathlib import Path

import click
from jsonschema import Draft202012Validator

from speccnn.cli import streams
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common, force_option
from speccnn.document.schema import TITLE, schema_text

PUBLISHED = Path("schemas/spec-v1.schema.json")


@click.command("schema")
@click.option("--check", "is_check", is_flag=True, help="Only say whether the file is current.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help=f"The file to write, or with --check to compare (default there: {PUBLISHED}).",
)
@force_option
@common
@click.pass_obj
def command(console: Console, output: Path | None, *, is_check: bool, force: bool) -> Exit:
    """Print the JSON Schema of specs, which editors complete and check by."""
    text = schema_text()
    if not is_check:
        to = output or Path(streams.STANDARD)
        console.write(text, to, replaceable=lambda old: TITLE in old, force=force)
        return Exit.OK
    published = output or PUBLISHED
    Draft202012Validator.check_schema(json.loads(text))
    problem = None
    if console.read(str(published)).text != text:
        problem = f"{published} is not current: run `speccnn schema -o {published}`"
    console.say(problem or f"{published} is current")
    return Exit.FOUND if problem else Exit.OK
