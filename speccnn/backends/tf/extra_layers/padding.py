"""Padding that Keras lacks."""

# pyright: basic, reportReturnType=false

import keras


@keras.saving.register_keras_serializable(package="speccnn")
class NegativeInfinityPadding1D(keras.layers.ZeroPadding1D):
    """Puts minus infinity, which no maximum picks, before and after a sequence."""

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return `inputs`, batch x L x C, with `padding` steps more."""
        sides = ((0, 0), self.padding, (0, 0))
        return keras.ops.pad(inputs, sides, constant_values=-float("inf"))


@keras.saving.register_keras_serializable(package="speccnn")
class NegativeInfinityPadding2D(keras.layers.ZeroPadding2D):
    """Surrounds a feature map with minus infinity, which no maximum picks."""

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return `inputs`, batch x H x W x C, with `padding` rows and columns more."""
        sides = ((0, 0), *self.padding, (0, 0))
        return keras.ops.pad(inputs, sides, constant_values=-float("inf"))


@keras.saving.register_keras_serializable(package="speccnn")
class NegativeInfinityPadding3D(keras.layers.ZeroPadding3D):
    """Surrounds a volume with minus infinity, which no maximum picks."""

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return `inputs`, batch x D x H x W x C, with `padding` places more."""
        sides = ((0, 0), *self.padding, (0, 0))
        return keras.ops.pad(inputs, sides, constant_values=-float("inf"))
