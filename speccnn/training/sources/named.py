"""Data sets by name: scikit-learn's digits, those that Keras loads, and TensorFlow Datasets."""

from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.closed import Bounds, Form, Pattern
from speccnn.fields import Positive
from speccnn.training.sources.base import Data, Divided, Facts
from speccnn.training.sources.paths import InnerPath

SplitName: TypeAlias = Annotated[
    str, Pattern(r"[a-z][a-z0-9_]{0,63}(\[[0-9]{0,9}%?:[0-9]{0,9}%?\])?"), Form("a split's name")
]


@final
class Digits(Divided):
    """scikit-learn's 1,797 scanned digits of 8x8x1, which need no network."""

    is_shared: ClassVar[bool] = True
    count: ClassVar[int] = 1797

    source: Literal["digits"]

    @property
    def facts(self) -> Facts:
        return Facts((8, 8, 1), 64, 10, examples=self.count - round(self.test * self.count))


@final
class KerasData(Data):
    """A data set that Keras downloads once, or its NPZ file at `path`."""

    is_shared: ClassVar[bool] = True
    known: ClassVar[dict[str, Facts]] = {
        "mnist": Facts((28, 28, 1), 784, 10, examples=60_000),
        "fashion_mnist": Facts((28, 28, 1), 784, 10, examples=60_000),
        "cifar10": Facts((32, 32, 3), 3072, 10, examples=50_000),
        "cifar100": Facts((32, 32, 3), 3072, 100, examples=50_000),
    }

    source: Literal["mnist", "fashion_mnist", "cifar10", "cifar100"]
    path: InnerPath | None = None

    @property
    def facts(self) -> Facts:
        return self.known[self.source]


@final
class TensorFlowDatasets(Data):
    """A data set of the package `tensorflow_datasets`, by its `name` there and its two splits."""

    source: Literal["tfds"]
    name: Annotated[
        str,
        Pattern(r"[a-z][a-z0-9_]{0,99}(/[a-z0-9][a-z0-9_.-]{0,99})?(:[0-9]+\.[0-9]+\.[0-9]+)?"),
        Form('a name such as "cifar10" or "emnist/letters"'),
    ]
    train: SplitName = "train"
    test: SplitName = "test"
    classes: Annotated[Positive, Bounds(le=100_000)] | None = None

    @property
    def facts(self) -> Facts:
        return Facts(classes=self.classes)
