"""G3xx: what can be wrong with the wiring."""

from typing import final

from speccnn.diagnostics.finding import Finding

LONGEST = 8


@final
class UnknownName(Finding):
    """A name that no input and no layer has.

    `inputs` names what a layer reads: inputs of the spec, or other layers. `outputs` names layers.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "ReLU"
    inputs = "imge"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "ReLU"
    inputs = "image"
    ```
    """

    code = "G301"
    name = "unknown-name"

    given: str
    wanted: str
    suggestion: str | None

    @property
    def message(self) -> str:
        return f"there is no {self.wanted} {self.given}"

    @property
    def help(self) -> str:
        return f"did you mean `{self.suggestion}`?" if self.suggestion else ""


@final
class Cycle(Finding):
    """Layers that read each other in a circle.

    A network is computed layer after layer, so no layer can read, directly or through others, what
    it gives.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Add"
    name = "sum"
    inputs = ["image", "activation"]

    [[layers]]
    type = "ReLU"
    name = "activation"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "ReLU"
    name = "activation"

    [[layers]]
    type = "Add"
    name = "sum"
    inputs = ["image", "activation"]
    ```
    """

    code = "G302"
    name = "cycle"

    layers: tuple[str, ...]

    @property
    def message(self) -> str:
        listed = [*self.layers, self.layers[0]]
        shown = listed if len(listed) <= LONGEST else [*listed[: LONGEST - 2], "…", listed[-1]]
        return f"layers read each other in a circle: {' -> '.join(shown)}"

    @property
    def help(self) -> str:
        return "data flows along the arrows; cut one of them"


@final
class DuplicateName(Finding):
    """Two inputs or layers of one name.

    Names are compared without regard to case, since file systems and TensorBoard may do so. A
    layer with padding in numbers also takes its name with `_pad` behind it, for the layer that
    pads, and a convolution with windows of 1 and strides its name with `_step`, for pooling that
    may do its steps.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "ReLU"
    name = "first"

    [[layers]]
    type = "ReLU"
    name = "First"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "ReLU"
    name = "first"

    [[layers]]
    type = "ReLU"
    name = "second"
    ```
    """

    code = "G303"
    name = "duplicate-name"

    given: str
    other: str

    @property
    def message(self) -> str:
        if self.given == self.other:
            return f"the name `{self.given}` is taken"
        return f"the name `{self.given}` is taken: `{self.other}` differs only in case"

    @property
    def help(self) -> str:
        if self.given.lower().endswith("_pad"):
            return "a layer with padding in numbers also takes its name with `_pad` behind it"
        if self.given.lower().endswith("_step"):
            return "a convolution with strides on windows of 1 also takes `_step` behind its name"
        return ""


@final
class UnusedLayer(Finding):
    """A layer or input from which no output can be reached.

    Keras would leave it out of the model in silence. The outputs are the last layer, unless
    `outputs` names others.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "ReLU"
    name = "lost"

    [[layers]]
    type = "Flatten"
    inputs = "image"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "ReLU"
    name = "found"

    [[layers]]
    type = "Flatten"
    inputs = "found"
    ```
    """

    code = "G304"
    name = "unused-layer"

    kind: str
    given: str

    @property
    def message(self) -> str:
        return f"{self.kind} `{self.given}` leads to no output"

    @property
    def help(self) -> str:
        return "read it in another layer, name it in `outputs`, or remove it"


@final
class AmbiguousInput(Finding):
    """The first layer of a spec with several inputs does not say which one it reads.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { left = [28, 28, 1], right = [28, 28, 1] }

    [[layers]]
    type = "ReLU"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { left = [28, 28, 1], right = [28, 28, 1] }

    [[layers]]
    type = "Add"
    inputs = ["left", "right"]
    ```
    """

    code = "G305"
    name = "ambiguous-input"

    choices: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"the first layer could read any of {', '.join(self.choices)}"

    @property
    def help(self) -> str:
        return f'say which: `inputs = "{self.choices[0]}"`'


@final
class RepeatedOutput(Finding):
    """An output that is named twice.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }
    outputs = ["flat", "flat"]

    [[layers]]
    type = "Flatten"
    name = "flat"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }
    outputs = ["flat"]

    [[layers]]
    type = "Flatten"
    name = "flat"
    ```
    """

    code = "G306"
    name = "repeated-output"

    given: str

    @property
    def message(self) -> str:
        return f"output `{self.given}` is named twice"
