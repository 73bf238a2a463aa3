"""Lines and columns count from 1, columns in code points, whatever the line breaks are."""

import pytest

from speccnn.diagnostics.source import Position, Source


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("", 0, (1, 1)),
        ("a", 0, (1, 1)),
        ("a", 1, (1, 2)),
        ("a\nb", 1, (1, 2)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\r\nb", 1, (1, 2)),
        ("a\rb", 2, (1, 3)),
        ("\n\n\n", 3, (4, 1)),
        ("\tx", 1, (1, 2)),
        ("äöü = 1", 4, (1, 5)),
        ("漢字 = 1", 3, (1, 4)),
        ("😀😀x", 2, (1, 3)),
        ("a\u2028b", 2, (1, 3)),
    ],
)
def test_positions(text: str, offset: int, position: tuple[int, int]) -> None:
    assert Source("a.toml", text.encode()).position(offset) == Position(*position)


@pytest.mark.parametrize("text", ["one\ntwo\n", "one\r\ntwo\r\n", "\ufeffone\ntwo\n"])
def test_lines_have_no_line_breaks(text: str) -> None:
    source = Source("a.toml", text.encode())
    assert [source.line(number) for number in (1, 2, 3)] == ["one", "two", ""]
    assert source.line_count == 3


def test_a_byte_order_mark_takes_no_column() -> None:
    source = Source("a.toml", "\ufeffname = 1".encode())
    assert source.text == "name = 1"
    assert source.position(0) == (1, 1)


def test_bytes_that_are_not_utf8_can_still_be_shown() -> None:
    assert Source("a.toml", b"a\xff\nb").line(1) == "a\ufffd"


@pytest.mark.parametrize(
    ("path", "text", "is_json"),
    [
        ("a.json", "speccnn = 1", True),
        ("a.JSON", "", True),
        ("a.toml", "{", False),
        ("<stdin>", '\n  {"speccnn": 1}', True),
        ("<stdin>", "speccnn = 1", False),
        ("spec", "\ufeff{", True),
    ],
)
def test_the_name_or_else_the_text_says_what_is_json(
    path: str, text: str, *, is_json: bool
) -> None:
    assert Source(path, text.encode()).is_json is is_json
