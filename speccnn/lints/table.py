"""The table of lints, in the order in which they run."""

from speccnn.lints import (
    bias_before_batch_norm,
    channels_first_input,
    rows_never_read,
    taken_for_leaky,
)

LINTS = (
    rows_never_read.check,
    bias_before_batch_norm.check,
    channels_first_input.check,
    taken_for_leaky.check,
)
