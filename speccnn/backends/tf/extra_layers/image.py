"""Changes of images that Keras lacks or gets wrong."""

# pyright: basic, reportReturnType=false, reportArgumentType=false
# pyright: reportOperatorIssue=false, reportOptionalOperand=false

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="speccnn")
class RandomCrop(keras.layers.Layer):
    """Cuts `height` x `width` out of images: at random in training, else the middle.

    Keras's own layer of this name cuts nothing outside training.
    """

    def __init__(
        self, height: int, width: int, seed: int | None = None, **kwargs: object
    ) -> None:
        super().__init__(**kwargs)
        self.height = height
        self.width = width
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, inputs: tf.Tensor, *, training: bool = False) -> tf.Tensor:
        """Return the same part of all `inputs`, batch x H x W x C."""
        batch, height, width, channels = inputs.shape
        if min(self.height, self.width) < 1:
            raise ValueError("a part of an image has at least one row and column")
        if self.height > height or self.width > width:
            raise ValueError(f"an image of {height} x {width} is smaller than its part")
        top = self.place(height - self.height, training=training)
        left = self.place(width - self.width, training=training)
        part = inputs[:, top : top + self.height, left : left + self.width]
        return tf.ensure_shape(part, (batch, self.height, self.width, channels))

    def place(self, room: int, *, training: bool) -> tf.Tensor | int:
        """Return how many rows or columns to leave out before the part."""
        if not training:
            return room // 2
        return keras.random.randint((), 0, room + 1, seed=self.seed_generator)

    def get_config(self) -> dict[str, object]:
        """Return the arguments that make this layer anew."""
        numbers = {"height": self.height, "width": self.width, "seed": self.seed}
        return {**super().get_config(), **numbers}
