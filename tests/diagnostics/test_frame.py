"""The code frame marks the place, in any script, and lets no text play tricks on a terminal."""

import pytest

from speccnn.diagnostics.frame import frame, frames
from speccnn.diagnostics.sink import Diagnostic, Place, Sink
from speccnn.diagnostics.source import Source, Span
from speccnn.graph.findings import RepeatedOutput, UnknownName
from speccnn.lints.bias_before_batch_norm import BiasBeforeBatchNorm
from speccnn.words import visible


def framed(text: str, marked: str, *, path: str = "a.toml", color: bool = False) -> str:
    source = Source(path, text.encode())
    start = source.text.index(marked)
    finding = UnknownName('"imge"', "layer", "image")
    diagnostic = Diagnostic(finding, Span(start, start + len(marked)))
    return frame(source, diagnostic, color=color)


def excerpt(text: str, marked: str) -> tuple[str, str]:
    """Return the line that is shown and the line under it."""
    lines = framed(text, marked).splitlines()
    return lines[3], lines[4]


def test_the_whole_frame() -> None:
    assert framed('x = 1\ninputs = "imge"\n', '"imge"') == (
        'error[G301]: there is no layer "imge"\n'
        "  --> a.toml:2:10\n"
        "   |\n"
        ' 2 | inputs = "imge"\n'
        "   |          ^^^^^^\n"
        "   |\n"
        "   = help: did you mean `image`?\n"
        "   = more: speccnn explain G301\n"
    )


def test_the_margin_grows_with_the_line_number() -> None:
    assert framed("\n" * 99 + "x = 1", "x") == (
        'error[G301]: there is no layer "imge"\n'
        "    --> a.toml:100:1\n"
        "     |\n"
        " 100 | x = 1\n"
        "     | ^\n"
        "     |\n"
        "     = help: did you mean `image`?\n"
        "     = more: speccnn explain G301\n"
    )


def test_a_finding_without_help_has_no_such_line() -> None:
    source = Source("a.toml", b"x")
    text = frame(source, Diagnostic(RepeatedOutput("x"), Span(0, 1)))
    assert "help" not in text


def test_what_is_not_written_is_told_at_what_is() -> None:
    source = Source("a.toml", b"[[layers]]\n")
    out = Sink(source)
    out.locate_in({("layers", 0): Place(None, Span(0, 10))}.get)
    out.report(BiasBeforeBatchNorm("stem", "norm"), at=("layers", 0, "use_bias"), layer="stem")
    assert frames(source, out.diagnostics) == (
        "warning[L501]: the bias of `stem` is cancelled by `norm`\n"
        "  --> a.toml:1:1\n"
        "   |\n"
        " 1 | [[layers]]\n"
        "   | ^^^^^^^^^^ in here, where `use_bias` is not written\n"
        "   |\n"
        "   = help: set `use_bias = false`\n"
        "   = more: speccnn explain L501\n"
    )


def test_notes_are_shown_with_their_places() -> None:
    source = Source("a.toml", b"one = 1\ntwo = 2\n")
    out = Sink(source)
    notes = [("it is taken here", Span(0, 3)), ("and so it goes", None)]
    out.report(RepeatedOutput("two"), at=Span(8, 11), notes=notes)
    assert frames(source, out.diagnostics) == (
        "error[G306]: output `two` is named twice\n"
        "  --> a.toml:2:1\n"
        "   |\n"
        " 2 | two = 2\n"
        "   | ^^^\n"
        "   |\n"
        "note: it is taken here\n"
        "  --> a.toml:1:1\n"
        "   |\n"
        " 1 | one = 1\n"
        "   | ^^^\n"
        "   |\n"
        "   = note: and so it goes\n"
        "   = more: speccnn explain G306\n"
    )


def test_frames_stand_in_the_order_of_the_text() -> None:
    source = Source("a.toml", b"one\ntwo\n")
    out = Sink(source)
    for start in (4, 0):
        out.report(RepeatedOutput("x"), at=Span(start, start + 3))
    text = frames(source, out.diagnostics)
    assert text.index("a.toml:1:1") < text.index("a.toml:2:1")


