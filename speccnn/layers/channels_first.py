"""T470: an input that looks like an image with its channels first."""

from typing import final

from speccnn.diagnostics.finding import Finding, Severity


@final
class ChannelsFirst(Finding):
    """An input has 3 rows and hundreds of channels, or is a square with its side as channels.

    Maps are height x width x channels. PyTorch, Caffe and ONNX write the channels first, and such a
    shape is valid here, but of another network: its windows slide over the channels.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [3, 224, 224] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [224, 224, 3] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    ```
    """

    code = "T470"
    name = "channels-first"
    severity = Severity.WARNING

    input: str
    shape: tuple[int, ...]

    @property
    def message(self) -> str:
        height, width, channels = self.shape
        return f"`{self.input}` has {height} rows, {width} columns and {channels} channels"

    @property
    def help(self) -> str:
        channels, *places = self.shape
        last = ", ".join(map(str, (*places, channels)))
        return f"channels are the last size: `{self.input} = [{last}]`"
