"""Learned windows, and dense layers."""

# pyright: basic, reportMissingImports=false

import tensorflow.compat.v1 as tf

from speccnn.backends.tf.v1_ops.variables import Function, weight_variable


def on_axes(value: int | tuple[int, ...], x: tf.Tensor) -> list[int]:
    """Return a number for each spatial axis of `x`, batch x places x channels."""
    return [value] * (x.shape.rank - 2) if isinstance(value, int) else list(value)


def conv_layer(
    x: tf.Tensor,
    filters: int,
    kernel_size: int | tuple[int, ...],
    name: str,
    *,
    strides: int | tuple[int, ...] = 1,
    padding: str = "VALID",
    dilation_rate: int | tuple[int, ...] = 1,
    groups: int = 1,
    activation: Function | None = None,
    use_bias: bool = True,
    **options: object,
) -> tf.Tensor:
    """Slide `filters` learned windows over `x`, batch x places x channels."""
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        shape = [*on_axes(kernel_size, x), x.shape[-1] // groups, filters]
        initial = tf.glorot_uniform_initializer()
        kernel = weight_variable("kernel", shape, initial, options)
        steps, rates = on_axes(strides, x), on_axes(dilation_rate, x)
        if groups == 1:
            layer = tf.nn.convolution(x, kernel, padding, steps, rates)
        else:
            parts = tf.split(x, groups, -1), tf.split(kernel, groups, -1)
            pairs = zip(*parts, strict=True)
            parts = [tf.nn.convolution(*pair, padding, steps, rates) for pair in pairs]
            layer = tf.concat(parts, axis=-1)
        if use_bias:
            layer += weight_variable("bias", [filters], tf.zeros_initializer(), options)
        return layer if activation is None else activation(layer)


def conv_transpose_layer(
    x: tf.Tensor,
    filters: int,
    kernel_size: int | tuple[int, ...],
    name: str,
    *,
    strides: int | tuple[int, ...] = 1,
    padding: str = "VALID",
    output_padding: int | tuple[int, ...] | None = None,
    activation: Function | None = None,
    use_bias: bool = True,
    **options: object,
) -> tf.Tensor:
    """Lay a learned window out for each place of `x`, batch x places x channels."""
    size, steps = on_axes(kernel_size, x), on_axes(strides, x)
    extra = None if output_padding is None else on_axes(output_padding, x)
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        shape = [*size, filters, x.shape[-1]]
        initial = tf.glorot_uniform_initializer()
        kernel = weight_variable("kernel", shape, initial, options)
        sizes = laid_out(sizes_of(x), size, steps, padding, extra)
        sizes = [tf.shape(x)[0], *sizes, filters]
        layer = tf.nn.conv_transpose(x, kernel, tf.stack(sizes), steps, padding)
        places = [None if tf.is_tensor(size) else size for size in sizes]
        layer.set_shape(places)
        if use_bias:
            layer += weight_variable("bias", [filters], tf.zeros_initializer(), options)
        return layer if activation is None else activation(layer)


def sizes_of(x: tf.Tensor) -> list[int | tf.Tensor]:
    """Return the spatial sizes of `x`: numbers, or tensors where they are not known."""
    sizes = enumerate(x.shape[1:-1].as_list(), start=1)
    return [tf.shape(x)[axis] if size is None else size for axis, size in sizes]


def laid_out(
    sizes: list[int | tf.Tensor],
    windows: list[int],
    strides: list[int],
    padding: str,
    extra: list[int] | None,
) -> list[int | tf.Tensor]:
    """Return the sizes that transposed windows give; `extra` is the output padding."""
    axes = list(zip(sizes, windows, strides, strict=True))
    if extra is None and padding == "SAME":
        return [size * stride for size, _, stride in axes]
    if extra is None:
        return [
            size * stride + max(window - stride, 0) for size, window, stride in axes
        ]
    cut = 2 if padding == "SAME" else 0
    return [
        (size - 1) * stride + window + more - cut * (window // 2)
        for (size, window, stride), more in zip(axes, extra, strict=True)
    ]


def depthwise_conv_layer(
    x: tf.Tensor,
    kernel_size: int | tuple[int, ...],
    name: str,
    *,
    strides: int | tuple[int, ...] = 1,
    padding: str = "VALID",
    depth_multiplier: int = 1,
    dilation_rate: int | tuple[int, ...] = 1,
    activation: Function | None = None,
    use_bias: bool = True,
    **options: object,
) -> tf.Tensor:
    """Slide `depth_multiplier` learned windows over each channel of `x`."""
    channels = x.shape[-1]
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        shape = [*on_axes(kernel_size, x), channels, depth_multiplier]
        initial = tf.glorot_uniform_initializer()
        kernel = weight_variable("kernel", shape, initial, options)
        layer = filter_channels(x, kernel, strides, padding, dilation_rate)
        if use_bias:
            shape = [channels * depth_multiplier]
            layer += weight_variable("bias", shape, tf.zeros_initializer(), options)
        return layer if activation is None else activation(layer)


def separable_conv_layer(
    x: tf.Tensor,
    filters: int,
    kernel_size: int | tuple[int, ...],
    name: str,
    *,
    strides: int | tuple[int, ...] = 1,
    padding: str = "VALID",
    dilation_rate: int | tuple[int, ...] = 1,
    depth_multiplier: int = 1,
    activation: Function | None = None,
    use_bias: bool = True,
    **options: object,
) -> tf.Tensor:
    """Slide learned windows over each channel of `x`, then mix the channels."""
    size = on_axes(kernel_size, x)
    channels, between = x.shape[-1], x.shape[-1] * depth_multiplier
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        initial = tf.glorot_uniform_initializer()
        shape = [*size, channels, depth_multiplier]
        depthwise = weight_variable("depthwise_kernel", shape, initial, options)
        shape = [*(1 for _ in size), between, filters]
        pointwise = weight_variable("pointwise_kernel", shape, initial, options)
        layer = filter_channels(x, depthwise, strides, padding, dilation_rate)
        layer = tf.nn.convolution(layer, pointwise, "VALID")
        if use_bias:
            layer += weight_variable("bias", [filters], tf.zeros_initializer(), options)
        return layer if activation is None else activation(layer)


def filter_channels(
    x: tf.Tensor,
    kernel: tf.Tensor,
    strides: int | tuple[int, ...],
    padding: str,
    dilation_rate: int | tuple[int, ...],
) -> tf.Tensor:
    """Slide windows over each channel of a map or a sequence."""
    steps, rates = on_axes(strides, x), on_axes(dilation_rate, x)
    if x.shape.rank == 4:
        steps = [1, *steps, 1]
        return tf.nn.depthwise_conv2d(x, kernel, steps, padding, dilations=rates)
    steps, rates = [1, *steps, *steps, 1], [1, *rates]
    rows = tf.nn.depthwise_conv2d(
        x[:, tf.newaxis], kernel[tf.newaxis], steps, padding, dilations=rates
    )
    return tf.squeeze(rows, axis=1)


def fc_layer(
    x: tf.Tensor,
    units: int,
    name: str,
    *,
    activation: Function | None = None,
    use_bias: bool = True,
    **options: object,
) -> tf.Tensor:
    """Connect all numbers of the last axis of `x` with each of `units` outputs."""
    with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
        shape = [x.shape[-1], units]
        initial = tf.glorot_uniform_initializer()
        kernel = weight_variable("kernel", shape, initial, options)
        is_flat = x.shape.rank == 2
        layer = tf.matmul(x, kernel) if is_flat else tf.tensordot(x, kernel, axes=1)
        if use_bias:
            layer += weight_variable("bias", [units], tf.zeros_initializer(), options)
        return layer if activation is None else activation(layer)
