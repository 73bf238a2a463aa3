"""T409, T410, T444 and T445: what merging layers can have against their inputs."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.tensor import Shape, shown


@final
class WrongInputCount(Finding):
    """A layer reads too few or too many tensors.

    Merging layers read at least two, every other layer exactly one. Which ones is said by
    `inputs`; without it a layer reads the one before.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "Add"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "ReLU"
    name = "relu"

    [[layers]]
    type = "Add"
    inputs = ["image", "relu"]
    ```
    """

    code = "T409"
    name = "wrong-input-count"

    layer_type: str
    merges: bool
    count: int

    @property
    def message(self) -> str:
        wanted = "at least two inputs" if self.merges else "one input"
        return f"`{self.layer_type}` reads {wanted}, not {self.count}"

    @property
    def help(self) -> str:
        if self.merges:
            return 'name the layers to merge: `inputs = ["a", "b"]`'
        return "merge them first, with `Add` or `Concatenate`"


@final
class ShapesDiffer(Finding):
    """A merging layer reads tensors of different shapes.

    Element-wise merges need equal shapes; `Concatenate` needs them equal on every axis but its
    own. TensorFlow would stretch sizes of 1 in silence: say `broadcast = true` where that is meant.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "Conv2D"
    name = "narrower"
    filters = 3
    kernel_size = 3

    [[layers]]
    type = "Add"
    inputs = ["image", "narrower"]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "Conv2D"
    name = "equal"
    filters = 3
    kernel_size = 3
    padding = "same"

    [[layers]]
    type = "Add"
    inputs = ["image", "equal"]
    ```
    """

    code = "T410"
    name = "shapes-differ"

    layer_type: str
    shapes: tuple[Shape, ...]
    except_axis: int | None
    stretchable: bool

    @property
    def message(self) -> str:
        shapes = [shown(shape) for shape in self.shapes]
        *others, last = dict.fromkeys(shapes)
        return f"`{self.layer_type}` cannot merge {', '.join(others)} and {last}"

    @property
    def help(self) -> str:
        if self.stretchable:
            return "`broadcast = true` would stretch the sizes of 1"
        if self.except_axis is not None:
            return f"all sizes but that of axis {self.except_axis} must be equal"
        return "all shapes must be equal"


@final
class NotTwoInputs(Finding):
    """A layer that merges exactly two tensors reads more.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { before = [8, 8, 3], after = [8, 8, 3], mask = [8, 8, 3] }

    [[layers]]
    type = "Subtract"
    inputs = ["before", "after", "mask"]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { before = [8, 8, 3], after = [8, 8, 3], mask = [8, 8, 3] }

    [[layers]]
    type = "Subtract"
    inputs = ["before", "after"]

    [[layers]]
    type = "Multiply"
    inputs = ["subtract", "mask"]
    ```
    """

    code = "T444"
    name = "not-two-inputs"

    layer_type: str
    count: int

    @property
    def message(self) -> str:
        return f"`{self.layer_type}` reads exactly two inputs, not {self.count}"

    @property
    def help(self) -> str:
        return "merge two first, and the result with the next"


@final
class SummedSizesDiffer(Finding):
    """A `Dot` sums along two axes of different sizes.

    Each number along the one axis is multiplied by its counterpart along the other, so both must
    have as many. Axes are counted as Keras counts them: 1 is the first, -1 the last.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { queries = [49, 64], keys = [64, 49] }

    [[layers]]
    type = "Dot"
    inputs = ["queries", "keys"]
    axes = 2
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { queries = [49, 64], keys = [64, 49] }

    [[layers]]
    type = "Dot"
    inputs = ["queries", "keys"]
    axes = [2, 1]
    ```
    """

    code = "T445"
    name = "summed-sizes-differ"

    first: int
    second: int
    axes: tuple[int, int]

    @property
    def message(self) -> str:
        return (
            f"{self.first} numbers along axis {self.axes[0]} of the first tensor cannot be "
            f"multiplied by {self.second} along axis {self.axes[1]} of the second"
        )

    @property
    def help(self) -> str:
        return "name axes of equal size, one for each tensor: `axes = [2, 1]`"


@final
class AddedAsBias(Finding):
    """An addition stretches a tensor that has hardly a size of its own, which Keras may misread.

    Keras takes what it adds for a bias if all but one of its sizes, the batch included, are 1 and
    the one is that of the first axis or of the channels. A number for each example, such as 1 x 1
    x 1, is then added to the channels if the batch has as many examples as there are channels; a
    row or column of numbers is added along another axis if the batch has one example. `Subtract`
    has no such rule, nor has a tensor with the channels of the other (Keras 3.15,
    `keras.src.backend.tensorflow.numpy.add`).

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 2], light = [1, 1, 1] }

    [[layers]]
    type = "Add"
    inputs = ["image", "light"]
    broadcast = true
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [8, 8, 2], light = [1, 1, 1] }

    [[layers]]
    type = "Rescaling"
    name = "less"
    inputs = "light"
    scale = -1

    [[layers]]
    type = "Subtract"
    inputs = ["image", "less"]
    broadcast = true
    ```
    """

    code = "T463"
    name = "added-as-bias"

    layer_type: str
    shape: Shape
    other: Shape

    @property
    def message(self) -> str:
        return (
            f"Keras may add {shown(self.shape)} to {shown(self.other)} along the wrong axis: for "
            f"some batch sizes `{self.layer_type}` takes it for a bias"
        )

    @property
    def help(self) -> str:
        return "negate it by `Rescaling` with `scale = -1`, and use `Subtract`"
