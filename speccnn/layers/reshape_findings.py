"""T441 to T443: what arranging layers can have against their inputs."""

from math import prod
from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.tensor import Shape, shown


@final
class SizesDoNotMultiply(Finding):
    """A shape that cannot hold exactly the numbers of the input.

    The sizes of `target_shape` must multiply to the number of values that an example has. One size
    may be -1, which stands for what the others leave; it must come out whole.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { digits = [784] }

    [[layers]]
    type = "Reshape"
    target_shape = [28, 27, 1]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { digits = [784] }

    [[layers]]
    type = "Reshape"
    target_shape = [28, 28, 1]
    ```
    """

    code = "T441"
    name = "sizes-do-not-multiply"

    shape: Shape
    target_shape: tuple[int, ...]

    @property
    def message(self) -> str:
        given, target = prod(self.shape), shown(self.target_shape)
        of = f" of {shown(self.shape)}" if len(self.shape) > 1 else ""
        return f"{given} numbers{of} cannot be read as {target}"

    @property
    def help(self) -> str:
        if self.target_shape.count(-1) > 1:
            return "only one size may be -1"
        known = prod(size for size in self.target_shape if size != -1)
        if known == 0:
            return "a size is at least 1, or -1 for what the others leave"
        if -1 in self.target_shape:
            return f"the other sizes multiply to {known}, which does not divide {prod(self.shape)}"
        return f"its sizes multiply to {known}, not to {prod(self.shape)}"


@final
class NotAnOrder(Finding):
    """A list of axes that is not an order of the axes of the input.

    `dims` names each axis of an example once, counted from 1; the batch axis stays first and is
    not named.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [28, 32, 3] }

    [[layers]]
    type = "Permute"
    dims = [2, 1]
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [28, 32, 3] }

    [[layers]]
    type = "Permute"
    dims = [2, 1, 3]
    ```
    """

    code = "T442"
    name = "not-an-order"

    dims: tuple[int, ...]
    rank: int

    @property
    def message(self) -> str:
        dims = ", ".join(map(str, self.dims))
        return f"[{dims}] is not an order of the input's axes"

    @property
    def help(self) -> str:
        axes = ", ".join(map(str, range(1, self.rank + 1)))
        return f"name each once: {axes}"


@final
class SizeNotDivisible(Finding):
    """A size that cannot be cut into blocks.

    `PixelShuffle` makes the channels of a place into a block of `scale` x `scale` places, so their
    number must be a multiple of `scale` squared. `SpaceToDepth` makes blocks of places into
    channels, so height and width must be multiples of `block_size`.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { features = [14, 14, 6] }

    [[layers]]
    type = "PixelShuffle"
    scale = 2
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { features = [14, 14, 8] }

    [[layers]]
    type = "PixelShuffle"
    scale = 2
    ```
    """

    code = "T443"
    name = "size-not-divisible"

    layer_type: str
    what: str
    size: int
    divisor: int

    @property
    def message(self) -> str:
        counted = f"{self.size} channels" if self.what == "channels" else f"{self.what} {self.size}"
        return f"`{self.layer_type}` cannot divide {counted} by {self.divisor}"

    @property
    def help(self) -> str:
        below = self.size // self.divisor * self.divisor
        choices = f"{below} or {below + self.divisor}" if below else f"{self.divisor}"
        return f"it works with {choices}"


@final
class NoSuchPart(Finding):
    """A part that a split does not have; parts are counted from 0.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [8, 8, 4] }

    [[layers]]
    type = "Split"
    sections = 2
    index = 2
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [8, 8, 4] }

    [[layers]]
    type = "Split"
    sections = 2
    index = 1
    ```
    """

    code = "T450"
    name = "no-such-part"

    index: int
    sections: int

    @property
    def message(self) -> str:
        return f"there is no part {self.index} of {self.sections}"

    @property
    def help(self) -> str:
        return f"`index` is from 0 to {self.sections - 1}"
