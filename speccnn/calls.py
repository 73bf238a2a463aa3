"""A constructor call as data: what the compiler lowers to, and every backend reads."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias, final

from speccnn.values import Record

Value: TypeAlias = (
    "bool | int | float | str | Call | tuple[Value, ...] | list[Value] | Mapping[str, Value] | None"
)


@final
class Call(Record):
    """Calling `target` with arguments.

    `target` is a dotted name that speccnn chose, such as `keras.layers.Conv2D`; no text of a spec
    ever stands in it. Arguments keep their order.
    """

    target: str
    args: tuple[Value, ...] = ()
    kwargs: Mapping[str, Value] = MappingProxyType({})
