"""The values that the tests of single layers draw, kept to be picked by a seeded generator."""

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

KEPT = 40

_POOLS: dict[SearchStrategy[object], tuple[object, ...]] = {}


def values(strategy: SearchStrategy[object]) -> tuple[object, ...]:
    """Return some values of a strategy, always the same ones."""
    if strategy not in _POOLS:
        _POOLS[strategy] = _drawn(strategy)
    return _POOLS[strategy]


def _drawn(strategy: SearchStrategy[object]) -> tuple[object, ...]:
    found: list[object] = []

    @seed(0)
    @settings(
        max_examples=KEPT,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: object) -> None:
        found.append(value)

    collect()
    return tuple(found)
