"""Numbers in another arrangement, and maps of another size."""

# pyright: basic, reportMissingImports=false

import math

import tensorflow.compat.v1 as tf


def flatten_layer(x: tf.Tensor, name: str) -> tf.Tensor:
    """Return each example of `x` as one row."""
    with tf.name_scope(name):
        features = x.shape[1:].num_elements()
        return tf.reshape(x, [tf.shape(x)[0], -1 if features is None else features])


def reshape_layer(x: tf.Tensor, target_shape: tuple[int, ...], name: str) -> tf.Tensor:
    """Return each example of `x` in another shape; -1 stands for what is left."""
    with tf.name_scope(name):
        shape, features = list(target_shape), x.shape[1:].num_elements()
        if -1 in shape and features is not None:
            place = shape.index(-1)
            shape[place] = -features // math.prod(shape)
        return tf.reshape(x, [tf.shape(x)[0], *shape])


def repeat_vector(x: tf.Tensor, n: int, name: str) -> tf.Tensor:
    """Return `n` copies of each row of `x`, one after the other."""
    return tf.tile(x[:, tf.newaxis], [1, n, 1], name)


def channel_shuffle(x: tf.Tensor, groups: int, name: str) -> tf.Tensor:
    """Deal the channels of `groups` groups out, one of each group in turn."""
    with tf.name_scope(name):
        rank, channels = x.shape.rank, x.shape[-1]
        shape = tf.concat([tf.shape(x)[:-1], [groups, channels // groups]], axis=0)
        order = [*range(rank - 1), rank, rank - 1]
        dealt = tf.transpose(tf.reshape(x, shape), order)
        return tf.ensure_shape(tf.reshape(dealt, tf.shape(x)), x.shape)


def split_part(
    x: tf.Tensor, sections: int, index: int, name: str, *, axis: int = -1
) -> tf.Tensor:
    """Keep one of `sections` equal parts along an axis, counted from 0."""
    return tf.split(x, sections, axis, name=name)[index]


def crop(x: tf.Tensor, sides: tuple[tuple[int, int], ...], name: str) -> tf.Tensor:
    """Leave out so many places before and after each spatial axis of `x`."""
    with tf.name_scope(name):
        kept = [slice(before, -after or None) for before, after in sides]
        return x[(slice(None), *kept)]


def center_crop(x: tf.Tensor, height: int, width: int, name: str) -> tf.Tensor:
    """Keep the middle of each image; a smaller image is cut to shape and enlarged."""
    given = x.shape[1:3].as_list()
    with tf.name_scope(name):
        if None in given or (given[0] >= height and given[1] >= width):
            return middle(x, height, width)
        down, across = given
        part = middle(
            x,
            max(min(down, across * height // width), 1),
            max(min(across, down * width // height), 1),
        )
        return interpolated(part, tf.constant([height, width]), "bilinear")


def middle(x: tf.Tensor, height: int, width: int) -> tf.Tensor:
    """Keep `height` x `width` places around the middle of each map."""
    sizes = tf.shape(x)
    top, left = (sizes[1] - height) // 2, (sizes[2] - width) // 2
    part = x[:, top : top + height, left : left + width]
    return tf.ensure_shape(part, [x.shape[0], height, width, x.shape[-1]])


def upsample(x: tf.Tensor, size: int | tuple[int, ...], name: str) -> tf.Tensor:
    """Repeat each place of `x` along each spatial axis."""
    counts = [size] * (x.shape.rank - 2) if isinstance(size, int) else size
    with tf.name_scope(name):
        for axis, count in enumerate(counts, start=1):
            x = tf.repeat(x, count, axis)
        return x


def enlarge(
    x: tf.Tensor, size: int | tuple[int, int], method: str, name: str
) -> tf.Tensor:
    """Return maps that are `size` times as large, by a method of interpolation."""
    down, across = (size, size) if isinstance(size, int) else size
    sizes = [None if s is None else s * n for s, n in zip(x.shape[1:3], (down, across))]
    with tf.name_scope(name):
        larger = interpolated(x, tf.shape(x)[1:3] * [down, across], method)
        return tf.ensure_shape(larger, [x.shape[0], *sizes, x.shape[-1]])


def resize(
    x: tf.Tensor,
    height: int,
    width: int,
    name: str,
    *,
    method: str = "bilinear",
    antialias: bool = False,
) -> tf.Tensor:
    """Return maps of `height` x `width`, by a method of interpolation."""
    with tf.name_scope(name):
        size = tf.constant([height, width])
        return interpolated(x, size, method, antialias=antialias)


def interpolated(
    x: tf.Tensor, size: tf.Tensor, method: str, *, antialias: bool = False
) -> tf.Tensor:
    """Return maps of another size; places are taken for the middles of pixels."""
    plain = {
        "nearest": tf.raw_ops.ResizeNearestNeighbor,
        "bilinear": tf.raw_ops.ResizeBilinear,
        "bicubic": tf.raw_ops.ResizeBicubic,
    }
    if method == "nearest" or (method in plain and not antialias):
        return plain[method](images=x, size=size, half_pixel_centers=True)
    kernels = {"bilinear": "triangle", "bicubic": "keyscubic"}
    scale = tf.cast(size, tf.float32) / tf.cast(tf.shape(x)[1:3], tf.float32)
    return tf.raw_ops.ScaleAndTranslate(
        images=x,
        size=size,
        scale=scale,
        translation=[0.0, 0.0],
        kernel_type=kernels.get(method, method),
        antialias=antialias,
    )
