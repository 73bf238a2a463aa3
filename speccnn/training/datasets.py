"""What is known of the named data sets before they are loaded."""

from typing import final

from speccnn.training.settings import SourceName
from speccnn.values import Record


@final
class Dataset(Record):
    """The shape of one example, channels last, its number of classes, and where it is loaded."""

    shape: tuple[int, ...]
    classes: int
    title: str
    loader: str


DATASETS: dict[SourceName, Dataset] = {
    "digits": Dataset((8, 8, 1), 10, "scikit-learn's scanned digits", "sklearn.datasets"),
    "mnist": Dataset((28, 28, 1), 10, "MNIST", "keras.datasets.mnist"),
    "fashion_mnist": Dataset((28, 28, 1), 10, "Fashion-MNIST", "keras.datasets.fashion_mnist"),
    "cifar10": Dataset((32, 32, 3), 10, "CIFAR-10", "keras.datasets.cifar10"),
    "cifar100": Dataset((32, 32, 3), 100, "CIFAR-100", "keras.datasets.cifar100"),
}
