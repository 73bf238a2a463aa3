"""T420 and T421: output padding that leaves no size for a transposed convolution."""

from typing import final

from speccnn.diagnostics.finding import Finding


@final
class OutputPaddingTooLarge(Finding):
    """An output padding of a stride or more.

    A convolution with stride s maps s neighbouring sizes to one, and `output_padding` says by how
    much the smallest of them is exceeded: by 0 to s - 1.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [7, 7, 8] }

    [[layers]]
    type = "Conv2DTranspose"
    filters = 4
    kernel_size = 3
    strides = 2
    output_padding = 2
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [7, 7, 8] }

    [[layers]]
    type = "Conv2DTranspose"
    filters = 4
    kernel_size = 3
    strides = 2
    output_padding = 1
    ```
    """

    code = "T420"
    name = "output-padding-too-large"

    output_padding: int
    stride: int

    @property
    def message(self) -> str:
        return f"output padding of {self.output_padding} is not less than a stride of {self.stride}"

    @property
    def help(self) -> str:
        return f"use output padding of at most {self.stride - 1}, or leave `output_padding` out"


@final
class OutputPaddingTooSmall(Finding):
    """A transposed convolution whose convolution does not lead back.

    Under "same", an output padding of 0 with a window of even span gives (i - 1)s: the convolution
    with the same window maps that size to i - 1 and not to i. TensorFlow builds such a layer, and
    its kernels abort when it runs; an input size of 1 gives an empty map.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [7, 7, 8] }

    [[layers]]
    type = "Conv2DTranspose"
    filters = 4
    kernel_size = 2
    strides = 2
    padding = "same"
    output_padding = 0
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [7, 7, 8] }

    [[layers]]
    type = "Conv2DTranspose"
    filters = 4
    kernel_size = 2
    strides = 2
    padding = "same"
    ```
    """

    code = "T421"
    name = "output-padding-too-small"

    axis: str
    size: int
    output: int
    returned: int

    @property
    def message(self) -> str:
        return (
            f"{self.axis}: {self.size} would become {self.output}, "
            f"which this window maps back to {self.returned}"
        )

    @property
    def help(self) -> str:
        return "use more output padding, or leave `output_padding` out"
