"""Cases in which any two arguments of a layer meet with any two of their values."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from random import Random
from typing import TypeAlias

from fuzz.pools import values
from oracle.arguments import inputs
from oracle.fields import FIELDS
from oracle.verdicts import KINDS, Case, Refused, typed

Pools: TypeAlias = Mapping[str, Sequence[object]]
Choice: TypeAlias = Mapping[str, int]
Pair: TypeAlias = tuple[tuple[str, int], tuple[str, int]]

LEFT_OUT = object()
READS = "inputs"
TRIES, WANTED = 60, 12


def covering(kind: str, most: int) -> list[Case]:
    """Return cases that speccnn accepts, with all pairs of values that can be accepted.

    Of each argument there are `most` values at most, of which one is that it is left out, if it
    may be, and of the inputs more. A pair that `TRIES` random cases do not make
    acceptable counts as one that cannot be.
    """
    pools, rng = dict(_pools(kind, most)), Random(kind)  # noqa: S311  nobody attacks a test
    todo = dict.fromkeys(_pairs(pools))
    found: list[Case] = []
    while todo:
        pair = next(iter(todo))
        accepted = list(_accepted(kind, pools, dict(pair), rng))
        del todo[pair]
        if accepted:
            best = max(accepted, key=lambda chosen: sum(p in todo for p in _met(chosen)))
            found.append(_case(kind, pools, best))
            for met in _met(best):
                todo.pop(met, None)
    return found


def _accepted(kind: str, pools: Pools, wanted: Choice, rng: Random) -> Iterator[Choice]:
    """Yield up to `WANTED` random choices with the wanted values that speccnn accepts."""
    count = 0
    for _ in range(TRIES):
        chosen = {name: wanted.get(name, rng.randrange(len(pools[name]))) for name in pools}
        if not isinstance(typed(_case(kind, pools, chosen)), Refused):
            yield chosen
            count += 1
        if count == WANTED:
            return


def _case(kind: str, pools: Pools, chosen: Choice) -> Case:
    given = {name: pools[name][index] for name, index in chosen.items()}
    shapes = given.pop(READS)
    return Case(kind, {n: value for n, value in given.items() if value is not LEFT_OUT}, shapes)


def _pairs(pools: Pools) -> Iterator[Pair]:
    for one, other in combinations(pools, 2):
        for i in range(len(pools[one])):
            for j in range(len(pools[other])):
                yield (one, i), (other, j)


def _met(chosen: Choice) -> Iterator[Pair]:
    return combinations(chosen.items(), 2)


def _pools(kind: str, most: int) -> Iterator[tuple[str, list[object]]]:
    for name, field in FIELDS[kind].items():
        optional = [] if field.required else [LEFT_OUT]
        yield name, [*optional, *_different(values(field.good))][:most]
    few = (8 if KINDS[kind].merges else 2) * most  # of several shapes fewer fit each other
    yield READS, _different(values(inputs(kind)))[:few]


def _different(found: Sequence[object]) -> list[object]:
    return list({repr(value): value for value in found}.values())
