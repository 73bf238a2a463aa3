"""`speccnn compile`: turn a spec into a training script, a graph or a model."""

from pathlib import Path

import click

from speccnn import pipeline
from speccnn.backends.script.header import is_unedited
from speccnn.cli import files
from speccnn.cli.checkpoints import load
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common, force_option, set_option, spec_argument

ENDINGS = {"script": ".py", "graph": "_graph", "keras": ".keras", "saved-model": "_saved_model"}
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
    help="What to make: a Keras 3 training script; a graph with placeholders and Saver; a model in "
    "Keras's format; a SavedModel.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Where to write; `-` is standard output. The default is SPEC's name with an ending, here.",
)
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path),
    metavar="RUN_DIR",
    help="Take the weights from a run of a training script: its newest checkpoint, or one by name.",
)
@force_option
@set_option
@common
@click.pass_obj
def command(  # noqa: PLR0913  one for each option
    console: Console,
    spec: str,
    overrides: dict[str, str],
    target: str,
    output: Path | None,
    checkpoint: Path | None,
    *,
    force: bool,
) -> Exit:
    """Turn SPEC into a training script, a TensorFlow graph or a model."""
    checked = pipeline.check(console.read(spec), overrides)
    to = output or _default(spec, target)
    if target == "script":
        if checkpoint is not None:
            raise click.UsageError("a script finds its checkpoints itself: --run-dir RUN_DIR")
        console.write(pipeline.emit(checked), to, replaceable=is_unedited, force=force)
        if str(to) != files.STANDARD:
            console.say(f"wrote {to}; run it with `python {to}`")
        return Exit.OK
    if str(to) == files.STANDARD:
        raise click.UsageError(f"--target {target} needs a place to write: -o PATH")
    if target == "keras" and to.suffix != ".keras":
        raise click.UsageError("a model in Keras's format is called NAME.keras")
    try:
        trained = None if checkpoint is None else load(console, checked, checkpoint)
        files.make(to, lambda path: pipeline.export(checked, target, path, trained), force=force)
    except ModuleNotFoundError as missing:
        if missing.name not in {"tensorflow", "keras"}:
            raise
        raise click.UsageError(
            f"--target {target} needs TensorFlow: pip install 'speccnn[tf]'"
        ) from None
    weights = "" if trained is None else f" with {trained.said}"
    console.say(f"wrote {to}{weights} ({files.size_of(to):,} bytes); {OPENED_BY[target]}")
    return Exit.OK


def _default(spec: str, target: str) -> Path:
    if spec == files.STANDARD:
        return Path(files.STANDARD)
    return Path(Path(spec).stem + ENDINGS[target])
