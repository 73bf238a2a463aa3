"""What git ignores, asked of git itself, without trust in the repository."""

import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

SECONDS = 20
LONGEST_PATH = 4096

_OPTIONS = ("-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false")
_IGNORED = ("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory")


class GitProblem(Exception):  # noqa: N818  it is the machine's, and ends in one line
    """Why git did not answer."""


def root_of(folder: Path) -> Path | None:
    """Return the work tree of git that a folder is in, or None."""
    path = folder.resolve()
    return next((tree for tree in (path, *path.parents) if is_root(tree)), None)


def is_root(folder: Path) -> bool:
    """Whether a folder is the root of a work tree."""
    git = _folder_of_git(folder)
    return git is not None and (git / "HEAD").is_file()


def ignored(root: Path) -> set[str]:
    """Return the absolute paths of the files and folders of a work tree that git ignores.

    What is tracked is not ignored. The repository's own configuration could name programs to run,
    so git never reads it: only its index and its patterns are lent to an empty repository.
    Raise `GitProblem` where git is not there, or does not answer.
    """
    git, program = _folder_of_git(root), shutil.which("git")
    if git is None or program is None:
        raise GitProblem("git is not installed")
    try:
        with tempfile.TemporaryDirectory(prefix="speccnn-") as made:
            done = subprocess.run(  # noqa: S603  git, with fixed arguments
                [program, *_OPTIONS, *_IGNORED],
                cwd=root,
                env=_environment(_lent(Path(made), git), root, git),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
                check=True,
            )
    except subprocess.CalledProcessError as error:
        said = str(error.stderr, "utf-8", "replace").strip().splitlines()
        raise GitProblem(said[-1] if said else "git failed") from None
    except subprocess.TimeoutExpired:
        raise GitProblem(f"git did not answer in {SECONDS} s") from None
    except OSError as error:
        raise GitProblem(f"git: {error.strerror}") from None
    names = map(os.fsdecode, filter(None, done.stdout.split(b"\0")))
    return {str(root / name) for name in names}


def _environment(lent: Path, root: Path, git: Path) -> dict[str, str]:
    """Return the variables for git, without those by which a hook is told of its repository."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith("GIT_CONFIG")
    }
    return kept | {
        "GIT_DIR": str(lent),
        "GIT_WORK_TREE": str(root),
        "GIT_INDEX_FILE": str(git / "index"),
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
    }


def _folder_of_git(root: Path) -> Path | None:
    """Return where the repository of a work tree is: in `.git`, or where that file says."""
    inner = root / ".git"
    with suppress(OSError, ValueError):
        if inner.is_dir():
            return inner
        if inner.is_file():
            key, _, path = _line(inner).partition(": ")
            return root / path if key == "gitdir" else None
    return None


def _lent(made: Path, git: Path) -> Path:
    """Return an empty repository with the patterns in `info/exclude` of another."""
    for name in ("objects", "refs", "info"):
        (made / name).mkdir()
    (made / "HEAD").write_text("ref: refs/heads/none\n", "utf-8")
    common = git
    with suppress(OSError, ValueError):
        common = git / _line(git / "commondir")
    patterns = common / "info" / "exclude"
    if patterns.is_file():
        (made / "info" / "exclude").symlink_to(patterns.resolve())
    return made


def _line(path: Path) -> str:
    with path.open(encoding="utf-8", errors="surrogateescape") as file:
        return file.readline(LONGEST_PATH).rstrip("\n")
