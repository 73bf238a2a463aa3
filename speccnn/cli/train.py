"""`speccnn train`: compile a spec into its run directory and run the script there."""

import importlib.util
import shlex
import subprocess
import sys
from pathlib import Path

import click

from speccnn import __version__, pipeline
from speccnn.backends.script.header import is_unedited, signed
from speccnn.cli import files, streams
from speccnn.cli.console import Console
from speccnn.cli.options import common, force_option, set_option, spec_argument
from speccnn.cli.run_spec import as_compiled
from speccnn.diagnostics.source import Source

SCRIPT, SPEC = "train.py", "spec.toml"


@click.command("train", context_settings={"ignore_unknown_options": True})
@spec_argument
@click.option(
    "--run-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the script, the checkpoints and the results go. The default is `runs/` and SPEC's "
    "name.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1, max=64),
    metavar="N",
    help="Train in N processes on this machine, which share each batch.",
)
@click.argument("script_options", nargs=-1, type=click.UNPROCESSED)
@force_option
@set_option
@common
@click.pass_obj
def command(  # noqa: PLR0913  one for each option
    console: Console,
    spec: str,
    overrides: dict[str, str],
    run_dir: Path | None,
    workers: int | None,
    script_options: tuple[str, ...],
    *,
    force: bool,
) -> int:
    """Train SPEC: compile it into a script in the run directory and run it.

    Run again, it continues where it stopped. Options after SPEC that are not listed here go to the
    script: --epochs, --batch-size, --learning-rate, --data, --seed, --fresh, --evaluate, --steps,
    --initial-weights.
    """
    source = console.read(spec)
    checked = pipeline.check(source, overrides)
    texts = {SCRIPT: pipeline.emit(checked), SPEC: _record(source, overrides)}
    require_tensorflow("train", "tf")
    if workers is not None and not _has_workers(checked):
        needed = '`strategy = "multi_worker"` in `[training.distribution]`'
        raise click.UsageError(f"--workers needs {needed}")
    run = run_dir or Path("runs") / (Path(spec).stem if spec != streams.STANDARD else "stdin")
    data = data_option(Path() if spec == streams.STANDARD else Path(spec).parent, checked)
    for name, text in texts.items():
        console.write(text, run / name, replaceable=is_unedited, force=force)
    quiet = ["--quiet"] if console.quiet else []
    script = str(run / SCRIPT)
    arguments = [sys.executable, script, "--run-dir", str(run), *data, *quiet, *script_options]
    return _run(console, arguments, workers or 1)


def _run(console: Console, arguments: list[str], workers: int) -> int:
    """Run the script to its end, in several processes if asked; return its exit code."""
    if workers > 1:
        from speccnn.cli.workers import BY_SIGNAL, run_workers  # noqa: PLC0415  few runs need it

        code = run_workers(console, arguments, workers)
        if code in BY_SIGNAL and not console.quiet:
            again = [word for word in sys.argv[1:] if word != "--fresh"]
            console.print(f"go on by: speccnn {shlex.join(again)}")
        return code
    return _exit_of(arguments)


def _record(source: Source, overrides: dict[str, str]) -> str:
    """Return the spec that is kept in the run directory."""
    return signed(as_compiled(source, overrides), version=__version__)


def require_tensorflow(what: str, extra: str) -> None:
    """Raise `ClickException` where TensorFlow is not installed; do not load it."""
    try:
        found = importlib.util.find_spec("tensorflow")
    except (ImportError, ValueError):
        found = None
    if found is None:
        raise click.ClickException(f"{what} needs tensorflow: pip install 'speccnn[{extra}]'")


def data_option(folder: Path, checked: pipeline.Checked) -> list[str]:
    """Return the option that leads the script, which runs elsewhere, to the data of the spec.

    Raise `FileProblem` where a link leads out of the spec's folder.
    """
    inner = getattr(checked.document.data, "path", None)
    if not isinstance(inner, str):
        return []
    path, home = folder / inner, folder.resolve()
    links = (entry for entry in path.rglob("*") if entry.is_symlink())
    for entry in (path, *links):
        if not entry.resolve().is_relative_to(home):
            raise files.FileProblem(str(entry), f"leads out of {home}, the spec's folder")
    return ["--data", str(path)]


def _has_workers(checked: pipeline.Checked) -> bool:
    training = checked.document.training
    shared = None if training is None else training.distribution
    return shared is not None and shared.strategy == "multi_worker"


def _exit_of(arguments: list[str]) -> int:
    """Return the exit code of a script, which answers Ctrl-C itself, by saving."""
    with subprocess.Popen(arguments) as process:  # noqa: S603  our own script, no shell
        while True:
            try:
                code = process.wait()
            except KeyboardInterrupt:
                continue
            return 128 - code if code < 0 else code
