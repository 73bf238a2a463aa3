"""The words for what is wrong where TOML cannot be read on, and the place to underline."""

import re
from string import ascii_letters, digits

from speccnn.diagnostics.source import Span
from speccnn.syntax.limits import strings

LONGEST_WORD = 40

_WORD = re.compile(r"[^\s,=\[\]{}#\"']++")
_NUMBER_CHARACTERS = digits + ascii_letters + "+-_.:"

_VALUE_REASONS = (
    (r"(?i:true|false)", "TOML writes `true` and `false` in small letters"),
    (r"(?i:null|none|nil|undefined)", "TOML has no null; leave the key out"),
    (r"(?i:yes|no|on|off)", "TOML writes `true` or `false`"),
    (r"[+-]?(?i:nan|inf|infinity)", "a number has to be finite"),
    (r"[+-]?\..*", "a TOML number has a digit before the point"),
    (r"\(.*", "TOML writes a list in square brackets, such as `[3, 3]`"),
    (r"[+-]", "a number follows the sign"),
    (r"[+-].*", "there is no such number in TOML"),
)
_NUMBER_REASONS = (
    (r"[+-]?0[0-9_]+(?:[.eE].*)?", "a TOML number has no leading zeros"),
    (r"[+-]?[0-9_]+\.(?:[^0-9].*)?", "a TOML number has a digit after the point"),
    (r"[+-]?[0-9_.]+[eE][+-]?", "the exponent has no digits"),
)
_NOTHING = re.compile("(?i:null|none|nil|undefined)")
_NO_SIZE = "TOML has no null; in a shape, a size that may vary has a name"
_NO_SLASHES = "TOML comments start with `#`"

_REASONS = (
    ("Expected '=' after a key", "`=` and a value should follow the key"),
    ("Invalid initial character for a key", "a key should stand here"),
    ("Invalid statement", "a key or a `[header]` should stand here"),
    ("Expected ']]'", "the header should end in `]]`"),
    ("Expected ']'", "the header should end in `]`"),
    ("Unclosed array", "`,` or `]` should stand here"),
    ("Unclosed inline table", "`,` or `}` should stand here"),
    ("Expected newline", "nothing may follow on this line"),
    ("Invalid date", "there is no such date or time"),
    ("Invalid hex value", "an escape has too few hexadecimal digits"),
    ("Escaped character", "the escape is of half a surrogate pair or of no character"),
    ("Unescaped", "there is no such escape; a backslash is written `\\\\`"),
)

_ABOUT_ESCAPES = ("Invalid hex value", "Escaped character", "Unescaped")
_ABOUT_KEYS = ("Expected '=' after", "Invalid initial character", "Invalid statement")
_ABOUT_STRINGS = ("Illegal", "Found invalid", "Unterminated", "Expected \"'")


def explain(complaint: str, text: str, offset: int) -> tuple[str, Span]:
    """Return the reason for tomli's complaint at `offset`, and the span it is about."""
    if text.startswith("\r", offset) and not text.startswith("\r\n", offset):
        return "a carriage return stands without its line feed", Span(offset, offset + 1)
    if complaint.startswith(_ABOUT_STRINGS):
        return _explain_string(text, offset)
    if complaint.startswith(_ABOUT_ESCAPES):
        start = text.rfind("\\", 0, offset)
        return _reason(complaint), Span(start, max(offset, start + 1))
    return _explain_word(complaint, text, offset)


def _explain_string(text: str, offset: int) -> tuple[str, Span]:
    if offset == len(text) or text[offset] == "\n" or text.startswith("\r\n", offset):
        return "the string has no closing quote", _unclosed(text, offset)
    reason = f"the control character U+{ord(text[offset]):04X} stands here unescaped"
    return reason, Span(offset, offset + 1)


def _unclosed(text: str, offset: int) -> Span:
    spans = [span for span in strings(text[:offset]) if span.end == offset]
    return spans[-1] if spans else Span(offset, offset)


def _explain_word(complaint: str, text: str, offset: int) -> tuple[str, Span]:
    found = _WORD.match(text, offset)
    word = found[0] if found else text[offset : offset + 1].rstrip("\r\n")
    span = Span(offset, offset + len(word))
    if complaint.startswith("Invalid value"):
        is_in_list = re.fullmatch(
            r"[^\n]*\[[^\]\n]*", text[text.rfind("\n", 0, offset) + 1 : offset]
        )
        return _NO_SIZE if is_in_list and _NOTHING.fullmatch(word) else _value_reason(word), span
    if offset == len(text):
        return f"{_reason(complaint)}, but the text ends", span
    if complaint.startswith(_ABOUT_KEYS):
        return _key_reason(word) or _reason(complaint), span
    if word.startswith(("//", "/*")):
        return _NO_SLASHES, span
    start = len(text[:offset].rstrip(_NUMBER_CHARACTERS))
    if found and text[start:offset].strip("+-_")[:1].isdigit():
        return _number_reason(text[start : found.end()]), Span(start, found.end())
    return _reason(complaint), span


def _key_reason(word: str) -> str:
    if word.startswith(":"):
        return "TOML writes `=` between a key and its value"
    if word.startswith(("//", "/*")):
        return _NO_SLASHES
    if word.startswith("{"):
        return "this looks like JSON, whose files end in `.json`"
    if word[:1].isalpha() and not word[0].isascii():
        return "a key of other characters than `A-Z`, `a-z`, `0-9`, `_` and `-` needs quotes"
    return ""


def _number_reason(word: str) -> str:
    for pattern, reason in _NUMBER_REASONS:
        if re.fullmatch(pattern, word, re.DOTALL):
            return reason
    return f"`{_shown(word)}` is neither a number nor a date in TOML"


def _value_reason(word: str) -> str:
    if not word:
        return "a value should stand here"
    for pattern, reason in _VALUE_REASONS:
        if re.fullmatch(pattern, word, re.DOTALL):
            return reason
    if word[0].isalpha() or word[0] == "_":
        return f"the text `{_shown(word)}` needs quotes"
    return f"`{_shown(word)}` stands where a value should be"


def _reason(complaint: str) -> str:
    for start, reason in _REASONS:
        if complaint.startswith(start):
            return reason
    return complaint[:1].lower() + complaint[1:]


def _shown(word: str) -> str:
    return word if len(word) <= LONGEST_WORD else word[:LONGEST_WORD] + "…"
