"""A problem as a typed value."""

from abc import ABC, abstractmethod
from enum import StrEnum
from typing import ClassVar, dataclass_transform

from speccnn.values import Frozen


class Severity(StrEnum):
    """How much a finding weighs: errors stop the compiler, warnings do not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass_transform(frozen_default=True)
class Finding(Frozen, ABC):
    """One kind of problem, with the values of one occurrence as its annotated fields.

    The docstring of each concrete class is its page: `speccnn explain CODE` prints it, and the
    tests run the specs under its `## Bad` and `## Good` headings.

    It is made as a dataclass is, with its values in order or by name.
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
