"""Arrangements of numbers that Keras lacks."""

# pyright: basic, reportReturnType=false, reportArgumentType=false
# pyright: reportGeneralTypeIssues=false, reportOptionalOperand=false
# pyright: reportOptionalSubscript=false

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="speccnn")
class PixelShuffle(keras.layers.Layer):
    """Lays the channels of each place out as a block of `scale` x `scale` places."""

    def __init__(self, scale: int, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return `inputs`, batch x H x W x C, larger and with fewer channels."""
        return tf.nn.depth_to_space(inputs, self.scale)

    def get_config(self) -> dict[str, object]:
        """Return the arguments that make this layer anew."""
        return {**super().get_config(), "scale": self.scale}


@keras.saving.register_keras_serializable(package="speccnn")
class SpaceToDepth(keras.layers.Layer):
    """Lays each block of `block_size` x `block_size` places out as channels of one."""

    def __init__(self, block_size: int, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.block_size = block_size

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return `inputs`, batch x H x W x C, smaller and with more channels."""
        return tf.nn.space_to_depth(inputs, self.block_size)

    def get_config(self) -> dict[str, object]:
        """Return the arguments that make this layer anew."""
        return {**super().get_config(), "block_size": self.block_size}


@keras.saving.register_keras_serializable(package="speccnn")
class ChannelShuffle(keras.layers.Layer):
    """Deals the channels of `groups` groups out, one of each group in turn."""

    def __init__(self, groups: int, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.groups = groups

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return `inputs`, channels last, with the channels in another order."""
        *places, channels = keras.ops.shape(inputs)
        grouped = (*places, self.groups, channels // self.groups)
        dealt = keras.ops.swapaxes(keras.ops.reshape(inputs, grouped), -1, -2)
        return keras.ops.reshape(dealt, (*places, channels))

    def get_config(self) -> dict[str, object]:
        """Return the arguments that make this layer anew."""
        return {**super().get_config(), "groups": self.groups}


@keras.saving.register_keras_serializable(package="speccnn")
class Split(keras.layers.Layer):
    """Keeps one of `sections` equal parts along an axis, counted from 0."""

    def __init__(
        self, sections: int, index: int, axis: int = -1, **kwargs: object
    ) -> None:
        super().__init__(**kwargs)
        self.sections, self.index, self.axis = sections, index, axis

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return the part; the size along the axis must be a multiple of `sections`."""
        parts = keras.ops.split(inputs, self.sections, axis=self.axis)
        return parts[self.index]

    def get_config(self) -> dict[str, object]:
        """Return the arguments that make this layer anew."""
        own = {"sections": self.sections, "index": self.index, "axis": self.axis}
        return {**super().get_config(), **own}
