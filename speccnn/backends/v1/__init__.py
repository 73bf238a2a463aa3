"""Networks in operations of `tf.compat.v1`, as data: what graphs and v1 scripts share."""
