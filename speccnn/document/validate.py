"""From a tree to a document."""

from pydantic_core import ValidationError

from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.syntax.tree import Tree


def validate(tree: Tree, out: Sink) -> Document | None:
    """Return the document that a tree holds, or report every mistake in it."""
    try:
        return Document.model_validate(tree.value)
    except ValidationError as error:
        from speccnn.document.mistakes import report  # noqa: PLC0415  sound specs do not pay

        report(error.errors(include_url=False), tree.value, out)
    return None
