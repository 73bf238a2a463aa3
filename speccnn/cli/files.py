"""Reading specs and writing outputs: every touch of the file system."""

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from speccnn.diagnostics.source import Source
from speccnn.syntax.limits import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

STANDARD = "-"
MADE = ".made_by_speccnn"

_TOML_SPEC = rb"""(?m)^[ \t]*["']?speccnn["']?[ \t]*="""
_JSON_SPEC = rb'"speccnn"\s*:'


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
    if path == STANDARD:
        return Source("<stdin>", sys.stdin.buffer.read(MAX_BYTES + 1))
    try:
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


def spec_paths(path: str) -> Iterator[str]:
    """Yield `path` itself, or the specs below it if it is a directory, in order of their names.

    Below a directory a spec is a `.toml` or `.json` file that holds a `speccnn` key. Hidden
    folders are left out, and links to folders are not followed.
    """
    # Unlike `Path.is_dir`, this is False, and not an exception, for what may not be looked at.
    if path == STANDARD or not os.path.isdir(path):  # noqa: PTH112
        yield path
        return
    from pathlib import Path  # noqa: PLC0415  files do without it

    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            pattern = {".toml": _TOML_SPEC, ".json": _JSON_SPEC}.get(Path(name).suffix.lower())
            found = str(Path(folder) / name)
            if pattern is not None and _holds(found, pattern):
                yield found


def write(to: "str | os.PathLike[str]", text: str, *, replaceable: Callable[[str], bool]) -> None:
    """Write a file whole or not at all.

    An existing file is replaced only if it is a regular one and `replaceable` says so of its text.
    Raise `FileProblem` otherwise, or when it cannot be written.
    """
    from pathlib import Path  # noqa: PLC0415  checking does without it

    path = Path(to)
    try:
        exists = _may_replace(path, replaceable)
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, text.encode(), replace=exists, mode=0o666 & ~_umask())
    except FileExistsError:
        raise FileProblem(str(path), "appeared while it was being written") from None
    except (OSError, ValueError) as error:
        raise FileProblem(str(path), _reason(error)) from None


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
        if path.is_symlink():
            raise FileProblem(source.path, "is a symbolic link; name the file itself")
        if read(source.path).raw != source.raw:
            raise FileProblem(source.path, "was changed while it was being fixed")
        _put(path, raw, replace=True, mode=stat.S_IMODE(path.stat().st_mode))
    except OSError as error:
        raise FileProblem(source.path, _reason(error)) from None


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


def _holds(path: str, pattern: bytes) -> bool:
    with suppress(FileProblem):
        return re.search(pattern, read(path).raw) is not None
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(error: OSError | ValueError) -> str:
    text = error.strerror if isinstance(error, OSError) else None
    return (text or "not a path").lower()
