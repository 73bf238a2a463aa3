"""`speccnn expand`: the spec without variables, blocks and repeats."""

from pathlib import Path

import click

from speccnn import pipeline
from speccnn.cli import streams
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common, force_option, set_option, spec_argument
from speccnn.diagnostics.formats import dumped
from speccnn.document.lookup import key_name
from speccnn.language.canonical import as_toml
from speccnn.syntax.not_in_format import NotInFormat, lost_in
from speccnn.words import short


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
    checked = pipeline.check(source, overrides)
    form = form or ("json" if source.is_json else "toml")
    # Elsewhere null says no more than a key that is left out.
    metadata = checked.values.get("metadata")
    for path in lost_in(form, metadata, ("metadata",)) if metadata is not None else ():
        checked.out.report(NotInFormat(short(key_name(path))[1:-1], form), at=path)
    values = checked.out.require(checked.values)
    text = dumped(values) if form == "json" else as_toml(values)
    console.write(text, output, replaceable=lambda _: False, force=force)
    return Exit.OK
