"""T422 to T424: layers that set sizes and cannot."""

from typing import final

from speccnn.diagnostics.finding import Finding
from speccnn.tensor import shown


@final
class CroppedAway(Finding):
    """A cropping takes away as much as there is, or more.

    At least one row and one column must be left.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [4, 4, 3] }

    [[layers]]
    type = "Cropping2D"
    cropping = 2
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [4, 4, 3] }

    [[layers]]
    type = "Cropping2D"
    cropping = 1
    ```
    """

    code = "T422"
    name = "cropped-away"

    axis: str
    size: int
    cropped: int

    @property
    def message(self) -> str:
        return f"cropping {self.cropped} of a {self.axis} of {self.size} leaves nothing"

    @property
    def help(self) -> str:
        return f"crop at most {self.size - 1} on both sides together"


@final
class TwoAspectRatios(Finding):
    """A resizing that should both crop and pad to keep the proportions.

    With `crop_to_aspect_ratio` what does not fit the new proportions is cut off; with
    `pad_to_aspect_ratio` the image is kept whole and padded. Only one of them is possible.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [480, 640, 3] }

    [[layers]]
    type = "Resizing"
    height = 224
    width = 224
    crop_to_aspect_ratio = true
    pad_to_aspect_ratio = true
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [480, 640, 3] }

    [[layers]]
    type = "Resizing"
    height = 224
    width = 224
    crop_to_aspect_ratio = true
    ```
    """

    code = "T423"
    name = "two-aspect-ratios"

    @property
    def message(self) -> str:
        return "an image cannot be both cropped and padded to one aspect ratio"

    @property
    def help(self) -> str:
        return "set only one of `crop_to_aspect_ratio` and `pad_to_aspect_ratio`"


@final
class AdaptiveToOne(Finding):
    """An adaptive pooling to a size of 1, or from one.

    Keras pools with windows of ceil(i/o) and of one place more, and picks from both. To o = 1 and
    from i = 1 the second is larger than the map. TensorFlow 2.21 cannot trace such a layer; run
    eagerly, such a maximum ends the whole process. A global pooling with `keepdims = true` gives
    the same numbers for 1 x 1.

    ## Bad

    ```toml
    speccnn = 1
    name = "bad"
    inputs = { image = [7, 7, 64] }

    [[layers]]
    type = "AdaptiveAveragePooling2D"
    output_size = 1
    ```

    ## Good

    ```toml
    speccnn = 1
    name = "good"
    inputs = { image = [7, 7, 64] }

    [[layers]]
    type = "GlobalAveragePooling2D"
    keepdims = true
    ```
    """

    code = "T424"
    name = "adaptive-to-one"

    layer_type: str
    sizes: tuple[int, ...]
    wanted: tuple[int, ...]

    @property
    def message(self) -> str:
        return (
            f"TensorFlow's `{self.layer_type}` cannot pool {shown(self.sizes)} "
            f"to {shown(self.wanted)}"
        )

    @property
    def help(self) -> str:
        kind = self.layer_type.removeprefix("Adaptive")
        if max(self.wanted) == 1:
            return f"`Global{kind}` with `keepdims = true` gives the same"
        if any(map(int.__mod__, self.sizes, self.wanted)):
            return "pool from and to sizes of at least 2"
        share = list(map(int.__floordiv__, self.sizes, self.wanted))
        return f"`{kind}` with `pool_size = {share}` gives the same"
