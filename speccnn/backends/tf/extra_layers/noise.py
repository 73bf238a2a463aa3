"""What tames deep residual branches, and Keras lacks."""

# pyright: basic, reportReturnType=false, reportArgumentType=false
# pyright: reportOptionalSubscript=false

import keras


@keras.saving.register_keras_serializable(package="speccnn")
class StochasticDepth(keras.layers.Layer):
    """Sets all of a share `rate` of the examples to zero in training.

    The others are scaled up, so that the mean stays. Outside training it does nothing.
    """

    def __init__(self, rate: float, seed: int | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)
        if not 0 <= rate < 1:
            raise ValueError(
                f"a share of examples is at least 0 and below 1, not {rate}"
            )
        self.rate = rate
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(
        self, inputs: keras.KerasTensor, *, training: bool = False
    ) -> keras.KerasTensor:
        """Return `inputs`, batch first, with some examples zero if this is training."""
        if not training:
            return inputs
        alike = (1,) * (len(inputs.shape) - 1)
        shape = (keras.ops.shape(inputs)[0], *alike)
        return keras.random.dropout(inputs, self.rate, shape, self.seed_generator)

    def get_config(self) -> dict[str, object]:
        """Return the arguments that make this layer anew."""
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}


@keras.saving.register_keras_serializable(package="speccnn")
class LayerScale(keras.layers.Layer):
    """Multiplies each channel by a learned factor that starts at `init_values`."""

    def __init__(self, init_values: float, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.init_values = init_values

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the factors, one for each channel."""
        initial = keras.initializers.Constant(self.init_values)
        self.gamma = self.add_weight(
            shape=input_shape[-1:], initializer=initial, name="gamma"
        )

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return `inputs`, channels last, with each channel multiplied."""
        return inputs * self.gamma

    def get_config(self) -> dict[str, object]:
        """Return the arguments that make this layer anew."""
        return {**super().get_config(), "init_values": self.init_values}
