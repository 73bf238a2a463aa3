"""The table of lints, in the order in which they run."""

from speccnn.lints import (
    augmentation_of_other_range,
    bias_before_batch_norm,
    class_weights_do_not_fit,
    data_do_not_fit,
    data_of_one_end,
    rows_never_read,
    scale_does_not_fit,
)

LINTS = (
    rows_never_read.check,
    bias_before_batch_norm.check,
    data_do_not_fit.check,
    class_weights_do_not_fit.check,
    scale_does_not_fit.check,
    augmentation_of_other_range.check,
    data_of_one_end.check,
)
