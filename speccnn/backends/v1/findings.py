"""B610: what a target cannot express."""

from typing import final

from speccnn.diagnostics.finding import Finding


@final
class NotForTarget(Finding):
    """A target has no counterpart for something in the spec.

    `--target graph` and `v1-script` build networks from the plain operations of TensorFlow 1, which
    lack Keras's random changes of images, some arguments of other layers, and the newer losses,
    optimizers and schedules. Names know no difference between capital and small letters there, and
    `Y` is the placeholder of the labels. A `v1-script` trains on one device in float32, weighs all
    classes alike, measures what is a mean over examples, ignores no class, and does not go back to
    the best weights.
    `onnx` and `litert` lack what their converters or runtimes do not know, such as poolings of
    volumes in LiteRT: the layer that cannot be converted on its own is named, with the argument
    without which it can. Take another target, or another layer.
    The bad spec below checks clean; it cannot be compiled into a graph.

    ## Cannot be compiled

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "RandomRotation"
    factor = 0.1
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 28, 1] }

    [[layers]]
    type = "Dropout"
    rate = 0.1
    ```
    """

    code = "B610"
    name = "not-for-target"

    target: str
    what: str

    @property
    def message(self) -> str:
        return f"the target `{self.target}` has nothing for {self.what}"

    @property
    def help(self) -> str:
        return "compile for `script`, `keras` or `saved-model`, or leave it out"
