"""The whole compiler, top to bottom."""

from dataclasses import dataclass
from typing import final

from speccnn.diagnostics.sink import Diagnostic, Sink
from speccnn.diagnostics.source import Source
from speccnn.document.model import Document
from speccnn.document.validate import validate
from speccnn.graph.expand import expand
from speccnn.graph.infer import infer
from speccnn.graph.typed import TypedGraph
from speccnn.lints.table import LINTS
from speccnn.syntax.parse import parse


@final
@dataclass(frozen=True)
class Checked:
    """A spec in which no error was found; `diagnostics` holds its warnings."""

    model: TypedGraph
    document: Document
    diagnostics: tuple[Diagnostic, ...]


def check(source: Source) -> Checked:
    """Take spec text to a checked model; raise `SpecError` with everything that was found."""
    out = Sink(source)
    tree = out.require(parse(source, out))
    out.locate_in(tree.locate)
    document = out.require(validate(tree, out))
    graph = out.require(expand(document, out))
    model = out.require(infer(graph, out))
    for lint in LINTS:
        lint(model, document, out)
    out.require(model)
    return Checked(model, document, out.diagnostics)
