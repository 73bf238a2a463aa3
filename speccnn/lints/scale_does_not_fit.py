"""L521: a mean and a deviation for other channels than the input has."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import Shape, shown
from speccnn.training.sources.base import MeanAndStd


@final
class ScaleDoesNotFit(Finding):
    """The numbers that scale the images are not one for each channel.

    `mean` and `std` hold one number for all channels, or one for each.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }
    data = { source = "cifar10", scale = { mean = [0.5, 0.5], std = 0.25 } }

    [[layers]]
    type = "Flatten"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }
    data = { source = "cifar10", scale = { mean = [0.49, 0.48, 0.45], std = 0.25 } }

    [[layers]]
    type = "Flatten"
    ```
    """

    code = "L521"
    name = "scale-does-not-fit"

    key: str
    count: int
    shape: Shape

    @property
    def message(self) -> str:
        return f"`{self.key}` has {self.count} numbers for an input of {shown(self.shape)}"

    @property
    def help(self) -> str:
        return "give one number for all channels, or one for each"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report a mean or deviation that does not go with the channels of the input."""
    scale = document.data.scale if document.data else None
    if not isinstance(scale, MeanAndStd):
        return
    for key, numbers in (("mean", scale.mean), ("std", scale.std)):
        for given in model.inputs.values():
            if len(numbers) not in {1, given.channels}:
                finding = ScaleDoesNotFit(key, len(numbers), given.shape)
                out.report(finding, at=("data", "scale", key))
                break
