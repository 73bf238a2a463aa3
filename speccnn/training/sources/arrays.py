"""Files that hold arrays or tables of numbers: NPZ, IDX, CSV."""

from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.closed import Bounds, Form, Pattern
from speccnn.fields import Names, Positive
from speccnn.training.sources.base import ClassNames, Facts, Files
from speccnn.training.sources.paths import InnerPath

Separator: TypeAlias = Annotated[
    str, Pattern(r'[^"\x00-\x08\x0a-\x1f]'), Form("one character that may separate columns")
]
ClassCount: TypeAlias = Annotated[Positive, Bounds(le=100_000)]


@final
class Npz(Files):
    """An archive of the arrays `x_train`, `y_train` and, if it has them, `x_test`, `y_test`."""

    is_shared: ClassVar[bool] = True

    source: Literal["npz"]
    classes: ClassCount | None = None

    @property
    def facts(self) -> Facts:
        return Facts(classes=self.classes)


@final
class Idx(Files):
    """A folder of four files in the format of MNIST, gzipped (`.gz`) or not."""

    source: Literal["idx"]
    images: InnerPath = "train-images-idx3-ubyte"
    labels: InnerPath = "train-labels-idx1-ubyte"
    test_images: InnerPath = "t10k-images-idx3-ubyte"
    test_labels: InnerPath = "t10k-labels-idx1-ubyte"
    classes: ClassCount | None = None

    @property
    def facts(self) -> Facts:
        return Facts(classes=self.classes)


@final
class Csv(Files):
    """A table whose first row names its columns; a row is an example.

    `label` names the column of its class, or those of the values to predict, `features` the
    columns that the network reads, by default all others; `dtype` is "uint8" where they are bytes,
    such as pixels, which are scaled. With `classes` the labels are these
    words, not numbers. A row that cannot be read ends the training or is left out.
    """

    source: Literal["csv"]
    label: Names = ("label",)
    features: Names | None = None
    classes: ClassNames | None = None
    dtype: Literal["float32", "uint8"] = "float32"
    separator: Separator = ","
    on_error: Literal["stop", "skip"] = "stop"

    @property
    def facts(self) -> Facts:
        return Facts(
            numbers=len(self.features) if self.features else None,
            classes=len(self.classes) if self.classes else None,
        )
