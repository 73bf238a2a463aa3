"""A problem as a typed value."""

from abc import ABC, abstractmethod
from enum import StrEnum
from typing import ClassVar, dataclass_transform


class Severity(StrEnum):
    """How much a finding weighs: errors stop the compiler, warnings do not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass_transform(frozen_default=True)
class Finding(ABC):
    """One kind of problem, with the values of one occurrence as its annotated fields.

    The docstring of each concrete class is its page: `speccnn explain CODE` prints it, and the
    tests run the specs under its `## Bad` and `## Good` headings.

    A finding behaves as a frozen dataclass, but costs nothing to define: forty of them are loaded
    whenever a spec is checked, and few are ever made.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR
    fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.fields = tuple(cls.__annotations__)

    def __init__(self, *args: object, **kwargs: object) -> None:
        values = dict(zip(self.fields, args, strict=False)) | kwargs
        assert len(values) == len(args) + len(kwargs), "a field is given twice, or there is none"
        assert values.keys() == set(self.fields), "every field is given"
        vars(self).update(values)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({values})"

    @property
    @abstractmethod
    def message(self) -> str:
        """Say what is wrong with these values, in one line."""

    @property
    def help(self) -> str:
        """Say what to do about it, in one line; empty when the message says it."""
        return ""

    @property
    def data(self) -> dict[str, object]:
        """Return the values of this occurrence by field name, for machines."""
        return dict(vars(self))
