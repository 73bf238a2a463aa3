"""From a tree to a document."""

from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.engine import ValidationError


def validate(values: dict[str, object], out: Sink) -> Document | None:
    """Return the document that an expanded spec holds, or report every mistake in it."""
    try:
        return Document.model_validate(values)
    except ValidationError as error:
        from speccnn.document.mistakes import report  # noqa: PLC0415  sound specs do not pay

        report(error.errors(include_url=False), values, out)
    return None
