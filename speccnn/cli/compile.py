"""`speccnn compile`: turn a spec into a training script."""

from pathlib import Path

import click

from speccnn import pipeline
from speccnn.backends.script.header import is_unedited
from speccnn.cli import files
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common, force_option, set_option, spec_argument


@click.command("compile")
@spec_argument
@click.option(
    "--target",
    type=click.Choice(["script"]),
    default="script",
    show_default=True,
    expose_value=False,
    help="What to make; a TensorFlow 2 and Keras 3 training script.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Where to write; `-` is standard output. The default is SPEC's name with `.py`, here.",
)
@force_option
@set_option
@common
@click.pass_obj
def command(
    console: Console, spec: str, overrides: dict[str, str], output: Path | None, *, force: bool
) -> Exit:
    """Turn SPEC into a training script that needs nothing of speccnn."""
    text = pipeline.emit(pipeline.check(console.read(spec), overrides))
    to = output or _default(spec)
    console.write(text, to, replaceable=is_unedited, force=force)
    if str(to) != files.STANDARD:
        console.say(f"wrote {to}; run it with `python {to}`")
    return Exit.OK


def _default(spec: str) -> Path:
    return Path(files.STANDARD) if spec == files.STANDARD else Path(Path(spec).stem + ".py")
