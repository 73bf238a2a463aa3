"""The arithmetic of windows: the lecture's numbers, and counting places one by one."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speccnn.layers.windows import Axis

FARTHEST = 64

sides = st.tuples(st.integers(0, 6), st.integers(0, 6))
axes = st.builds(
    Axis,
    kernel=st.integers(1, 6),
    stride=st.integers(1, 6),
    dilation=st.integers(1, 3),
    padding=st.just("valid") | sides,
)
any_axes = axes | st.builds(
    Axis,
    kernel=st.integers(1, 6),
    stride=st.integers(1, 6),
    dilation=st.integers(1, 3),
    padding=st.sampled_from(["same", "causal"]),
)
sizes = st.integers(1, 12) | st.integers(13, 40)


def positions(axis: Axis, size: int) -> list[range]:
    """Return what the window covers at each of its positions, the input's places being 0 on."""
    before, after = axis.sides(size)
    span = axis.dilation * (axis.kernel - 1) + 1
    starts = range(-before, size + after - span + 1, axis.stride)
    return [range(start, start + span) for start in starts]


@pytest.mark.parametrize(
    ("axis", "size", "output"),
    [
        (Axis(3, 2), 7, 3),
        (Axis(3, 3), 7, 2),
        (Axis(3, 3, padding=(1, 1)), 7, 3),
        (Axis(3, 1), 5, 3),
        (Axis(7, 2, padding=(3, 3)), 224, 112),
        (Axis(2, 2), 28, 14),
        (Axis(3, 1, dilation=2), 7, 3),
        (Axis(3, 2, padding="same"), 7, 4),
        (Axis(3, 5, padding="same"), 2, 1),
        (Axis(1, 2), 56, 28),
    ],
)
def test_gives_the_size_that_the_lecture_gives(axis: Axis, size: int, output: int) -> None:
    assert axis.output(size) == output


@pytest.mark.parametrize(("kernel", "padding"), [(3, 1), (5, 2), (7, 3)])
def test_same_pads_half_the_kernel_at_stride_1(kernel: int, padding: int) -> None:
    axis = Axis(kernel, padding="same")
    assert axis.sides(28) == (padding, padding)
    assert axis.output(28) == 28


def test_same_pads_the_odd_place_at_the_end() -> None:
    assert Axis(2, padding="same").sides(8) == (0, 1)
    assert Axis(3, 2, padding="same").sides(8) == (0, 1)


def test_names_the_nearest_exact_choices_of_the_lecture() -> None:
    assert Axis(3, 3).nearest(7) == {
        "kernel": (1, 4),
        "stride": (2, 4),
        "padding": (1,),
        "input": (6, 9),
    }


@given(any_axes, sizes)
def test_fits_and_gives_as_many_places_as_there_are_positions(axis: Axis, size: int) -> None:
    found = positions(axis, size)
    assert (axis.output(size) >= 1) == bool(found)
    if found:
        assert axis.output(size) == len(found)
        end = size + axis.sides(size)[1]
        leftover = end - found[-1].stop
        assert axis.padding == "same" or axis.remainder(size) == leftover


def places_lost(axis: Axis, size: int) -> int:
    """Count the input places after the last window, unless as many are skipped between windows."""
    last = max(place for window in positions(axis, size) for place in window)
    after = sum(1 for place in range(size) if place > last)
    first, second, *_ = positions(Axis(axis.kernel, axis.stride, axis.dilation), 100)
    skipped_everywhere = sum(1 for place in range(first.stop, second.start) if place not in first)
    return after if after > skipped_everywhere else 0


@pytest.mark.parametrize("stride", range(1, 7))
def test_unread_counts_every_small_case(stride: int) -> None:
    paddings = ["valid", "same", *product(range(5), range(5))]
    for kernel, dilation, padding, size in product(range(1, 5), (1, 2), paddings, range(1, 9)):
        axis = Axis(kernel, stride, dilation, padding)
        if positions(axis, size):
            assert axis.unread(size) == places_lost(axis, size), (axis, size)


@settings(max_examples=500)
@given(any_axes, sizes)
def test_unread_counts_the_places_after_the_last_window(axis: Axis, size: int) -> None:
    if positions(axis, size):
        assert axis.unread(size) == places_lost(axis, size)


@settings(max_examples=500)
@given(axes, sizes)
def test_nearest_is_exact_and_nothing_nearer_is(axis: Axis, size: int) -> None:
    before, after = axis.sides(size)
    today = {"kernel": axis.kernel, "stride": axis.stride, "padding": before, "input": size}
    least = {"kernel": 1, "stride": 1, "padding": 0, "input": 1}
    found = axis.nearest(size)
    for quantity, value in today.items():
        if quantity == "padding" and before != after:
            assert found[quantity] == ()
            continue
        exact = [
            other
            for other in range(least[quantity], value + FARTHEST + 1)
            if other != value and divides(axis, size, quantity, other)
        ]
        below = [other for other in exact if value - FARTHEST <= other < value]
        above = [other for other in exact if other > value]
        assert found[quantity] == (*below[-1:], *above[:1])


def divides(axis: Axis, size: int, quantity: str, value: int) -> bool:
    """Whether windows fill the padded input exactly when one quantity has another value."""
    changed = {
        "kernel": axis.kernel,
        "stride": axis.stride,
        "padding": axis.sides(size),
        "input": size,
    }
    changed[quantity] = (value, value) if quantity == "padding" else value
    span = axis.dilation * (changed["kernel"] - 1) + 1
    slack = changed["input"] + sum(changed["padding"]) - span
    wholly_in_padding = quantity == "padding" and value >= span
    return slack >= 0 and slack % changed["stride"] == 0 and not wholly_in_padding
