"""Fully connected layers."""

from typing import ClassVar, Literal, final

from speccnn.fields import Positive
from speccnn.layers.axes import require_softmax
from speccnn.layers.base import Layer, Reject, Types, Weight
from speccnn.layers.fields import (
    ActivationName,
    KernelInitializer,
    Regularizer,
    VectorInitializer,
)
from speccnn.layers.findings import WrongRank
from speccnn.sizes.formula import Size
from speccnn.tensor import TensorType


@final
class Dense(Layer):
    """Multiply the last axis by a learned matrix and add a bias.

    Maps ... x C to ... x `units`, with a kernel of C x `units`: 784 to 500 takes
    784 * 500 + 500 = 392,500 parameters. After a feature map it usually wants a `Flatten` before,
    since it works on the channels of each place alone.

    ```toml
    [[layers]]
    type = "Dense"
    units = 10
    ```
    """

    example_input: ClassVar[str] = "128"

    type: Literal["Dense"] = "Dense"
    units: Positive
    activation: ActivationName | None = None
    use_bias: bool = True
    kernel_initializer: KernelInitializer = "glorot_uniform"
    bias_initializer: VectorInitializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None

    def infer(self, inputs: Types) -> TensorType:
        (x,) = inputs
        if x.rank < 1:
            raise Reject(WrongRank(self.type, "at least one axis", x.shape), field="inputs")
        if self.activation == "softmax":
            require_softmax(self.type, x)
        return x.evolve(channels=self.units)

    def kernel_shape(self, inputs: Types) -> tuple[Size, ...]:
        (x,) = inputs
        return (x.channels, self.units)

    def weights(self, inputs: Types) -> tuple[Weight, ...]:
        kernel = Weight("kernel", self.kernel_shape(inputs))
        return (kernel, Weight("bias", (self.units,))) if self.use_bias else (kernel,)

    def macs(self, inputs: Types, output: TensorType) -> Size:
        (x,) = inputs
        return x.channels * output.elements

    @property
    def last_function(self) -> str | None:
        return self.activation