@pytest.mark.parametrize(
    ("text", "marked", "line", "under"),
    [
        ('a = "b"', '"b"', ' 1 | a = "b"', "   |     ^^^"),
        ("a = \tb", "b", " 1 | a =  b", "   |      ^"),
        ("漢字 = x", "x", " 1 | 漢字 = x", "   |        ^"),
        ("x = 漢字", "漢字", " 1 | x = 漢字", "   |     ^^^^"),
        ("e\u0301 = x", "x", " 1 | e\u0301 = x", "   |     ^"),
        ("\u2764\ufe0f = x", "x", " 1 | \u2764\ufe0f = x", "   |     ^"),
        ("é = x\r\n", "x", " 1 | é = x", "   |     ^"),
        ("\ufeffa = x", "x", " 1 | a = x", "   |     ^"),
    ],
)
def test_the_underline_stands_under_what_it_marks(
    text: str, marked: str, line: str, under: str
) -> None:
    assert excerpt(text, marked) == (line, under)


def test_a_place_between_characters_is_one_mark() -> None:
    source = Source("a.toml", b"abc")
    lines = frame(source, Diagnostic(RepeatedOutput("x"), Span(3, 3))).splitlines()
    assert lines[4] == "   |    ^"


def test_a_place_over_several_lines_is_marked_on_its_first() -> None:
    line, under = excerpt("x = [\n  1,\n]\n", "[\n  1,\n]")
    assert (line, under) == (" 1 | x = [", "   |     ^")


def test_an_empty_text_has_no_excerpt() -> None:
    source = Source("a.toml", b"")
    text = frame(source, Diagnostic(RepeatedOutput("x"), Span(0, 0)))
    assert text == (
        "error[G306]: output `x` is named twice\n"
        "  --> a.toml:1:1\n"
        "   = more: speccnn explain G306\n"
    )


HOSTILE = {
    "\x1b[31m": "\\u001b[31m",
    "\x07": "\\u0007",
    "\x7f": "\\u007f",
    "\x9b": "\\u009b",
    "\u202e": "\\u202e",
    "\u2066": "\\u2066",
    "\u200b": "\\u200b",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
    "\ufeff": "\\ufeff",
    "\U000e0041": "\\ue0041",
    "\ue000": "\\ue000",
}


@pytest.mark.parametrize(("text", "shown"), HOSTILE.items())
def test_characters_that_move_or_hide_text_are_shown_by_number(text: str, shown: str) -> None:
    assert visible(f"a{text}b") == f"a{shown}b"
    line, under = excerpt(f"# {text}\nx{text}y = 1".replace("# ", "", 1), "y")
    assert text not in line
    assert under.index("^") == line.index("y")
    assert text not in framed("x = 1", "x", path=f"{text}.toml")


def test_messages_are_escaped_too() -> None:
    source = Source("a.toml", b"x")
    finding = UnknownName('"\x1b[2J\n"', "layer", "\u202e")
    text = frame(source, Diagnostic(finding, Span(0, 1)))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.splitlines()[0] == 'error[G301]: there is no layer "\\u001b[2J\\u000a"'


def test_a_long_line_is_cut_around_its_mark() -> None:
    line, under = excerpt("a" * 500 + "MARK" + "b" * 500, "MARK")
    assert line == f" 1 | …{'a' * 30}MARK{'b' * 30}…"
    assert under == f"   | {' ' * 31}^^^^"


def test_a_long_mark_is_cut() -> None:
    line, under = excerpt("x = " + "M" * 500, "M" * 500)
    assert line == f" 1 | x = {'M' * 100}…"
    assert under == f"   |     {'^' * 101}"


def test_color_changes_nothing_but_color() -> None:
    colored = framed('inputs = "imge"\n', '"imge"', color=True)
    assert colored.startswith("\x1b[1;31merror[G301]\x1b[0m\x1b[1m: there is no layer")
    assert "\x1b[1;31m^^^^^^\x1b[0m" in colored
    plain = colored
    for code in ("\x1b[1;31m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m"):
        plain = plain.replace(code, "")
    assert plain == framed('inputs = "imge"\n', '"imge"')


def test_warnings_are_yellow() -> None:
    source = Source("a.toml", b"x")
    diagnostic = Diagnostic(BiasBeforeBatchNorm("a", "b"), Span(0, 1))
    assert frame(source, diagnostic, color=True).startswith("\x1b[1;33mwarning[L501]")
