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
    if tree is None or out.has_errors:
        return None
    if "speccnn" not in tree.value and _is_other(tree, source, out):
        return None
    return tree


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


def _is_other(tree: Tree, source: Source, out: Sink) -> bool:
    """Report TOML or JSON that is another program's, by its keys."""
    from speccnn.syntax.alike import first_line  # noqa: PLC0415  specs do not pay
    from speccnn.syntax.formats import keyed_format  # noqa: PLC0415
    from speccnn.syntax.other_findings import OtherFormat  # noqa: PLC0415

    other = keyed_format(tree.value)
    if other:
        out.report(OtherFormat(other), at=first_line(source.text))
    return bool(other)
