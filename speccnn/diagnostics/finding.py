"""A problem as a typed value."""

from abc import ABC, abstractmethod
from enum import StrEnum
from typing import ClassVar

from speccnn.values import Record


class Severity(StrEnum):
    """How much a finding weighs: errors stop the compiler, warnings do not."""

    ERROR = "error"
    WARNING = "warning"


class Finding(Record, ABC):
    """One kind of problem, with the values of one occurrence as its annotated fields.

    The docstring of each concrete class is its page: `speccnn explain CODE` prints it, and the
    tests run the specs under its `## Bad` and `## Good` headings.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR

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
