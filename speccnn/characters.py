"""Characters that look like others, as word processors and web pages put them into text."""

from collections.abc import Iterator

# To the characters of TOML, JSON and expressions that are meant.
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02\u300c\u300d"
_CYRILLIC = (
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425"
    "\u0456\u0458\u0455"
)
_GREEK = (
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u03bf\u03bd"
)
_ALIKE: dict[str, str] = {
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006", " "),
    **dict.fromkeys("\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f", ""),
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\uff07", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u00d7\u2217\u22c5\u2715", "*"),
    **dict.fromkeys("\u00f7\u2215\u2044", "/"),
    **dict(zip(_CYRILLIC, "aeopcyxABEKMHOPCTXijs", strict=True)),
    **dict(zip(_GREEK, "ABEZHIKMNOPTYXov", strict=True)),
    "\u2264": "<=",
    "\u2265": ">=",
    "\u2260": "!=",
    "\u2026": "...",
    "\u3001": ",",
    "\u3002": ".",
    "\u3010": "[",
    "\u3011": "]",
}
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_ASCII = 0xFEE0


def like(char: str) -> str | None:
    """Return what a character that is not ASCII looks like in ASCII, or None."""
    if char in _ALIKE:
        return _ALIKE[char]
    if ord(char) in _FULL_WIDTH:
        return chr(ord(char) - _TO_ASCII)
    return str(int(char)) if char.isdecimal() and not char.isascii() else None


def plain(text: str) -> str:
    """Return a text with ASCII characters for all that look like them."""
    if text.isascii():
        return text
    return "".join(char if char.isascii() or (to := like(char)) is None else to for char in text)


def quotes_as(quote: str, text: str) -> str:
    """Return a text with one of the quotes of ASCII for all that look like double ones."""
    return text.translate(dict.fromkeys(map(ord, _DOUBLE_QUOTES), quote))


def named(char: str) -> str:
    """Return the Unicode name of a character with its code point."""
    import unicodedata  # noqa: PLC0415  few texts need it

    return f"{unicodedata.name(char, 'character')} (U+{ord(char):04X})"


def look_alikes(text: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each character that looks like another, once, and the other."""
    for char in dict.fromkeys(text):
        if not char.isascii() and (to := like(char)) is not None:
            yield named(char), to
