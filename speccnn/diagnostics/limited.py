"""At most 100 findings of a file, and how many more there are (S115, S116)."""

from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.sink import Diagnostic

MOST_FINDINGS = 100


@final
class MoreErrors(Finding):
    """The file has more errors than are reported one by one.

    At most 100 findings of a file are reported, errors before warnings. Often one mistake made them
    all, so correct the first ones and check again.

    ## Bad

    A spec with more than 100 mistakes.

    ## Good

    ```toml
    speccnn = 1
    name = "few_mistakes"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    ```
    """

    code = "S115"
    name = "more-errors"

    count: int

    @property
    def message(self) -> str:
        return f"… and {self.count} more"


@final
class MoreWarnings(Finding):
    """The file has more warnings than are reported one by one.

    At most 100 findings of a file are reported, errors before warnings.

    ## Bad

    A spec with more than 100 layers of which each is warned of.

    ## Good

    ```toml
    speccnn = 1
    name = "few_warnings"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]
    ```
    """

    code = "S116"
    name = "more-warnings"
    severity = Severity.WARNING

    count: int

    @property
    def message(self) -> str:
        return f"… and {self.count} more"


_MORE = {Severity.ERROR: MoreErrors, Severity.WARNING: MoreWarnings}


def limited(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return at most 100 diagnostics, in their order, and one for each severity that has more.

    Errors are kept before warnings. What is left out is reported at the first place of it that is
    known.
    """
    order = sorted(range(len(found)), key=lambda place: not _is_error(found[place]))
    kept, beyond = sorted(order[:MOST_FINDINGS]), order[MOST_FINDINGS:]
    shown = [found[place]._replace(more=0) for place in kept]
    for severity, finding in _MORE.items():
        hidden = [found[place] for place in beyond if found[place].finding.severity is severity]
        counted = [d for d in found if d.finding.severity is severity and d.more]
        count = len(hidden) + sum(d.more for d in counted)
        if count:
            at = (hidden or counted)[0].span
            shown.append(Diagnostic(finding(count), at, more=count - 1))
    return tuple(shown)


def _is_error(diagnostic: Diagnostic) -> bool:
    return diagnostic.finding.severity is Severity.ERROR
