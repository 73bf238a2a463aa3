"""The first phase: text to a tree of values."""

from speccnn.diagnostics.sink import Sink
from speccnn.diagnostics.source import Source
from speccnn.syntax.limits import check_bytes, check_toml
from speccnn.syntax.tree import Tree


def parse(source: Source, out: Sink) -> Tree | None:
    """Return the values of a spec; report to `out` and return None when there are none.

    Raises nothing, whatever the bytes, and takes time linear in their number.
    """
    tree = _read(source, out)
    return None if out.has_errors else tree


def _read(source: Source, out: Sink) -> Tree | None:
    if not check_bytes(source, out):
        return None
    if source.is_json:
        from speccnn.syntax.read_json import read_json  # noqa: PLC0415  TOML does without it

        return read_json(source.text, out)
    if not check_toml(source.text, out):
        return None
    from speccnn.syntax.read_toml import read_toml  # noqa: PLC0415  JSON does without tomli

    return read_toml(source.text, out)
