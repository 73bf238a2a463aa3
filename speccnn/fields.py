"""The small types that fields of specs share: names, sizes, rates."""

from typing import Annotated, TypeAlias, TypeGuard

from pydantic import BeforeValidator, Field, Strict, WithJsonSchema

LARGEST = 2**31 - 1
NAME_PATTERN = "^[A-Za-z][A-Za-z0-9_]{0,63}$"

Name: TypeAlias = Annotated[
    str,
    Field(pattern=NAME_PATTERN, description="a name"),
    # `$` of Python and JavaScript engines accepts one newline more than ours does.
    WithJsonSchema({"type": "string", "pattern": NAME_PATTERN + "(?!\\n)"}),
]
Positive: TypeAlias = Annotated[int, Field(ge=1, le=LARGEST)]
NonNegative: TypeAlias = Annotated[int, Field(ge=0, le=LARGEST)]
Finite: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
FiniteNonNegative: TypeAlias = Annotated[float, Field(allow_inf_nan=False, ge=0)]
FinitePositive: TypeAlias = Annotated[float, Field(allow_inf_nan=False, gt=0)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]


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
    Field(min_length=1, description="a name or a list of names"),
    Strict(strict=False),
    BeforeValidator(_listed),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}, "minItems": 1},
            ]
        }
    ),
]
