"""The table of lints of `[data]`, which a spec without it does not load."""

from speccnn.lints import (
    augmentation_of_other_range,
    bytes_do_not_fit,
    class_weights_do_not_fit,
    data_do_not_fit,
    data_of_one_end,
    labels_cannot_move,
    labels_do_not_fit,
    named_twice,
    scale_does_not_fit,
)

DATA_LINTS = (
    data_do_not_fit.check,
    class_weights_do_not_fit.check,
    scale_does_not_fit.check,
    augmentation_of_other_range.check,
    data_of_one_end.check,
    bytes_do_not_fit.check,
    labels_do_not_fit.check,
    named_twice.check,
    labels_cannot_move.check,
)
