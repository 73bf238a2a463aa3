"""Which files of a folder are checked."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, final

from speccnn.cli.files import FileProblem, Found, read
from speccnn.cli.git import GitProblem, ignored, is_root, root_of
from speccnn.syntax.file_findings import SpecWithoutVersion
from speccnn.syntax.findings import Unreadable
from speccnn.syntax.root import Kind, kind_of

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

ENDINGS = (".toml", ".json")
LEFT_OUT = frozenset({"node_modules", "venv", "build", "dist", "__pycache__", "site-packages"})


def specs_in(
    folder: str, excluded: Sequence[str], complain: Callable[[str], None]
) -> Iterator[Found]:
    """Yield the specs below a folder in order of their names, then the folders that are unreadable.

    Left out are hidden folders, those of `LEFT_OUT`, what git ignores, and what the `excluded`
    patterns match; these are as in a `.gitignore` of the current folder. The folder itself is
    looked at whatever it is called. Links to folders are not followed. `complain` is told where
    git does not answer. Raise ValueError for text that is no pattern.
    """
    yield from _Walk(Path(folder), excluded, complain).found()


@final
class _Walk:
    def __init__(
        self, folder: Path, excluded: Sequence[str], complain: Callable[[str], None]
    ) -> None:
        self._folder = folder
        self._complain = complain
        self._excluded = _patterns(excluded, named=folder)
        self._ignored: set[str] = set()
        self._unreadable: list[Found] = []

    def found(self) -> Iterator[Found]:
        root = root_of(self._folder)
        if root is not None:
            self._ask(root)
        for name, folders, names in os.walk(self._folder, onerror=self._miss):
            folder = Path(name)
            if folder != self._folder and ".git" in (*folders, *names) and is_root(folder):
                self._ask(folder.resolve())
            inner = (each for each in folders if each not in LEFT_OUT and each[0] != ".")
            folders[:] = self._kept(folder, inner, "/")
            for each in self._kept(folder, filter(_may_be_spec, names), ""):
                yield from _judged(str(folder / each))
        yield from self._unreadable

    def _kept(self, folder: Path, names: Iterator[str], mark: str) -> list[str]:
        """Return, in order, the names in a folder that are neither ignored nor excluded."""
        kept = sorted(names)
        if self._ignored:
            real = folder.resolve()
            kept = [name for name in kept if str(real / name) not in self._ignored]
        if self._excluded is not None:
            below = _below(folder)
            kept = [n for n in kept if not self._excluded.match_file(f"{below}/{n}{mark}")]
        return kept

    def _ask(self, root: Path) -> None:
        try:
            self._ignored |= ignored(root)
        except GitProblem as problem:
            self._complain(f"{root}: {problem}; what git ignores is checked too")

    def _miss(self, error: OSError) -> None:
        reason = (error.strerror or "not a folder").lower()
        self._unreadable.append(Found(str(error.filename), Unreadable(reason)))


def _may_be_spec(name: str) -> bool:
    return name.lower().endswith(ENDINGS)


def _judged(path: str) -> Iterator[Found]:
    try:
        kind = kind_of(read(path))
    except FileProblem as problem:
        yield Found(path, Unreadable(problem.reason))
        return
    if kind is not Kind.OTHER:
        yield Found(path, SpecWithoutVersion() if kind is Kind.LOOKALIKE else None)


def _patterns(lines: Sequence[str], *, named: Path) -> "GitIgnoreSpec | None":
    """Return the patterns but those that match the folder that is named: it was asked for."""
    if not lines:
        return None
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  only --exclude pays

    folder = f"{_below(named)}/"
    patterns = [_from_here(line) for line in lines]
    kept = [line for line in patterns if not GitIgnoreSpec.from_lines([line]).match_file(folder)]
    return GitIgnoreSpec.from_lines(kept)


def _from_here(pattern: str) -> str:
    """Return a pattern with a path to or from the current folder as one of `.gitignore`."""
    for here in ("./", f"{Path.cwd()}/"):
        if pattern.startswith(here):
            return f"/{pattern.removeprefix(here)}"
    return pattern


def _below(path: Path) -> str:
    """Return a path from the current folder on."""
    return os.path.relpath(path)
