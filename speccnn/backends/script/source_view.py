"""What templates may see of the data: every decision about a script's source of examples."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, final

from speccnn.backends.script.python import Python, own_source
from speccnn.calls import Call, Value
from speccnn.described import Described
from speccnn.document.model import Document
from speccnn.graph.heads import heads_of, watched_by
from speccnn.graph.typed import TypedGraph
from speccnn.training.sources.arrays import Csv, Idx, Npz
from speccnn.training.sources.base import Data, Divided, Files, Images, MeanAndStd
from speccnn.training.sources.images import Folder, TfRecord
from speccnn.training.sources.named import KerasData, TensorFlowDatasets

Weighting = Literal["classes", "one_hot", "answers"]


@final
@dataclass(frozen=True)
class Constant:
    """A setting at the top of a script."""

    name: str
    value: Value

    @property
    def before(self) -> str:
        """What stands before the value on its line."""
        return f"{self.name} = "


@final
@dataclass(frozen=True)
class Source:
    """Where the examples come from, and what is done to them.

    `kind` is "own" where the spec says nothing of data. `weighting` says in which form labels
    choose the weight of an example or, if they are `answers`, of each of them. `is_noisy` says that
    the network draws random numbers in training, `may_stream` that images that do not fit in memory
    are read in each step, `feeds_bytes` that the network reads images as the bytes that they are,
    `has_alpha` that
    these have a channel of transparency.
    """

    data: Data | None
    kind: str
    constants: tuple[Constant, ...]
    augmentation: tuple[Call, ...]
    weighting: Weighting | None
    is_one_answer: bool
    is_noisy: bool
    may_stream: bool
    feeds_bytes: bool
    has_alpha: bool

    @property
    def is_random(self) -> bool:
        """Whether a training step draws random numbers."""
        return self.is_noisy or bool(self.augmentation)

    @property
    def is_decoded(self) -> bool:
        """Whether examples are images in files."""
        return isinstance(self.data, Images)

    @property
    def is_streamed(self) -> bool:
        """Whether examples may be read from files in each step."""
        return self.is_decoded and self.may_stream

    @property
    def skips(self) -> bool:
        """Whether what cannot be read is left out."""
        return isinstance(self.data, Images | Csv) and self.data.on_error == "skip"

    @property
    def path(self) -> str | None:
        """Where the files of the spec are."""
        return self.data.path if isinstance(self.data, Files | KerasData) else None

    @property
    def has_files(self) -> bool:
        """Whether `--data` names files of the kind that the spec tells."""
        return isinstance(self.data, Files) or self.path is not None

    @property
    def is_required(self) -> bool:
        """Whether the script reads nothing unless `--data` names it."""
        return self.data is None or (self.has_files and self.path is None)

    @property
    def reads_arrays(self) -> bool:
        """Whether NPZ files are read."""
        return self.kind == "npz" or isinstance(self.data, KerasData) or not self.has_files

    @property
    def validates(self) -> bool:
        """Whether training examples are set aside to be measured after each epoch."""
        return self.data is not None and self.data.validation > 0

    @property
    def watched(self) -> Python:
        """What is measured after each epoch, as in the columns of the history."""
        return own_source(watched_by(self.data))

    @property
    def watched_title(self) -> str:
        """What plots call the examples that are measured after each epoch."""
        return "validation" if self.validates else "test"

    @property
    def watched_examples(self) -> Python:
        """The examples that are measured after each epoch."""
        return own_source(f"self.trainer.{'validation' if self.validates else 'test'}")

    @property
    def other_images(self) -> Python:
        """The images that are read in no step, as a tuple."""
        validation = ", self.validation.images" if self.validates else ","
        return own_source(f"(self.test.images{validation})")

    @property
    def divides(self) -> bool:
        """Whether examples are set aside."""
        return self.validates or (self.data is not None and self.data.is_divided)

    @property
    def divides_any(self) -> bool:
        """Whether what is divided may have more images than labels, or fewer."""
        return self.validates or isinstance(self.data, Npz | Idx)

    @property
    def stratifies(self) -> bool:
        """Whether the same share of each class is set aside."""
        return self.data is not None and self.data.stratify

    @property
    def scale(self) -> str:
        """How images are scaled."""
        if self.feeds_bytes:
            return "bytes"
        scale = self.data.scale if self.data else "unit"
        return "given" if isinstance(scale, MeanAndStd) else scale

    @property
    def is_standardised(self) -> bool:
        """Whether images are scaled by what the training images are like."""
        return self.scale == "standard"

    @property
    def standardises_arrays(self) -> bool:
        """Whether that is done once, before training."""
        return self.is_standardised and not self.is_streamed

    @property
    def is_balanced(self) -> bool:
        """Whether class weights follow from how many examples a class has."""
        return self.data is not None and self.data.class_weights == "balanced"

    @property
    def finds_classes(self) -> bool:
        """Whether the classes are named as the folders are that hold their images."""
        return isinstance(self.data, Folder) and self.data.classes is None

    @property
    def class_names(self) -> Python | None:
        """The names of the classes, if they have others than their numbers."""
        if self.finds_classes:
            return own_source("trainer.class_names")
        is_named = isinstance(self.data, Folder | Csv) and self.data.classes is not None
        return own_source("CLASSES") if is_named else None

    @property
    def is_encoded(self) -> bool:
        """Whether images are PNG or JPEG files, or such files in records."""
        return not isinstance(self.data, TfRecord) or self.data.image.type == "encoded"

    @property
    def is_raw(self) -> bool:
        """Whether images are the bytes of their pixels."""
        return isinstance(self.data, TfRecord) and self.data.image.type == "uint8"

    @property
    def is_bytes(self) -> bool:
        """Whether the numbers of images that are read from places run from 0 to 255."""
        return not isinstance(self.data, TfRecord) or self.data.image.type != "float32"

    @property
    def scaled(self) -> Python:
        """The decoded `image`, scaled."""
        unit = "image / 255" if self.is_bytes else "image"
        forms = {
            "none": "image",
            "bytes": "tf.saturate_cast(tf.round(image), tf.uint8)",
            "minus_one_one": "image / 127.5 - 1" if self.is_bytes else "image * 2 - 1",
            "given": f"({unit} - np.float32(MEAN)) / np.float32(STD)",
        }
        return own_source(f"tf.reshape({forms.get(self.scale, unit)}, INPUT_SHAPE)")

    @property
    def resize(self) -> Call:
        """How an image is brought to the size of the input."""
        assert isinstance(self.data, Images), "only images in files are resized"
        fit = {"crop": "crop_to_aspect_ratio", "pad": "pad_to_aspect_ratio"}.get(self.data.fit)
        more: dict[str, Value] = {} if fit is None else {fit: True}
        arguments: dict[str, Value] = {"interpolation": self.data.resize, "antialias": True}
        values = own_source("image"), own_source("INPUT_SHAPE[:2]")
        return Call("keras.ops.image.resize", values, arguments | more)

    @property
    def image_reader(self) -> Python:
        """What gives the image that an example holds or names."""
        return own_source("self.image" if self.is_standardised else "as_image")

    @property
    def image_feature(self) -> Call:
        """The feature of a record that holds the image."""
        assert isinstance(self.data, TfRecord), "only records have features"
        kind = self.data.image.type
        if kind in {"encoded", "uint8"}:
            return Call("tf.io.FixedLenFeature", (own_source("[]"), own_source("tf.string")))
        size = own_source("[math.prod(INPUT_SHAPE)]")
        return Call("tf.io.FixedLenFeature", (size, own_source(f"tf.{kind}")))

    @property
    def label_feature(self) -> Call:
        """The feature of a record that holds the label."""
        assert isinstance(self.data, TfRecord), "only records have features"
        kind = self.data.label.type
        size = own_source("[]" if kind == "int64" else "[math.prod(OUTPUT_SHAPE)]")
        return Call("tf.io.FixedLenFeature", (size, own_source(f"tf.{kind}")))

    @property
    def numpy_type(self) -> str:
        """The type of the numbers in a table."""
        if self.feeds_bytes:
            return "np.uint8"
        return f"np.{self.data.dtype}" if isinstance(self.data, Csv) else "np.float32"

    @property
    def digits(self) -> Python:
        """The images of scikit-learn's digits, whose numbers run from 0 to 16."""
        in_bytes = "np.uint8(digits.images * 15)"
        return own_source(in_bytes if self.feeds_bytes else "digits.images / 16")

    @property
    def image_type(self) -> Python:
        """The type of the numbers of images that are read in each step."""
        return own_source("tf.uint8" if self.feeds_bytes else "tf.float32")

    @property
    def class_weights(self) -> Python:
        """The weights of the classes; of answers a row for each no, and one for each yes."""
        if self.is_balanced:
            return own_source("balanced_weights(train.labels)")
        if self.weighting != "answers":
            return own_source("CLASS_WEIGHTS")
        return own_source(
            "np.reshape(CLASS_WEIGHTS, (2, 1))" if self.is_one_answer else "[CLASS_WEIGHTS] * 2"
        )

    @property
    def weighed(self) -> Python:
        """The weights of the examples of a batch with `labels`, or of their answers."""
        return own_source(
            {
                "classes": "tf.gather(self.class_weights, labels)",
                "one_hot": "tf.tensordot(labels, self.class_weights, 1)",
                "answers": "no * (1 - labels) + yes * labels",
            }[self.weighting or "classes"]
        )

    @property
    def template(self) -> str | None:
        """The template of the reader of the source, if it is not that of NPZ files alone."""
        if self.data is None or (self.has_files and self.reads_arrays):
            return None
        kind = "keras" if isinstance(self.data, KerasData) else self.kind
        return f"sources/{kind}.py.jinja"

    @property
    def batch_template(self) -> str:
        """The template of what gives the examples of a step."""
        return "stream.py.jinja" if self.is_streamed else "batch.py.jinja"

    @property
    def loads_keras(self) -> bool:
        """Whether Keras reads the source, or resizes its images."""
        is_downloaded = isinstance(self.data, KerasData) and self.path is None
        return is_downloaded or (self.is_decoded and self.is_encoded)

    @property
    def loader(self) -> str:
        """The module of Keras that downloads the data set."""
        return f"keras.datasets.{self.kind}"

    @property
    def data_option(self) -> Call:
        """The option that names other data."""
        form = {"folder": "folder", "idx": "folder", "csv": "table", "tfrecord": "file or folder"}
        what = form.get(self.kind, "NPZ file")
        required: dict[str, Value] = {"required": True} if self.is_required else {}
        return Call("add", ("--data",), {**required, "help": f"{what} or MODULE:FUNCTION"})


