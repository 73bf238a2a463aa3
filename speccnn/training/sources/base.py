"""What every source of examples says about itself, and what may be asked of it."""

from abc import abstractmethod
from typing import Annotated, ClassVar, Literal, NamedTuple, TypeAlias, final

from speccnn.closed import Bounds, Closed, Form, Spelled
from speccnn.described import Described, Kinds
from speccnn.fields import FinitePositive, NonNegative, Positive
from speccnn.training.sources.paths import InnerPath

Part: TypeAlias = Annotated[float, Bounds(ge=0, lt=1)]
ScaleName: TypeAlias = Literal["unit", "minus_one_one", "standard", "none"]

_RANDOM = ("Flip", "Rotation", "Translation", "Zoom", "Contrast", "Brightness")
AUGMENTATIONS = {f"Random{change}": "speccnn.layers.image" for change in _RANDOM}
AnyAugmentation: TypeAlias = Annotated[
    Described,
    Kinds("Augmentation", AUGMENTATIONS).without("name", "inputs", "trainable", "seed"),
]


def _listed(value: object) -> object:
    return [value] if isinstance(value, int | float) else value


Numbers: TypeAlias = Annotated[
    tuple[float, ...],
    Bounds(min_length=1, max_length=1024),
    Spelled(_listed, float),
    Form("a number, or a list with one for each channel"),
]
PositiveNumbers: TypeAlias = Annotated[
    tuple[FinitePositive, ...],
    Bounds(min_length=1, max_length=1024),
    Spelled(_listed, FinitePositive),
    Form("a positive number, or a list with one for each channel"),
]
ClassNames: TypeAlias = Annotated[
    tuple[Annotated[str, Bounds(min_length=1, max_length=200)], ...],
    Bounds(min_length=1, max_length=100_000),
]


@final
class MeanAndStd(Closed):
    """What is subtracted from images of 0 to 1, and what they are divided by then."""

    mean: Numbers
    std: PositiveNumbers


class Facts(NamedTuple):
    """What is known of examples before they are read.

    `shape` is that of one example, channels last, as far as it is known; `numbers` is how many
    numbers one holds; `classes` how many classes there are. `is_image` says that examples are
    decoded from image files, of any size. `examples` is how many are not for testing.
    """

    shape: tuple[int, ...] | None = None
    numbers: int | None = None
    classes: int | None = None
    is_image: bool = False
    examples: int | None = None


class Data(Closed):
    """Where the examples come from, and how they are prepared.

    `validation` is the share of the training examples that is set aside to be measured after each
    epoch; `stratify` divides each class alike; `seed` decides who is set aside. `scale` brings
    bytes to 0 to 1 ("unit") or -1 to 1, or each channel of the training images to mean 0 and
    deviation 1 ("standard"). `augment` varies the images of each training step. Arrays that are
    `shared` may be those of several inputs or outputs.
    """

    is_streamed: ClassVar[bool] = False
    is_shared: ClassVar[bool] = False
    is_divided: ClassVar[bool] = False

    source: str
    validation: Part = 0.0
    stratify: bool = False
    seed: NonNegative = 0
    scale: ScaleName | MeanAndStd = "unit"
    class_weights: Literal["balanced"] | tuple[FinitePositive, ...] | None = None
    augment: Annotated[tuple[AnyAugmentation, ...], Bounds(max_length=16)] = ()

    @property
    @abstractmethod
    def facts(self) -> Facts:
        """What is known of the examples."""

    @property
    def training_examples(self) -> int | None:
        """How many examples are trained on, if that is known before they are read."""
        examples = self.facts.examples
        return None if examples is None else examples - round(self.validation * examples)


class Divided(Data):
    """A source without test examples of its own: the share `test` of all is set aside for them."""

    is_divided: ClassVar[bool] = True

    test: Annotated[float, Bounds(gt=0, lt=1)] = 0.2


class Files(Divided):
    """Examples in files below the spec's folder, or where the script's `--data` says."""

    path: InnerPath | None = None


class Images(Files):
    """Images in files that are decoded when they are needed, if they do not all fit in memory.

    An image of another size is brought to the network's by `fit`, by the method `resize`. `memory`
    is how many MiB decoded images may take, by default a quarter of the machine's memory: a larger
    set is read from its files all the time. `on_error` says whether an image or record that cannot
    be read ends the training or is left out of it, which reads all of them once at the start.
    """

    is_streamed: ClassVar[bool] = True

    resize: Literal["bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5"] = "bilinear"
    fit: Literal["stretch", "crop", "pad"] = "stretch"
    memory: Annotated[Positive, Form("a whole number of MiB")] | None = None
    on_error: Literal["stop", "skip"] = "stop"
