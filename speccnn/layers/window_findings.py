"""T401 to T403: windows that do not fit, or not a whole number of times."""

from typing import final

from speccnn.diagnostics.finding import Finding, Severity
from speccnn.layers.windows import Axis
from speccnn.sizes.formula import known
from speccnn.values import Record

AXIS_NAMES = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}
PLACES = {"length": "step", "depth": "slice", "height": "row", "width": "column"}


@final
class OnAxis(Record):
    """A window on a named axis of a certain size."""

    name: str
    size: int
    window: Axis

    @property
    def formula(self) -> str:
        """The numbers of (i + p - k)/s + 1, with k written out under dilation."""
        window, padding = self.window, sum(self.window.sides(self.size))
        dilated = f"({window.dilation}*({window.kernel} - 1) + 1)"
        span = str(window.span) if window.dilation == 1 else dilated
        padded = f"{self.size} + {padding}" if padding else f"{self.size}"
        return f"({padded} - {span})/{window.stride} + 1"

    @property
    def quotient(self) -> str:
        """The value of the formula, to two decimals."""
        return f"{known(self.window.slack(self.size)) / self.window.stride + 1:.2f}"


def _where(axes: tuple[OnAxis, ...]) -> str:
    return " and ".join(axis.name for axis in axes)


@final
class WindowDoesNotFit(Finding):
    """A window is larger than the padded map that it should slide over.

    The output size is floor((i + p - k)/s) + 1. When the window's span k is larger than the input
    size i with its padding p, there is no position for it at all. Usually the layers before have
    already made the map small: too many poolings or strides for this input.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [4, 4, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 5
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [4, 4, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 5
    padding = "same"
    ```
    """

    code = "T401"
    name = "window-does-not-fit"

    axes: tuple[OnAxis, ...]

    @property
    def message(self) -> str:
        axis = self.axes[0]
        padding = sum(axis.window.sides(axis.size))
        padded = f" with {padding} of padding" if padding else ""
        return (
            f"a window that spans {axis.window.span} does not fit a {_where(self.axes)} "
            f"of {axis.size}{padded}: {axis.formula} is less than 1"
        )

    @property
    def help(self) -> str:
        axis = self.axes[0]
        reach = axis.size + sum(axis.window.sides(axis.size))
        largest = (reach - 1) // axis.window.dilation + 1
        return f'use `padding = "same"`, or a kernel of at most {largest}'


@final
class SizeRoundedDown(Finding):
    """A size is rounded down, and the last rows or columns of the input are never read.

    (i + p - k)/s + 1 is not a whole number, so the window's last step would leave the input.
    TensorFlow rounds down in silence. Nothing is said when the rounding drops padding only, as in
    the first layer of ResNet, nor when the stride is longer than the window and skips places
    everywhere anyway.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [7, 7, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    strides = 3
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [7, 7, 1] }

    [[layers]]
    type = "Conv2D"
    filters = 8
    kernel_size = 3
    strides = 3
    padding = 1
    ```
    """

    code = "T402"
    name = "size-rounded-down"
    severity = Severity.WARNING

    axes: tuple[OnAxis, ...]

    @property
    def message(self) -> str:
        axis = self.axes[0]
        output = axis.window.output(axis.size)
        return (
            f"{_where(self.axes)}: {axis.formula} = {axis.quotient} is rounded down to {output}, "
            f"and {_lost(self.axes)} never read"
        )

    @property
    def help(self) -> str:
        return _nearest(self.axes[0])


@final
class SizeNotExact(Finding):
    """A layer with `rounding = "exact"` does not divide its input exactly.

    (i + p - k)/s + 1 is not a whole number. Without `rounding = "exact"` the size would be rounded
    down, as TensorFlow does.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [224, 224, 3] }

    [[layers]]
    type = "Conv2D"
    filters = 64
    kernel_size = 7
    strides = 2
    padding = 3
    rounding = "exact"
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [224, 224, 3] }

    [[layers]]
    type = "Conv2D"
    filters = 64
    kernel_size = 7
    strides = 2
    padding = [[3, 2], [3, 2]]
    rounding = "exact"
    ```
    """

    code = "T403"
    name = "size-not-exact"

    axes: tuple[OnAxis, ...]

    @property
    def message(self) -> str:
        axis = self.axes[0]
        return f"{_where(self.axes)}: {axis.formula} = {axis.quotient} is not a whole number"

    @property
    def help(self) -> str:
        return _nearest(self.axes[0])


def _lost(axes: tuple[OnAxis, ...]) -> str:
    counts = [(PLACES[axis.name], axis.window.unread(axis.size)) for axis in axes]
    places = " and ".join(f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts)
    single = len(counts) == 1 and counts[0][1] == 1
    return f"the last {places} of the input {'is' if single else 'are'}"


def _nearest(axis: OnAxis) -> str:
    quantities = {
        "kernel": "a kernel of",
        "stride": "a stride of",
        "padding": "padding of",
        "input": "an input of",
    }
    found = axis.window.nearest(axis.size)
    choices = [
        f"{words} {' or '.join(str(value) for value in found[quantity])}"
        for quantity, words in quantities.items()
        if found[quantity]
    ]
    return f"exact with {', or '.join(choices)}"
