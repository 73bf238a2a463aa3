"""E709: variables, blocks and parameters that nothing reads."""

import re
from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.sink import Sink
from speccnn.document.program import Program
from speccnn.fields import is_list, is_table
from speccnn.language.template import names_read

_WORDS = re.compile("[A-Za-z0-9_]+")


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
    """Report what is defined and not used; `used` are the blocks that were.

    A block counts as used where it is mentioned, wanted or not.
    """
    written = [value for key, value in root.items() if key not in {"metadata", "blocks"}]
    bodies = program.blocks.values()
    inside = {
        name: set(names_read([*block.layers, block.output]))
        for name, block in program.blocks.items()
    }
    entries = [entry for block in bodies for entry in block.layers]
    layers = root.get("layers")
    entries += [entry for entry in layers if is_table(entry)] if is_list(layers) else []
    mentioned = {word for entry in entries for word in _WORDS.findall(str(entry.get("block", "")))}
    read = set(names_read([*written, *[block.parameters for block in bodies]])).union(
        *inside.values()
    )
    for name in program.variables:
        if name not in read:
            out.report(Unused("variable", name), at=("variables", name), part="key")
    for name, block in program.blocks.items():
        if name not in used | mentioned:
            out.report(Unused("block", name), at=("blocks", name), part="key")
        for parameter in block.parameters:
            if parameter not in inside[name]:
                at = ("blocks", name, "parameters", parameter)
                out.report(Unused("parameter", parameter), at=at, part="key")
