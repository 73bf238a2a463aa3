"""Tensors of another shape than a layer can read."""

import re
from collections.abc import Iterator
from math import ceil, isqrt, prod

from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Insert, Remove, Rename, Set
from speccnn.language.canonical import value_text
from speccnn.layers.findings import ChannelsNotDivisible, WeightsDiffer, WrongRank
from speccnn.layers.reshape_findings import SizeNotDivisible, SizesDoNotMultiply
from speccnn.layers.size_findings import AdaptiveToOne

FEW_CHANNELS = {1, 2, 3, 4}
MAP = 3


def channels_last(case: Case) -> Iterator[Candidate]:
    """Yield inputs whose first size looks like channels with that size last."""
    for name, path, shape in case.inputs():
        if len(shape) >= MAP and shape[0] in FEW_CHANNELS and shape[-1] not in FEW_CHANNELS:
            turned = [*shape[1:], shape[0]]
            yield changed_input(name, path, turned, ", channels last,")


def ranked(case: Case) -> Iterator[Candidate]:
    """Yield inputs without a batch axis, or with an axis for channels, or read as a map."""
    finding = case.diagnostic.finding
    assert isinstance(finding, WrongRank), "of a tensor of the wrong rank"
    missing = len(finding.shape) - finding.expected.count(" x ") - 1
    for name, path, shape in case.inputs():
        if missing > 0 and (len(shape) > MAP or isinstance(shape[0], str)):
            yield changed_input(name, path, shape[missing:], ", without the batch axis,")
        elif missing == -1:
            yield changed_input(name, path, [*shape, 1], ", with one channel,")
    numbers = finding.shape[0] if len(finding.shape) == 1 else None
    if finding.expected.count(" x ") == MAP - 1 and isinstance(numbers, int):
        for channels in (1, 3):
            side = isqrt(numbers // channels)
            if side * side * channels == numbers and "inputs" not in case.layer:
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


def other_rank(case: Case) -> Iterator[Candidate]:
    """Yield the layer of the same kind for as many axes as its input has."""
    finding, kind = case.diagnostic.finding, str(case.layer.get("type"))
    assert isinstance(finding, WrongRank), "of a tensor of the wrong rank"
    found = re.fullmatch(r"(\w+)([123])D(\w*)", kind)
    axes = len(finding.shape) - 1
    if found and 1 <= axes <= MAP:
        right = f"{found[1]}{axes}D{found[3]}"
        yield Candidate(f'`type = "{right}"`', (Set((*case.layer_path, "type"), right),))


def pooled_globally(case: Case) -> Iterator[Candidate]:
    """Yield a global pooling in the place of a flattening."""
    for path, table in case.upstream():
        if table.get("type") == "Flatten":
            kind = "GlobalAveragePooling2D"
            title = f"a `{kind}` in place of the `Flatten`"
            yield Candidate(title, (Set((*path, "type"), kind),))
            return


def like_first(case: Case) -> Iterator[Candidate]:
    """Yield an input of the shape for which the weights were made."""
    finding = case.diagnostic.finding
    assert isinstance(finding, WeightsDiffer), "of weights that differ"
    for name, path, _ in case.inputs():
        if name == case.value:
            yield changed_input(name, path, list(finding.first), "")


def units_before(case: Case) -> Iterator[Candidate]:
    """Yield as many units before a reshaping as it needs."""
    finding = case.diagnostic.finding
    assert isinstance(finding, SizesDoNotMultiply), "of sizes that do not multiply"
    numbers = prod(finding.target_shape)
    for path, table in case.upstream():
        if table.get("type") == "Dense" and numbers > 0:
            title = f"`units = {numbers}` on the `Dense` before"
            yield Candidate(title, (Set((*path, "units"), numbers),))
        return


def channels_before(case: Case) -> Iterator[Candidate]:
    """Yield filters before that can be divided."""
    finding = case.diagnostic.finding
    assert isinstance(finding, SizeNotDivisible), "of a size that cannot be divided"
    divisor = finding.divisor
    for path, table in case.upstream():
        if finding.what == "channels" and table.get("filters") == finding.size:
            for filters in (
                ceil(finding.size / divisor) * divisor,
                finding.size // divisor * divisor,
            ):
                if filters:
                    title = f"`filters = {filters}` on the `{table['type']}` before"
                    yield Candidate(title, (Set((*path, "filters"), filters),))
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


def global_instead(case: Case) -> Iterator[Candidate]:
    """Yield the global pooling that gives the same numbers."""
    finding = case.diagnostic.finding
    assert isinstance(finding, AdaptiveToOne), "of an adaptive pooling"
    if max(finding.wanted) == 1:
        kind = f"Global{finding.layer_type.removeprefix('Adaptive')}"
        at = case.layer_path
        kept = Rename(case.path, "keepdims"), Set(case.path, value=True)
        changes = Set((*at, "type"), kind), *kept
        yield Candidate(f"`{kind}` with `keepdims = true`", changes)


def reshaped(case: Case) -> Iterator[Candidate]:
    """Yield target shapes of which one size follows from the others."""
    finding = case.diagnostic.finding
    assert isinstance(finding, SizesDoNotMultiply), "of sizes that do not multiply"
    numbers, target = prod(finding.shape), finding.target_shape
    if not isinstance(numbers, int):
        return
    for place in range(len(target) - 1, -1, -1):
        others = prod(size for at, size in enumerate(target) if at != place)
        if others > 0 and numbers % others == 0:
            right = [*target[:place], numbers // others, *target[place + 1 :]]
            yield _set(case, "target_shape", right)


def changed_input(
    name: str, path: tuple[str | int, ...], shape: list[object], why: str
) -> Candidate:
    """Return another shape for an input."""
    return Candidate(f"`{name} = {value_text(shape)}` in `inputs`{why}", (Set(path, shape),))


def _set(case: Case, key: str, value: object) -> Candidate:
    change = Set((*case.layer_path, key), value)
    return Candidate(f"`{key} = {value_text(value)}`", (change,))
