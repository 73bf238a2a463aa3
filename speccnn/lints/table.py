"""The table of lints, in the order in which they run."""

from speccnn.lints import (
    bias_before_batch_norm,
    data_do_not_fit,
    loss_contradicts_output,
    metric_without_meaning,
    rows_never_read,
)

LINTS = (
    rows_never_read.check,
    bias_before_batch_norm.check,
    loss_contradicts_output.check,
    data_do_not_fit.check,
    metric_without_meaning.check,
)
