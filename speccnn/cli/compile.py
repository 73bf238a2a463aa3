"""`speccnn compile`: turn a spec into a training script, a graph or a model."""

from pathlib import Path

import click

from speccnn import pipeline
from speccnn.backends.script.header import is_unedited
from speccnn.cli import files
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common, force_option, set_option, spec_argument

SCRIPTS = {"script", "v1-script"}
ENDINGS = {
    "script": ".py",
    "v1-script": "_v1.py",
    "graph": "_graph",
    "keras": ".keras",
    "saved-model": "_saved_model",
}
OPENED_BY = {
    "graph": "load it with `tf.compat.v1.train.import_meta_graph`",
    "keras": "load it with `keras.saving.load_model`",
    "saved-model": "load it with `tf.saved_model.load`",
}


@click.command("compile")
@spec_argument
@click.option(
    "--target",
    type=click.Choice(list(ENDINGS)),
    default="script",
    show_default=True,
    help="What to make: a training script for Keras 3, or for `tf.compat.v1`; a graph with "
    "placeholders and Saver; a model in Keras's format; a SavedModel.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Where to write; `-` is standard output. The default is SPEC's name with an ending, here.",
)
@force_option
@set_option
@common
@click.pass_obj
def command(
    console: Console,
    spec: str,
    overrides: dict[str, str],
    target: str,
    output: Path | None,
    *,
    force: bool,
) -> Exit:
    """Turn SPEC into a training script, a TensorFlow graph or a model."""
    checked = pipeline.check(console.read(spec), overrides)
    to = output or _default(spec, target)
    if target in SCRIPTS:
        console.write(pipeline.emit(checked, target), to, replaceable=is_unedited, force=force)
        if str(to) != files.STANDARD:
            console.say(f"wrote {to}; run it with `python {to}`")
        return Exit.OK
    if str(to) == files.STANDARD:
        raise click.UsageError(f"--target {target} needs a place to write: -o PATH")
    if target == "keras" and to.suffix != ".keras":
        raise click.UsageError("a model in Keras's format is called NAME.keras")
    try:
        files.make(to, lambda path: pipeline.export(checked, target, path), force=force)
    except ModuleNotFoundError as missing:
        if missing.name not in {"tensorflow", "keras"}:
            raise
        raise click.UsageError(
            f"--target {target} needs TensorFlow: pip install 'speccnn[tf]'"
        ) from None
    console.say(f"wrote {to} ({files.size_of(to):,} bytes); {OPENED_BY[target]}")
    return Exit.OK


def _default(spec: str, target: str) -> Path:
    if spec == files.STANDARD:
        return Path(files.STANDARD)
    return Path(Path(spec).stem + ENDINGS[target])
