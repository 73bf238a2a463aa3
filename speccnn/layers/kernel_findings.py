"""T460 to T462, T464: windows that TensorFlow builds, and that not every machine runs."""

from typing import final

from speccnn.diagnostics.finding import Finding


@final
class UnequalStrides(Finding):
    """Windows on single channels that step further along one axis than along the other.

    TensorFlow builds, saves and loads such a layer, but its kernels filter channels with equal
    strides only: GPUs and CPUs without AVX-512 refuse when the layer runs. A `Conv2D` with a group
    for each channel, `groups` = channels and `filters` = channels * `depth_multiplier`, computes
    the same from the same numbers everywhere; of a `SeparableConv2D` it is the first half, and a
    `Conv2D` with windows of 1 the second. Its kernel is K_h x K_w x 1 x `filters`, which scales
    some initializers otherwise.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 4] }

    [[layers]]
    type = "DepthwiseConv2D"
    kernel_size = 3
    strides = [2, 1]
    padding = "same"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 4] }

    [[layers]]
    type = "Conv2D"
    filters = 4
    groups = 4
    kernel_size = 3
    strides = [2, 1]
    padding = "same"
    ```
    """

    code = "T460"
    name = "unequal-strides"

    layer_type: str
    strides: tuple[int, ...]
    channels: int | None
    depth_multiplier: int

    @property
    def message(self) -> str:
        strides = "x".join(map(str, self.strides))
        return (
            f"strides of {strides} differ: on GPUs, and on CPUs without AVX-512, "
            f"TensorFlow does not run such a `{self.layer_type}`"
        )

    @property
    def help(self) -> str:
        return "a `Conv2D` with a group for each channel computes the same, and runs everywhere"


@final
class DilatedTransposed(Finding):
    """A transposed convolution that dilates.

    TensorFlow builds, saves and loads such a layer, but its kernels for CPUs without AVX-512
    refuse when the layer runs. Keras takes no strides beside a dilation rate, and without strides a
    transposed convolution is a convolution: with the kernel turned around, and k - 1 places of
    padding on both sides under "valid", where the window spans k = d(K - 1) + 1 (Dumoulin and
    Visin, "A guide to convolution arithmetic for deep learning", relationships 8 to 10).

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [7, 7, 8] }

    [[layers]]
    type = "Conv2DTranspose"
    filters = 4
    kernel_size = 3
    dilation_rate = 2
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [7, 7, 8] }

    [[layers]]
    type = "Conv2D"
    filters = 4
    kernel_size = 3
    padding = 4
    dilation_rate = 2
    ```
    """

    code = "T461"
    name = "dilated-transposed-convolution"

    layer_type: str
    kernel_size: tuple[int, ...]
    strides: tuple[int, ...]
    dilation_rate: tuple[int, ...]
    padding: str

    @property
    def message(self) -> str:
        rates = "x".join(map(str, self.dilation_rate))
        return (
            f"a dilation rate of {rates}: on CPUs without AVX-512 "
            f"TensorFlow does not run such a `{self.layer_type}`"
        )

    @property
    def help(self) -> str:
        if max(self.strides) > 1:
            return "leave `dilation_rate` out: strides and dilation cannot be combined"
        return f"a `{self.layer_type.removesuffix('Transpose')}` with padding computes the same"


@final
class KernelOfOneNumber(Finding):
    """A convolution whose kernel is a single number.

    With windows of 1, one channel and one filter, a convolution multiplies everything by one
    number. On CPUs with AVX-512 TensorFlow takes oneDNN's kernels by default, and inside compiled
    functions and graphs these now and then refuse such a kernel when the layer runs: "could not
    create a primitive descriptor for the reorder primitive" (TensorFlow 2.21). The same holds for
    a grouped convolution whose groups are so, and for either half of a separable one. A `Dense`
    layer of one unit computes the same, and of a separable convolution a plain one.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 1
    kernel_size = 1
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 1] }

    [[layers]]
    type = "Dense"
    units = 1
    ```
    """

    code = "T462"
    name = "kernel-of-one-number"

    layer_type: str
    kernel: str

    @property
    def message(self) -> str:
        return (
            f"a {self.kernel} of a single number: on CPUs with AVX-512 "
            f"TensorFlow may fail to run such a `{self.layer_type}`"
        )

    @property
    def help(self) -> str:
        return "use a wider window, more filters, or a `Dense` layer of one unit"


@final
class StridedPoints(Finding):
    """A transposed convolution with windows of 1 that steps over places, and has few filters.

    On CPUs with AVX-512 TensorFlow takes oneDNN's kernels by default, and the gradient of a kernel
    with windows of 1, strides and fewer than 16 channels on its wide side writes past the end of
    its memory: training ends in a crash, hangs, or is wrong (TensorFlow 2.21; oneDNN's issue 6035).
    The wide side of a transposed convolution is what it gives. Such windows leave zeros between the
    places, or the bias alone; windows as wide as the strides fill them. A plain convolution of this
    kind is accepted: pooling does its steps.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 8] }

    [[layers]]
    type = "Conv2DTranspose"
    filters = 4
    kernel_size = 1
    strides = 2
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 8] }

    [[layers]]
    type = "Conv2DTranspose"
    filters = 4
    kernel_size = 2
    strides = 2
    ```
    """

    code = "T464"
    name = "strided-points"

    layer_type: str
    filters: int
    strides: tuple[int, ...]

    @property
    def message(self) -> str:
        strides = "x".join(map(str, self.strides))
        return (
            f"windows of 1, strides of {strides} and filters = {self.filters}: on CPUs with "
            f"AVX-512 training may crash in such a `{self.layer_type}`"
        )

    @property
    def help(self) -> str:
        return "use windows as wide as the strides, or 16 filters or more"
