"""The table of lints of `[training]`, which a spec without it does not load."""

from speccnn.lints import (
    column_taken,
    labels_stay,
    loss_contradicts_output,
    loss_does_not_fit,
    metric_does_not_fit,
    metric_without_meaning,
    nothing_trains,
    output_without_loss,
    schedule_contradicts_itself,
    schedule_outlasts_training,
    setting_without_effect,
    settings_exclude,
    unknown_monitor,
    unknown_output,
    unsynchronized_batch_norm,
)

TRAINING_LINTS = (
    loss_contradicts_output.check,
    metric_without_meaning.check,
    loss_does_not_fit.check,
    metric_does_not_fit.check,
    unknown_output.check,
    output_without_loss.check,
    nothing_trains.check,
    column_taken.check,
    unknown_monitor.check,
    settings_exclude.check,
    setting_without_effect.check,
    schedule_outlasts_training.check,
    schedule_contradicts_itself.check,
    unsynchronized_batch_norm.check,
    labels_stay.check,
)
