"""The keys of other frameworks, and what Keras and so a spec calls the same thing.

From the documentation of PyTorch, Caffe, Darknet, Lasagne and Keras 1. A key stands here only where
the same value means the same, or where `OTHER_MEANING` says that it may not; in small letters,
without the signs that only separate (`_`, `-`). What whole layers mean, `frameworks` says.
"""

from collections.abc import Mapping

SHORTEST = 4

KEYS: dict[str, tuple[str, ...]] = {
    "filters": (
        "outchannels",
        "units",
        "numoutput",
        "numfilters",
        "nbfilter",
        "outfilters",
        "channels",
    ),
    "units": (
        "outfeatures",
        "filters",
        "numoutput",
        "numunits",
        "outputdim",
        "neurons",
        "numclasses",
        "output",
    ),
    "kernel_size": (
        "kernel",
        "ksize",
        "filtersize",
        "kernelsizes",
        "size",
        "window",
        "kernelshape",
    ),
    "pool_size": (
        "kernelsize",
        "kernelshape",
        "kernel",
        "ksize",
        "size",
        "window",
        "poolsizes",
    ),
    "strides": ("stride", "subsample", "step"),
    "padding": ("pad", "bordermode", "paddings"),
    "dilation_rate": ("dilation", "dilations", "dilationrates", "atrousrate"),
    "groups": ("group", "ngroups", "numgroups"),
    "use_bias": ("bias", "biasterm", "hasbias", "usebiases"),
    "activation": ("act", "nonlinearity", "activationfunction", "activationfn"),
    "rate": (
        "dropout",
        "dropoutratio",
        "droprate",
        "dropprob",
        "ratio",
        "prob",
        "probability",
        "p",
    ),
    "epsilon": ("eps",),
    "kernel_initializer": ("weightinit", "weightfiller", "init", "initializer"),
    "bias_initializer": ("biasfiller",),
    "kernel_regularizer": ("wregularizer", "weightregularizer"),
    "target_shape": ("shape", "newshape", "outputshape"),
    "size": ("scalefactor", "scale", "factor", "stride"),
    "interpolation": ("mode",),
    "scale": ("upscalefactor", "blocksize"),
    "block_size": ("downscalefactor",),
    "negative_slope": ("alpha", "slope", "leak"),
    "max_value": ("max",),
    "inputs": ("bottom", "input", "parents", "inboundnodes", "inputlayers"),
    "type": ("class", "classname", "layer", "layertype", "kind"),
    "name": ("id", "title"),
    "layers": ("layer", "network", "architecture", "modules"),
    "learning_rate": ("lr", "baselr"),
    "batch_size": ("batch", "minibatch", "bs"),
    "epochs": ("numepochs", "epoch", "nbepoch", "maxepochs"),
    "optimizer": ("solver", "optim"),
    "loss": ("criterion", "objective", "lossfunction"),
    "source": ("dataset", "datasource"),
    "trainable": ("requiresgrad",),
    "output_size": ("outsize",),
}

# These are the same thing only with other numbers, or in other places: not to be taken over
# without a look. What differs goes into the title of the fix.
OTHER_MEANING: dict[str, str] = {
    **dict.fromkeys(
        (
            "alpha",
            "channels",
            "filters",
            "mode",
            "momentum",
            "numclasses",
            "pad",
            "prob",
            "probability",
            "scale",
            "size",
            "units",
        ),
        "",
    ),
    "kernelshape": "; in ONNX `strides` are 1 where none are written",
    **dict.fromkeys(
        ("shape", "newshape", "outputshape"), ", which has no batch and counts the channels last"
    ),
    **dict.fromkeys(
        ("upscalefactor", "downscalefactor"), "; PyTorch has the channels in another order"
    ),
}

# Keys that PyTorch's normalisation has, whose momentum is 1 less Keras's.
_NORMS = frozenset({"eps", "numfeatures", "affine", "trackrunningstats"})
_MOMENTUM = "; `momentum` is 1 - m here, for PyTorch's m"

