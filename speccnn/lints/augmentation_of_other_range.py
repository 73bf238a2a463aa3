"""L522: an augmentation that takes the images for brighter or darker than they are."""

from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.diagnostics.sink import Sink
from speccnn.document.model import Document
from speccnn.fields import is_tuple
from speccnn.graph.typed import TypedGraph
from speccnn.layers.base import Layer, Reject
from speccnn.words import short

RANGES = {"unit": (0.0, 1.0), "minus_one_one": (-1.0, 1.0), "none": (0.0, 255.0)}


@final
class AugmentationOfOtherRange(Finding):
    """An augmentation has another `value_range` than the images it varies.

    Brightness and contrast change images by a share of `value_range` and cut them to it. Keras's
    default is 0 to 255; but images are scaled before they are varied, by default to 0 to 1, where a
    brightness of 0.1 of 255 leaves black or white.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [32, 32, 3] }

    [data]
    source = "cifar10"
    augment = [{ type = "RandomBrightness", factor = 0.1 }]

    [[layers]]
    type = "Flatten"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [32, 32, 3] }

    [data]
    source = "cifar10"
    augment = [{ type = "RandomBrightness", factor = 0.1, value_range = [0, 1] }]

    [[layers]]
    type = "Flatten"
    ```
    """

    code = "L522"
    name = "augmentation-of-other-range"
    severity = Severity.WARNING

    layer: str
    given: tuple[object, ...]
    scale: str
    range: tuple[float, float]

    @property
    def message(self) -> str:
        least, most = (f"{number:g}" for number in self.given if isinstance(number, float))
        low, high = self.range
        return (
            f"`{self.layer}` takes images to be {least} to {most}, "
            f"but `scale = {short(self.scale)}` makes them {low:g} to {high:g}"
        )

    @property
    def help(self) -> str:
        low, high = self.range
        return f"write `value_range = [{low:g}, {high:g}]`"


def check(model: TypedGraph, document: Document, out: Sink) -> None:
    """Report augmentations that cannot read the input, or that take it for another range."""
    data = document.data
    if data is None or len(model.inputs) != 1:
        return
    (images,) = model.inputs.values()
    for index, layer in enumerate(data.augment):
        assert isinstance(layer, Layer), "augmentations are layers"
        try:
            layer.infer((images,))
        except Reject as reject:
            out.report(reject.finding, at=("data", "augment", index, reject.field))
            continue
        given = vars(layer).get("value_range")
        scale = data.scale if isinstance(data.scale, str) else ""
        wanted = RANGES.get(scale)
        if is_tuple(given) and wanted and given != wanted:
            finding = AugmentationOfOtherRange(layer.type, given, scale, wanted)
            out.report(finding, at=("data", "augment", index, "value_range"))
