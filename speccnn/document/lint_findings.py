"""V223: a code in `[lint]` that no finding has."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.words import short


@final
class UnknownCode(Finding):
    """The table `[lint]` names a code that no finding has, and that none begins with.

    Otherwise a misspelt code would be without effect, and nobody would know. `speccnn explain`
    lists all codes; the beginning of a code stands for all that begin so.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]

    [lint]
    ignore = ["T4O2"]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = 2 }]

    [lint]
    ignore = ["T402", "L5"]
    ```
    """

    code = "V223"
    name = "unknown-code"

    written: str
    suggestion: str | None = None

    @property
    def message(self) -> str:
        return f"no finding has the code {short(self.written)}"

    @property
    def help(self) -> str:
        if self.suggestion is None:
            return "`speccnn explain` lists all codes"
        return f'did you mean "{self.suggestion}"? `speccnn explain` lists all codes'
