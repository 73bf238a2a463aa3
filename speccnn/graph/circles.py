"""Circles among nodes that cannot be put in order."""

from collections.abc import Iterator, Sequence


def circles(reads: Sequence[set[int]], stuck: set[int]) -> Iterator[tuple[int, ...]]:
    """Yield one circle for each group of nodes that all read each other, along the data.

    `reads` holds what each node reads. A circle starts at its first node; groups come in the order
    of theirs.
    """
    groups = (set(group) for group in _groups([sources & stuck for sources in reads], stuck))
    for group in sorted(groups, key=min):
        walk: dict[int, None] = {}
        at: int | None = min(group)
        while at is not None and at not in walk:
            walk[at] = None
            at = min(reads[at] & group, default=None)
        if at is not None:
            met = list(walk)
            circle = met[met.index(at) :][::-1]
            first = circle.index(min(circle))
            yield tuple(circle[first:] + circle[:first])


def _groups(reads: Sequence[set[int]], roots: set[int]) -> Iterator[list[int]]:
    """Yield the strongly connected groups (Tarjan, "Depth-first search", 1972)."""
    number: dict[int, int] = {}
    lowest: dict[int, int] = {}
    unfinished: dict[int, None] = {}
    for root in roots:
        path = [(root, iter(reads[root]))] if root not in number else []
        while path:
            at, rest = path[-1]
            if at not in number:
                number[at] = lowest[at] = len(number)
                unfinished[at] = None
            following = next(rest, None)
            if following is None:
                path.pop()
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[at])
                if lowest[at] == number[at]:
                    group: list[int] = []
                    while at not in group[-1:]:
                        group.append(unfinished.popitem()[0])
                    yield group
            elif following not in number:
                path.append((following, iter(reads[following])))
            elif following in unfinished:
                lowest[at] = min(lowest[at], number[following])
