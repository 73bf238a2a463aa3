"""The words of other frameworks, and what Keras and so a spec calls the same thing.

From the documentation of PyTorch, Caffe, Darknet, Lasagne and Keras 1. A word stands here only
where the meaning is the same, so that writing the other one is right; in small letters, without the
signs that only separate (`_`, `-`).
"""

MOST_LISTED = 20
SHORTEST = 4

TYPES: dict[str, tuple[str, ...]] = {
    "Conv1D": ("convolution1d",),
    "Conv2D": ("convolution", "convolutional", "convolution2d", "conv"),
    "Conv3D": ("convolution3d",),
    "Conv2DTranspose": ("convtranspose2d", "deconvolution", "deconvolutional", "deconv2d"),
    "Conv1DTranspose": ("convtranspose1d",),
    "Conv3DTranspose": ("convtranspose3d",),
    "DepthwiseConv2D": ("depthwise", "convolutiondepthwise"),
    "MaxPooling1D": ("maxpool1d",),
    "MaxPooling2D": ("maxpool2d", "maxpool", "maxpooling", "pooling"),
    "MaxPooling3D": ("maxpool3d",),
    "AveragePooling1D": ("avgpool1d",),
    "AveragePooling2D": ("avgpool2d", "averagepool2d", "averagepooling", "avgpooling2d"),
    "AveragePooling3D": ("avgpool3d",),
    "GlobalAveragePooling2D": ("avgpool", "globalavgpool2d", "globalaveragepool", "gap", "gap2d"),
    "GlobalMaxPooling2D": ("globalmaxpool2d", "globalmaxpool"),
    "AdaptiveAveragePooling2D": ("adaptiveavgpool2d",),
    "AdaptiveMaxPooling2D": ("adaptivemaxpool2d",),
    "BatchNormalization": ("batchnorm1d", "batchnorm2d", "batchnorm3d", "batchnorm", "bn"),
    "LayerNormalization": ("layernorm",),
    "GroupNormalization": ("groupnorm",),
    "LocalResponseNormalization": ("lrn", "localresponsenorm", "normalizationlrn"),
    "Dense": ("linear", "innerproduct", "fullyconnected", "fc", "connected", "denselayer"),
    "Dropout": ("dropoutlayer",),
    "SpatialDropout1D": ("dropout1d",),
    "SpatialDropout2D": ("dropout2d",),
    "SpatialDropout3D": ("dropout3d",),
    "UpSampling2D": ("upsample", "upsampling"),
    "ZeroPadding2D": ("zeropad2d", "pad", "padding"),
    "Concatenate": ("concat", "cat", "route", "merge", "depthconcat"),
    "Add": ("eltwise", "shortcut", "sum", "residual"),
    "Multiply": ("mul",),
    "Flatten": ("flattenlayer", "view"),
    "Reshape": ("unflatten",),
    "SpaceToDepth": ("pixelunshuffle", "reorg"),
    "PixelShuffle": ("depthtospace",),
    "ReLU": ("rectify", "rectifier"),
}

# Each is a class of its own elsewhere, and in Keras a word for `Activation`.
ACTIVATIONS: dict[str, str] = {
    "relu6": "relu6",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "gelu": "gelu",
    "silu": "silu",
    "swish": "swish",
    "mish": "mish",
    "selu": "selu",
    "celu": "celu",
    "hardswish": "hard_swish",
    "hardsigmoid": "hard_sigmoid",
    "logsoftmax": "log_softmax",
    "softplus": "softplus",
    "softsign": "softsign",
}

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
    ),
    "kernel_size": ("kernel", "ksize", "filtersize", "kernelsizes", "size", "window"),
    "pool_size": ("kernelsize", "kernel", "ksize", "size", "window", "poolsizes"),
    "strides": ("stride", "subsample", "step"),
    "padding": ("pad", "bordermode", "paddings"),
    "dilation_rate": ("dilation", "dilations", "dilationrates"),
    "groups": ("group", "ngroups", "numgroups"),
    "use_bias": ("bias", "biasterm", "hasbias", "usebiases"),
    "activation": ("act", "nonlinearity", "activationfunction", "activationfn"),
    "rate": ("dropout", "dropoutratio", "droprate", "prob", "probability", "p"),
    "epsilon": ("eps",),
    "kernel_initializer": ("weightinit", "weightfiller", "init", "initializer"),
    "bias_initializer": ("biasfiller",),
    "kernel_regularizer": ("wregularizer", "weightregularizer"),
    "target_shape": ("shape", "newshape", "outputshape"),
    "size": ("scalefactor", "scale", "factor", "stride"),
    "axis": ("dim", "axes", "concatdim", "concataxis"),
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
    "dtype": "the type of the numbers follows from the inputs: leave it out",
}

