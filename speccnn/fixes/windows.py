"""Windows that do not fit, or do not divide, what they slide over."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeAlias

from speccnn.diagnostics.sink import Path
from speccnn.fields import is_list
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Remove, Set
from speccnn.language.canonical import value_text
from speccnn.layers.findings import PaddingCoversWindow
from speccnn.layers.size_findings import CroppedAway
from speccnn.layers.transposed_findings import OutputPaddingTooLarge
from speccnn.layers.window_findings import OnAxis, SizeNotExact, SizeRoundedDown, WindowDoesNotFit
from speccnn.sizes.formula import known

Layer: TypeAlias = tuple[Path, dict[str, object]]

MOST_BEFORE = 12
MOST_NAMED = 3
PAIR = 2
MOST_STRIDE = 2
POOLING = ("MaxPooling", "AveragePooling")
SLIDING = ("Conv", *POOLING, "DepthwiseConv", "SeparableConv")


def fitting(case: Case) -> Iterator[Candidate]:
    """Yield padding, or the largest window that fits."""
    finding = case.diagnostic.finding
    assert isinstance(finding, WindowDoesNotFit), "of a window that does not fit"
    yield _set(case, "padding", "same")
    axis = finding.axes[0]
    reach = axis.size + sum(axis.window.sides(axis.size))
    largest = (reach - 1) // axis.window.dilation + 1
    if largest > 1:
        yield _set(case, str(case.path[-1]), largest)


def without(case: Case) -> Iterator[Candidate]:
    """Yield the network without a pooling that finds too little to pool."""
    kind = str(case.layer.get("type", ""))
    if kind.startswith(POOLING):
        yield Candidate(f"without this `{kind}`", (Remove(case.layer_path),))


def larger_before(case: Case) -> Iterator[Candidate]:
    """Yield larger maps: without the last pooling before, or with padding all the way."""
    yield from same_before(case)
    for path, table in case.upstream():
        if str(table.get("type", "")).startswith(POOLING):
            name = table.get("name")
            which = f"`{name}`" if isinstance(name, str) else "the last pooling before"
            yield Candidate(f"without {which}, it", (Remove(path),))
            return


def same_before(case: Case) -> Iterator[Candidate]:
    """Yield padding for the last windowed layer before, for the last two, and so on."""
    found = list(islice(unpadded(case.upstream()), MOST_BEFORE))
    for count in dict.fromkeys((1, 2, 3, len(found))):
        if 0 < count <= len(found):
            yield with_same(found[:count])._replace(family="same")


def unpadded(layers: Iterable[Layer]) -> Iterator[Layer]:
    """Yield the layers whose windows make a map smaller for want of padding."""
    for path, table in layers:
        kind = str(table.get("type", ""))
        if kind.startswith(SLIDING) and "Transpose" not in kind and table.get("padding") != "same":
            yield path, table


def with_same(layers: list[Layer]) -> Candidate:
    """Return layers with as much padding as keeps the size."""
    changes = tuple(Set((*path, "padding"), "same") for path, _ in layers)
    names = [
        f"`{name}`" if isinstance(name := table.get("name"), str) else f"the {table['type']} before"
        for _, table in layers
    ]
    where = " and ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} layers before"
    return Candidate(f'`padding = "same"` on {where}', changes)


def exact(case: Case) -> Iterator[Candidate]:
    """Yield the nearest window, stride, padding and input with which the division is exact."""
    finding = case.diagnostic.finding
    assert isinstance(finding, SizeRoundedDown | SizeNotExact), "of a division that is not exact"
    axis = finding.axes[0]
    yield from _exact_padding(case, axis, both=len(finding.axes) == PAIR)
    nearest = axis.window.nearest(axis.size)
    for name, quantity in (
        (str(case.path[-1]), "kernel"),
        ("padding", "padding"),
        ("strides", "stride"),
    ):
        for value in nearest[quantity]:
            far = quantity == "stride" and abs(value - axis.window.stride) > MOST_STRIDE
            single = len(finding.axes) > 1 or not is_list(case.layer.get(name))
            if value > 1 and single and not far:
                yield _set(case, name, value)
    for name, path, shape in case.inputs():
        for size in nearest["input"] if axis.size in shape else ():
            resized = [size if old == axis.size else old for old in shape]
            shown = value_text(resized)
            yield Candidate(f"`{name} = {shown}` in `inputs`", (Set(path, resized),))
    if isinstance(finding, SizeNotExact):
        change = Remove((*case.layer_path, "rounding"))
        yield Candidate('without `rounding = "exact"` the size is rounded down; it', (change,))


def _exact_padding(case: Case, axis: OnAxis, *, both: bool) -> Iterator[Candidate]:
    """Yield padding without what the rounding drops, or padding where there is none."""
    if axis.window.padding == "valid" and axis.window.stride > 1:
        yield _set(case, "padding", "same")
        return
    before, after = axis.window.sides(axis.size)
    rest = known(axis.window.remainder(axis.size))
    if both and 0 < rest <= after:
        yield _set(case, "padding", [[before, after - rest]] * PAIR)


def one_of_two(case: Case) -> Iterator[Candidate]:
    """Yield a layer that only strides, and one that only dilates."""
    for key in ("dilation_rate", "strides"):
        yield _set(case, key, 1)


def less_padding(case: Case) -> Iterator[Candidate]:
    """Yield padding of half a window, and the most that there can be."""
    finding = case.diagnostic.finding
    assert isinstance(finding, PaddingCoversWindow), "of padding that holds a window"
    for padding in dict.fromkeys((finding.pool_size // 2, finding.pool_size - 1)):
        yield _set(case, "padding", padding)


def output_padding(case: Case) -> Iterator[Candidate]:
    """Yield no output padding, and the most that there can be."""
    yield Candidate("without `output_padding` it", (Remove(case.path),))
    finding = case.diagnostic.finding
    if isinstance(finding, OutputPaddingTooLarge):
        yield _set(case, "output_padding", finding.stride - 1)
    else:
        yield _set(case, "output_padding", 1)


def cropping(case: Case) -> Iterator[Candidate]:
    """Yield the most that can be cropped on both sides alike."""
    finding = case.diagnostic.finding
    assert isinstance(finding, CroppedAway), "of a map that is cropped away"
    if finding.size > 2:  # noqa: PLR2004
        yield _set(case, "cropping", (finding.size - 1) // 2)


def one_ratio(case: Case) -> Iterator[Candidate]:
    """Yield a resizing that only crops, and one that only pads."""
    for key in ("pad_to_aspect_ratio", "crop_to_aspect_ratio"):
        yield Candidate(f"without `{key}` it", (Remove((*case.layer_path, key)),))


def _set(case: Case, key: str, value: object) -> Candidate:
    change = Set((*case.layer_path, key), value)
    return Candidate(f"`{key} = {value_text(value)}`", (change,))
