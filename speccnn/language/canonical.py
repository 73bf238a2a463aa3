"""A spec as TOML, in the one form that every spec with its values has."""

import json
from collections.abc import Iterator

from speccnn.fields import is_list, is_table
from speccnn.words import is_plain

LAST_OF_FOUR_DIGITS = 0xFFFF
HEADED = frozenset({"inputs", "data", "training", "metadata"})


def as_toml(values: dict[str, object]) -> str:
    """Return the TOML text of an expanded spec; reading it gives the values back.

    Layers are tables with headers, and so are the large tables at the top; all else is inline.
    """
    heads = [f"{key_text(key)} = {value_text(value)}" for key, value in _plain(values)]
    tables = [
        "\n".join([f"[{key_text(key)}]", *_pairs(value)])
        for key, value in values.items()
        if key in HEADED and is_table(value)
    ]
    layers = values.get("layers")
    entries = layers if is_list(layers) else []
    headed = ["\n".join(["[[layers]]", *_pairs(entry)]) for entry in entries if is_table(entry)]
    split = next((i for i, text in enumerate(tables) if not text.startswith("[inputs]")), None)
    before, after = (tables, []) if split is None else (tables[:split], tables[split:])
    return "\n\n".join(["\n".join(heads), *before, *headed, *after]) + "\n"


def key_text(key: str) -> str:
    """Return a key as TOML, in quotes where it needs them."""
    is_bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if is_bare else _text(key)


def value_text(value: object) -> str:
    """Return a value as TOML, tables inline."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return _text(value)
        case _ if is_list(value):
            return f"[{', '.join(value_text(item) for item in value if item is not None)}]"
        case _ if is_table(value):
            inner = ", ".join(_pairs(value))
            return f"{{ {inner} }}" if inner else "{}"
        case _:
            return str(value)


def _plain(values: dict[str, object]) -> Iterator[tuple[str, object]]:
    for key, value in values.items():
        if key != "layers" and value is not None and not (key in HEADED and is_table(value)):
            yield key, value


def _pairs(table: dict[str, object]) -> Iterator[str]:
    """Yield a line for each key; what JSON gives as null is what TOML leaves out."""
    for key, value in table.items():
        if value is not None:
            yield f"{key_text(key)} = {value_text(value)}"


def _text(text: str) -> str:
    """Return a TOML basic string, with escapes for what a terminal would obey.

    JSON's escapes are TOML's, but for surrogates.
    """
    quoted = json.dumps(text, ensure_ascii=False)
    if quoted.isascii() and quoted.isprintable():
        return quoted
    return "".join(char if is_plain(char) else _escape(char) for char in quoted)


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04X}" if code <= LAST_OF_FOUR_DIGITS else f"\\U{code:08X}"
