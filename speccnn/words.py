"""Words for messages: suggestions for misspelt names, and values cut to a length one can read."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain, count

LONGEST = 40
MANY = 250

# Control, format, surrogate, private and unassigned characters, line and paragraph separators.
_HIDING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def nearest(word: object, choices: Iterable[str]) -> str | None:
    """Return the choice that was probably meant, or None.

    Of many choices only those are considered that are one letter away, since the comparison of a
    word with each of thousands would take seconds.
    """
    if not isinstance(word, str) or len(word) > LONGEST:
        return None
    return _nearest(word, tuple(choices))


@lru_cache(maxsize=1024)
def _nearest(word: str, choices: tuple[str, ...]) -> str | None:
    import difflib  # noqa: PLC0415  only a mistake pays for it

    if len(choices) > MANY:
        by_rest = _by_rest(choices)
        choices = tuple({c: None for rest in _rests(word) for c in by_rest.get(hash(rest), ())})
    lowered = {choice.lower(): choice for choice in choices}
    found = difflib.get_close_matches(word.lower(), lowered, 1, 0.6)
    begun = [choice for choice in choices if choice.startswith(word)]
    return lowered[found[0]] if found else begun[0] if len(begun) == 1 and word else None


@lru_cache(maxsize=4)
def _by_rest(choices: tuple[str, ...]) -> dict[int, list[str]]:
    """Return choices by the hashes of what is left of them without one letter."""
    found: dict[int, list[str]] = {}
    for choice in choices:
        for rest in _rests(choice) if len(choice) <= LONGEST else ():
            found.setdefault(hash(rest), []).append(choice)
    return found


def _rests(word: str) -> set[str]:
    """Return a word, and what is left of it without one of its letters."""
    lowered = word.lower()
    return {lowered, *(lowered[:at] + lowered[at + 1 :] for at in range(len(lowered)))}


@cache
def snake_case(name: str) -> str:
    """Return a class name as Keras makes a layer's name of it: `MaxPooling2D`, `max_pooling2d`."""
    split = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", split).lower()


def numbered(stem: str) -> Iterator[str]:
    """Yield a stem and then, as Keras numbers layers, `stem_1`, `stem_2` and so on."""
    return chain([stem], (f"{stem}_{number}" for number in count(1)))


def short(value: object) -> str:
    """Return a value as its author would know it again, at most `LONGEST` characters of it."""
    match value:
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case str():
            cut = value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
            return f'"{cut}"'
        case int() | float():
            return str(value)
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date or time"


def visible(text: str) -> str:
    """Return `text` with tabs as a space, and what moves or hides text as its code point."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if c == "\t" else c if is_plain(c) else f"\\u{ord(c):04x}" for c in text)


def is_plain(char: str) -> bool:
    """Whether a terminal shows a character and does nothing else, such as moving or hiding text."""
    if char.isascii():
        return char.isprintable()
    import unicodedata  # noqa: PLC0415  few texts need it

    return unicodedata.category(char) not in _HIDING
