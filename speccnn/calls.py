"""A constructor call as data: what the compiler lowers to, and every backend reads."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias, final

from speccnn.values import Record

Scalar: TypeAlias = bool | int | float | str | None
Value: TypeAlias = (
    "Scalar | Call | Reference | tuple[Value, ...] | list[Value] | Mapping[str, Value]"
)


@final
class Reference(Record):
    """What a dotted name that speccnn chose stands for: a variable, or a function not called."""

    target: str


@final
class Call(Record):
    """Calling `target` with arguments.

    `target` is a dotted name that speccnn chose, such as `keras.layers.Conv2D`; no text of a spec
    ever stands in it. Arguments keep their order.
    """

    target: str
    args: tuple[Value, ...] = ()
    kwargs: Mapping[str, Value] = MappingProxyType({})
