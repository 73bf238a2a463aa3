"""The whole compiler, top to bottom."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, final

from speccnn import __version__
from speccnn.diagnostics.sink import Diagnostic, NotAsCheckedError, Sink, SpecError
from speccnn.diagnostics.source import Source
from speccnn.diagnostics.wanted import Wanted
from speccnn.document.model import Document, SizeRange
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

if TYPE_CHECKING:
    from pathlib import Path

    from speccnn.backends.tf.agreement import Arrays
    from speccnn.backends.tf.build import Model
    from speccnn.backends.tf.checkpoints import Trained
    from speccnn.backends.tf.graph import LiveGraph
    from speccnn.backends.tf.verify import Difference


@final
class Checked(Record):
    """A spec in which no error was found, and what was found (`out.diagnostics`: warnings).

    `values` are the plain values of the spec without variables, blocks and repeats.
    """

    values: dict[str, object]
    document: Document
    model: TypedGraph
    out: Sink


@final
class Wired(NamedTuple):
    """A spec up to its wiring: who reads whom, before any shape is known."""

    values: dict[str, object]
    document: Document
    graph: Graph
    out: Sink


def wired(source: Source, overrides: Mapping[str, str] | None = None) -> Wired:
    """Take spec text to a wired network; raise `SpecError` with everything that was found."""
    out = Sink(source)
    tree = out.require(parse(source, out))
    out.locate_in(tree.locate)
    values = out.require(expand(tree.value, overrides or {}, out))
    document = out.require(validate(values, out))
    if document.lint is not None:
        out.warn_of(Wanted(document.lint.select, document.lint.ignore))
    return Wired(values, document, out.require(wire(document, out)), out)


def check(source: Source, overrides: Mapping[str, str] | None = None) -> Checked:
    """Take spec text to a checked model; raise `SpecError` with everything that was found.

    `overrides` replace the values of variables, as `--set` does.
    """
    values, document, graph, out = wired(source, overrides)
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
    return Checked(values, document, out.require(model), out)


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


def diagnose(source: Source, overrides: Mapping[str, str] | None = None) -> tuple[Diagnostic, ...]:
    """Return everything that `check` finds, errors and warnings."""
    try:
        return check(source, overrides).out.diagnostics
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
    return emit_script(model, document, spec_sha256=sha256(checked), version=version)


def sha256(checked: Checked) -> str:
    """Return the digest of a spec's meaning, which a script leaves in its run directory."""
    from speccnn.document.digest import digest  # noqa: PLC0415  few commands need it

    return digest(checked.document)


def build(checked: Checked) -> "Model":
    """Return a spec as a live Keras model, proved to be what was checked.

    Raise `NotAsCheckedError` at the first layer that TensorFlow refuses, or of which it makes
    another shape, count or weight than the static answer says: a mistake in speccnn.
    """
    from speccnn.backends.tf.build import NotBuiltError  # noqa: PLC0415  loads TensorFlow
    from speccnn.backends.tf.build import build as build_live  # noqa: PLC0415
    from speccnn.backends.tf.verify import verify  # noqa: PLC0415

    try:
        live = build_live(checked.model)
    except NotBuiltError as refusal:
        said = f"{refusal.node.name}: TensorFlow refuses it: {refusal.reason}"
        place = checked.out.place_of(refusal.node.path)
        raise NotAsCheckedError(place, (" ".join(said.split()),)) from refusal
    _require_none(verify(checked.model, live), checked.out)
    return live


def _require_none(differences: "tuple[Difference, ...]", out: Sink) -> None:
    """Raise `NotAsCheckedError` if a live object is not what was checked."""
    if differences:
        place = out.place_of(differences[0].path)
        raise NotAsCheckedError(place, tuple(map(str, differences)))


def load(checked: Checked, prefix: "Path", *, is_over: bool) -> "Trained":
    """Return the weights of a spec's network from a checkpoint of TensorFlow's.

    Of a run that `is_over` they are the best ones, if it kept them. Raise `SpecError` where they
    are another network's, OSError where they cannot be read.
    """
    from speccnn.backends.tf.checkpoints import read  # noqa: PLC0415  loads TensorFlow

    return read(checked.model, prefix, checked.out, is_over=is_over)


def export(
    checked: Checked,
    target: str,
    to: "Path",
    trained: "Trained | None" = None,
    sample: "Arrays | None" = None,
) -> None:
    """Write what a target of live TensorFlow objects is, a file or a folder, at a path.

    Weights are initial ones, or those that were `trained`; with a `sample` of inputs LiteRT
    computes in integers. Raise `SpecError` where the target cannot express the spec, and
    `NotAsCheckedError` as `build` does, and where what was converted gives other outputs.
    """
    from speccnn.backends.tf import export as write  # noqa: PLC0415  loads TensorFlow
    from speccnn.backends.tf.checkpoints import give  # noqa: PLC0415

    if target == "graph":
        write.write_graph(build_graph(checked), to, trained)
        return
    live = build(checked)
    if trained is not None:
        give(trained, live)
    match target:
        case "keras":
            write.write_keras(live, to)
        case "saved-model":
            write.write_saved_model(checked.model, live, to)
        case _:
            _convert(checked, target, live, to, sample)


def sample(checked: Checked, data: str | None) -> "Arrays":
    """Return training examples for the inputs of a network, by name, as its script reads them.

    `data` is what its `--data` would name. Raise `SpecError` where a spec cannot train, OSError
    with what reading them ends in.
    """
    from speccnn.backends.tf.sample import read_sample  # noqa: PLC0415  loads TensorFlow

    return read_sample(tuple(checked.model.inputs), emit(checked), data)


def _convert(
    checked: Checked, target: str, live: "Model", to: "Path", sample: "Arrays | None"
) -> None:
    """Write a model as ONNX or LiteRT have it, and compare what it gives."""
    from speccnn.backends.tf.agreement import CLOSE  # noqa: PLC0415
    from speccnn.backends.tf.conversion import NotConvertedError, convert  # noqa: PLC0415
    from speccnn.backends.v1.findings import NotForTarget  # noqa: PLC0415

    model, out = checked.model, checked.out
    sizes = {}
    if model.names:
        from speccnn.graph.settle import settled_sizes  # noqa: PLC0415  numbers do not pay

        sets = settled_sizes(model, checked.document.sizes or {})
        sizes = {name: found.smallest() or 1 for name, found in sets.items()}
    try:
        apart = convert(model, live, target, to, sizes, sample)
    except NotConvertedError as refusal:
        node = model.node(refusal.layer) if refusal.layer else None
        what = f"{refusal.what} of `{node.layer.type}`" if node else refusal.what
        out.report(NotForTarget(target, what), at=node.path if node else ())
        raise SpecError(out.source, out.diagnostics) from refusal
    if not apart <= CLOSE:
        said = f"{target} gives other outputs than Keras, {apart:.1g} of the largest apart"
        raise NotAsCheckedError(out.place_of(()), (said,))


def build_graph(checked: Checked) -> "LiveGraph":
    """Return a spec as a `tf.Graph`, proved to be what was checked.

    Raise `SpecError` where `tf.compat.v1` cannot express it, `NotAsCheckedError` as `build` does.
    """
    from speccnn.backends.tf.graph import build_graph as build_live  # noqa: PLC0415
    from speccnn.backends.v1.expressible import check_expressible  # noqa: PLC0415

    model, training, out = checked.model, checked.document.training, checked.out
    check_expressible(model, training, "graph", out)
    live = build_live(out.require(model), training)
    _require_none(live.differences, out)
    return live
