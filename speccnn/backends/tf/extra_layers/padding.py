"""Padding that Keras lacks."""

# pyright: basic, reportReturnType=false

import keras


@keras.saving.register_keras_serializable(package="speccnn")
class NegativeInfinityPadding2D(keras.layers.ZeroPadding2D):
    """Surrounds a feature map with minus infinity, which no maximum picks."""

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return `inputs`, batch x H x W x C, with `padding` rows and columns more."""
        sides = ((0, 0), *self.padding, (0, 0))
        return keras.ops.pad(inputs, sides, constant_values=-float("inf"))
