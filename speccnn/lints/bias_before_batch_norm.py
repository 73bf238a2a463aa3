"""L501: a bias that batch normalisation cancels."""

from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.graph.typed import TypedGraph
from speccnn.layers.norm import BatchNormalization


@final
class BiasBeforeBatchNorm(Finding):
    """A layer adds a bias that the batch normalisation after it subtracts again.

    Batch normalisation removes the mean of each channel, so a constant added to the channel just
    before has no effect on the output. The bias still costs memory and optimiser state. Where the
    normalisation is not trainable, it uses stored means, and there is nothing to say.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3

    [[layers]]
    type = "BatchNormalization"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    use_bias = false

    [[layers]]
    type = "BatchNormalization"
    ```
    """

    code = "L501"
    name = "bias-before-batch-norm"
    severity = Severity.WARNING

    layer: str
    norm: str

    @property
    def message(self) -> str:
        return f"the bias of `{self.layer}` is cancelled by `{self.norm}`"

    @property
    def help(self) -> str:
        return "set `use_bias = false`"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report every biased layer whose only reader is a batch normalisation of its channels."""
    del document
    for norm in model.nodes:
        if not isinstance(norm.layer, BatchNormalization) or norm.inputs[0] in model.inputs:
            continue
        if norm.layer.axis not in {-1, norm.output.rank} or not norm.layer.trainable:
            continue
        source = model.node(norm.inputs[0])
        alone = model.readers(source.name) == (norm,) and source.name not in model.outputs
        has_bias = getattr(source.layer, "use_bias", False)
        if has_bias and alone and source.layer.last_function in {None, "linear"}:
            finding = BiasBeforeBatchNorm(source.name, norm.name)
            out.report(finding, at=(*source.path, "use_bias"), layer=source.name)