# Why what is a layer elsewhere is none here.
NO_LAYERS: dict[str, str] = {
    "input": "inputs are no layers: name them in `inputs`, such as `image = [28, 28, 1]`",
    "inputlayer": "inputs are no layers: name them in `inputs`, such as `image = [28, 28, 1]`",
    "data": "data are no layer: `data = { source = ... }`, and the input's shape in `inputs`",
    "sequential": "layers are read in order anyway: write its layers out, or make it a block",
    "softmaxwithloss": "the loss is no layer: it stands in `training`, and the softmax is left out",
    "crossentropyloss": "the loss is no layer: it stands in `training`",
    "lambda": "a spec holds no code: only the layers that `speccnn layers` lists",
    "yolo": "a detection head is a Conv2D with anchors * (5 + classes) filters and kernel 1",
    "region": "a detection head is a Conv2D with anchors * (5 + classes) filters and kernel 1",
    "identity": "it changes nothing: leave it out",
}

WORDS: dict[str, tuple[str, ...]] = {
    "valid": ("none", "no", "nopad"),
    "same": ("half", "samepad", "sameupper"),
    "leaky_relu": ("leaky", "lrelu", "leakyrelu"),
    "sigmoid": ("logistic",),
    "linear": ("identity", "none", "null"),
    "relu": ("rectify", "rectified", "ramp"),
    "hard_sigmoid": ("hsigmoid",),
    "hard_swish": ("hswish",),
    "log_softmax": ("logsoftmax",),
    "sparse_categorical_crossentropy": ("crossentropyloss", "crossentropy", "softmaxloss"),
    "binary_crossentropy": ("bceloss", "bce", "logloss"),
    "mean_squared_error": ("mseloss", "l2loss", "euclideanloss"),
    "mean_absolute_error": ("l1loss", "maeloss"),
    "accuracy": ("acc", "top1"),
    "he_normal": ("kaimingnormal", "kaiming", "he", "msra"),
    "he_uniform": ("kaiminguniform",),
    "glorot_uniform": ("xavieruniform", "xavier", "glorot"),
    "glorot_normal": ("xaviernormal",),
    "random_normal": ("normal", "gaussian"),
}


def meant(word: object, table: dict[str, tuple[str, ...]], choices: tuple[str, ...]) -> str | None:
    """Return the choice that another framework calls `word`, if there is one."""
    if not isinstance(word, str):
        return None
    plain = plainly(word)
    return next((name for name in choices if plain in table.get(name, ())), None)


def advice_on_key(key: str) -> str:
    """Return what to do about a key that only other frameworks have, or the empty string."""
    return LEFT_OUT.get(plainly(key), "")


def advice_on_type(given: str, suggestion: str | None, known: tuple[str, ...]) -> str:
    """Return what to do about a type that is none; the empty string where all can be listed."""
    word = plainly(given.strip('"'))
    if suggestion == "Activation" and word in ACTIVATIONS:
        return f'write `type = "Activation"` and `activation = "{ACTIVATIONS[word]}"`'
    if suggestion:
        return f"did you mean `{suggestion}`?"
    if len(known) > MOST_LISTED:
        return NO_LAYERS.get(word, "`speccnn layers` lists the types of layers")
    return ""


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
