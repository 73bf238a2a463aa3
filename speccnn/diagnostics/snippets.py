"""Pieces of a spec in messages, in the language that the spec is written in.

Messages quote TOML between backquotes. For a spec in JSON, what is a key with a value, a list or a
table is told as JSON.
"""

import json
import re

from speccnn.diagnostics.source import Source

_QUOTED = re.compile("`([^`\n]{1,500})`")
_PAIR = re.compile(r'[\w".-]+ *= *\S')
_OPEN = "\u2026"  # … stands for a value that the author knows
_HELD = '"\uf8ff"'


def spoken(source: Source, text: str) -> str:
    """Return a message with its pieces of TOML as JSON, if the spec is JSON."""
    return _QUOTED.sub(_piece, text) if source.is_json and "`" in text else text


def _piece(found: re.Match[str]) -> str:
    import tomli  # noqa: PLC0415  specs in JSON do without it, as long as they are right

    text = found[1]
    held = re.sub(r"(?<=[=\[{, ])(?:\u2026|\.\.\.)", lambda _: _HELD, text)
    is_pair = _PAIR.match(text) is not None
    if not is_pair and text[0] not in "[{":
        return found[0]
    if text.startswith("["):
        shown = _of_header(text)
        if shown:
            return f"`{shown}`"
    try:
        table: dict[str, object] = tomli.loads(held if is_pair else f"value = {held}")
    except (tomli.TOMLDecodeError, ValueError, RecursionError):
        return found[0]
    shown = json.dumps(table if is_pair else table["value"], ensure_ascii=False)
    shown = shown.replace(_HELD, _OPEN)
    return f"`{shown[1:-1] if is_pair else shown}`"


def _of_header(text: str) -> str:
    """Return how JSON has what a header of TOML opens, or the empty text for no header."""
    many = re.fullmatch(r"\[\[([A-Za-z][\w.]*)\]\]", text)
    one = re.fullmatch(r"\[([A-Za-z][\w.]*)\]", text)
    if many:
        return f'"{many[1].rpartition(".")[2]}": [{{{_OPEN}}}]'
    return f'"{one[1].rpartition(".")[2]}": {{{_OPEN}}}' if one else ""
