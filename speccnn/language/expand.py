"""From a spec as written to one without variables, blocks and repeats."""

from collections.abc import Mapping
from typing import TypeAlias

from speccnn.diagnostics.sink import Sink
from speccnn.fields import is_list, is_table

Root: TypeAlias = dict[str, object]

MARK = "${"
OWN_KEYS = frozenset({"block", "repeat", "when"})


def expand(root: Root, overrides: Mapping[str, str], out: Sink) -> Root | None:
    """Return the values of a spec without variables, blocks and repeats.

    A spec that has none of them is returned as it is.
    """
    if not overrides and not is_program(root):
        return root
    from speccnn.language.expansion import expanded  # noqa: PLC0415  plain specs do not pay

    return expanded(root, overrides, out)


def is_program(root: Root) -> bool:
    """Whether a spec uses anything that an expanded spec does not have."""
    if "variables" in root or "blocks" in root or has_expressions(root):
        return True
    layers = root.get("layers")
    return is_list(layers) and any(is_table(entry) and OWN_KEYS & entry.keys() for entry in layers)


def has_expressions(value: object) -> bool:
    """Whether an expression stands anywhere in a value of a spec."""
    if isinstance(value, str):
        return MARK in value
    items = value.values() if is_table(value) else value if is_list(value) else ()
    return any(not isinstance(item, int | float) and has_expressions(item) for item in items)
