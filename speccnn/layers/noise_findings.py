"""T448: what dropout can have against its inputs."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.tensor import Shape, shown


@final
class NoiseDoesNotFit(Finding):
    """A `noise_shape` that cannot be stretched to the shape of the input.

    It has a size for each axis of the input but the batch: either the input's own, for a draw of
    its own at each place, or 1, for one draw that all places of the axis share. Keras says nothing
    until training starts.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "Dropout"
    rate = 0.5
    noise_shape = [16, 16, 3]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "Dropout"
    rate = 0.5
    noise_shape = [1, 1, 3]
    ```
    """

    code = "T448"
    name = "noise-does-not-fit"

    noise_shape: tuple[int, ...]
    shape: Shape

    @property
    def message(self) -> str:
        return f"noise of {shown(self.noise_shape)} cannot be stretched to {shown(self.shape)}"

    @property
    def help(self) -> str:
        return f"give {len(self.shape)} sizes, each of them 1 or that of {shown(self.shape)}"
