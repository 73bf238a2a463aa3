"""What commands are given to speak and to write with; the only module that prints."""

import os
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, Literal, TextIO, TypeAlias, final

from speccnn.cli import files
from speccnn.diagnostics.source import Source

if TYPE_CHECKING:
    from os import PathLike

    from rich.console import RenderableType

ColorChoice: TypeAlias = Literal["auto", "always", "never"]


class Exit(IntEnum):
    """The exit codes."""

    OK = 0
    FOUND = 1
    USAGE = 2
    INTERNAL = 70


@final
class Console:
    """Standard input, output and error, with the user's wishes about them."""

    def __init__(
        self, color: ColorChoice = "auto", *, quiet: bool = False, verbose: bool = False
    ) -> None:
        self.color = color
        self.quiet = quiet
        self.verbose = verbose

    def read(self, path: str) -> Source:
        """Return the spec at a path; raise `FileProblem` if there is none."""
        return files.read(path)

    def print(self, text: str, *, end: str = "\n") -> None:
        """Write text to standard output."""
        sys.stdout.write(text + end)

    def say(self, text: str) -> None:
        """Write a line for people to standard error, unless they asked for quiet."""
        if not self.quiet:
            sys.stderr.write(text + "\n")

    def complain(self, text: str) -> None:
        """Write text to standard error."""
        sys.stderr.write(text)

    def render(self, report: "RenderableType") -> None:
        """Print a report that rich lays out; as wide as it needs to be where no one is looking."""
        from rich.console import Console as Rich  # noqa: PLC0415  only reports pay for it

        width = None if sys.stdout.isatty() else 240
        rich = Rich(
            file=sys.stdout,
            no_color=not self.is_colored(sys.stdout),
            force_terminal=self.is_colored(sys.stdout),
            highlight=False,
            width=width,
        )
        rich.print(report)

    def write(
        self,
        text: str,
        to: "str | PathLike[str]",
        *,
        replaceable: Callable[[str], bool],
        force: bool = False,
    ) -> None:
        """Write a file whole or not at all; `-` is standard output.

        Raise `FileProblem` over a file that is not `replaceable`, unless `force` is given.
        """
        if str(to) == files.STANDARD:
            self.print(text, end="")
        else:
            files.write(to, text, replaceable=(lambda _: True) if force else replaceable)

    def is_colored(self, stream: TextIO) -> bool:
        """Whether to colour what goes to a stream (no-color.org, force-color.org)."""
        if self.color != "auto":
            return self.color == "always"
        if os.environ.get("NO_COLOR"):
            return False
        if os.environ.get("FORCE_COLOR"):
            return True
        return stream.isatty() and os.environ.get("TERM") != "dumb"

    @property
    def colors_output(self) -> bool:
        """Whether to colour standard output."""
        return self.is_colored(sys.stdout)

    @property
    def colors_errors(self) -> bool:
        """Whether to colour standard error."""
        return self.is_colored(sys.stderr)
