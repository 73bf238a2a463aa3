"""B6xx: what keeps a sound network from becoming a training script."""

from typing import final

from speccnn.diagnostics.finding import Finding


@final
class NothingToTrain(Finding):
    """A training script is asked of a spec that does not say how to train.

    An architecture alone is a complete spec for everything but training, which needs at least a
    loss. Without `[data]` the script reads the examples from the file that its `--data` names.
    The bad spec below checks clean; it cannot be compiled into a script.

    ## Cannot be compiled

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }

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
    inputs = { image = [8, 8, 1] }
    data = { source = "digits" }
    training = { loss = "sparse_categorical_crossentropy" }

    [[layers]]
    type = "Flatten"

    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    code = "B601"
    name = "nothing-to-train"

    @property
    def message(self) -> str:
        return "the spec does not say how to train: there is no `[training]`"

    @property
    def help(self) -> str:
        return 'add `training = { loss = "sparse_categorical_crossentropy" }`'


@final
class NamedSizesOfMany(Finding):
    """A training script is asked of several inputs or outputs whose sizes are names.

    A script of one input and one output trains on images of every size that fits. Where there are
    several, their sizes are numbers. The bad spec below checks clean; it cannot be compiled into a
    script.

    ## Cannot be compiled

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { left = ["H", "W", 1], right = ["H", "W", 1] }
    training = { loss = "mean_squared_error" }

    [[layers]]
    type = "Add"
    inputs = ["left", "right"]

    [[layers]]
    type = "Conv2D"
    filters = 1
    kernel_size = 1
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { left = [32, 32, 1], right = [32, 32, 1] }
    training = { loss = "mean_squared_error" }

    [[layers]]
    type = "Add"
    inputs = ["left", "right"]

    [[layers]]
    type = "Conv2D"
    filters = 1
    kernel_size = 1
    ```
    """

    code = "B603"
    name = "named-sizes-of-many"

    names: tuple[str, ...]

    @property
    def message(self) -> str:
        names = ", ".join(self.names)
        return f"several inputs or outputs train at sizes that are numbers, not {names}"

    @property
    def help(self) -> str:
        return "write the sizes of the examples"


@final
class BytesBesideNumbers(Finding):
    """A training script is asked of a network that reads bytes and real numbers.

    A script brings the images of all inputs into one form: it scales them, or it leaves them the
    bytes that they are. The bad spec below checks clean; it cannot be compiled into a script.

    ## Cannot be compiled

    ```toml
    speccnn = 1
    name = "bad"
    training = { loss = "mean_squared_error" }

    [inputs]
    left = { shape = [32, 32, 1], dtype = "uint8" }
    right = [32, 32, 1]

    [[layers]]
    type = "Rescaling"
    scale = 0.00392156862745098
    inputs = "left"

    [[layers]]
    type = "Add"
    inputs = ["rescaling", "right"]

    [[layers]]
    type = "Conv2D"
    filters = 1
    kernel_size = 1
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { left = [32, 32, 1], right = [32, 32, 1] }
    training = { loss = "mean_squared_error" }

    [[layers]]
    type = "Add"
    inputs = ["left", "right"]

    [[layers]]
    type = "Conv2D"
    filters = 1
    kernel_size = 1
    ```
    """

    code = "B605"
    name = "bytes-beside-numbers"

    bytes: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def message(self) -> str:
        bytes_, numbers = (", ".join(names) for names in (self.bytes, self.numbers))
        return f"a script feeds bytes to all inputs or to none, not {bytes_} but not {numbers}"

    @property
    def help(self) -> str:
        return "give all inputs the same `dtype`"


@final
class JoinedAlike(Finding):
    """Two weights have one name once LAYER and WEIGHT are joined by `_`.

    So Keras's optimizers call what they keep for a weight, and a checkpoint that goes by names
    could hold it for one of the two alone. The bad spec below checks clean; it cannot be compiled
    into a script that trains with Keras.

    ## Cannot be compiled

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }
    training = { loss = "mean_squared_error" }

    [[layers]]
    type = "SeparableConv2D"
    name = "mix"
    filters = 3
    kernel_size = 3

    [[layers]]
    type = "Conv2D"
    name = "mix_depthwise"
    filters = 3
    kernel_size = 3
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }
    training = { loss = "mean_squared_error" }

    [[layers]]
    type = "SeparableConv2D"
    name = "mix"
    filters = 3
    kernel_size = 3

    [[layers]]
    type = "Conv2D"
    name = "mix_again"
    filters = 3
    kernel_size = 3
    ```
    """

    code = "B606"
    name = "joined-alike"

    first: str
    second: str

    @property
    def message(self) -> str:
        return f"an optimizer cannot tell `{self.second}` from `{self.first}` by their names"

    @property
    def help(self) -> str:
        return "give one of the two layers another name"


@final
class IgnoredBeyondClasses(Finding):
    """A loss ignores a class that its output does not have, and others are trained beside it.

    Where one output is trained, a script reads labels of `ignore_class` beside those of the
    classes, and counts these places nowhere: not in the loss, the metrics or the confusion matrix.
    Where several are trained, only a class of the output can be ignored. The bad spec below checks
    clean; it cannot be compiled into a script.

    ## Cannot be compiled

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }
    outputs = ["mask", "edges"]

    [training.loss]
    mask = { type = "SparseCategoricalCrossentropy", ignore_class = 255 }
    edges = "mean_squared_error"

    [[layers]]
    type = "Conv2D"
    name = "mask"
    filters = 21
    kernel_size = 1

    [[layers]]
    type = "Conv2D"
    name = "edges"
    filters = 1
    kernel_size = 1
    inputs = "image"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }
    training = { loss = { type = "SparseCategoricalCrossentropy", ignore_class = 255 } }

    [[layers]]
    type = "Conv2D"
    name = "mask"
    filters = 21
    kernel_size = 1
    ```
    """

    code = "B607"
    name = "ignored-beyond-classes"

    ignored: int
    output: str
    classes: int

    @property
    def message(self) -> str:
        has = f"`{self.output}` has the classes 0 to {self.classes - 1}"
        return f"beside other outputs a script cannot ignore class {self.ignored}: {has}"

    @property
    def help(self) -> str:
        return "train this output alone, or give the network a class more and ignore that"
