"""The table of sources: where the class of each is."""

from typing import Annotated, TypeAlias

from speccnn.described import Kinds
from speccnn.training.sources.base import Data

_HERE = "speccnn.training.sources"
SOURCES = {
    "digits": f"{_HERE}.named:Digits",
    "mnist": f"{_HERE}.named:KerasData",
    "fashion_mnist": f"{_HERE}.named:KerasData",
    "cifar10": f"{_HERE}.named:KerasData",
    "cifar100": f"{_HERE}.named:KerasData",
    "tfds": f"{_HERE}.named:TensorFlowDatasets",
    "npz": f"{_HERE}.arrays:Npz",
    "idx": f"{_HERE}.arrays:Idx",
    "csv": f"{_HERE}.arrays:Csv",
    "folder": f"{_HERE}.images:Folder",
    "tfrecord": f"{_HERE}.images:TfRecord",
}

AnyData: TypeAlias = Annotated[Data, Kinds("Data", SOURCES).told_by("source")]
