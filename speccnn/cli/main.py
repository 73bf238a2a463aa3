"""The command group: where every run starts, and where every mistake ends."""

import io
import os
import sys
from importlib import import_module
from typing import NoReturn, final

import click

from speccnn import __version__
from speccnn.cli import streams
from speccnn.cli.console import Console, Exit
from speccnn.cli.files import FileProblem
from speccnn.diagnostics.sink import NotAsCheckedError, SpecError
from speccnn.words import nearest, visible

COMPLETE = "_SPECCNN_COMPLETE"
COMMANDS = (
    "check",
    "summary",
    "sizes",
    "expand",
    "compile",
    "train",
    "explain",
    "layers",
    "schema",
)


@final
class Commands(click.Group):
    """The commands, each loaded when it is asked for, since `check` must start in no time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            if ctx.resilient_parsing:
                return None
            found = nearest(cmd_name, COMMANDS)
            hint = f" Did you mean '{found}'?" if found else ""
            raise click.UsageError(f"No such command '{cmd_name}'.{hint}", ctx)
        return import_module(f"speccnn.cli.{cmd_name}").command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="speccnn", message="%(prog)s %(version)s")
def cli() -> None:
    """Check, summarise and compile convolutional networks written as specs."""


def main() -> NoReturn:
    """Run the command line and exit with one of the codes of `Exit`."""
    streams.guard()
    wish = os.environ.get(COMPLETE)
    code = _complete(wish) if wish else run(Console(), sys.argv[1:])
    failure = streams.settle()
    if failure:
        sys.stderr.write(f"error: {failure}\n")
        code = Exit.USAGE if code in {Exit.OK, Exit.FOUND} else code
    # Taking down the interpreter would take a third of the time of a check, and frees nothing.
    os._exit(code)


def _complete(wish: str) -> int:
    """Print what a shell needs to complete commands, or the completions of what is typed."""
    from click.shell_completion import shell_complete  # noqa: PLC0415  only shells ask for it

    try:
        return shell_complete(cli, {}, "speccnn", COMPLETE, wish)
    except (click.ClickException, OSError) as error:
        Console().warn(f"error: {error}")
        return Exit.USAGE


def run(console: Console, arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    try:
        with cli.make_context("speccnn", arguments, obj=console) as context:
            code = cli.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except SpecError as error:
        from speccnn.diagnostics.frame import frames  # noqa: PLC0415  only errors pay
        from speccnn.diagnostics.limited import limited  # noqa: PLC0415

        found = limited(error.diagnostics)
        console.complain(frames(error.source, found, color=console.colors_errors))
        return Exit.FOUND
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        console.complain("\n".join(map(visible, shown.getvalue().split("\n"))))
        return Exit.USAGE
    except FileProblem as error:
        console.warn(f"error: {error}")
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        return 130
    except Exception as error:  # noqa: BLE001  the last resort of a program that never tracebacks
        return _internal_error(console, error)
    return code if isinstance(code, int) else Exit.OK


def _internal_error(console: Console, error: Exception) -> Exit:
    if console.verbose:
        import traceback  # noqa: PLC0415  only our own mistakes pay

        console.complain("".join(traceback.format_exception(error)))
    first = (str(error).splitlines() or [""])[0]
    is_located = isinstance(error, NotAsCheckedError)
    place, kind = (f"{error.place}: ", "") if is_located else ("", f"{type(error).__name__}: ")
    console.warn(
        f"{place}internal error: {kind}{first}; this is a mistake in speccnn "
        f"{__version__}: please report it with the spec and the output of -v"
    )
    return Exit.INTERNAL
