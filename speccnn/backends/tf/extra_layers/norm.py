"""Normalisations that Keras lacks."""

# pyright: basic, reportArgumentType=false

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="speccnn")
class LocalResponseNormalization(keras.layers.Layer):
    """Divides each number by a power of the sum of squares over the channels near it.

    x becomes x / (bias + alpha * sum) ** beta, where the sum is over `depth_radius`
    channels on each side.
    """

    def __init__(
        self,
        depth_radius: int = 5,
        bias: float = 1.0,
        alpha: float = 1.0,
        beta: float = 0.5,
        **kwargs: object,
    ) -> None:
        super().__init__(**kwargs)
        self.numbers = {
            "depth_radius": depth_radius,
            "bias": bias,
            "alpha": alpha,
            "beta": beta,
        }

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return `inputs`, batch x H x W x C, normalised."""
        return tf.nn.local_response_normalization(inputs, **self.numbers)

    def get_config(self) -> dict[str, object]:
        """Return the arguments that make this layer anew."""
        return {**super().get_config(), **self.numbers}
