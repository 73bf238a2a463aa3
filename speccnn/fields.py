"""The small types that fields of specs share: names, sizes, rates."""

from typing import Annotated, TypeAlias, TypeGuard

from speccnn.closed import Bounds, Form, Pattern, Spelled

LARGEST = 2**31 - 1

Name: TypeAlias = Annotated[str, Pattern("[A-Za-z][A-Za-z0-9_]{0,63}"), Form("a name")]
LayerName: TypeAlias = Annotated[str, Pattern("[A-Za-z][A-Za-z0-9_]{0,199}"), Form("a name")]
Positive: TypeAlias = Annotated[int, Bounds(ge=1, le=LARGEST)]
NonNegative: TypeAlias = Annotated[int, Bounds(ge=0, le=LARGEST)]
FiniteNonNegative: TypeAlias = Annotated[float, Bounds(ge=0)]
FinitePositive: TypeAlias = Annotated[float, Bounds(gt=0)]
Share: TypeAlias = Annotated[float, Bounds(ge=0, le=1)]


def is_list(value: object) -> TypeGuard[list[object]]:
    """Whether a value of a spec is a list."""
    return isinstance(value, list)


def is_table(value: object) -> TypeGuard[dict[str, object]]:
    """Whether a value of a spec is a table; the readers give tables string keys only."""
    return isinstance(value, dict)


def is_tuple(value: object) -> TypeGuard[tuple[object, ...]]:
    """Whether the value of a field is a tuple."""
    return isinstance(value, tuple)


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names: TypeAlias = Annotated[
    tuple[str, ...],
    Bounds(min_length=1),
    Spelled(_listed, str),
    Form("a name or a list of names"),
]
