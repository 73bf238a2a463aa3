"""What commands are given to speak and to write with; the only module that prints."""

import codecs
import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext
from enum import IntEnum
from typing import TYPE_CHECKING, Literal, TextIO, TypeAlias, final

from speccnn.cli import files, streams
from speccnn.diagnostics.source import Source
from speccnn.words import visible

if TYPE_CHECKING:
    from os import PathLike

    from rich.console import RenderableType
    from rich.progress import Progress

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
        self._errors: TextIO | None = None

    def read(self, path: str) -> Source:
        """Return the spec at a path; raise `FileProblem` if there is none."""
        return files.read(path)

    def print(self, text: str, *, end: str = "\n") -> None:
        """Write text to standard output."""
        sys.stdout.write(text + end)

    def say(self, text: str) -> None:
        """Write a line for people to standard error, unless they asked for quiet."""
        if not self.quiet:
            self.warn(text)

    def warn(self, text: str) -> None:
        """Write a line for people to standard error."""
        self.complain(visible(text) + "\n")

    def complain(self, text: str) -> None:
        """Write text to standard error."""
        stream = self._errors or sys.stderr
        stream.write(text)
        stream.flush()

    @contextmanager
    def working(self, what: str) -> Generator[None]:
        """Show on a terminal that something is under way, and for how long.

        What TensorFlow's native code writes to standard error meanwhile is dropped, unless `-v`
        asks for it.
        """
        is_own = sys.stderr is sys.__stderr__
        kept = os.dup(2)
        self._errors = streams.text_to(kept, like=sys.stderr) if is_own else None
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            if not self.verbose:
                os.dup2(nowhere, 2)
            with self._spinner(what) if self._is_watched() else nullcontext():
                yield
        finally:
            if self._errors is not None:
                self._errors.flush()
            self._errors = None
            os.dup2(kept, 2)
            os.close(nowhere)
            os.close(kept)

    def _is_watched(self) -> bool:
        """Whether someone looks at standard error, and likes to be told."""
        is_plain = os.environ.get("CI") or os.environ.get("TERM") == "dumb"
        stream = self._errors or sys.stderr
        return stream.isatty() and not (self.quiet or self.verbose or is_plain)

    def _spinner(self, what: str) -> "Progress":
        from rich.console import Console as Rich  # noqa: PLC0415  only long work pays for it
        from rich.progress import (  # noqa: PLC0415
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
        )

        stream = self._errors or sys.stderr
        rich = Rich(file=stream, no_color=not self.is_colored(stream))
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        progress = Progress(*columns, console=rich, transient=True)
        progress.add_task(what, total=None)
        return progress

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
        exact: bool = False,
    ) -> None:
        """Write a file whole or not at all; `-`, `/dev/stdout` and the like are streams.

        Standard output gets characters that it cannot show as escapes, unless the text is `exact`.
        Raise `FileProblem` over a file that is not `replaceable`, unless `force` is given.
        """
        if not streams.is_stream(to):
            files.write(to, text, replaceable=(lambda _: True) if force else replaceable)
            return
        number = streams.number_of(to)
        is_utf8 = codecs.lookup(sys.stdout.encoding).name == "utf-8"
        raw = text.encode("utf-8", "surrogateescape")
        text = text if is_utf8 else streams.escaped(text)
        if number == 1 and exact:
            self.send(raw)
        elif number == 1:
            self.print(text, end="")
        elif number == 2:  # noqa: PLR2004  standard error
            self.complain(text)
        else:
            files.send(to, raw)

    def send(self, raw: bytes) -> None:
        """Write bytes to standard output as they are, but to a terminal what it would not obey."""
        if sys.stdout.isatty():
            self.print("\n".join(map(visible, raw.decode("utf-8", "replace").split("\n"))), end="")
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()

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
