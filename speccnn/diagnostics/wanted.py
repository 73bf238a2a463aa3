"""Which warnings are wanted; errors always are."""

from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.values import Record


@final
class Wanted(Record):
    """Warnings by the beginnings of their codes: those to select, if any, and those to ignore.

    Those that are `asked` for are wanted whatever is ignored.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    def __contains__(self, finding: Finding) -> bool:
        if finding.severity is Severity.ERROR or (
            self.asked and finding.code.startswith(self.asked)
        ):
            return True
        is_ignored = bool(self.ignore) and finding.code.startswith(self.ignore)
        return finding.code.startswith(self.select or "") and not is_ignored