# Why a key that elsewhere is needed is left out here.
LEFT_OUT: dict[str, str] = dict.fromkeys(
    (
        "inchannels",
        "infeatures",
        "inputshape",
        "inputdim",
        "numfeatures",
        "batchinputshape",
        "inputchannels",
        "numinput",
    ),
    "what a layer reads follows from the layer before: leave it out",
) | {
    "dataformat": "maps are height x width x channels, always: leave it out",
    "inplace": "it says how to compute, not what: leave it out",
    "batchnormalize": 'it is a layer of its own: add `type = "BatchNormalization"` after this one',
    "batchnorm": 'it is a layer of its own: add `type = "BatchNormalization"` after this one',
    "layers": 'a layer is read by its name: `inputs = ["a", "b"]`',
    "from": 'a layer is read by its name: `inputs = ["a", "b"]`',
    "learningrate": 'it belongs to the optimizer: `{ type = "Adam", learning_rate = 0.001 }`',
    "weightdecay": 'for one layer: `kernel_regularizer = { type = "L2", l2 = 0.0005 }`',
    **dict.fromkeys(
        ("affine", "elementwiseaffine"), "`scale` and `center` are keys of their own: true or false"
    ),
    "top": "what a layer gives is read by its `name`, which no other has",
    "normalizedshape": "`axis` says what is taken together: -1 the channels, [1, 2, 3] a whole map",
    "trackrunningstats": "batch normalisation always keeps a moving mean and variance",
    "paddingmode": "windows are padded with zeros",
    "ceilmode": "sizes are rounded down; `padding = [[0, 1], [0, 1]]` adds rows and columns",
    "autopad": '`padding` is "valid", "same" or numbers',
    "pads": "`padding` has the sides of each axis, such as [[top, bottom], [left, right]]",
    "countincludepad": 'zeros of `padding` in numbers count, those of "same" do not',
    "aligncorners": "places are interpolated by their centres, not from corner to corner",
    "returnindices": "there is no unpooling that would read indices",
    **dict.fromkeys(("betas", "beta"), "`beta_1` and `beta_2` are keys of their own"),
    **dict.fromkeys(
        ("dim", "axes", "concatdim", "concataxis"),
        "it is `axis`, which counts the channels last: they are -1, and a map's height is 1",
    ),
    "dtype": "the type of the numbers follows from the inputs: leave it out",
}


def meant(word: object, table: dict[str, tuple[str, ...]], choices: tuple[str, ...]) -> str | None:
    """Return the choice that another framework calls `word`, if there is one."""
    if not isinstance(word, str):
        return None
    plain = plainly(word)
    return next((name for name in choices if plain in table.get(name, ())), None)


def unlike(key: str, table: Mapping[str, object]) -> str:
    """Return what else of a table has to be looked at, if the key is one of another framework.

    Who writes one word of it may mean another number by a second one, too.
    """
    if table.get("type") == "BatchNormalization" and "momentum" in table:
        return _MOMENTUM if plainly(key) in _NORMS else ""
    return ""


def advice_on_key(key: str) -> str:
    """Return what to do about a key that only other frameworks have, or the empty string."""
    return LEFT_OUT.get(plainly(key), "")


def plainly(word: str) -> str:
    """Return a word as this module holds it; of a dotted name, its last part."""
    return word.rpartition(".")[2].lower().replace("_", "").replace("-", "")


def is_same(word: str, choice: str) -> bool:
    """Whether two words differ at most by case and separators, or by one letter's slip."""
    one, other = plainly(word), plainly(choice)
    return one == other or (min(len(one), len(other)) >= SHORTEST and _one_slip(one, other))


def _one_slip(one: str, other: str) -> bool:
    """Whether a letter too many, too few or another one, or two swapped, make up the difference."""
    short, long = sorted((one, other), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), None)
    if start is None:
        slip = long[len(short) :]
        return len(slip) <= 1 and not slip.isdigit()
    if one[start].isdigit() or other[start : start + 1].isdigit():
        return False
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    is_swap = short[start : start + 2] == long[start : start + 2][::-1]
    rest = 2 if is_swap else 1
    return short[start + rest :] == long[start + rest :]
