"""Reading specs and writing outputs: every touch of the file system."""

import os
import stat
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, final

from speccnn.cli import streams
from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.source import Source
from speccnn.syntax.limits import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

MADE = ".made_by_speccnn"


@final
class Found(NamedTuple):
    """A file to check, or what is to be reported of it instead."""

    path: str
    finding: Finding | None = None


class Beside(NamedTuple):
    """A text that is written beside what `make` makes, over one that is `replaceable`."""

    path: "Path"
    text: str
    replaceable: Callable[[str], bool]


class FileProblem(Exception):  # noqa: N818  it is the user's, and ends in one line
    """A file that cannot be read or written, and why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def read(path: str) -> Source:
    """Return a spec's bytes, from a regular file or, for `-`, from standard input.

    At most one byte more than specs may have is read. Raise `FileProblem` for what is no regular
    file or cannot be read.
    """
    try:
        if path == streams.STANDARD:
            return Source("<stdin>", streams.read(MAX_BYTES + 1))
        # A FIFO without a writer would block a plain open for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:  # noqa: PTH123  it is a descriptor
            mode = os.fstat(descriptor).st_mode
            if not stat.S_ISREG(mode):
                raise FileProblem(path, "not a regular file")
            return Source(path, file.read(MAX_BYTES + 1))
    except OSError as error:
        raise FileProblem(path, _reason(error)) from None
    except ValueError:
        raise FileProblem(path, "not a path") from None


def write(to: "str | os.PathLike[str]", text: str, *, replaceable: Callable[[str], bool]) -> None:
    """Write a file whole or not at all; or to a device, such as `/dev/null`.

    An existing file is replaced only if it is a regular one and `replaceable` says so of its text.
    Raise `FileProblem` otherwise, or when it cannot be written.
    """
    from pathlib import Path  # noqa: PLC0415  checking does without it

    path = Path(to)
    try:
        _refuse_links(path)
        if path.is_char_device() and not path.is_symlink():
            path.write_bytes(text.encode())
            return
        exists = _may_replace(path, replaceable)
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, text.encode(), replace=exists, mode=0o666 & ~_umask())
    except FileExistsError:
        raise FileProblem(str(path), "appeared while it was being written") from None
    except (OSError, ValueError) as error:
        raise FileProblem(str(path), _reason(error)) from None


def send(to: "str | os.PathLike[str]", raw: bytes) -> None:
    """Write bytes to the open descriptor that a path names; raise `FileProblem` if that fails."""
    number = streams.number_of(to)
    assert number is not None, "only a stream is sent to"
    try:
        streams.send(raw, number)
    except OSError as error:
        raise FileProblem(str(to), _reason(error)) from None


def make(
    to: "os.PathLike[str]",
    fill: Callable[["Path"], None],
    *,
    force: bool,
    beside: "Beside | None" = None,
) -> None:
    """Let `fill` write a file or a folder, which appears whole or not at all.

    With `force` a file is replaced, and a folder that such a call has made. A text `beside` it
    appears with it. Raise `FileProblem` for anything else that exists, and where nothing can be
    written.
    """
    import shutil  # noqa: PLC0415  checking does without it
    import tempfile  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    path = Path(to)
    try:
        _refuse_links(path)
        _may_replace(path, lambda _: force) if path.is_file() else _may_remake(path, force=force)
        if beside is not None:
            _may_replace(beside.path, lambda text: force or beside.replaceable(text))
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            made = Path(folder) / path.name
            fill(made)
            if made.is_dir():
                (made / MADE).touch()
            if path.is_dir():
                shutil.move(path, Path(folder) / "old")
            if beside is not None:
                _put(beside.path, beside.text.encode(), replace=True, mode=0o666 & ~_umask())
            made.replace(path)
    except OSError as error:
        raise FileProblem(str(path), _reason(error)) from None


def size_of(to: "os.PathLike[str]") -> int:
    """Return how many bytes a file, or all files of a folder, take."""
    from pathlib import Path  # noqa: PLC0415  checking does without it

    path = Path(to)
    parts = path.rglob("*") if path.is_dir() else [path]
    return sum(part.stat().st_size for part in parts if part.is_file())


def rewrite(source: Source, raw: bytes) -> None:
    """Give a spec that was read other bytes, whole or not at all, and leave its mode as it is.

    Raise `FileProblem` where it is a symbolic link, no longer what was read, or cannot be written.
    """
    from pathlib import Path  # noqa: PLC0415  checking does without it

    path = Path(source.path)
    try:
        check_own(path)
        if read(source.path).raw != source.raw:
            raise FileProblem(source.path, "was changed while it was being fixed")
        _put(path, raw, replace=True, mode=stat.S_IMODE(path.stat().st_mode))
    except OSError as error:
        raise FileProblem(source.path, _reason(error)) from None


def check_own(to: "str | os.PathLike[str]") -> None:
    """Raise `FileProblem` for a path that is, or leads through, a symbolic link."""
    from pathlib import Path  # noqa: PLC0415  checking does without it

    path = Path(to)
    if path.is_symlink():
        raise FileProblem(str(path), "is a symbolic link; name the file itself")
    _refuse_links(path)


def _put(path: "Path", raw: bytes, *, replace: bool, mode: int) -> None:
    """Write bytes beside a path and then move them there."""
    import tempfile  # noqa: PLC0415  checking does without it
    from pathlib import Path  # noqa: PLC0415

    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123
            file.write(raw)
            file.flush()
            os.fsync(descriptor)
            os.fchmod(descriptor, mode)
        if replace:
            Path(temporary).replace(path)
        else:
            os.link(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _refuse_links(path: "Path") -> None:
    """Raise `FileProblem` where the folders of a path are links, but for those of the root.

    The system makes such ones, as macOS does `/tmp`.
    """
    for folder in path.parents:
        if folder.is_symlink() and str(folder.parent) != folder.anchor:
            raise FileProblem(str(path), f"{folder} is a symbolic link; name the folder itself")


def _may_replace(path: "Path", replaceable: Callable[[str], bool]) -> bool:
    if path.is_symlink():
        raise FileProblem(str(path), "is a symbolic link; name the file itself")
    if not path.exists():
        return False
    if not path.is_file():
        raise FileProblem(str(path), "exists and is not a regular file")
    if not replaceable(path.read_bytes().decode("utf-8", errors="replace")):
        raise FileProblem(str(path), "exists and is not an unedited output; use --force")
    return True


def _may_remake(path: "Path", *, force: bool) -> None:
    if path.is_symlink():
        raise FileProblem(str(path), "is a symbolic link; name the folder itself")
    if not path.exists():
        return
    if not (path / MADE).is_file():
        raise FileProblem(str(path), "exists and was not made by speccnn")
    if not force:
        raise FileProblem(str(path), "exists; use --force")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(error: OSError | ValueError) -> str:
    text = error.strerror if isinstance(error, OSError) else None
    return (text or "not a path").lower()
