"""V221: a name that cannot be told from a key."""

from typing import final

from speccnn.diagnostics.finding import Finding


@final
class OutputNamedType(Finding):
    """An output is named `type`, and a table of `[training]` has a key `type`.

    A table of losses or metrics has a key for each output, by its name. The table of one loss for
    all outputs has a key `type`, which is the name of the loss. With an output named `type` the two
    cannot be told apart.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }
    outputs = ["type", "size"]
    training = { loss = { type = "sparse_categorical_crossentropy", size = "mse" } }
    layers = [
        { type = "Flatten", name = "flat" },
        { type = "Dense", name = "type", units = 10 },
        { type = "Dense", name = "size", units = 1, inputs = "flat" },
    ]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [8, 8, 1] }
    outputs = ["kind", "size"]
    training = { loss = { kind = "sparse_categorical_crossentropy", size = "mse" } }
    layers = [
        { type = "Flatten", name = "flat" },
        { type = "Dense", name = "kind", units = 10 },
        { type = "Dense", name = "size", units = 1, inputs = "flat" },
    ]
    ```
    """

    code = "V221"
    name = "output-named-type"

    key: str

    @property
    def message(self) -> str:
        return f"an output is named `type`, and so is the key of a loss in `training.{self.key}`"

    @property
    def help(self) -> str:
        return "give the output another name, such as `kind`, here and in `[training]`"
