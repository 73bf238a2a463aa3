"""L536: a maximum that TensorFlow takes for another function."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.layers.image import Rescaling
from speccnn.layers.merge import Add, Maximum


@final
class TakenForLeaky(Finding):
    """A maximum reads a tensor and more than one time the same tensor.

    On CPUs with AVX-512 TensorFlow takes oneDNN's kernels by default, and writes max(x, kx) as a
    leaky ReLU of x with the slope k when it compiles a network. That is right for k of at most 1,
    and wrong beyond it: of -1 and k = 2 comes -2 (TensorFlow 2.21). A leaky ReLU of kx with the
    slope 1/k is the same maximum.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 1] }

    [[layers]]
    type = "Rescaling"
    name = "twice"
    scale = 2.0

    [[layers]]
    type = "Maximum"
    inputs = ["image", "twice"]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [8, 8, 1] }

    [[layers]]
    type = "Rescaling"
    name = "twice"
    scale = 2.0

    [[layers]]
    type = "LeakyReLU"
    inputs = "twice"
    negative_slope = 0.5
    ```
    """

    code = "L536"
    name = "taken-for-leaky"

    times: float
    read: str
    multiple: str

    @property
    def message(self) -> str:
        return (
            f"`{self.multiple}` is `{self.read}` times {self.times:g}: on CPUs with AVX-512 "
            "TensorFlow computes a leaky ReLU instead of this maximum"
        )

    @property
    def help(self) -> str:
        slope = repr(1 / self.times)
        return f"`LeakyReLU` of `{self.multiple}` with `negative_slope = {slope}` is the maximum"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report every maximum whose first two tensors are another's multiple by more than 1."""
    del document
    for node in model.nodes:
        if not isinstance(node.layer, Maximum):
            continue
        first, second = node.inputs[:2]
        for read, multiple in ((first, second), (second, first)):
            times = 1.0 if multiple in model.inputs else _times(model.node(multiple), read)
            if times > 1:
                finding = TakenForLeaky(times, read, multiple)
                out.report(finding, at=(*node.path, "inputs"), layer=node.name)


def _times(node: TypedNode, read: str) -> float:
    """Return by what a node multiplies another, or 1."""
    if {*node.inputs} != {read}:
        return 1.0
    match node.layer:
        case Rescaling(scale=(scale,), offset=(0,)):
            return scale
        case Add():
            return len(node.inputs)
        case _:
            return 1.0
