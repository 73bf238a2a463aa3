"""The whole compiler, top to bottom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from speccnn import __version__
from speccnn.diagnostics.sink import Diagnostic, Sink, SpecError
from speccnn.diagnostics.source import Source
from speccnn.diagnostics.wanted import Wanted
from speccnn.document.model import Document
from speccnn.document.validate import validate
from speccnn.graph.infer import infer
from speccnn.graph.settle import settle
from speccnn.graph.typed import TypedGraph
from speccnn.graph.wire import wire
from speccnn.language.expand import expand
from speccnn.lints.table import LINTS
from speccnn.syntax.parse import parse


@final
@dataclass(frozen=True)
class Checked:
    """A spec in which no error was found, and what was found (`out.diagnostics`: warnings).

    `values` are the plain values of the spec without variables, blocks and repeats.
    """

    values: dict[str, object]
    document: Document
    model: TypedGraph
    out: Sink


def check(source: Source, overrides: Mapping[str, str] | None = None) -> Checked:
    """Take spec text to a checked model; raise `SpecError` with everything that was found.

    `overrides` replace the values of variables, as `--set` does.
    """
    out = Sink(source)
    tree = out.require(parse(source, out))
    out.locate_in(tree.locate)
    values = out.require(expand(tree.value, overrides or {}, out))
    document = out.require(validate(values, out))
    if document.lint is not None:
        out.warn_of(Wanted(document.lint.select, document.lint.ignore))
    graph = out.require(wire(document, out))
    model = out.require(infer(graph, out))
    settle(model, document.sizes or {}, out)
    for lint in LINTS:
        lint(model, document, out)
    return Checked(values, document, out.require(model), out)


def diagnose(source: Source, overrides: Mapping[str, str] | None = None) -> tuple[Diagnostic, ...]:
    """Return everything that `check` finds, errors and warnings."""
    try:
        return check(source, overrides).out.diagnostics
    except SpecError as error:
        return error.diagnostics


def emit(checked: Checked, *, version: str | None = __version__) -> str:
    """Return the text of a training script; raise `SpecError` where a spec cannot train.

    The first line names the `version` of speccnn, unless it is None.
    """
    from speccnn.backends.script.emit import emit as emit_script  # noqa: PLC0415  loads Jinja
    from speccnn.backends.script.trainable import check_trainable  # noqa: PLC0415
    from speccnn.document.digest import digest  # noqa: PLC0415

    model, document, out = checked.model, checked.document, checked.out
    check_trainable(model, document, out)
    out.require(model)
    return emit_script(model, document, spec_sha256=digest(document), version=version)
