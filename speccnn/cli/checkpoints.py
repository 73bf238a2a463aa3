"""Where the weights of a run are: in its newest checkpoint that is whole."""

import hashlib
import json
import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from speccnn import pipeline, targets
from speccnn.cli.console import Console
from speccnn.cli.files import FileProblem
from speccnn.fields import is_list, is_table

if TYPE_CHECKING:
    from speccnn.backends.tf.checkpoints import Trained

KINDS = "a run directory of a training script, its `checkpoints`, or one of these"
BLOCK = 2**20

_PART = re.compile(r"(.+)\.(json|index|data-\d{5}-of-\d{5})")
_NEWEST = re.compile(r'^model_checkpoint_path: "(?:[^"\n]*/)?([^"/\n]+)"$', re.MULTILINE)


def load(console: Console, checked: pipeline.Checked, named: Path) -> "Trained":
    """Return the weights in the newest whole checkpoint of a run, or in the one that is named.

    Tell of checkpoints that are damaged; raise `FileProblem` if there is none that is whole, and
    `SpecError` if it is of another network.
    """
    if {"[", "\\"}.intersection(str(named)):
        raise FileProblem(str(named), "TensorFlow reads no path with [ or \\ in it; rename it")
    try:
        prefixes = _prefixes(named)
    except OSError as error:
        raise FileProblem(str(named), f"{error.strerror}") from None
    for prefix in prefixes:
        try:
            manifest = _manifest(prefix)
            trained = targets.load(checked, prefix, best_step=_best_step(manifest))
        except OSError as error:
            reason = f"is damaged: {error.strerror or error}"
            if len(prefixes) == 1:
                raise FileProblem(str(prefix), reason) from None
            console.warn(f"warning: {prefix} {reason}; trying the one before")
            continue
        if manifest and manifest.get("spec_sha256") != pipeline.sha256(checked):
            console.warn(f"warning: {prefix} is of another version of this spec")
        return trained
    raise FileProblem(str(named), f"holds no whole checkpoint; name {KINDS}")


def recorded_settings(named: Path) -> dict[str, str]:
    """Return the values of `--set` that a run was compiled with, as its newest checkpoint says.

    Empty where there are none, and where no script has written the checkpoint.
    """
    with suppress(OSError):
        for prefix in _prefixes(named):
            with suppress(OSError):
                found = _sealed(prefix).get("set", {})
                given = found.items() if is_table(found) else ()
                return {name: value for name, value in given if isinstance(value, str)}
    return {}


def _prefixes(named: Path) -> list[Path]:
    """Return the paths of checkpoints, to which their files add endings, the newest first."""
    if not named.is_dir():
        part = _PART.fullmatch(named.name)
        prefix = named.with_name(part[1]) if part else named
        return [prefix] if _beside(prefix, "index").exists() else []
    inner = named / "checkpoints"
    folder = inner if inner.is_dir() else named
    # A save of a script exists once its manifest does; `Saver` writes none.
    sealed = _numbered(folder, "json")
    return sealed or sorted(_numbered(folder, "index"), key=_is_newest_of(folder), reverse=True)


def _numbered(folder: Path, ending: str) -> list[Path]:
    found = [path.with_suffix("") for path in folder.glob(f"*.{ending}")]
    whole = [path for path in found if not path.name.startswith("tmp-")]
    return sorted(whole, key=lambda path: (_number(path), path.name), reverse=True)


def _is_newest_of(folder: Path) -> Callable[[Path], bool]:
    """Return what tells the checkpoint that `Saver` wrote last; a stable sort keeps the others."""
    state = folder / "checkpoint"
    found = _NEWEST.search(state.read_text("utf-8", "replace")) if state.is_file() else None
    return lambda path: found is not None and path.name == found[1]


def _number(prefix: Path) -> int:
    """Return the number that a checkpoint's name ends in, -1 if it ends in none."""
    digits = re.search(r"\d+$", prefix.name)
    return int(digits[0]) if digits else -1


def _manifest(prefix: Path) -> dict[str, object]:
    """Return what a script has written beside a checkpoint, empty if it was not a script.

    Raise OSError if it or one of the files is not as it was written.
    """
    manifest = _sealed(prefix)
    if not manifest:
        return {}
    files = manifest.get("files")
    if not is_table(files) or f"{prefix.name}.index" not in files:
        raise OSError(f"{prefix.name}.json names no files")
    for name, expected in files.items():
        part = _PART.fullmatch(name)
        if (
            part is None
            or part[1] != prefix.name
            or _fingerprint(prefix.with_name(name)) != expected
        ):
            raise OSError(f"{name} is not as it was written")
    return manifest


def _sealed(prefix: Path) -> dict[str, object]:
    """Return a manifest, whatever its files are; empty if there is none.

    Raise OSError if it is not as it was written.
    """
    path = _beside(prefix, "json")
    if not path.exists():
        return {}
    try:
        manifest: object = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError):
        raise OSError(f"{path.name} is no manifest") from None
    if not is_table(manifest) or manifest.pop("sha256", None) != _seal(manifest):
        raise OSError(f"{path.name} is not as it was written")
    return manifest


def _seal(manifest: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def _fingerprint(path: Path) -> list[int]:
    """Return the size and the CRC-32 of a file."""
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            checksum = zlib.crc32(block, checksum)
    return [path.stat().st_size, checksum]


def _best_step(manifest: dict[str, object]) -> int | None:
    """Return after which step the weights were best to which a run would go back now, if to any."""
    state, rows = manifest.get("early_stopping"), manifest.get("history")
    if not is_table(state) or state.get("best") is None or not is_list(rows):
        return None
    for row in rows:
        if is_table(row) and row.get("epoch") == state.get("best_epoch"):
            step = row.get("step")
            return step if isinstance(step, int) else None
    return None


def _beside(prefix: Path, ending: str) -> Path:
    return prefix.with_name(f"{prefix.name}.{ending}")
