"""The whole compiler, top to bottom."""

from collections.abc import Mapping
from typing import NamedTuple, final

from speccnn import __version__
from speccnn.diagnostics.sink import MOST_OF_A_CODE, Diagnostic, Sink, SpecError
from speccnn.diagnostics.source import Source
from speccnn.diagnostics.wanted import Wanted
from speccnn.document.lint_findings import UnknownCode
from speccnn.document.model import Document, Lint, SizeRange
from speccnn.document.validate import validate
from speccnn.graph.graph import Graph
from speccnn.graph.infer import infer
from speccnn.graph.named import Shapes, names_in, with_named_sizes, with_shapes
from speccnn.graph.typed import TypedGraph
from speccnn.graph.wire import wire
from speccnn.language.expand import expand
from speccnn.lints.table import LINTS
from speccnn.syntax.parse import parse
from speccnn.values import Record


@final
class Checked(Record):
    """A spec in which no error was found, and what was found (`out.diagnostics`: warnings).

    `values` are the plain values of the spec without variables, blocks and repeats, `overrides`
    the values that variables were given beside those of the spec.
    """

    values: dict[str, object]
    document: Document
    model: TypedGraph
    out: Sink
    overrides: Mapping[str, str]


@final
class Wired(NamedTuple):
    """A spec up to its wiring: who reads whom, before any shape is known."""

    values: dict[str, object]
    document: Document
    graph: Graph
    out: Sink


def wired(
    source: Source,
    overrides: Mapping[str, str] | None = None,
    asked: tuple[str, ...] = (),
    *,
    most: int = MOST_OF_A_CODE,
) -> Wired:
    """Take spec text to a wired network; raise `SpecError` with everything that was found.

    The spec's `[lint]` cannot ignore the warnings that are `asked` for, by the beginnings of their
    codes. At most `most` findings of each code are kept, and the others are counted.
    """
    out = Sink(source, most)
    tree = out.require(parse(source, out))
    out.locate_in(tree.locate)
    values = out.require(expand(tree.value, overrides or {}, out))
    document = out.require(validate(values, out))
    if document.lint is not None:
        _check_codes(document.lint, out)
        out.warn_of(Wanted(document.lint.select, document.lint.ignore, asked))
    return Wired(values, document, out.require(wire(document, out)), out)


def _check_codes(lint: Lint, out: Sink) -> None:
    """Report codes in `[lint]` with which no finding's code begins."""
    from speccnn.catalog import is_known, suggestion  # noqa: PLC0415  few specs choose warnings

    for key, codes in (("select", lint.select), ("ignore", lint.ignore)):
        for index, code in enumerate(codes):
            if not is_known(code):
                meant = suggestion(code) if out.keeps(UnknownCode) else None
                out.report(UnknownCode(code, meant), at=("lint", key, index))


def check(
    source: Source,
    overrides: Mapping[str, str] | None = None,
    asked: tuple[str, ...] = (),
    *,
    most: int = MOST_OF_A_CODE,
) -> Checked:
    """Take spec text to a checked model; raise `SpecError` with everything that was found.

    `overrides` replace the values of variables, as `--set` does; `asked` and `most` are for
    `wired`.
    """
    values, document, graph, out = wired(source, overrides, asked, most=most)
    model = out.require(infer(graph, out))
    if model.names or document.sizes:
        from speccnn.graph.settle import settle  # noqa: PLC0415  numbers do not pay

        settle(model, document.sizes or {}, out)
    for lint in LINTS:
        lint(model, document, out)
    if document.data is not None:
        from speccnn.lints.data import DATA_LINTS  # noqa: PLC0415  few specs say where data are

        for lint in DATA_LINTS:
            lint(model, document, out)
    if document.training is not None:
        from speccnn.lints.training import TRAINING_LINTS  # noqa: PLC0415  few specs train

        for lint in TRAINING_LINTS:
            lint(model, document, out)
    return Checked(values, document, out.require(model), out, overrides or {})


@final
class Unsized(NamedTuple):
    """A network for all input sizes, with what it demands of them.

    `graph` is what was wired, with the sizes as the spec has them; `ranges` what it says of names.
    """

    model: TypedGraph
    graph: Graph
    ranges: Mapping[str, SizeRange]
    out: Sink


def unsize(source: Source, overrides: Mapping[str, str] | None = None) -> Unsized:
    """Take spec text to a network for all input sizes.

    Sizes that the spec has as numbers get names, unless it has names already. Raise `SpecError`
    for a network that no size suits.
    """
    _, document, graph, out = wired(source, overrides)
    model = infer(with_named_sizes(graph), out)
    if model is None:
        # Numbers tell a mistake better than names do, where it is one for these numbers too.
        numbers = wired(source, overrides)
        if not names_in(graph.inputs) and infer(numbers.graph, numbers.out) is None:
            numbers.out.require(model)
    return Unsized(out.require(model), graph, document.sizes or {}, out)


def check_with(
    source: Source, shapes: Shapes, overrides: Mapping[str, str] | None = None
) -> tuple[TypedGraph, TypedGraph | None]:
    """Return the network with these shapes of inputs, and as the spec has it if that is valid.

    Raise `SpecError` with what was found, and what `with_shapes` raises for shapes of other forms.
    """
    _, _, graph, out = wired(source, overrides)
    known = out.require(with_shapes(graph, shapes))
    written = None if names_in(graph.inputs) else infer(graph, Sink(source))
    return out.require(infer(known, out)), written


def diagnose(
    source: Source,
    overrides: Mapping[str, str] | None = None,
    asked: tuple[str, ...] = (),
    *,
    most: int = MOST_OF_A_CODE,
) -> tuple[Diagnostic, ...]:
    """Return everything that `check` finds, errors and warnings."""
    try:
        return check(source, overrides, asked, most=most).out.diagnostics
    except SpecError as error:
        return error.diagnostics


def emit(checked: Checked, target: str = "script", *, version: str | None = __version__) -> str:
    """Return the text of a training script, for Keras or as `v1-script` for `tf.compat.v1`.

    Raise `SpecError` where a spec cannot train so. The first line names the `version` of speccnn,
    unless it is None.
    """
    from speccnn.backends.script.emit import emit as emit_script  # noqa: PLC0415  loads Jinja
    from speccnn.backends.script.trainable import (  # noqa: PLC0415
        check_joined_names,
        check_trainable,
    )

    model, document, out = checked.model, checked.document, checked.out
    check_trainable(model, document, out)
    if target == "v1-script":
        from speccnn.backends.script.v1_emit import emit_v1  # noqa: PLC0415
        from speccnn.backends.v1.expressible import check_expressible  # noqa: PLC0415
        from speccnn.backends.v1.trainable import check_v1_trainable  # noqa: PLC0415

        check_expressible(model, document.training, target, out)
        check_v1_trainable(out.require(model), document, target, out)
        emit_script = emit_v1
    else:
        check_joined_names(model, out)
    out.require(model)
    return emit_script(
        model,
        document,
        spec_sha256=sha256(checked),
        version=version,
        overrides=checked.overrides,
    )


def sha256(checked: Checked) -> str:
    """Return the digest of a spec's meaning, which a script leaves in its run directory."""
    from speccnn.document.digest import digest  # noqa: PLC0415  few commands need it

    return digest(checked.document)
