"""The table of findings: code to class."""

from speccnn.backends.script import findings as script
from speccnn.backends.trained import CheckpointDoesNotFit
from speccnn.backends.v1 import findings as v1
from speccnn.diagnostics.finding import Finding
from speccnn.diagnostics.limited import MoreErrors, MoreWarnings
from speccnn.document import findings as document
from speccnn.document.lint_findings import UnknownCode
from speccnn.document.name_findings import OutputNamedType
from speccnn.document.path_findings import PathLeaves
from speccnn.document.size_findings import NoSize
from speccnn.graph import findings as graph
from speccnn.language import findings as language
from speccnn.language.limit_findings import TooLargeExpanded, TooManyExpressions
from speccnn.language.size_like_variable import SizeLikeVariable
from speccnn.language.unused import Unused
from speccnn.layers import (
    axis_findings,
    image_findings,
    kernel_findings,
    merge_findings,
    named_size_findings,
    noise_findings,
    reshape_findings,
    size_findings,
    transposed_findings,
    window_findings,
)
from speccnn.layers import findings as layers
from speccnn.layers.channels_first import ChannelsFirst
from speccnn.lints.augmentation_of_other_range import AugmentationOfOtherRange
from speccnn.lints.bias_before_batch_norm import BiasBeforeBatchNorm
from speccnn.lints.bytes_do_not_fit import BytesDoNotFit
from speccnn.lints.class_weights_do_not_fit import ClassWeightsDoNotFit
from speccnn.lints.column_taken import ColumnTaken
from speccnn.lints.data_do_not_fit import DataDoNotFit, ImagesDoNotFit
from speccnn.lints.data_of_one_end import DataOfOneEnd
from speccnn.lints.labels_cannot_move import LabelsCannotMove
from speccnn.lints.labels_do_not_fit import LabelsDoNotFit
from speccnn.lints.labels_stay import LabelsStay
from speccnn.lints.loss_contradicts_output import LossContradictsOutput
from speccnn.lints.loss_does_not_fit import LossDoesNotFit
from speccnn.lints.metric_does_not_fit import MetricDoesNotFit
from speccnn.lints.metric_without_meaning import MetricWithoutMeaning
from speccnn.lints.named_twice import NamedTwice
from speccnn.lints.nothing_trains import NothingTrains, OutputDoesNotTrain
from speccnn.lints.output_without_loss import OutputWithoutLoss
from speccnn.lints.scale_does_not_fit import ScaleDoesNotFit
from speccnn.lints.schedule_contradicts_itself import ScheduleContradictsItself
from speccnn.lints.schedule_outlasts_training import ScheduleOutlastsTraining
from speccnn.lints.setting_without_effect import SettingWithoutEffect
from speccnn.lints.settings_exclude import SettingsExclude
from speccnn.lints.taken_for_leaky import TakenForLeaky
from speccnn.lints.unknown_monitor import UnknownMonitor
from speccnn.lints.unknown_output import UnknownOutput
from speccnn.lints.unsynchronized_batch_norm import UnsynchronizedBatchNorm
from speccnn.syntax import file_findings
from speccnn.syntax import findings as syntax
from speccnn.syntax.newer_toml import NewerToml
from speccnn.syntax.not_in_format import NotInFormat
from speccnn.syntax.other_findings import LookAlike, OtherFormat
from speccnn.words import nearest

