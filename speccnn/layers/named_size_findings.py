"""T451 to T453: networks that do not suit sizes with names."""

from typing import final

from speccnn.diagnostics.finding import Finding


@final
class WeightsDependOnSize(Finding):
    """A layer's weights would have other shapes for other input sizes.

    An input size with a name may be any size, but a weight is made once. A dense layer after
    `Flatten` has a weight for each place of the map. Pool over all places instead, or write the
    input's size as a number.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = ["H", "W", 3] }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = ["H", "W", 3] }

    [[layers]]
    type = "GlobalAveragePooling2D"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "T451"
    name = "weights-depend-on-size"

    weight: str
    shape: str
    names: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"the {self.weight} is {self.shape}: it depends on {' and '.join(self.names)}"

    @property
    def help(self) -> str:
        return "pool over all places before, or write the size of the input as a number"


@final
class SizesTooIntricate(Finding):
    """Sizes with names lead to formulas with too many terms or cases to tell what is right.

    speccnn tells for every input size whether the network is valid, which takes a look at each
    remainder that the strides tell apart. With strides that multiply to more than 20,000, or
    sums of very many different formulas, it gives up. Write the sizes as numbers, or ask
    `speccnn sizes` for the equation that was too much.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { signal = ["L", 1] }

    [[layers]]
    type = "MaxPooling1D"
    name = "coarse"
    pool_size = 1000
    padding = "same"

    [[layers]]
    type = "MaxPooling1D"
    name = "other"
    inputs = "signal"
    pool_size = 1001
    padding = "same"

    [[layers]]
    type = "Add"
    inputs = ["coarse", "other"]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { signal = [1000, 1] }

    [[layers]]
    type = "MaxPooling1D"
    name = "coarse"
    pool_size = 1000
    padding = "same"

    [[layers]]
    type = "MaxPooling1D"
    name = "other"
    inputs = "signal"
    pool_size = 1001
    padding = "same"

    [[layers]]
    type = "Add"
    inputs = ["coarse", "other"]
    ```
    """

    code = "T452"
    name = "sizes-too-intricate"

    @property
    def message(self) -> str:
        return "sizes with names become too intricate here"

    @property
    def help(self) -> str:
        return "write the input's sizes as numbers"


@final
class NoSuchSizes(Finding):
    """What `[sizes]` says of a name leaves no size.

    A remainder is less than what it is the remainder of, and the largest size not below the least.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = ["H", "H", 3] }
    sizes = { H = { multiple_of = 32, remainder = 33 } }

    [[layers]]
    type = "ReLU"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = ["H", "H", 3] }
    sizes = { H = { multiple_of = 32, remainder = 1 } }

    [[layers]]
    type = "ReLU"
    ```
    """

    code = "T453"
    name = "no-such-sizes"

    size: str

    @property
    def message(self) -> str:
        return f"what is said of {self.size} leaves no size"

    @property
    def help(self) -> str:
        return "`remainder` is below `multiple_of`, and `at_most` not below `at_least`"
