"""Convolutions that run everywhere, for those that do not."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import Change, Insert, Remove, Rename, Set
from speccnn.language.canonical import value_text
from speccnn.layers.kernel_findings import (
    DilatedTransposed,
    KernelOfOneNumber,
    StridedPoints,
    UnequalStrides,
)

Sides: TypeAlias = int | list[int] | list[list[int]]

OF_KERNEL = ("initializer", "regularizer")
OF_WINDOWS = ("kernel_size", "strides", "padding", "rounding", "trainable")


def grouped(case: Case) -> Iterator[Candidate]:
    """Yield convolutions with a group for each channel, and equal strides."""
    finding = case.diagnostic.finding
    assert isinstance(finding, UnequalStrides), "of strides that differ"
    if finding.channels is not None:
        groups: dict[str, object] = {
            "filters": finding.channels * finding.depth_multiplier,
            "groups": finding.channels,
        }
        if finding.layer_type == "DepthwiseConv2D":
            yield _as_convolution(case, groups)
        else:
            yield _as_two(case, groups)
    for strides in (max(finding.strides), 1):
        yield Candidate(f"`strides = {strides}`", (Set((*case.layer_path, "strides"), strides),))


def _as_convolution(case: Case, groups: Mapping[str, object]) -> Candidate:
    changes = [
        *_set(case, {"type": "Conv2D", **groups}),
        *_removed(case, "depth_multiplier"),
        *_renamed(case, "depthwise", "kernel"),
    ]
    return Candidate(f"`Conv2D` with {_shown(groups)}", tuple(changes))


def _as_two(case: Case, groups: Mapping[str, object]) -> Candidate:
    """Return a convolution of channels before one that mixes them."""
    first: dict[str, object] = {"type": "Conv2D", **groups}
    first |= {key: case.layer[key] for key in ("inputs", *OF_WINDOWS) if key in case.layer}
    first |= {
        f"kernel_{role}": case.layer[f"depthwise_{role}"]
        for role in OF_KERNEL
        if f"depthwise_{role}" in case.layer
    }
    gone = ("inputs", "strides", "padding", "rounding", "depth_multiplier")
    changes = [
        Insert(case.layer_path, {**first, "use_bias": False}),
        *_set(case, {"type": "Conv2D", "kernel_size": 1}),
        *_removed(case, *gone, *(f"depthwise_{role}" for role in OF_KERNEL)),
        *_renamed(case, "pointwise", "kernel"),
    ]
    title = f"a `Conv2D` with {_shown(groups)} before a `Conv2D` with windows of 1"
    return Candidate(title, tuple(changes))


def convolved(case: Case) -> Iterator[Candidate]:
    """Yield the convolution that a transposed one without strides is, and one without dilation."""
    finding = case.diagnostic.finding
    assert isinstance(finding, DilatedTransposed), "of a transposed convolution that dilates"
    if max(finding.strides) == 1:
        kind, padding = finding.layer_type.removesuffix("Transpose"), _padding(finding)
        changes = [
            *_set(case, {"type": kind, "padding": padding}),
            *_removed(case, "output_padding"),
        ]
        title = f"`{kind}` with `padding = {value_text(padding)}`"
        yield Candidate(title, tuple(changes))
    changes = _removed(case, "dilation_rate")
    yield Candidate("without `dilation_rate` it", tuple(changes))


def multiplied(case: Case) -> Iterator[Candidate]:
    """Yield layers that multiply by one number everywhere, and more numbers."""
    finding, layer = case.diagnostic.finding, case.layer
    assert isinstance(finding, KernelOfOneNumber), "of a kernel of a single number"
    if finding.layer_type.startswith("Separable"):
        kind = finding.layer_type.removeprefix("Separable")
        gone = ["depth_multiplier", *(f"depthwise_{role}" for role in OF_KERNEL)]
        changes = [
            *_set(case, {"type": kind}),
            *_removed(case, *gone),
            *_renamed(case, "pointwise", "kernel"),
        ]
        yield Candidate(f"`{kind}`", tuple(changes))
    elif not {"strides", "groups"} & layer.keys() and isinstance(layer.get("padding", ""), str):
        gone = ["filters", *OF_WINDOWS[:-1], "dilation_rate", "depth_multiplier", "output_padding"]
        changes = [
            *_set(case, {"type": "Dense", "units": 1}),
            *_removed(case, *gone),
            *_renamed(case, "depthwise", "kernel"),
        ]
        yield Candidate("`Dense` with `units = 1`", tuple(changes))
    key = "filters" if "filters" in layer else "depth_multiplier"
    count = layer.get(key, 1)
    if isinstance(count, int):
        twice = 2 * count
        yield Candidate(f"`{key} = {twice}`", (Set((*case.layer_path, key), twice),))
    yield Candidate("`kernel_size = 3`", (Set((*case.layer_path, "kernel_size"), 3),))


def widened(case: Case) -> Iterator[Candidate]:
    """Yield windows as wide as the strides."""
    finding = case.diagnostic.finding
    assert isinstance(finding, StridedPoints), "of windows of 1 that step"
    first = finding.strides[0]
    size = first if len({*finding.strides}) == 1 else list(finding.strides)
    change = Set((*case.layer_path, "kernel_size"), size)
    yield Candidate(f"`kernel_size = {value_text(size)}`", (change,))


def _padding(finding: DilatedTransposed) -> str | Sides:
    """Return the padding of the convolution, in the shortest form.

    Of k - 1 places under "same" TensorFlow puts the odd one at the end of a convolution's input,
    and so before that of a transposed one.
    """
    windows = zip(finding.kernel_size, finding.dilation_rate, strict=True)
    rest = [rate * (kernel - 1) for kernel, rate in windows]
    if finding.padding == "same":
        if not any(places % 2 for places in rest):
            return "same"
        sides = [[places - places // 2, places // 2] for places in rest]
        return sides[0] if len(sides) == 1 else sides
    return rest[0] if len(set(rest)) == 1 else rest


def _set(case: Case, values: Mapping[str, object]) -> list[Change]:
    return [Set((*case.layer_path, key), value) for key, value in values.items()]


def _removed(case: Case, *keys: str) -> list[Change]:
    return [Remove((*case.layer_path, key)) for key in keys if key in case.layer]


def _renamed(case: Case, old: str, new: str) -> list[Change]:
    return [
        Rename((*case.layer_path, f"{old}_{role}"), f"{new}_{role}")
        for role in OF_KERNEL
        if f"{old}_{role}" in case.layer
    ]


def _shown(values: Mapping[str, object]) -> str:
    return " and ".join(f"`{key} = {value}`" for key, value in values.items())