FINDINGS: tuple[type[Finding], ...] = (
    syntax.Unreadable,
    syntax.TooLarge,
    syntax.NotUtf8,
    syntax.NestedTooDeeply,
    syntax.TooManyKeyParts,
    syntax.SyntaxProblem,
    syntax.DuplicateKey,
    syntax.NumberNotFinite,
    syntax.IntegerOutOfRange,
    syntax.NotATable,
    NewerToml,
    file_findings.SpecWithoutVersion,
    file_findings.NotFixed,
    MoreErrors,
    MoreWarnings,
    NotInFormat,
    OtherFormat,
    LookAlike,
    document.UnknownKey,
    document.UnknownType,
    document.MissingKey,
    document.WrongType,
    document.UnknownChoice,
    document.OutOfRange,
    document.BadName,
    document.UnknownVersion,
    PathLeaves,
    OutputNamedType,
    UnknownCode,
    NoSize,
    graph.UnknownName,
    graph.Cycle,
    graph.DuplicateName,
    graph.UnusedLayer,
    graph.AmbiguousInput,
    graph.RepeatedOutput,
    window_findings.WindowDoesNotFit,
    window_findings.SizeRoundedDown,
    window_findings.SizeNotExact,
    layers.WrongRank,
    layers.ChannelsNotDivisible,
    layers.StrideWithDilation,
    layers.PaddingCoversWindow,
    axis_findings.AxisOutOfRange,
    merge_findings.WrongInputCount,
    merge_findings.ShapesDiffer,
    layers.TensorTooLarge,
    axis_findings.RepeatedAxis,
    layers.WeightsDiffer,
    transposed_findings.OutputPaddingTooLarge,
    transposed_findings.OutputPaddingTooSmall,
    size_findings.CroppedAway,
    size_findings.TwoAspectRatios,
    size_findings.AdaptiveToOne,
    image_findings.NumbersDoNotMatch,
    reshape_findings.SizesDoNotMultiply,
    reshape_findings.NotAnOrder,
    reshape_findings.SizeNotDivisible,
    merge_findings.NotTwoInputs,
    merge_findings.SummedSizesDiffer,
    image_findings.CropTooLarge,
    image_findings.RangeNotRising,
    noise_findings.NoiseDoesNotFit,
    axis_findings.TooManyAxes,
    reshape_findings.NoSuchPart,
    named_size_findings.WeightsDependOnSize,
    named_size_findings.SizesTooIntricate,
    named_size_findings.NoSuchSizes,
    image_findings.ReadsBytes,
    kernel_findings.UnequalStrides,
    kernel_findings.DilatedTransposed,
    kernel_findings.KernelOfOneNumber,
    merge_findings.AddedAsBias,
    kernel_findings.StridedPoints,
    ChannelsFirst,
    BiasBeforeBatchNorm,
    LossContradictsOutput,
    DataDoNotFit,
    MetricWithoutMeaning,
    LossDoesNotFit,
    MetricDoesNotFit,
    UnknownOutput,
    OutputWithoutLoss,
    ColumnTaken,
    UnknownMonitor,
    SettingsExclude,
    SettingWithoutEffect,
    ScheduleOutlastsTraining,
    ScheduleContradictsItself,
    ClassWeightsDoNotFit,
    ScaleDoesNotFit,
    AugmentationOfOtherRange,
    ImagesDoNotFit,
    DataOfOneEnd,
    BytesDoNotFit,
    LabelsDoNotFit,
    NamedTwice,
    UnsynchronizedBatchNorm,
    NothingTrains,
    OutputDoesNotTrain,
    LabelsCannotMove,
    LabelsStay,
    TakenForLeaky,
    script.NothingToTrain,
    script.NamedSizesOfMany,
    script.BytesBesideNumbers,
    script.JoinedAlike,
    script.IgnoredBeyondClasses,
    v1.NotForTarget,
    CheckpointDoesNotFit,
    language.BadExpression,
    language.UnknownVariable,
    language.UnknownBlock,
    language.NestedBlocks,
    language.TooManyLayers,
    language.WrongParameter,
    language.WrongBlockInputs,
    language.UnknownInBlock,
    Unused,
    TooManyExpressions,
    TooLargeExpanded,
    SizeLikeVariable,
)

# Letters that are taken for digits.
_DIGITS = str.maketrans("OIL", "011")

BY_CODE = {finding.code: finding for finding in FINDINGS}


def is_known(beginning: str) -> bool:
    """Whether the code of a finding is, or begins with, this text."""
    return beginning != "" and any(code.startswith(beginning) for code in BY_CODE)


def suggestion(written: str) -> str | None:
    """Return the code that was probably meant, by its letters or by the name of its finding."""
    digits = written[:1].upper() + written[1:].upper().translate(_DIGITS)
    if is_known(digits):
        return digits
    by_name = {finding.name: code for code, finding in BY_CODE.items()}
    found = nearest(written, [*BY_CODE, *by_name])
    return by_name.get(found, found) if found else None
