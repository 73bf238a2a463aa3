"""A constructor call as data: what the compiler lowers to, and every backend reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, final

Scalar: TypeAlias = bool | int | float | str | None
Value: TypeAlias = (
    "Scalar | Call | Reference | tuple[Value, ...] | list[Value] | Mapping[str, Value]"
)


@final
@dataclass(frozen=True)
class Reference:
    """What a dotted name that speccnn chose stands for: a variable, or a function not called."""

    target: str


@final
@dataclass(frozen=True)
class Call:
    """Calling `target` with arguments.

    `target` is a dotted name that speccnn chose, such as `keras.layers.Conv2D`; no text of a spec
    ever stands in it. Arguments keep their order.
    """

    target: str
    args: tuple[Value, ...] = ()
    kwargs: Mapping[str, Value] = field(default_factory=dict[str, Value])
