"""E709: variables, blocks and parameters that nothing reads."""

from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.sink import Sink
from speccnn.document.program import Program
from speccnn.language.template import names_read


@final
class Unused(Finding):
    """A variable, block or parameter that nothing in the spec uses.

    Usually a leftover, or the use of it is misspelt.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }
    variables = { width = 8, depth = 3 }
    layers = [{ type = "Conv2D", filters = "${width}", kernel_size = 3 }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }
    variables = { width = 8 }
    layers = [{ type = "Conv2D", filters = "${width}", kernel_size = 3 }]
    ```
    """

    code = "E709"
    name = "unused"
    severity = Severity.WARNING

    kind: str
    given: str

    @property
    def message(self) -> str:
        return f"{self.kind} `{self.given}` is not used"


def report_unused(root: dict[str, object], program: Program, used: set[str], out: Sink) -> None:
    """Report what is defined and not used; `used` are the blocks that were."""
    written = [value for key, value in root.items() if key not in {"metadata", "blocks"}]
    blocks = [[*block.layers, block.parameters] for block in program.blocks.values()]
    read = set(names_read([*written, *blocks]))
    for name in program.variables:
        if name not in read:
            out.report(Unused("variable", name), at=("variables", name), part="key")
    for name, block in program.blocks.items():
        if name not in used:
            out.report(Unused("block", name), at=("blocks", name), part="key")
        inside = set(names_read([*block.layers, block.output]))
        for parameter in block.parameters:
            if parameter not in inside:
                at = ("blocks", name, "parameters", parameter)
                out.report(Unused("parameter", parameter), at=at, part="key")
