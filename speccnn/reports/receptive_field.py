"""Which input places one output place can see.

On each axis, what a place sees reaches from one input place to another; both move on by `advance`
input places every `period` output places. Convolution and pooling keep the period at 1: with stride
s, span k and padding p before it, a window over places that see jump * q + first to jump * q + last
gives first - jump * p, last + jump * (k - 1 - p) and jump * s (Araujo, Norris and Sim, "Computing
receptive fields of convolutional neural networks", 2019, section 2). Where each place is laid out
over s places, the period grows s-fold and the places in it see differently; the size that is told
is the largest, the stride the average, advance / period. Where branches meet, the union is seen.

Nothing is clipped at the borders of the input: padding counts as seen. Input places that a window
with gaps jumps over count too, from its first to its last.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import TypeAlias, final

from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.layers.spread import Reading, Spread
from speccnn.sizes.formula import Size, StillNamedError, TooIntricateError, known
from speccnn.sizes.solve import never_below

LONGEST_PERIOD = 1024


class UnevenError(Exception):
    """Places that do not see alike at an even step, or a period that is too long to be told."""


@final
@dataclass(frozen=True)
class Reach:
    """The input places that output places see on one axis.

    Place q sees `firsts[r] + advance * n` to `lasts[r] + advance * n`, where q = n * period + r.
    """

    firsts: tuple[Size, ...] = (0,)
    lasts: tuple[Size, ...] = (0,)
    advance: int = 1

    @property
    def period(self) -> int:
        """After how many places all is the same again, `advance` input places further on."""
        return len(self.firsts)

    @cached_property
    def size(self) -> Size:
        """How many places lie from the first to the last that a place sees, at most.

        Raise `UnevenError` where names decide at which place that is.
        """
        spans = (last - first + 1 for first, last in zip(self.firsts, self.lasts, strict=True))
        return _largest(spans)

    @property
    def stride(self) -> Fraction:
        """How many input places a step of one place is on average."""
        return Fraction(self.advance, self.period)

    def first(self, place: Size) -> Size:
        """Return the first input place that a place sees."""
        return self.firsts[known(place % self.period)] + place // self.period * self.advance

    def last(self, place: Size) -> Size:
        """Return the last input place that a place sees."""
        return self.lasts[known(place % self.period)] + place // self.period * self.advance

    def through(self, reading: Reading, size: Size) -> "Reach":
        """Return what is seen by reading a tensor of this size, whose places see this."""
        if isinstance(reading, Spread):
            return self._through_spread(reading)
        before, stride = reading.before(size), reading.stride
        period = self.period // gcd(self.period, stride)
        starts = [place * stride - before for place in range(period)]
        return Reach(
            tuple(map(self.first, starts)),
            tuple(self.last(start + reading.span - 1) for start in starts),
            self.advance * stride * period // self.period,
        )

    def _through_spread(self, spread: Spread) -> "Reach":
        span, stride, before = spread
        if span < stride or self.period * stride > LONGEST_PERIOD:
            raise UnevenError
        ends = range(before, before + self.period * stride)
        return Reach(
            tuple(self.first(-((span - 1 - end) // stride)) for end in ends),
            tuple(self.last(end // stride) for end in ends),
            self.advance,
        )

    def over(self, period: int) -> "Reach":
        """Return the same with a multiple of its period."""
        return Reach(
            tuple(map(self.first, range(period))),
            tuple(map(self.last, range(period))),
            self.advance * (period // self.period),
        )


Reaches: TypeAlias = tuple[Reach, ...] | None


def receptive_fields(model: TypedGraph) -> Mapping[str, Reaches]:
    """Return for each input and node its reach on each spatial axis.

    None stands for a tensor without spatial axes, or whose places see all, or see unevenly.
    """
    fields: dict[str, Reaches] = {
        name: (Reach(),) * len(given.spatial) or None for name, given in model.inputs.items()
    }
    for node in model.nodes:
        try:
            field = _through(node, [fields[name] for name in node.inputs])
            fields[node.name] = field if field and all(reach.size for reach in field) else None
        except (UnevenError, StillNamedError, TooIntricateError):
            fields[node.name] = None
    return fields


def _through(node: TypedNode, fields: list[Reaches]) -> Reaches:
    known_fields = [field for field in fields if field is not None]
    windows = node.layer.window(node.reads[0])
    if windows is None or len(known_fields) < len(fields) or _is_stretched(node):
        return None
    return tuple(
        _united(reaches).through(window, size)
        for *reaches, window, size in zip(
            *known_fields, windows, node.reads[0].spatial, strict=True
        )
    )


def _is_stretched(node: TypedNode) -> bool:
    """Whether places of a map all read one place of another."""
    return node.layer.merges and any(
        size == 1 != wide
        for x in node.reads
        for size, wide in zip(x.spatial, node.output.spatial, strict=True)
    )


def _united(reaches: list[Reach]) -> Reach:
    """Return what is seen through branches; raise `UnevenError` unless they step alike."""
    if all(reach == reaches[0] for reach in reaches):
        return reaches[0]
    period = lcm(*(reach.period for reach in reaches))
    if len({reach.stride for reach in reaches}) > 1 or period > LONGEST_PERIOD:
        raise UnevenError
    alike = [reach.over(period) for reach in reaches]
    return Reach(
        tuple(-_largest(-reach.firsts[place] for reach in alike) for place in range(period)),
        tuple(_largest(reach.lasts[place] for reach in alike) for place in range(period)),
        alike[0].advance,
    )


def _largest(sizes: Iterable[Size]) -> Size:
    """Return the size that no other exceeds; raise `UnevenError` where names decide which."""
    largest, *others = dict.fromkeys(sizes)
    for size in others:
        if never_below(size, largest):
            largest = size
        elif not never_below(largest, size):
            raise UnevenError
    return largest
