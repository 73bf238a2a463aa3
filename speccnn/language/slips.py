"""What other languages write in an expression, and how it is written here."""

import ast
import re
from functools import cache
from typing import NamedTuple, final

from speccnn.characters import look_alikes, plain, quotes_as

QUOTE, APOSTROPHE = '"', "'"

_QUOTED = re.compile(r"""('[^']*'|"[^"]*")""")


@final
class Slip(NamedTuple):
    """What stands in an expression, and what should; a name is given by its words."""

    pattern: re.Pattern[str]
    right: str
    is_safe: bool = True


# In a call, as in `min(x, key=len)`, it is no comparison: where Python can read it, it stays.
_EQUALS = Slip(re.compile(r"(?<![=!<>])=(?!=)"), "==")
_SLIPS = (
    Slip(re.compile(r"&&"), " and "),
    Slip(re.compile(r"\|\|"), " or "),
    Slip(re.compile(r"!==|<>"), "!="),
    Slip(re.compile(r"==="), "=="),
    Slip(re.compile(r"=<"), "<="),
    Slip(re.compile(r"=>"), ">="),
    Slip(re.compile(r"!(?!=)"), "not "),
    _EQUALS,
    Slip(re.compile(r"\b(?:AND|And)\b"), "and"),
    Slip(re.compile(r"\b(?:OR|Or)\b"), "or"),
    Slip(re.compile(r"\b(?:NOT|Not)\b"), "not"),
    Slip(re.compile(r"\b(?:true|TRUE)\b"), "True"),
    Slip(re.compile(r"\b(?:false|FALSE)\b"), "False"),
    Slip(re.compile(r"\b(?:[Mm]ath|np|numpy|tf|K)\.(min|max|round|ceil|floor|abs)(?=\()"), r"\1"),
    Slip(re.compile(r"\b(?:variables|vars|params|parameters|with|self)\.([A-Za-z]\w*)"), r"\1"),
    Slip(re.compile(r"\^"), "**", is_safe=False),
    Slip(
        re.compile(r"(?<![\w.])([1-9]\d*)(?![jJ]\b|[eE][-+\d])([A-Za-z_]\w*)"),
        r"\1 * \2",
        is_safe=False,
    ),
    Slip(re.compile(r"\bsqrt(\((?:[^()]|\([^()]*\))*\))"), r"\1 ** 0.5", is_safe=False),
    Slip(re.compile(r"\bpow\(([^(),]+), *([^(),]+)\)"), r"(\1) ** (\2)", is_safe=False),
)
_WHOLE = (
    (re.compile(r"(.+?)\?(.+?):(.+)"), r"\2 if \1 else \3"),
    (re.compile(r"if\b(.+?)\bthen\b(.+?)\belse\b(.+)"), r"\2 if \1 else \3"),
)


@final
class Mended(NamedTuple):
    """An expression as it is written here, and what was written otherwise, in words."""

    text: str
    reason: str
    is_safe: bool


@cache
def mended(text: str) -> Mended | None:
    """Return an expression with everything put right that other languages write otherwise.

    None where there is nothing of the kind, or where it cannot be read afterwards either.
    """
    told: list[str] = []
    is_safe, whole = True, text
    if not text.isascii():
        text = quotes_as("'", text)
        told += [f"{name} is {_instead(right)}" for name, right in look_alikes(whole)]
        text = plain(text)
    pieces = _QUOTED.split(text)
    for slip in _SLIPS:
        if slip is _EQUALS and _reads(text):
            continue
        for place in range(0, len(pieces), 2):
            found = slip.pattern.search(pieces[place])
            if found is None:
                continue
            right = found.expand(slip.right)
            told.append(f"`{found[0]}` is written `{right.strip()}`")
            is_safe = is_safe and slip.is_safe
            pieces[place] = slip.pattern.sub(slip.right, pieces[place])
    right = re.sub(r"(?<! ) {2,}", " ", "".join(pieces)).strip()
    for pattern, form in _WHOLE:
        if not told and (found := pattern.fullmatch(right)):
            right = " ".join(found.expand(form).split())
            told.append(f"a choice is written `{right}`")
    if not told or not _reads(right):
        return None
    return Mended(right, "; ".join(dict.fromkeys(told)), is_safe)


def _instead(right: str) -> str:
    """Return how a character that looks like another is written."""
    if not right:
        return "left out"
    return "written as a space" if right == " " else f"written `{right.replace(QUOTE, APOSTROPHE)}`"


def _reads(text: str) -> bool:
    try:
        ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
