"""The arguments and options that commands share."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, ParamSpec, TypeVar, final

import click

from speccnn.cli.console import Console
from speccnn.diagnostics.wanted import Wanted
from speccnn.tensor import Shape, TensorType

P = ParamSpec("P")
R = TypeVar("R")


@final
class Terms(NamedTuple):
    """What the command line says of every spec: values of its variables, and what to warn of."""

    overrides: Mapping[str, str]
    wanted: Wanted


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
    console = context.ensure_object(Console)
    if value is not None and value is not False:
        setattr(console, str(parameter.name), value)


def common(function: Callable[P, R]) -> Callable[P, R]:
    """Add the options that every command has."""
    color = click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        expose_value=False,
        callback=_keep,
        help="Colour the output; NO_COLOR and FORCE_COLOR are obeyed.",
    )
    quiet = click.option(
        "-q", "--quiet", is_flag=True, expose_value=False, callback=_keep, help="Say less."
    )
    verbose = click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, callback=_keep, help="Say more."
    )
    return color(quiet(verbose(function)))


def _assignments(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    del context, parameter
    found: dict[str, str] = {}
    for value in values:
        name, sign, text = value.partition("=")
        if not sign or not name:
            raise click.BadParameter(f"{value!r} is not NAME=VALUE")
        found[name.strip()] = text
    return found


set_option = click.option(
    "--set",
    "overrides",
    metavar="NAME=VALUE",
    multiple=True,
    callback=_assignments,
    help="Give a variable of the spec another value; may be repeated.",
)


def _input_shapes(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, Shape]:
    del context, parameter
    found: dict[str, Shape] = {}
    for value in values:
        name, _, shape = value.rpartition("=")
        if not name or not re.fullmatch(r"[1-9][0-9]{0,8}(x[1-9][0-9]{0,8}){0,7}", shape):
            raise click.BadParameter(f"{value!r} is not NAME=SHAPE, such as image=224x224x3")
        found[name.strip()] = TensorType.parse(shape).shape
    return found


input_option = click.option(
    "--input",
    "shapes",
    metavar="NAME=SHAPE",
    multiple=True,
    callback=_input_shapes,
    help="Ask about one size only, such as image=224x224x3; may be repeated.",
)
spec_argument = click.argument("spec")
force_option = click.option("--force", is_flag=True, help="Replace what is there.")
