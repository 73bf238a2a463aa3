"""`speccnn compile`: turn a spec into a training script, a graph or a model."""

import re
import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, final

import click

from speccnn import __version__, pipeline, targets
from speccnn.backends.extra import module_of
from speccnn.backends.script.header import is_unedited, signed
from speccnn.cli import files, streams
from speccnn.cli.checkpoints import load, recorded_settings
from speccnn.cli.console import Console, Exit
from speccnn.cli.options import common, force_option, set_option, spec_argument
from speccnn.cli.train import data_option, require_tensorflow
from speccnn.training.sources.base import Files

if TYPE_CHECKING:
    from speccnn.backends.tf.agreement import Arrays

SCRIPTS = {"script", "v1-script"}
ENDINGS = {
    "script": ".py",
    "v1-script": "_v1.py",
    "graph": "_graph",
    "keras": ".keras",
    "saved-model": "_saved_model",
    "onnx": ".onnx",
    "litert": ".tflite",
}
OPENED_BY = {
    "graph": "load it with `tf.compat.v1.train.import_meta_graph`",
    "keras": "load it with `keras.saving.load_model`",
    "saved-model": "load it with `tf.saved_model.load`",
    "onnx": "run it with `onnxruntime.InferenceSession`",
    "litert": "run it with `ai_edge_litert.interpreter.Interpreter`",
}
EXTRAS = {"onnx": "onnx", "litert": "litert"}
NEEDED = {"keras", "onnx", "onnxruntime", "tf2onnx", "ai_edge_litert"}


@final
class Wish(NamedTuple):
    """What the command line asks for."""

    spec: str
    target: str
    to: Path
    checkpoint: Path | None
    int8: bool
    force: bool


@click.command("compile")
@spec_argument
@click.option(
    "--target",
    type=click.Choice(list(ENDINGS)),
    default="script",
    show_default=True,
    help="What to make: a training script for Keras 3, or for `tf.compat.v1`; a graph with "
    "placeholders and Saver; a model in Keras's format; a SavedModel; an ONNX file; a file for "
    "LiteRT.",
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
@click.option(
    "--int8",
    is_flag=True,
    help="Let LiteRT compute with integers of 8 bits, in ranges that examples of `[data]` show.",
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
    int8: bool,
    force: bool,
) -> Exit:
    """Turn SPEC into a training script, a TensorFlow graph or a model."""
    if checkpoint is not None:
        overrides = _with_recorded(console, checkpoint, overrides)
    checked = pipeline.check(console.read(spec), overrides)
    wish = Wish(spec, target, output or _default(spec, target), checkpoint, int8, force)
    _refuse_contradictions(wish)
    if target not in SCRIPTS:
        _export(console, checked, wish)
        return Exit.OK
    console.write(pipeline.emit(checked, target), wish.to, replaceable=is_unedited, force=force)
    if not streams.is_stream(wish.to):
        console.say(f"wrote {wish.to}; run it with `python {wish.to}`")
    return Exit.OK


def _with_recorded(console: Console, checkpoint: Path, overrides: dict[str, str]) -> dict[str, str]:
    """Return the values of `--set` with those that a run was compiled with, and tell these."""
    recorded = recorded_settings(checkpoint)
    added = [
        ("--set", f"{name}={value}") for name, value in recorded.items() if name not in overrides
    ]
    if added:
        said = shlex.join(word for option in added for word in option)
        console.say(f"{checkpoint} was trained with {said}")
    return {**recorded, **overrides}


def _refuse_contradictions(wish: Wish) -> None:
    if wish.int8 and wish.target != "litert":
        raise click.UsageError("--int8 goes with --target litert")
    if wish.target in SCRIPTS:
        if wish.checkpoint is not None:
            raise click.UsageError("a script finds its checkpoints itself: --run-dir RUN_DIR")
        return
    if streams.is_stream(wish.to):
        raise click.UsageError(f"--target {wish.target} needs a place to write: -o PATH")
    if wish.target == "keras" and wish.to.suffix != ".keras":
        raise click.UsageError("a model in Keras's format is called NAME.keras")


def _export(console: Console, checked: pipeline.Checked, wish: Wish) -> None:
    """Write what TensorFlow makes, and say how large it is and how long that took."""
    started = time.monotonic()
    beside = _layers_beside(checked, wish)
    extra = EXTRAS.get(wish.target, "tf")
    require_tensorflow(f"--target {wish.target}", extra)
    try:
        with console.working(f"compiling {wish.spec} for {wish.target}"):
            trained = wish.checkpoint and load(console, checked, wish.checkpoint)
            sample = _sample(wish.spec, checked) if wish.int8 else None
            files.make(
                wish.to,
                lambda path: targets.export(checked, wish.target, path, trained, sample),
                force=wish.force,
                beside=beside,
            )
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in NEEDED:
            raise
        raise click.ClickException(
            f"--target {wish.target} needs {missing.name}: pip install 'speccnn[{extra}]'"
        ) from None
    weights = f" with {trained.said}" if trained else ""
    told = f"{files.size_of(wish.to):,} bytes, {time.monotonic() - started:.1f} s"
    if beside is None:
        console.say(f"wrote {wish.to}{weights} ({told}); {OPENED_BY[wish.target]}")
        return
    console.say(
        f"wrote {wish.to}{weights} ({told}), and {beside.path}, which it needs; in its folder:"
    )
    console.say(f"import keras, {beside.path.stem}")
    console.say(f'model = keras.saving.load_model("{wish.to.name}")')


def _layers_beside(checked: pipeline.Checked, wish: Wish) -> files.Beside | None:
    """Return the module that a `.keras` file needs to be loaded, if it needs one."""
    text = module_of(checked.model) if wish.target == "keras" else None
    if text is None:
        return None
    # Whatever the file is called, the module can be imported.
    stem = re.sub(r"\W", "_", wish.to.stem, flags=re.ASCII)
    name = f"{'_' if stem[:1].isdigit() else ''}{stem}_layers.py"
    return files.Beside(wish.to.with_name(name), signed(text, version=__version__), is_unedited)


def _sample(spec: str, checked: pipeline.Checked) -> "Arrays":
    """Return examples of the spec's data, read as its script would read them."""
    data = checked.document.data
    if data is None or (isinstance(data, Files) and data.path is None):
        raise click.UsageError("--int8 needs examples: a spec whose `[data]` says where they are")
    folder = Path() if spec == streams.STANDARD else Path(spec).parent
    option = data_option(folder, checked)
    try:
        return targets.sample(checked, option[-1] if option else None)
    except OSError as error:
        raise files.FileProblem(spec, f"{error.strerror or error}") from None


def _default(spec: str, target: str) -> Path:
    if spec == streams.STANDARD:
        return Path(streams.STANDARD)
    return Path(Path(spec).stem + ENDINGS[target])
