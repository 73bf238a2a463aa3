"""E710, E711: specs whose expressions or copies would cost too much."""

from typing import final

from speccnn.diagnostics.finding import Finding


@final
class TooManyExpressions(Finding):
    """The expressions of the spec are longer than a person would write, all together.

    The limit keeps a hostile spec from using up time and memory.

    ## Bad

    A spec with 1,000 different expressions of 800 characters.

    ## Good

    ```toml
    speccnn = 1
    name = "one_expression"
    inputs = { image = [28, 28, 1] }
    variables = { width = 8 }
    layers = [{ type = "Conv2D", filters = "${width * 2}", kernel_size = 3 }]
    ```
    """

    code = "E710"
    name = "too-many-expressions"

    length: int
    most: int

    @property
    def message(self) -> str:
        return (
            f"the texts with expressions have {self.length} characters together, "
            f"and may have {self.most}"
        )


@final
class TooLargeExpanded(Finding):
    """Without its repeats and blocks the spec would be too large.

    Each copy of an entry has its own text, lists and keys. The limit keeps a short spec of long
    copies from using up memory.

    ## Bad

    An entry of 1 MB, in a text with an expression, under `repeat = 9999`.

    ## Good

    ```toml
    speccnn = 1
    name = "short_copies"
    inputs = { features = [4] }
    layers = [{ type = "Dense", units = "${8 + index}", repeat = 20 }]
    ```
    """

    code = "E711"
    name = "too-large-expanded"

    most: int

    @property
    def message(self) -> str:
        return f"the spec without repeats and blocks would have more than {self.most} characters"

    @property
    def help(self) -> str:
        return "repeat less often, or write shorter entries"
