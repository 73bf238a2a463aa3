"""Exact sets of sizes: from some size on they repeat with a period.

A set of whole numbers from 1 on is kept as pieces one after the other. Each piece says where it
starts, with which period its members repeat, and, as the bits of a number, which remainders they
leave. The last piece goes on for ever.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import count, islice
from math import lcm
from typing import NamedTuple, final

from speccnn.sizes.formula import TooIntricateError
from speccnn.values import Frozen

LONGEST_PERIOD = 100_000
FEW = 64


@final
class Piece(NamedTuple):
    """The members from `start` on: x is one if bit x mod `period` of `members` is set."""

    start: int
    period: int
    members: int

    def __contains__(self, size: object) -> bool:
        return isinstance(size, int) and bool(self.members >> size % self.period & 1)

    @property
    def residues(self) -> tuple[int, ...]:
        """The remainders that the members leave when divided by the period."""
        bits = reversed(f"{self.members:b}")
        return tuple(residue for residue, bit in enumerate(bits) if bit == "1")

    def over(self, period: int) -> int:
        """Return the bits for a multiple of the period."""
        copies = ((1 << period) - 1) // ((1 << self.period) - 1)
        return self.members * copies

    def reduced(self) -> "Piece":
        """Return the piece with the shortest period."""
        for factor in _prime_factors(self.period):
            shorter = self.period // factor
            low = self.members & ((1 << shorter) - 1)
            if Piece(self.start, shorter, low).over(self.period) == self.members:
                return Piece(self.start, shorter, low).reduced()
        return self


@final
class SizeSet(Frozen):
    """A set of sizes."""

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        vars(self)["pieces"] = _joined(pieces)

    pieces: tuple[Piece, ...]

    @classmethod
    def starting_at(cls, least: int) -> "SizeSet":
        """Return all sizes from `least` on."""
        pieces = (Piece(1, 1, 0), Piece(least, 1, 1))
        return cls(pieces if least > 1 else (Piece(1, 1, 1),))

    @classmethod
    def only(cls, size: int) -> "SizeSet":
        """Return the set of one size."""
        return cls.starting_at(size) - cls.starting_at(size + 1)

    @classmethod
    def classes(cls, period: int, residues: Iterable[int]) -> "SizeSet":
        """Return all sizes that leave one of `residues` when divided by `period`."""
        return cls((Piece(1, period, sum(1 << r for r in set(residues))),))

    def __contains__(self, size: object) -> bool:
        if not isinstance(size, int) or size < 1:
            return False
        return size in next(piece for piece in reversed(self.pieces) if piece.start <= size)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SizeSet) and not self - other and not other - self

    def __hash__(self) -> int:
        return hash(tuple(islice(self.members(), FEW)))

    def __and__(self, other: "SizeSet") -> "SizeSet":
        return self._with(other, lambda a, b, _: a & b)

    def __or__(self, other: "SizeSet") -> "SizeSet":
        return self._with(other, lambda a, b, _: a | b)

    def __sub__(self, other: "SizeSet") -> "SizeSet":
        return self._with(other, lambda a, b, every: a & (b ^ every))

    def __bool__(self) -> bool:
        return self.smallest() is not None

    @property
    def last(self) -> Piece:
        """The piece that goes on for ever."""
        return self.pieces[-1]

    @property
    def is_bounded(self) -> bool:
        """Whether there is a largest size in it, or none at all."""
        return not self.last.members

    def smallest(self) -> int | None:
        """Return the smallest size; None if there is none."""
        return next(self.members(), None)

    def largest(self) -> int | None:
        """Return the largest size; None if there is none."""
        if not self.is_bounded:
            return None
        found = None
        for piece, end in self.ranges():
            assert end is not None, "a bounded set has no last piece"
            window = range(end - 1, max(piece.start, end - piece.period) - 1, -1)
            found = next((size for size in window if size in piece), found)
        return found

    def ranges(self) -> Iterator[tuple[Piece, int | None]]:
        """Yield each piece that has members, with the size before which it ends."""
        ends = [*(piece.start for piece in self.pieces[1:]), None]
        for piece, end in zip(self.pieces, ends, strict=True):
            if piece.members:
                yield piece, end

    def around(self, size: int) -> tuple[int, ...]:
        """Return the nearest members below and above a size, as far as there are any."""
        below = (self - SizeSet.starting_at(size)).largest()
        above = (self & SizeSet.starting_at(size + 1)).smallest()
        return tuple(found for found in (below, above) if found is not None)

    def members(self) -> Iterator[int]:
        """Yield the sizes, smaller ones first; there may be no end."""
        for piece, end in self.ranges():
            places = sorted((residue - piece.start) % piece.period for residue in piece.residues)
            for start in count(piece.start, piece.period):
                if end is not None and start >= end:
                    break
                yield from (start + p for p in places if end is None or start + p < end)

    def _with(self, other: "SizeSet", join: Callable[[int, int, int], int]) -> "SizeSet":
        starts = sorted({piece.start for piece in (*self.pieces, *other.pieces)})
        pieces: list[Piece] = []
        for start in starts:
            a = next(piece for piece in reversed(self.pieces) if piece.start <= start)
            b = next(piece for piece in reversed(other.pieces) if piece.start <= start)
            period = lcm(a.period, b.period)
            if period > LONGEST_PERIOD:
                raise TooIntricateError
            members = join(a.over(period), b.over(period), (1 << period) - 1)
            pieces.append(Piece(start, period, members))
        return SizeSet(tuple(pieces))


def together(sets: Mapping[str, SizeSet]) -> Iterator[dict[str, int]]:
    """Yield sizes for several names at once, those of the smallest sum first."""
    members = {name: _Members(sizes.members()) for name, sizes in sets.items()}
    first = tuple(0 for _ in members)
    queue, seen = [(0, first)], {first}
    while queue:
        _, places = heappop(queue)
        sizes = [kept.at(place) for kept, place in zip(members.values(), places, strict=True)]
        known = [size for size in sizes if size is not None]
        if len(known) < len(sizes):
            continue
        yield dict(zip(members, known, strict=True))
        for axis in range(len(places)):
            after = (*places[:axis], places[axis] + 1, *places[axis + 1 :])
            if after not in seen:
                seen.add(after)
                others = zip(members.values(), after, strict=True)
                heappush(queue, (sum(kept.at(place) or 0 for kept, place in others), after))


@final
class _Members:
    """The members of a set by their places, made as they are asked for."""

    def __init__(self, members: Iterator[int]) -> None:
        self._members = members
        self._made: list[int] = []

    def at(self, place: int) -> int | None:
        """Return the member at a place; None beyond the last."""
        self._made += islice(self._members, max(0, place + 1 - len(self._made)))
        return self._made[place] if place < len(self._made) else None


def _joined(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with shortest periods, and those that continue the one after as one."""
    joined: list[Piece] = []
    for piece in reversed([piece.reduced() for piece in pieces]):
        if joined and _continues(piece, joined[-1]):
            joined[-1] = joined[-1]._replace(start=piece.start)
        else:
            joined.append(piece)
    return tuple(reversed(joined))


def _continues(piece: Piece, after: Piece) -> bool:
    """Whether a piece that ends where `after` starts has the members that `after` would have."""
    if (piece.period, piece.members) == (after.period, after.members):
        return True
    length = after.start - piece.start
    if length > max(FEW, 2 * max(piece.period, after.period)):
        return False
    return all((size in piece) == (size in after) for size in range(piece.start, after.start))


def _prime_factors(number: int) -> Iterator[int]:
    factor = 2
    while factor * factor <= number:
        if number % factor == 0:
            yield factor
            while number % factor == 0:
                number //= factor
        factor += 1
    if number > 1:
        yield number
