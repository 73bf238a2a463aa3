"""Layers that read too few or too many others, or that none reads."""

from collections.abc import Iterator

from speccnn.fields import is_list, is_table
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Insert, Remove, Set
from speccnn.graph.findings import AmbiguousInput, Cycle, DuplicateName, UnusedLayer
from speccnn.language.canonical import value_text
from speccnn.layers.merge_findings import WrongInputCount


def first(case: Case) -> Iterator[Candidate]:
    """Yield each of the inputs that the first layer might read."""
    finding = case.diagnostic.finding
    assert isinstance(finding, AmbiguousInput), "of an input that is not said"
    if str(case.layer.get("type")) in {"Concatenate", "Add"}:
        names = list(finding.choices)
        yield Candidate(f"`inputs = {value_text(names)}`", (Set(case.path, names),))
    for name in finding.choices:
        yield Candidate(f'`inputs = "{name}"`', (Set(case.path, name),))


def no_circle(case: Case) -> Iterator[Candidate]:
    """Yield a layer that reads the one before it and not itself."""
    finding = case.diagnostic.finding
    assert isinstance(finding, Cycle), "of layers in a circle"
    if len(finding.layers) == 1:
        yield Candidate("leave `inputs` out: it reads the layer before", (Remove(case.path),))


def other_name(case: Case) -> Iterator[Candidate]:
    """Yield a name that is free."""
    finding = case.diagnostic.finding
    assert isinstance(finding, DuplicateName), "of a name that is taken"
    if isinstance(case.value, str) and case.value == finding.given:
        name = free_name(case, case.value)
        yield Candidate(f'write `name = "{name}"`', (Set(case.path, name),))


def once(case: Case) -> Iterator[Candidate]:
    """Yield the outputs without a repetition, which changes nothing."""
    yield Candidate("name it once", (Remove(case.path),), safe=True)


def used(case: Case) -> Iterator[Candidate]:
    """Yield the layer as an output, or the network without it."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnusedLayer), "of a layer that is not used"
    if finding.kind == "layer" and not case.layer_path:
        return
    outputs = case.draft.values.get("outputs")
    if finding.kind == "layer" and is_list(outputs):
        more = [*outputs, finding.given]
        yield Candidate(f"`outputs = {value_text(more)}`", (Set(("outputs",), more),))


def merged(case: Case) -> Iterator[Candidate]:
    """Yield what a merge of one tensor may read too, and a merge before any other layer."""
    finding = case.diagnostic.finding
    assert isinstance(finding, WrongInputCount), "of too few or too many tensors"
    read = case.layer.get("inputs")
    if not finding.merges and is_list(read):
        name = _free(case, "joined")
        changes = (
            Insert(case.layer_path, {"type": "Concatenate", "name": name, "inputs": read}),
            Set((*case.layer_path, "inputs"), name),
        )
        yield Candidate("a `Concatenate` before it", changes)
        return
    earlier = [table.get("name") for _, table in case.upstream()]
    named = [name for name in earlier if isinstance(name, str)]
    if read is None and earlier and isinstance(earlier[0], str):
        others = [*named[1:6], *(name for name, _, _ in case.inputs())]
        for other in others:
            names = [other, earlier[0]]
            change = Set((*case.layer_path, "inputs"), names)
            yield Candidate(f"`inputs = {value_text(names)}`", (change,))


def _free(case: Case, stem: str) -> str:
    return free_name(case, stem)


def free_name(case: Case, stem: str) -> str:
    """Return a name that nothing in the spec has."""
    layers = case.draft.values.get("layers")
    taken = (
        {str(table.get("name")) for table in layers if is_table(table)}
        if is_list(layers)
        else set[str]()
    )
    taken |= {name for name, _, _ in case.inputs()}
    number = 1
    while (name := stem if number == 1 else f"{stem}_{number}") in taken:
        number += 1
    return name
