"""The layers that Keras lacks; the script backend prints their source into scripts.

Each class stands alone: all it needs is `import keras`, `import tensorflow as tf`.
"""

from speccnn.backends.tf.extra_layers.image import RandomCrop as RandomCrop
from speccnn.backends.tf.extra_layers.noise import LayerScale as LayerScale
from speccnn.backends.tf.extra_layers.noise import StochasticDepth as StochasticDepth
from speccnn.backends.tf.extra_layers.norm import (
    LocalResponseNormalization as LocalResponseNormalization,
)
from speccnn.backends.tf.extra_layers.padding import (
    NegativeInfinityPadding1D as NegativeInfinityPadding1D,
)
from speccnn.backends.tf.extra_layers.padding import (
    NegativeInfinityPadding2D as NegativeInfinityPadding2D,
)
from speccnn.backends.tf.extra_layers.padding import (
    NegativeInfinityPadding3D as NegativeInfinityPadding3D,
)
from speccnn.backends.tf.extra_layers.reshape import ChannelShuffle as ChannelShuffle
from speccnn.backends.tf.extra_layers.reshape import PixelShuffle as PixelShuffle
from speccnn.backends.tf.extra_layers.reshape import SpaceToDepth as SpaceToDepth
from speccnn.backends.tf.extra_layers.reshape import Split as Split
