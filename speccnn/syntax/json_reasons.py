"""The words for what is wrong where JSON cannot be read on."""

import re

LONGEST_WORD = 40

_END_OF_STRING = ("", "\n", "\r")

_WORD_REASONS = (
    (r"(?i:true|false|null)", "JSON writes `true`, `false` and `null` in small letters"),
    (r"None|nil|undefined", "JSON writes `null` for no value"),
    (r"\+.*", "a JSON number has no `+` in front"),
    (r"-?\..*", "a JSON number has a digit before the point"),
    (r"-?0[0-9].*", "a JSON number has no leading zeros"),
    (r"-?0[xXoObB].*", "a JSON number is decimal"),
    (r"-?[0-9]+\.(?:[^0-9].*)?", "a JSON number has a digit after the point"),
    (r"-?[0-9.]+[eE][+-]?", "the exponent has no digits"),
    (r"-(?![0-9]).*", "a digit follows `-` in JSON"),
)


def word_reason(word: str) -> str:
    """Say why a run of letters, digits, signs and points is not a JSON value."""
    for pattern, reason in _WORD_REASONS:
        if re.fullmatch(pattern, word, re.DOTALL):
            return reason
    shown = word if len(word) <= LONGEST_WORD else word[:LONGEST_WORD] + "…"
    if word[0].isdigit() or word[0] == "-":
        return f"`{shown}` is not a number in JSON"
    return f"the text `{shown}` needs double quotes"


def character_reason(ahead: str, expected: str) -> str:
    """Say why the text cannot go on with `ahead`, its next two characters."""
    char = ahead[:1]
    if not char:
        return f"the text ends where {expected} should be"
    if char == "'":
        return "JSON strings take double quotes, not single ones"
    if char == "#" or ahead in ("//", "/*"):
        return "JSON has no comments"
    if char.isspace() or char == "\ufeff":
        return f"the character U+{ord(char):04X} is not a space in JSON"
    return f"`{char}` stands where {expected} should be"


def string_reason(ahead: str) -> tuple[str, int]:
    """Say why a string cannot go on with `ahead`, and how much of that is to blame.

    The length is 0 when the whole string is to blame.
    """
    char = ahead[:1]
    if char in _END_OF_STRING or ahead == "\\":
        return "the string has no closing quote on its line", 0
    if char != "\\":
        return f"the control character U+{ord(char):04X} stands in a string unescaped", 1
    if ahead[1] == "u":
        return r"`\u` is followed by four hexadecimal digits", 2
    return f"`{ahead[:2]}` is no escape; a backslash is written `\\\\`", 2
