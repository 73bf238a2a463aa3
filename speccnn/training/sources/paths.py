"""Paths in specs, which are not trusted: they lead into the spec's folder and nowhere else."""

from typing import Annotated, TypeAlias, final

from speccnn.closed import Bounds, Form, Mark
from speccnn.engine import CoreSchema, PydanticCustomError

MOST_CHARACTERS = 1000


@final
class Inner(Mark):
    """Says that a string is a relative path that stays below the folder that it starts from.

    `pattern` says nearly the same to editors.
    """

    pattern = r"^(?![/~])(?!(.*/)?\.\.(/|$))[^\\:\x00-\x1f]*$(?!\n)"

    def core(self, schema: CoreSchema) -> CoreSchema:
        return {
            "type": "function-after",
            "function": {"type": "no-info", "function": _inner},
            "schema": schema,
        }


def _inner(path: str) -> str:
    reason = _reason(path)
    if reason is None:
        return path
    raise PydanticCustomError("path_leaves", "leaves", {"reason": reason})


def _reason(path: str) -> str | None:
    """Return what keeps a path from being one below a folder, or None."""
    if not path.isprintable():
        return "has a character that cannot be printed"
    if "\\" in path:
        return "has a backslash, and folders are separated by `/`"
    if path.startswith(("/", "~")) or ":" in path:
        return "does not start in the spec's folder"
    if ".." in path.split("/"):
        return "leads upwards"
    return None


InnerPath: TypeAlias = Annotated[
    str,
    Bounds(min_length=1, max_length=MOST_CHARACTERS),
    Inner(),
    Form('a path below the spec\'s folder, such as "data/train.csv"'),
]
