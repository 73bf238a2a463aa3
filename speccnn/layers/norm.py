"""Normalisation."""

from typing import ClassVar, Literal, final

from speccnn.fields import FiniteNonNegative, Share
from speccnn.layers.axes import axis_of
from speccnn.layers.base import Layer, Types, Weight
from speccnn.layers.fields import Regularizer, VectorInitializer
from speccnn.tensor import TensorType


@final
class BatchNormalization(Layer):
    """Bring each channel to mean 0 and variance 1 over the batch, then scale and shift it.

    Keeps the shape. With n the size of `axis`: `gamma` and `beta` of n numbers each are trained,
    the moving mean and variance of n numbers each are not
    (Ioffe and Szegedy, "Batch normalization", algorithm 1).

    ```toml
    [[layers]]
    type = "BatchNormalization"
    ```
    """

    example_input: ClassVar[str] = "28x28x16"

    type: Literal["BatchNormalization"] = "BatchNormalization"
    axis: int = -1
    momentum: Share = 0.99
    epsilon: FiniteNonNegative = 0.001
    center: bool = True
    scale: bool = True
    beta_initializer: VectorInitializer = "zeros"
    gamma_initializer: VectorInitializer = "ones"
    moving_mean_initializer: VectorInitializer = "zeros"
    moving_variance_initializer: VectorInitializer = "ones"
    beta_regularizer: Regularizer | None = None
    gamma_regularizer: Regularizer | None = None
    synchronized: bool = False

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        axis_of(x, self.axis)
        return x

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        (x,) = inputs
        shape = (x.shape[axis_of(x, self.axis)],)
        gamma = (Weight("gamma", shape),) if self.scale else ()
        beta = (Weight("beta", shape),) if self.center else ()
        moving = (
            Weight("moving_mean", shape, trainable=False),
            Weight("moving_variance", shape, trainable=False),
        )
        return (*gamma, *beta, *moving)
