"""Branches of different shapes that are to be merged."""

from collections.abc import Iterator

from speccnn.diagnostics.sink import Path
from speccnn.fields import is_list
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Change, Insert, Set
from speccnn.fixes.windows import MOST_BEFORE, POOLING, unpadded, with_same
from speccnn.fixes.wiring import free_name
from speccnn.language.canonical import value_text
from speccnn.layers.merge_findings import ShapesDiffer

CONVOLUTIONS = {2: "Conv1D", 3: "Conv2D", 4: "Conv3D"}
MAP = 3
MOST_CUT = 8
TWICE = 2

Sizes = tuple[int, ...]


def stretched(case: Case) -> Iterator[Candidate]:
    """Yield the merge that stretches sizes of 1."""
    finding = case.diagnostic.finding
    assert isinstance(finding, ShapesDiffer), "of shapes that differ"
    if finding.stretchable:
        yield Candidate("`broadcast = true`", (Set((*case.layer_path, "broadcast"), value=True),))


def along_channels(case: Case) -> Iterator[Candidate]:
    """Yield the join of channels, in the place of one along another axis."""
    finding = case.diagnostic.finding
    assert isinstance(finding, ShapesDiffer), "of shapes that differ"
    spatial = {shape[:-1] for shape in finding.shapes}
    if finding.except_axis not in {None, -1} and len(spatial) == 1 and "axis" in case.layer:
        change = Set((*case.layer_path, "axis"), -1)
        yield Candidate("`axis = -1`, the channels,", (change,))


def matched(case: Case) -> Iterator[Candidate]:
    """Yield the filters or strides of the convolution that ends a branch, to match the other."""
    pairs = list(_pairs(case))
    for (name, shape), (_, other), _ in sorted(
        pairs, key=lambda pair: -_is_shortcut(case, pair[0])
    ):
        found = next(case.upstream(name), None)
        if found is None:
            continue
        path, table = found
        kind = str(table.get("type", ""))
        if not kind.startswith("Conv") or kind.endswith("Transpose"):
            continue
        changes: list[Change] = []
        told: list[str] = []
        if shape[:-1] != other[:-1]:
            strides = _strides(shape, other)
            now = table.get("strides", 1)
            if strides != TWICE or not isinstance(now, int) or _is_joined(case):
                continue
            changes.append(Set((*path, "strides"), strides * now))
            told.append(f"`strides = {strides * now}`")
        if shape[-1] != other[-1] and not _is_joined(case):
            changes.append(Set((*path, "filters"), other[-1]))
            told.append(f"`filters = {other[-1]}`")
        if changes:
            yield Candidate(f"{' and '.join(told)} on `{name}`", tuple(changes))


def _is_shortcut(case: Case, branch: tuple[str, Sizes]) -> bool:
    """Whether a branch ends in a 1 x 1 convolution, as shortcuts do."""
    found = next(case.upstream(branch[0]), None)
    return found is not None and found[1].get("kernel_size") in (1, [1, 1])


def gated(case: Case) -> Iterator[Candidate]:
    """Yield a gate that keeps a height and width of 1, to be stretched over the map."""
    shapes, names = _shapes(case), case.value
    if _is_joined(case) or sorted(map(len, shapes)) != [1, MAP] or not is_list(names):
        return
    gate = names[[len(shape) for shape in shapes].index(1)]
    for path, table in case.upstream(gate):
        if str(table.get("type")).startswith("Global"):
            kept = Set((*path, "keepdims"), value=True)
            changes = kept, Set((*case.layer_path, "broadcast"), value=True)
            title = f"`keepdims = true` on the `{table['type']}`, and `broadcast = true` here,"
            yield Candidate(title, changes)
            return


def flattened_too(case: Case) -> Iterator[Candidate]:
    """Yield a map flattened, to be joined with what is flat already."""
    shapes, names = _shapes(case), case.value
    if not _is_joined(case) or not is_list(names):
        return
    changes: list[Change] = []
    for place, shape in enumerate(shapes):
        if len(shape) > 1:
            new = free_name(case, "flat")
            table = {"type": "Flatten", "name": new, "inputs": names[place]}
            changes = [Insert(case.layer_path, table), Set((*case.path, place), new)]
    if any(len(shape) == 1 for shape in shapes) and changes and len(shapes) == 2:  # noqa: PLR2004
        yield Candidate("a `Flatten` after the map", tuple(changes))


