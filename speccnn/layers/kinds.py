"""The table of layers."""

from speccnn.layers.activation import Activation, ReLU, Softmax
from speccnn.layers.base import Layer
from speccnn.layers.conv import Conv2D
from speccnn.layers.dense import Dense
from speccnn.layers.merge import Add, Concatenate
from speccnn.layers.noise import Dropout
from speccnn.layers.norm import BatchNormalization
from speccnn.layers.padding import ZeroPadding2D
from speccnn.layers.pool import (
    AveragePooling2D,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    MaxPooling2D,
)
from speccnn.layers.reshape import Flatten

LAYERS: tuple[type[Layer], ...] = (
    Conv2D,
    MaxPooling2D,
    AveragePooling2D,
    GlobalMaxPooling2D,
    GlobalAveragePooling2D,
    ZeroPadding2D,
    Flatten,
    Dense,
    Dropout,
    BatchNormalization,
    Activation,
    ReLU,
    Softmax,
    Add,
    Concatenate,
)
