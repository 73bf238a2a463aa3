"""Whether the values that a parser gives are within the limits."""

from datetime import date, time
from math import isfinite
from typing import TypeAlias

from speccnn.syntax.limits import MAX_DEPTH
from speccnn.syntax.numbers import fits

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | date | time | None"


def is_sound(document: dict[str, Value]) -> bool:
    """Return whether all numbers are finite and in range and no value is nested too deeply."""
    containers: list[dict[str, Value] | list[Value]] = [document]
    for _ in range(MAX_DEPTH):
        inner: list[dict[str, Value] | list[Value]] = []
        for container in containers:
            for value in container.values() if isinstance(container, dict) else container:
                if isinstance(value, (dict, list)):
                    inner.append(value)
                elif isinstance(value, int):
                    if not fits(value):
                        return False
                elif isinstance(value, float) and not isfinite(value):
                    return False
        containers = inner
    return not containers
