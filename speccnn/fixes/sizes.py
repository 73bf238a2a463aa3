"""Input sizes for which the network is valid: those that `speccnn sizes` prints."""

from collections.abc import Iterator
from functools import lru_cache

from speccnn import pipeline
from speccnn.diagnostics.sink import SpecError
from speccnn.diagnostics.source import Source
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Set
from speccnn.language.canonical import value_text
from speccnn.reports.valid_sizes import ValidSizes, valid_sizes
from speccnn.sizes.formula import TooIntricateError
from speccnn.sizes.sets import SizeSet


def nearest(case: Case) -> Iterator[Candidate]:
    """Yield inputs of the nearest sizes that are valid: the nearest of each, larger, smaller."""
    found = _valid(case.draft.source)
    if found is None or not found.written:
        return
    ways = {name: _ways(size, found.sizes[name]) for name, size in found.written.items()}
    if not all(ways.values()):
        return
    for way in range(3):
        sizes = {name: around[way] for name, around in ways.items()}
        changes: list[Set] = []
        told: list[str] = []
        for name, path, shape in case.inputs():
            right: list[object] = [*found.model.inputs[name].at(sizes).shape]
            if right != shape and len(right) == len(shape):
                changes.append(Set(path, right))
                told.append(f"`{name} = {value_text(right)}` in `inputs`")
        if changes and all(condition.holds(sizes) for condition in found.joint):
            yield Candidate(" and ".join(told), tuple(changes))


def meant(case: Case) -> Iterator[Candidate]:
    """Yield what `sizes` might say of names, so that only valid sizes are meant."""
    found = _valid(case.draft.source)
    if found is None or found.written or "sizes" in case.draft.values:
        return
    ranges = {name: said for name, sizes in found.sizes.items() if (said := _range(sizes))}
    if ranges:
        yield Candidate(f"`sizes = {value_text(ranges)}`", (Set(("sizes",), ranges),))


def _ways(size: int, valid: SizeSet) -> tuple[int, ...]:
    """Return the nearest valid size, the nearest that is not smaller, and that is not larger."""
    if size in valid:
        return size, size, size
    near = tuple(other for other in valid.around(size) if size < 2 * other < 4 * size)
    if not near:
        return ()
    best = min(near, key=lambda other: (abs(other - size), -other))
    return best, max(near), min(near)


def _range(sizes: SizeSet) -> dict[str, object]:
    residues = sizes.last.residues
    if sizes.last.period <= 1 or len(residues) != 1:
        return {}
    rest = {"remainder": residues[0]} if residues[0] else {}
    return {"multiple_of": sizes.last.period, **rest}


@lru_cache(maxsize=1)
def _valid(source: Source) -> ValidSizes | None:
    """Return the valid sizes of a network; None where there are none."""
    try:
        model, graph, ranges, _ = pipeline.unsize(source)
        return valid_sizes(model, graph.inputs, ranges)
    except (SpecError, TooIntricateError):
        return None
