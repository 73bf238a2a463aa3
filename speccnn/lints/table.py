"""The table of lints, in the order in which they run."""

from speccnn.lints import (
    bias_before_batch_norm,
    column_taken,
    data_do_not_fit,
    loss_contradicts_output,
    loss_does_not_fit,
    metric_does_not_fit,
    metric_without_meaning,
    output_without_loss,
    rows_never_read,
    schedule_contradicts_itself,
    schedule_outlasts_training,
    setting_without_effect,
    settings_exclude,
    unknown_monitor,
    unknown_output,
)

LINTS = (
    rows_never_read.check,
    bias_before_batch_norm.check,
    loss_contradicts_output.check,
    data_do_not_fit.check,
    metric_without_meaning.check,
    loss_does_not_fit.check,
    metric_does_not_fit.check,
    unknown_output.check,
    output_without_loss.check,
    column_taken.check,
    unknown_monitor.check,
    settings_exclude.check,
    setting_without_effect.check,
    schedule_outlasts_training.check,
    schedule_contradicts_itself.check,
)
