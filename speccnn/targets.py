"""A checked spec as live TensorFlow objects, proved to be what was checked, and as their files."""

from typing import TYPE_CHECKING

from speccnn.diagnostics.sink import NotAsCheckedError, Sink, SpecError
from speccnn.pipeline import Checked, emit

if TYPE_CHECKING:
    from pathlib import Path

    from speccnn.backends.tf.agreement import Arrays
    from speccnn.backends.tf.build import Model
    from speccnn.backends.tf.checkpoints import Trained
    from speccnn.backends.tf.graph import LiveGraph
    from speccnn.backends.tf.verify import Difference


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


def load(checked: Checked, prefix: "Path", *, best_step: int | None) -> "Trained":
    """Return the weights of a spec's network from a checkpoint of TensorFlow's.

    Of a run that goes back to its `best_step` they are the best ones, if it kept them. Raise
    `SpecError` where they are another network's, OSError where they cannot be read.
    """
    from speccnn.backends.tf.checkpoints import read  # noqa: PLC0415  loads TensorFlow

    return read(checked.model, prefix, checked.out, best_step=best_step)


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
    if target == "saved-model":
        write.write_saved_model(checked.model, live, to)
    else:
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
    """Write a model as Keras, ONNX or LiteRT have it, and compare what it gives."""
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
        out.report(NotForTarget(target, refusal.what), at=refusal.at)
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