def source_of(model: TypedGraph, document: Document, *, may_stream: bool = True) -> Source:
    """Return the view of where the examples come from; else they are read before training."""
    data, training = document.data, document.training
    assert training is not None, "a script needs to know how to train"
    head = heads_of(model, training)[0]
    weighting: Weighting = "classes" if head.loss.labels == "classes" else "one_hot"
    if head.answers == "any_of":
        weighting = "answers"
    classes = own_source("2" if head.type.channels == 1 else "OUTPUT_SHAPE[-1]")
    augment = data.augment if data else ()
    return Source(
        data=data,
        kind=data.source if data else "own",
        constants=tuple(_constants(data, classes, weighting)) if data else (),
        augmentation=tuple(_augmentation(augment)),
        weighting=weighting if data and data.class_weights is not None else None,
        is_one_answer=head.type.channels == 1,
        is_noisy=any(node.layer.is_random for node in model.nodes),
        may_stream=may_stream,
        feeds_bytes=not any(given.is_floating for given in model.inputs.values()),
        has_alpha=any(given.channels == len("RGBA") for given in model.inputs.values()),
    )


def _constants(data: Data, classes: Python, weighting: Weighting) -> Iterator[Constant]:
    """Yield what the spec says of the data, as settings of the script."""
    if isinstance(data, Files | KerasData) and data.path is not None:
        yield Constant("DATA_PATH", data.path)
    match data:
        case TensorFlowDatasets():
            yield Constant("DATA_NAME", data.name)
            yield Constant("SPLITS", [data.train, data.test])
        case Idx():
            files = (data.images, data.labels, data.test_images, data.test_labels)
            yield Constant("FILES", files)
        case Csv():
            yield Constant("SEPARATOR", data.separator)
            yield Constant("LABELS", list(data.label))
            if data.features is not None:
                yield Constant("FEATURES", list(data.features))
        case TfRecord():
            yield Constant("IMAGE_FEATURE", data.image.feature)
            yield Constant("LABEL_FEATURE", data.label.feature)
        case Folder():
            yield Constant("IMAGE_ENDINGS", (".png", ".jpg", ".jpeg"))
        case _:
            pass
    if isinstance(data, Folder | Csv) and data.classes is not None:
        yield Constant("CLASSES", data.classes)
    counts = data.class_weights == "balanced" and weighting != "answers"
    if counts or (isinstance(data, Folder) and data.classes is None):
        yield Constant("CLASS_COUNT", classes)
    yield from _shares(data)
    yield from _numbers(data)


def _shares(data: Data) -> Iterator[Constant]:
    if isinstance(data, Divided):
        yield Constant("TEST_SHARE", data.test)
    if data.validation:
        yield Constant("VALIDATION_SHARE", data.validation)
    if data.validation or data.is_divided:
        yield Constant("SPLIT_SEED", data.seed)


def _numbers(data: Data) -> Iterator[Constant]:
    if isinstance(data.scale, MeanAndStd):
        yield Constant("MEAN", data.scale.mean)
        yield Constant("STD", data.scale.std)
    if isinstance(data.class_weights, tuple):
        yield Constant("CLASS_WEIGHTS", data.class_weights)
    if not isinstance(data, Images):
        return
    quarter = 'os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 4'
    limit = quarter if data.memory is None else f"{data.memory} * 2**20"
    yield Constant("MEMORY", own_source(limit))
    if not isinstance(data, TfRecord) or data.image.type == "encoded":
        yield Constant("MOST_PIXELS", own_source("2**26"))


def _augmentation(layers: tuple[Described, ...]) -> Iterator[Call]:
    for number, layer in enumerate(layers, 1):
        name = f"augmentation_{number}"
        yield Call(layer.target, (), {**layer.arguments(), "name": name})
