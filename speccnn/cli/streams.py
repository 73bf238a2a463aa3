"""Standard input, output and error, however they were given to the process."""

import codecs
import errno
import io
import os
import re
import sys
from typing import TYPE_CHECKING, TextIO, final

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STANDARD = "-"
ESCAPES = "speccnn.escapes"

_NAMED = re.compile(r"/dev/(?:std(?:in|(?P<out>out)|(?P<err>err))|fd/(?P<number>[0-9]{1,6}))")
_OF_PROCESS = "/proc/self/fd/"


@final
class Descriptor(io.RawIOBase):
    """A file descriptor that is written to until that fails; `failure` is then why.

    No write raises: whoever writes need not know who reads, or whether anyone does.
    """

    def __init__(self, number: int) -> None:
        self.failure: OSError | None = None
        self._number = number

    def fileno(self) -> int:
        return self._number

    def isatty(self) -> bool:
        return os.isatty(self._number)

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer", /) -> int:
        view = memoryview(data)
        while self.failure is None:
            try:
                return os.write(self._number, view)
            except BlockingIOError:
                self._wait()
            except OSError as error:
                self.failure = error
        return len(view)

    def _wait(self) -> None:
        import select  # noqa: PLC0415  few streams do not wait by themselves

        select.select([], [self._number], [])


def guard() -> None:
    """Make the standard streams ones that no write fails on, nor any character.

    What is closed leads nowhere from then on, so that no other file takes its number.
    """
    codecs.register_error(ESCAPES, _escaped)
    for number in range(3):
        _open(number)
    sys.stdout = sys.__stdout__ = text_to(1, like=sys.stdout)
    sys.stderr = sys.__stderr__ = text_to(2, like=sys.stderr)


def read(most: int) -> bytes:
    """Return at most so many bytes of standard input; raise OSError where there are none."""
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison]  Python makes it so
        raise OSError(errno.EBADF, "standard input is closed")
    return sys.stdin.buffer.read(most) or b""


def text_to(number: int, *, like: TextIO | None) -> TextIO:
    """Return a stream of text to a descriptor, with the encoding of another stream."""
    raw = Descriptor(number)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding="utf-8" if like is None else like.encoding,
        errors=ESCAPES,
        line_buffering=number != 1 or raw.isatty(),
    )


def settle() -> str:
    """Write what is left to standard output and error; return why it could not be, or nothing.

    A reader of standard output who has seen enough, or none, is no failure; nor is a lost standard
    error.
    """
    sys.stderr.flush()
    sys.stdout.flush()
    raw = getattr(sys.stdout.buffer, "raw", None)
    failure = raw.failure if isinstance(raw, Descriptor) else None
    if failure is None or isinstance(failure, ConnectionError):
        return ""
    return f"standard output: {(failure.strerror or 'failed').lower()}"


def is_stream(path: "str | os.PathLike[str]") -> bool:
    """Whether a path means an open stream: `-`, `/dev/stdout`, `/dev/stderr`, `/dev/fd/3`."""
    return os.fspath(path) == STANDARD or number_of(path) is not None


def number_of(path: "str | os.PathLike[str]") -> int | None:
    """Return the descriptor that a path names, or None."""
    text = os.fspath(path)
    if text == STANDARD:
        return 1
    found = _NAMED.fullmatch(text.replace(_OF_PROCESS, "/dev/fd/", 1))
    if found is None:
        return None
    return 1 if found["out"] else 2 if found["err"] else int(found["number"] or 0)


def send(raw: bytes, descriptor: int) -> None:
    """Write bytes to an open descriptor; raise OSError where that fails.

    A reader who has seen enough is no failure.
    """
    copy = os.dup(descriptor)
    stream = Descriptor(copy)
    try:
        with io.BufferedWriter(stream) as buffer:
            buffer.write(raw)
    finally:
        os.close(copy)
    if stream.failure is not None and not isinstance(stream.failure, ConnectionError):
        raise stream.failure


def escaped(text: str) -> str:
    """Return text in ASCII, other characters as the escapes of TOML, JSON and Python strings."""
    return "".join(c if c.isascii() else _escape(c) for c in text)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError), "the streams are written to"
    return escaped(error.object[error.start : error.end]), error.end


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004


def _open(number: int) -> None:
    """Open a descriptor on nothing if it is closed; those below it are open."""
    try:
        os.fstat(number)
    except OSError:
        os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # noqa: FBT003
