"""The table of lints, in the order in which they run."""

from speccnn.lints import (
    bias_before_batch_norm,
    data_do_not_fit,
    rows_never_read,
)

LINTS = (
    rows_never_read.check,
    bias_before_batch_norm.check,
    data_do_not_fit.check,
)
