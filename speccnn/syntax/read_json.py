"""JSON: the values from the standard library, and from our own reader where it is too lenient."""

import json
import re
from functools import partial

from speccnn.diagnostics.sink import Sink
from speccnn.syntax.sound import Value, is_sound
from speccnn.syntax.tree import Places, Tree

# Halves of surrogate pairs, which are no characters, start so; whole pairs do too.
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(text: str, out: Sink) -> Tree | None:
    """Return the values of a JSON object, or report why there is none.

    A text with anything unusual in it is read again, closely: the standard library reads it ten
    times faster, but takes what we do not and cannot say where.
    """
    document = None if _SURROGATE.search(text) else _loaded(text)
    if isinstance(document, dict) and is_sound(document):
        return Tree({**document}, partial(_places, text, out))
    from speccnn.syntax.json_reader import read_closely  # noqa: PLC0415  sound specs do not pay

    return read_closely(text, out)


def _loaded(text: str) -> Value:
    try:
        return json.loads(text, object_pairs_hook=_distinct, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a key is given twice")
    return members


def _refuse(word: str) -> None:
    raise ValueError(word)


def _places(text: str, out: Sink) -> Places:
    from speccnn.syntax.json_reader import read_closely  # noqa: PLC0415  sound specs do not pay

    tree = read_closely(text, out)
    assert tree is not None, "what the standard library reads, our reader reads"
    return tree.scan()
