"""T404 and on: what else a layer can have against its inputs."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.tensor import Shape, shown


@final
class WrongRank(Finding):
    """A layer reads a tensor with the wrong number of axes.

    A two-dimensional convolution reads height x width x channels; a vector has to be reshaped
    first, and a dense layer after a map usually wants a `Flatten` or a global pooling between.
    The batch axis is never counted.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [784] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    ```
    """

    code = "T404"
    name = "wrong-rank"

    layer_type: str
    expected: str
    shape: Shape

    @property
    def message(self) -> str:
        return f"`{self.layer_type}` reads {self.expected}, but its input is {shown(self.shape)}"

    @property
    def help(self) -> str:
        if len(self.shape) == 1:
            return "it has lost its height and width: to get them back takes a `Reshape`"
        return "shapes are height, width, channels; the batch axis is not written"


@final
class ChannelsNotDivisible(Finding):
    """A grouped convolution whose channels cannot be shared out evenly.

    Each of `groups` groups reads as many input channels and makes as many output channels as the
    others, so both counts must be multiples of `groups`.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    groups = 2
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 4] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    groups = 2
    ```
    """

    code = "T405"
    name = "channels-not-divisible"

    side: str
    channels: int
    groups: int

    @property
    def message(self) -> str:
        return f"{self.channels} {self.side} channels cannot be shared by {self.groups} groups"

    @property
    def help(self) -> str:
        divisors = [n for n in range(1, min(self.channels, 64) + 1) if self.channels % n == 0]
        return f"`groups` must divide {self.channels}: {', '.join(map(str, divisors))}"


@final
class StrideWithDilation(Finding):
    """A layer that both strides and dilates.

    Keras refuses strides and dilation rates that are both above 1, and TensorFlow's own kernels
    give wrong sizes for some of them.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    strides = 2
    dilation_rate = 2
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    dilation_rate = 2
    ```
    """

    code = "T406"
    name = "stride-with-dilation"

    strides: tuple[int, ...]
    dilation_rate: tuple[int, ...]

    @property
    def message(self) -> str:
        strides = "x".join(map(str, self.strides))
        rates = "x".join(map(str, self.dilation_rate))
        return f"strides of {strides} and a dilation rate of {rates} cannot be combined"

    @property
    def help(self) -> str:
        return "leave one of them at 1"


@final
class PaddingCoversWindow(Finding):
    """Explicit padding as wide as the max-pooling window itself.

    The padding of a max-pooling holds minus infinity. A window that lies in it entirely would put
    minus infinity into the output.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "MaxPooling2D"
    pool_size = 2
    padding = 2
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "MaxPooling2D"
    pool_size = 3
    padding = 1
    strides = 1
    ```
    """

    code = "T407"
    name = "padding-covers-window"

    padding: int
    pool_size: int

    @property
    def message(self) -> str:
        return f"padding of {self.padding} can hold a whole window of {self.pool_size}"

    @property
    def help(self) -> str:
        return f"use padding of at most {self.pool_size - 1}"


@final
class TensorTooLarge(Finding):
    """A tensor or weight of 2^31 numbers or more for one example.

    TensorFlow's kernels index with 32 bits in places and run out of memory long before.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [60000, 60000, 1] }

    [[layers]]
    type = "Dense"
    units = 1
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [6000, 6000, 1] }

    [[layers]]
    type = "Dense"
    units = 1
    ```
    """

    code = "T411"
    name = "tensor-too-large"

    what: str
    shape: Shape

    @property
    def message(self) -> str:
        return f"{self.what} of {shown(self.shape)} holds 2^31 numbers or more"

    @property
    def help(self) -> str:
        return "make the tensor before it smaller, with strides, pooling or a global pooling"


@final
class WeightsDiffer(Finding):
    """A layer is used again on an input that its weights do not fit.

    The kernel of a convolution is made for a number of channels, that of a dense layer for a number
    of features; the second input must have as many as the first.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { left = [8], right = [9] }
    outputs = ["one", "two"]
    layers = [
      { type = "Dense", name = "one", units = 4, inputs = "left" },
      { reuse = "one", name = "two", inputs = "right" },
    ]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { left = [8], right = [8] }
    outputs = ["one", "two"]
    layers = [
      { type = "Dense", name = "one", units = 4, inputs = "left" },
      { reuse = "one", name = "two", inputs = "right" },
    ]
    ```
    """

    code = "T413"
    name = "weights-differ"

    layer: str
    first: Shape
    second: Shape

    @property
    def message(self) -> str:
        first, second = shown(self.first), shown(self.second)
        return f"the weights of `{self.layer}` were made for {first} and do not fit {second}"

    @property
    def help(self) -> str:
        return "write a layer of its own, or bring both inputs to the same last size"
