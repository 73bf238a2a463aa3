"""V227: sizes of an input that are none."""

from typing import final

from speccnn.diagnostics.finding import Finding


@final
class NoSize(Finding):
    """A shape holds what programs write for "not known" or for the batch axis.

    A size is a whole number, or a name that the author gives: `["H", "W", 3]` is an image of any
    height and width. Sizes with one name are equal, so two that are called "None" would be one
    size; and each name is followed through the network, so it is worth a good one. The batch axis
    is never written.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = ["None", "None", 3] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = ["H", "W", 3] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    ```
    """

    code = "V227"
    name = "no-size"

    input: str
    given: str
    meant: tuple[int | str, ...]

    @property
    def message(self) -> str:
        return f"{self.given} in the shape of `{self.input}` is not a size"

    @property
    def help(self) -> str:
        sizes = ", ".join(
            f'"{size}"' if isinstance(size, str) else str(size) for size in self.meant
        )
        shown = f", such as `{self.input} = [{sizes}]`" if sizes else ""
        return f"a size is a number or a name, and the batch axis is left out{shown}"
