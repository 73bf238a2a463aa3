"""T408, T412 and T449: axes that are not there, that are named twice, or that are too many."""

from typing import final

from speccnn.diagnostics.finding import Finding


@final
class AxisOutOfRange(Finding):
    """An axis that the input does not have.

    Axes are counted as Keras counts them: 0 is the batch, 1 the first axis of the shape, -1 the
    last. A layer cannot work along the batch.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "BatchNormalization"
    axis = 4
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "BatchNormalization"
    axis = 3
    ```
    """

    code = "T408"
    name = "axis-out-of-range"

    axis: int
    rank: int

    @property
    def message(self) -> str:
        return f"axis {self.axis} is not an axis of the input"

    @property
    def help(self) -> str:
        return f"the input has axes 1 to {self.rank}, or -{self.rank} to -1"


@final
class RepeatedAxis(Finding):
    """One axis twice in a list of axes.

    Axes are counted from both ends, so 2 and -1 may be the same one. TensorFlow builds such a
    layer and fails when it runs.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [4, 5] }

    [[layers]]
    type = "Softmax"
    axis = [2, -1]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [4, 5] }

    [[layers]]
    type = "Softmax"
    axis = [1, 2]
    ```
    """

    code = "T412"
    name = "repeated-axis"

    axes: tuple[int, ...]

    @property
    def message(self) -> str:
        return f"axes {', '.join(map(str, self.axes))} name one axis twice"

    @property
    def help(self) -> str:
        return "name each axis once"


@final
class TooManyAxes(Finding):
    """A tensor of more than 7 axes, the batch not counted.

    TensorFlow builds such tensors, but several of its kernels stop at 8 axes, the batch among them:
    those behind slices, dropout and some activations. They fail only when they run.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [16, 16, 1] }

    [[layers]]
    type = "Reshape"
    target_shape = [2, 2, 2, 2, 2, 2, 2, 2]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [16, 16, 1] }

    [[layers]]
    type = "Reshape"
    target_shape = [4, 4, 4, 4]
    ```
    """

    code = "T449"
    name = "too-many-axes"

    axes: int

    @property
    def message(self) -> str:
        return f"a tensor of {self.axes} axes is more than TensorFlow's kernels all read"

    @property
    def help(self) -> str:
        return "leave at most 7 axes, the batch not counted"
