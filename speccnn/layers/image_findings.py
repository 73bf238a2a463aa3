"""T440, T446, T447 and T454: what layers for images can have against their inputs."""

from typing import final

from speccnn.diagnostics.finding import Finding


@final
class NumbersDoNotMatch(Finding):
    """A list of numbers that has not one for each channel.

    A list gives each channel, or each place of the axis that is named, a number of its own, so it
    must be as long as that axis. One number alone serves all.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "Rescaling"
    scale = [0.5, 0.25]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "Rescaling"
    scale = [0.5, 0.25, 0.25]
    ```
    """

    code = "T440"
    name = "numbers-do-not-match"

    field: str
    count: int
    size: int

    @property
    def message(self) -> str:
        return f"`{self.field}` has {self.count} numbers for a size of {self.size}"

    @property
    def help(self) -> str:
        return f"give {self.size} numbers, or one for all"


@final
class CropTooLarge(Finding):
    """A crop that is larger than the image.

    Keras would stretch the image, and with it what the network sees.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "RandomCrop"
    height = 36
    width = 36
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "RandomCrop"
    height = 28
    width = 28
    ```
    """

    code = "T446"
    name = "crop-too-large"

    axis: str
    crop: int
    size: int

    @property
    def message(self) -> str:
        return f"a {self.axis} of {self.crop} cannot be cut out of {self.size}"

    @property
    def help(self) -> str:
        return f"the {self.axis} is at most {self.size}; `ZeroPadding2D` before makes room"


@final
class RangeNotRising(Finding):
    """A range of values whose first number is not the smaller.

    Values are cut to the range afterwards, so all that is in an image would be lost.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "RandomContrast"
    factor = 0.2
    value_range = [1, 0]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "RandomContrast"
    factor = 0.2
    value_range = [0, 1]
    ```
    """

    code = "T447"
    name = "range-not-rising"

    lowest: float
    highest: float

    @property
    def message(self) -> str:
        return f"no values lie between {self.lowest:g} and {self.highest:g}"

    @property
    def help(self) -> str:
        return "give the smallest value first, then the largest"


@final
class ReadsBytes(Finding):
    """A layer reads the bytes of an input, but computes with real numbers.

    An input of `dtype = "uint8"` takes images as files and cameras have them, from 0 to 255. Keras
    lets most layers read them and fails when they run, or lets sums of bytes overflow. `Rescaling`
    and `Normalization` make real numbers of them, which all layers read.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = { shape = [32, 32, 3], dtype = "uint8" } }

    [[layers]]
    type = "Conv2D"
    filters = 16
    kernel_size = 3
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = { shape = [32, 32, 3], dtype = "uint8" } }

    [[layers]]
    type = "Rescaling"
    scale = 0.00392156862745098

    [[layers]]
    type = "Conv2D"
    filters = 16
    kernel_size = 3
    ```
    """

    code = "T454"
    name = "reads-bytes"

    input: str

    @property
    def message(self) -> str:
        return (
            f"the numbers of input `{self.input}` are bytes, which this layer cannot compute with"
        )

    @property
    def help(self) -> str:
        return "put a `Rescaling` before it: `scale = 0.00392156862745098` brings bytes to 0 to 1"
