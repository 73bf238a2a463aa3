"""The answers of `speccnn sizes`, as text and as JSON."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from speccnn.graph.typed import TypedGraph
from speccnn.reports.valid_sizes import Tie, ValidSizes
from speccnn.sizes.formula import Formula, valued
from speccnn.sizes.sets import SizeSet
from speccnn.sizes.words import assigned, listed, said, words
from speccnn.tensor import Shape, TensorType, shown

Json: TypeAlias = dict[str, object]


def as_text(found: ValidSizes) -> str:
    """Return the set of valid sizes in words, a line for each thing to say."""
    return "\n".join(_lines(found))


def as_json(found: ValidSizes) -> Json:
    """Return the answer of `speccnn sizes --format json`, version 1."""
    model = found.model
    return {
        "version": 1,
        "name": model.name,
        "empty": found.is_empty,
        "inputs": [
            {"name": name, "shape": _plain(given.shape), "written": _plain(_at(given.shape, found))}
            for name, given in model.inputs.items()
        ],
        "sizes": [
            {"name": name, **_set(sizes), "meant": _set(found.meant[name])}
            if name in found.meant
            else {"name": name, **_set(sizes)}
            for name, sizes in found.sizes.items()
        ],
        "joint": [said(condition) for condition in found.joint],
        "example": found.example,
        "written_valid": found.is_written_valid if found.written else None,
        "weights": [_tie(tie, found) for tie in found.ties if not tie.is_again],
        "same_weights": [{"name": name, **_set(sizes)} for name, sizes in found.kept.items()],
    }


def with_input_text(model: TypedGraph, written: TypedGraph | None) -> str:
    """Return what comes out of a network with numbers for all sizes, and if the weights change.

    `written` is the network with the sizes as the spec has them, where those are valid numbers.
    """
    outputs = {name: model.type_of(name) for name in model.outputs}
    answer = f"valid: {_named_shapes(model.inputs)} gives {_named_shapes(outputs)}"
    return "\n".join([answer, *_changed(model, written)])


def with_input_json(model: TypedGraph | None, reason: str | None, diagnostics: object) -> Json:
    """Return the answer of `speccnn sizes --input … --format json`, version 1.

    `model` is None where the network is not valid: for a `reason` that an input has, or because of
    layers, as `diagnostics` say.
    """
    inputs = outputs = None
    if model is not None:
        inputs = {name: _plain(given.shape) for name, given in model.inputs.items()}
        outputs = {name: _plain(model.type_of(name).shape) for name in model.outputs}
    return {
        "version": 1,
        "valid": model is not None,
        "inputs": inputs,
        "outputs": outputs,
        "reason": reason,
        "diagnostics": diagnostics,
    }


def _lines(found: ValidSizes) -> Iterator[str]:
    given = _named_shapes(found.model.inputs)
    written = listed([shown(_at(x.shape, found)) for x in found.model.inputs.values()])
    yield f"{found.model.name}: {given}" + (f" (as written: {written})" if found.written else "")
    if not found.sizes:
        yield "no size of it is spatial, so none can vary"
        return
    yield ""
    for name, sizes in found.sizes.items():
        yield f"{name}: {words(sizes)}"
    for condition in found.joint:
        yield f"and {said(condition)}"
    if found.joint:
        yield _example(found)
    for name, meant in found.meant.items():
        yield f"the spec means, as {name}, {words(meant)}: {_share(meant, found.sizes[name])}"
    if found.written and not found.is_written_valid:
        yield from _not_as_written(found)
    if found.ties:
        yield ""
        yield from _weights(found)


def _share(meant: SizeSet, valid: SizeSet) -> str:
    """Return which of the sizes that are meant are valid."""
    missing = meant - valid
    if not missing:
        return "all valid"
    both = meant & valid
    largest, least = missing.largest(), both.smallest()
    if largest is not None and least is not None and largest < least:
        return f"valid from {least} on"
    return f"of these valid: {words(both)}"


def _example(found: ValidSizes) -> str:
    if found.example is None:
        return "no sizes meet all of this" + ("" if found.is_empty else ", as far as was searched")
    return "for example " + assigned(found.example)


def _not_as_written(found: ValidSizes) -> Iterator[str]:
    for name, size in found.written.items():
        if size not in found.sizes[name]:
            near = found.sizes[name].around(size)
            nearest = f"; the nearest: {listed([str(n) for n in near])}" if near else ""
            yield f"{name} = {size}, as in the spec, is not among them{nearest}"
    for condition in found.joint:
        if not condition.holds(found.written):
            yield f"the sizes in the spec do not meet {said(condition)}"


def _weights(found: ValidSizes) -> Iterator[str]:
    for tie in found.ties:
        if not tie.is_again:
            yield f"`{tie.layer}` ties the size: its {tie.weight} {_reason(tie, found)}"
    if not found.written:
        yield "a weight has one shape: to build the network, write the input's sizes as numbers"
    elif all(sizes == SizeSet.only(found.written[name]) for name, sizes in found.kept.items()):
        yield "weights trained at the written size fit no other; other sizes need new weights"
    elif found.is_written_valid:
        sets = listed([f"{name}: {words(sizes)}" for name, sizes in found.kept.items()])
        alone = "" if found.is_box else " (one of them changed alone)"
        yield f"weights trained at the written size fit {sets}{alone}; other sizes need new weights"


def _reason(tie: Tie, found: ValidSizes) -> str:
    general = shown(tie.map_shape)
    now = f", {shown(_at(tie.map_shape, found))} as written" if found.written else ""
    if tie.of is None:
        return f"is {general}{now}"
    return f"has a row for each number of `{tie.of}`, which is {general}{now}"


def _at(shape: Shape, found: ValidSizes) -> Shape:
    return tuple(valued(size, found.written) for size in shape) if found.written else shape


def _changed(model: TypedGraph, written: TypedGraph | None) -> Iterator[str]:
    for node in model.nodes if written else ():
        assert written is not None, "only then are there nodes to compare"
        for weight, before in zip(node.weights, written.node(node.name).weights, strict=True):
            if weight.shape != before.shape:
                yield (
                    f"with new weights: the {weight.name} of `{node.name}` is "
                    f"{shown(weight.shape)}, at the written size {shown(before.shape)}"
                )


def _tie(tie: Tie, found: ValidSizes) -> Json:
    return {
        "layer": tie.layer,
        "weight": tie.weight,
        "shape": _plain(tie.shape),
        "written": _plain(_at(tie.shape, found)),
        "of": tie.of,
    }


def _set(sizes: SizeSet) -> Json:
    return {
        "words": words(sizes),
        "smallest": sizes.smallest(),
        "pieces": [
            {"start": p.start, "end": end, "period": p.period, "residues": list(p.residues)}
            for p, end in sizes.ranges()
        ],
    }


def _named_shapes(types: Mapping[str, TensorType]) -> str:
    return listed([f"{name} {given}" for name, given in types.items()])


def _plain(shape: Shape) -> list[object]:
    return [str(size) if isinstance(size, Formula) else size for size in shape]
