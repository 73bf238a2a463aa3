"""E712: sizes of inputs that are called like variables."""

from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.sink import Path, Sink
from speccnn.fields import is_list, is_table
from speccnn.language.frames import Scope
from speccnn.words import short


@final
class SizeLikeVariable(Finding):
    """A size of an input has the name of a variable, whose value it does not take.

    A name in a shape stands for any size. The value of a variable is read by `${…}` alone.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = ["side", "side", 3] }
    variables = { side = 32 }
    layers = [{ type = "Conv2D", filters = "${side}", kernel_size = 3 }]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = ["${side}", "${side}", 3] }
    variables = { side = 32 }
    layers = [{ type = "Conv2D", filters = "${side}", kernel_size = 3 }]
    ```
    """

    code = "E712"
    name = "size-like-variable"
    severity = Severity.WARNING

    given: str
    value: str

    @property
    def message(self) -> str:
        return f"the size `{self.given}` may be any number: it is not the variable `{self.given}`"

    @property
    def help(self) -> str:
        return f'write `"${{{self.given}}}"` for {self.value}, or give the size another name'


def report_sizes_like_variables(root: dict[str, object], scope: Scope, out: Sink) -> None:
    """Report the names in the shapes of inputs that variables have, each once in a shape."""
    inputs = root.get("inputs")
    for name, entry in inputs.items() if is_table(inputs) else ():
        shape = entry.get("shape") if is_table(entry) else entry
        path: Path = ("inputs", name, "shape") if is_table(entry) else ("inputs", name)
        sizes = shape if is_list(shape) else []
        for size in dict.fromkeys(size for size in sizes if isinstance(size, str)):
            if size in scope:
                at = (*path, sizes.index(size))
                out.report(SizeLikeVariable(size, short(scope[size])), at=at)
