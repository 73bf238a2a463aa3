"""Tensors of another shape than a layer can read."""

from collections.abc import Iterator
from math import ceil, isqrt, prod

from speccnn.fields import is_list
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Insert, Remove, Set
from speccnn.fixes.wiring import free_name
from speccnn.language.canonical import value_text
from speccnn.layers.findings import ChannelsNotDivisible, WrongRank
from speccnn.layers.merge_findings import ShapesDiffer
from speccnn.layers.reshape_findings import SizesDoNotMultiply
from speccnn.layers.size_findings import AdaptiveToOne

CONVOLUTIONS = {2: "Conv1D", 3: "Conv2D", 4: "Conv3D"}
FEW_CHANNELS = {1, 2, 3, 4}
MOST_CUT = 8
MAP = 3

Sizes = tuple[int, ...]


def channels_last(case: Case) -> Iterator[Candidate]:
    """Yield inputs whose first size looks like channels with that size last."""
    for name, path, shape in case.inputs():
        if len(shape) >= MAP and shape[0] in FEW_CHANNELS and shape[-1] not in FEW_CHANNELS:
            turned = [*shape[1:], shape[0]]
            yield _input(name, path, turned, ", channels last:")


def ranked(case: Case) -> Iterator[Candidate]:
    """Yield inputs without a batch axis, or with an axis for channels, or read as a map."""
    finding = case.diagnostic.finding
    assert isinstance(finding, WrongRank), "of a tensor of the wrong rank"
    missing = len(finding.shape) - finding.expected.count(" x ") - 1
    for name, path, shape in case.inputs():
        if missing > 0:
            yield _input(name, path, shape[missing:], ", without the batch axis,")
        elif missing == -1:
            yield _input(name, path, [*shape, 1], ", with one channel,")
    if finding.expected.count(" x ") == MAP - 1 and len(finding.shape) == 1:
        for channels in (1, 3):
            side = isqrt(int(str(finding.shape[0])) // channels)
            if side * side * channels == finding.shape[0] and "inputs" not in case.layer:
                target = [side, side, channels]
                table = {"type": "Reshape", "target_shape": target}
                title = f"a `Reshape` to {value_text(target)} before it"
                yield Candidate(title, (Insert(case.layer_path, table),))


def flattened(case: Case) -> Iterator[Candidate]:
    """Yield the network without the layer that took the height and width away."""
    finding = case.diagnostic.finding
    assert isinstance(finding, WrongRank), "of a tensor of the wrong rank"
    if finding.expected == "a vector":
        if "inputs" not in case.layer:
            yield Candidate(
                "a `Flatten` before it", (Insert(case.layer_path, {"type": "Flatten"}),)
            )
        return
    for path, table in case.upstream():
        kind = str(table.get("type", ""))
        if kind == "Flatten":
            yield Candidate("without the `Flatten` before, it", (Remove(path),))
            return
        if kind.startswith("Global"):
            title = f"`keepdims = true` on the `{kind}` before"
            yield Candidate(title, (Set((*path, "keepdims"), value=True),))
            yield Candidate(f"without the `{kind}` before, it", (Remove(path),))
            return


def grouped(case: Case) -> Iterator[Candidate]:
    """Yield groups that divide the channels, and filters that the groups divide."""
    finding = case.diagnostic.finding
    assert isinstance(finding, ChannelsNotDivisible), "of channels that cannot be shared"
    channels, groups = finding.channels, finding.groups
    if finding.side == "output":
        for filters in dict.fromkeys(
            (ceil(channels / groups) * groups, channels // groups * groups)
        ):
            if filters:
                yield _set(case, "filters", filters)
    divisors = [n for n in range(min(channels, groups), 1, -1) if channels % n == 0]
    for divisor in [*divisors[:1], 1]:
        yield _set(case, "groups", divisor)


def last_axis(case: Case) -> Iterator[Candidate]:
    """Yield the axis of channels."""
    yield Candidate(f"`{case.path[-1]} = -1`, the channels,", (Set(case.path, -1),))


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


def padded(case: Case) -> Iterator[Candidate]:
    """Yield a larger branch cropped, a smaller one padded, and inputs that halve more often."""
    for name, path, shape in case.inputs():
        for step in (8, 16, 32):
            up = [ceil(s / step) * step if isinstance(s, int) else s for s in shape[:-1]]
            if up != shape[:-1]:
                yield _input(name, path, [*up, shape[-1]], "")
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


def stretched(case: Case) -> Iterator[Candidate]:
    """Yield the merge that stretches sizes of 1."""
    finding = case.diagnostic.finding
    assert isinstance(finding, ShapesDiffer), "of shapes that differ"
    if finding.stretchable:
        yield _set(case, "broadcast", value=True)


def global_instead(case: Case) -> Iterator[Candidate]:
    """Yield the global pooling that gives the same numbers."""
    finding = case.diagnostic.finding
    assert isinstance(finding, AdaptiveToOne), "of an adaptive pooling"
    if max(finding.wanted) == 1:
        kind = f"Global{finding.layer_type.removeprefix('Adaptive')}"
        at = case.layer_path
        changes = Set((*at, "type"), kind), Set((*at, "keepdims"), value=True), Remove(case.path)
        yield Candidate(f"`{kind}` with `keepdims = true`", changes)


def reshaped(case: Case) -> Iterator[Candidate]:
    """Yield target shapes of which one size follows from the others."""
    finding = case.diagnostic.finding
    assert isinstance(finding, SizesDoNotMultiply), "of sizes that do not multiply"
    numbers, target = prod(map(int, map(str, finding.shape))), finding.target_shape
    for place in range(len(target) - 1, -1, -1):
        others = prod(size for at, size in enumerate(target) if at != place)
        if others > 0 and numbers % others == 0:
            right = [*target[:place], numbers // others, *target[place + 1 :]]
            yield _set(case, "target_shape", right)


def _pairs(case: Case) -> Iterator[tuple[tuple[str, Sizes], tuple[str, Sizes], int]]:
    """Yield a merge's two branches, each with the other, and the place of the first."""
    finding, names = case.diagnostic.finding, case.value
    assert isinstance(finding, ShapesDiffer), "of shapes that differ"
    shapes = [tuple(s for s in shape if isinstance(s, int)) for shape in finding.shapes]
    if not is_list(names) or len(names) != 2 or len(shapes) != 2:  # noqa: PLR2004
        return
    one, other = zip(map(str, names), shapes, strict=True)
    if len(one[1]) == len(other[1]) > 0:
        pairs = [(one, other, 0), (other, one, 1)]
        yield from sorted(pairs, key=lambda pair: pair[0][1][-1] > pair[1][1][-1])


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


def _input(name: str, path: tuple[str | int, ...], shape: list[object], why: str) -> Candidate:
    return Candidate(f"`{name} = {value_text(shape)}` in `inputs`{why}", (Set(path, shape),))


def _set(case: Case, key: str, value: object) -> Candidate:
    change = Set((*case.layer_path, key), value)
    return Candidate(f"`{key} = {value_text(value)}`", (change,))
