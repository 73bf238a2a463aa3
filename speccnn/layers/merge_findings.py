"""T409 and T410: what merging layers can have against their inputs."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.tensor import shown


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
    shapes: tuple[tuple[int, ...], ...]
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