def enlarged(case: Case) -> Iterator[Candidate]:
    """Yield the smaller of two branches repeated to the size of the larger."""
    for (name, shape), (_, other), place in _pairs(case):
        factors = {to // size for size, to in zip(shape[:-1], other[:-1], strict=True)}
        exact = all(to % size == 0 for size, to in zip(shape[:-1], other[:-1], strict=True))
        if len(shape) == MAP and exact and len(factors) == 1 and max(factors) > 1:
            new, size = free_name(case, "enlarged"), factors.pop()
            table = {"type": "UpSampling2D", "name": new, "inputs": name, "size": size}
            changes = Insert(case.layer_path, table), Set((*case.path, place), new)
            yield Candidate(f"an `UpSampling2D` with `size = {size}` after `{name}`", changes)


def projected(case: Case) -> Iterator[Candidate]:
    """Yield a 1 x 1 convolution that brings one branch to the shape of the other."""
    for (name, shape), (_, other), place in _pairs(case):
        strides = _strides(shape, other)
        finding = case.diagnostic.finding
        is_sum = isinstance(finding, ShapesDiffer) and finding.except_axis is None
        if strides is None or not is_sum or len(shape) not in CONVOLUTIONS:
            continue
        new = free_name(case, "shortcut")
        kind = CONVOLUTIONS[len(shape)]
        table = {"type": kind, "name": new, "inputs": name, "filters": other[-1], "kernel_size": 1}
        table |= {"strides": strides} if strides > 1 else {}
        changes = Insert(case.layer_path, table), Set((*case.path, place), new)
        shown = f", strides {strides}" if strides > 1 else ""
        title = f"a `{kind}` of {other[-1]} filters, kernel 1{shown}, after `{name}`"
        yield Candidate(title, changes)


def same_on_branches(case: Case) -> Iterator[Candidate]:
    """Yield padding for the windowed layers of one of the branches that are merged, or of all."""
    names = case.value
    if not is_list(names):
        return
    ways = [dict(case.upstream(name)) for name in names]
    shared = set(ways[0]).intersection(*ways[1:]) if ways else set[Path]()
    branches = [
        list(unpadded((path, table) for path, table in way.items() if path not in shared))
        for way in ways
    ]
    together = [layer for branch in branches for layer in branch]
    for branch in [*branches, together]:
        if branch:
            yield with_same(branch[:MOST_BEFORE])
    strided = [(path, way[path]) for way in ways for path in way if path not in shared]
    for path, table in strided[:MOST_BEFORE]:
        if str(table.get("type")).startswith(POOLING) or "strides" in table:
            changes = Set((*path, "strides"), 1), Set((*path, "padding"), "same")
            name = table.get("name")
            where = f"`{name}`" if isinstance(name, str) else "the pooling before"
            yield Candidate(f"`strides = 1` on {where}", changes)
    for layer in together[:MOST_BEFORE]:
        yield with_same([layer])


def padded(case: Case) -> Iterator[Candidate]:
    """Yield a larger branch cropped, and a smaller one padded."""
    for (name, shape), (_, other), place in _pairs(case):
        cut = [size - wanted for size, wanted in zip(shape[:-1], other[:-1], strict=True)]
        if not any(cut) or max(map(abs, cut)) > MOST_CUT or len(shape) != MAP:
            continue
        if min(cut) >= 0:
            kind, key, sides = "Cropping2D", "cropping", cut
        elif max(cut) <= 0:
            kind, key, sides = "ZeroPadding2D", "padding", [-size for size in cut]
        else:
            continue
        new = free_name(case, "cropped" if kind == "Cropping2D" else "padded")
        amounts = [[size // 2, size - size // 2] for size in sides]
        table = {"type": kind, "name": new, "inputs": name, key: amounts}
        changes = Insert(case.layer_path, table), Set((*case.path, place), new)
        title = f"a `{kind}` with `{key} = {value_text(amounts)}` after `{name}`"
        yield Candidate(title, changes)


def _pairs(case: Case) -> Iterator[tuple[tuple[str, Sizes], tuple[str, Sizes], int]]:
    """Yield a merge's two branches, each with the other, and the place of the first."""
    finding, names = case.diagnostic.finding, case.value
    assert isinstance(finding, ShapesDiffer), "of shapes that differ"
    shapes = _shapes(case)
    if not is_list(names) or len(names) != 2 or len(shapes) != 2:  # noqa: PLR2004
        return
    one, other = zip(map(str, names), shapes, strict=True)
    if len(one[1]) == len(other[1]) > 0:
        pairs = [(one, other, 0), (other, one, 1)]
        yield from sorted(pairs, key=lambda pair: pair[0][1][-1] > pair[1][1][-1])


def _shapes(case: Case) -> list[Sizes]:
    finding = case.diagnostic.finding
    assert isinstance(finding, ShapesDiffer), "of shapes that differ"
    return [tuple(s for s in shape if isinstance(s, int)) for shape in finding.shapes]


def _is_joined(case: Case) -> bool:
    return case.layer.get("type") == "Concatenate"


def _strides(shape: Sizes, other: Sizes) -> int | None:
    """Return the strides with which a 1 x 1 convolution makes a map as large as another."""
    found = {-(-size // wanted) for size, wanted in zip(shape[:-1], other[:-1], strict=True)}
    if len(found) != 1:
        return None
    (strides,) = found
    fits = all(
        (size - 1) // strides + 1 == wanted
        for size, wanted in zip(shape[:-1], other[:-1], strict=True)
    )
    return strides if fits else None
