"""Images in many files: a folder for each class, or TFRecord files."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, TypeAlias, final

from speccnn.closed import Bounds, Closed, Form, Spelled
from speccnn.fields import Positive
from speccnn.training.sources.base import ClassNames, Facts, Images


@final
class Folder(Images):
    """A folder of PNG and JPEG images in a folder for each class.

    With folders `train` and `test` these hold the folders of the classes. `classes` names those
    that are read, in the order of their numbers; by default all are, in alphabetical order.
    """

    source: Literal["folder"]
    classes: ClassNames | None = None

    @property
    def facts(self) -> Facts:
        return Facts(classes=len(self.classes) if self.classes else None, is_image=True)


def _named(value: object) -> object:
    return {"feature": value} if isinstance(value, str) else value


FEATURE = "a name, or a feature and its type"
FeatureName: TypeAlias = Annotated[str, Bounds(min_length=1, max_length=200)]


@final
class ImageFeature(Closed):
    """The feature of a record that holds the image: a file, raw bytes, or a list of numbers."""

    feature: FeatureName = "image"
    type: Literal["encoded", "uint8", "float32", "int64"] = "encoded"


@final
class LabelFeature(Closed):
    """The feature of a record that holds its label."""

    feature: FeatureName = "label"
    type: Literal["int64", "float32"] = "int64"


@final
class TfRecord(Images):
    """TFRecord files of `tf.train.Example`: one, or a folder of them, or its `train` and `test`."""

    written_defaults: ClassVar[Mapping[str, object]] = {"image": {}, "label": {}}

    source: Literal["tfrecord"]
    image: Annotated[ImageFeature, Spelled(_named, FeatureName), Form(FEATURE)]
    label: Annotated[LabelFeature, Spelled(_named, FeatureName), Form(FEATURE)]
    classes: Annotated[Positive, Bounds(le=100_000)] | None = None

    @property
    def facts(self) -> Facts:
        return Facts(classes=self.classes, is_image=self.image.type == "encoded")
