"""Pieces of specs of up to 1 MiB that were made to cost as much as they can."""

import json
from collections.abc import Iterator
from itertools import count, islice, product
from string import ascii_lowercase

MOST = 1 << 20
HEAD = 'speccnn = 1\nname = "costly"\n'
IMAGE = HEAD + "inputs = { image = [32, 32, 3] }\n"
SIZED = HEAD + 'inputs = { image = ["H", "W", 3] }\n'
VECTOR = HEAD + "inputs = { x = [8] }\n"
DENSE = 'layers = [{ type = "Dense", units = 2 }]\n'


def filled(start: str, pieces: Iterator[str], end: str = "", most: int = MOST) -> str:
    """Return a text of pieces between a start and an end, as long as it may be."""
    parts, length = [start], len(start) + len(end)
    for piece in pieces:
        length += len(piece)
        if length > most:
            break
        parts.append(piece)
    return "".join([*parts, end])


def numbered(form: str) -> Iterator[str]:
    """Yield a text with a number in it, from 0 on."""
    return (form.format(number) for number in count())


def letters(length: int) -> Iterator[str]:
    """Yield words of this many letters."""
    return ("".join(word) for word in product(ascii_lowercase, repeat=length))


def layers_of(form: str, start: str = IMAGE, count: int | None = None) -> str:
    """Return a spec of many layers, each a table in one line."""
    return filled(start + "layers = [\n", islice(numbered(form + ",\n"), count), "]\n")


def misspelt_keys(count: int) -> str:
    """Return layers with a misspelt key each."""
    return layers_of('{{ type = "Dense", unitz = 1{0} }}', VECTOR, count)


def as_json(**more: object) -> str:
    spec = {
        "speccnn": 1,
        "name": "costly",
        "inputs": {"x": [8]},
        "layers": [{"type": "Dense", "units": 2}],
    }
    return json.dumps(spec | more)


def json_filled(key: str, pieces: Iterator[str], open_close: str = "[]") -> str:
    """Return a spec as JSON with a long list or table under a key."""
    start = as_json()[:-1] + f', "{key}": {open_close[0]}'
    body = filled("", pieces, most=MOST - len(start) - 10).rstrip(",")
    return start + body + open_close[1] + "}"
