"""What makes an object a value: it equals its like, can be a key, and shows what it holds."""

from collections.abc import Mapping
from typing import ClassVar, Self, dataclass_transform


class Frozen:
    """Compares, hashes and prints by class and attributes; nothing changes it once it is made."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({values})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is set once, when it is made")


@dataclass_transform(frozen_default=True)
class Record(Frozen):
    """A value with annotated fields, made as a dataclass is: from its values in order or by name.

    The standard library's frozen dataclasses do the same, but compile their methods anew for each
    class: for the hundred classes that every check loads, that would take as long as the check.
    """

    fields: ClassVar[tuple[str, ...]] = ()
    defaults: ClassVar[Mapping[str, object]] = {}

    def __init_subclass__(cls) -> None:
        cls.fields = cls.__match_args__ = tuple(cls.__annotations__)
        cls.defaults = {name: vars(cls)[name] for name in cls.fields if name in vars(cls)}

    def __init__(self, *args: object, **kwargs: object) -> None:
        given = dict(zip(self.fields, args, strict=False)) | kwargs
        assert len(given) == len(args) + len(kwargs), "a field is given twice, or there is none"
        values = {**self.defaults, **given}
        assert values.keys() == set(self.fields), "every field is given"
        vars(self).update(values)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record) or type(self) is not type(other):
            return False
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def evolve(self, **changes: object) -> Self:
        """Return this value with other fields."""
        return type(self)(**{name: vars(self)[name] for name in self.fields} | changes)

    def _values(self) -> tuple[object, ...]:
        """Return the values of the fields, without what was computed from them and kept."""
        return tuple([vars(self)[name] for name in self.fields])
