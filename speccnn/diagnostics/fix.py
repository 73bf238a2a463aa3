"""A change of a spec's text that takes a diagnostic away."""

from typing import NamedTuple, final

from speccnn.diagnostics.source import Span


@final
class Edit(NamedTuple):
    """A stretch of text, and what stands there afterwards."""

    span: Span
    text: str


@final
class Fix(NamedTuple):
    """Edits that were tried: with them the diagnostic is gone and no other has come.

    `safe` says that the text has one obvious meaning, and that the edits write it down.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    """Return a text with edits, which do not overlap, made in it.

    What is put into one place comes in the order of the edits.
    """
    ordered = sorted(edits, key=lambda edit: edit.span)
    for edit in ordered[::-1]:
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
