"""Words that keys hold elsewhere, and what a spec has for them.

A word stands in `SAME` only where it means the same in all frameworks that have it; what is near to
a word of a spec but differs stands in `ADVICE`, with what to write instead.
"""

from speccnn.document.foreign import meant, plainly
from speccnn.document.frameworks.names import ELSEWHERE
from speccnn.words import nearest, short

SAME: dict[str, tuple[str, ...]] = {
    "valid": ("none", "no", "nopad"),
    "same": ("samepad", "sameupper"),
    "sigmoid": ("logistic",),
    "linear": ("identity", "none", "null"),
    "relu": ("rectify", "rectified"),
    "hard_sigmoid": ("hsigmoid",),
    "hard_swish": ("hswish",),
    "hard_tanh": ("hardtan",),
    "softplus": ("softrelu",),
    "exponential": ("exp",),
    "mean_squared_error": ("mseloss",),
    "mean_absolute_error": ("l1loss", "maeloss"),
    "binary_crossentropy": ("bceloss",),
    "huber": ("huberloss", "smoothl1loss"),
    "poisson": ("poissonloss",),
    "accuracy": ("acc", "top1"),
    "he_uniform": ("kaiminguniform",),
    "glorot_uniform": ("xavieruniform",),
    "zeros": ("zero",),
    "ones": ("one",),
}

_LEAKY = (
    'slopes differ: "leaky_relu" has 0.2, Darknet 0.1, PyTorch 0.01; a layer `type = "LeakyReLU"` '
    "after this one has `negative_slope`"
)
_CUT = (
    "Keras draws normal numbers again beyond two deviations; as PyTorch and Caffe do, without: "
    '`{{ type = "VarianceScaling", scale = {}, mode = "{}", distribution = "untruncated_normal" }}`'
)
_RANGE = (
    'its width differs by framework: `{ type = "RandomUniform", minval = -0.05, maxval = 0.05 }` '
    "is Keras's"
)
_WIDTH = (
    'its deviation differs by framework: `{ type = "RandomNormal", mean = 0.0, stddev = 0.01 }` '
    "says which"
)
_XAVIER = (
    'PyTorch\'s xavier_uniform is "glorot_uniform"; Caffe\'s xavier is "lecun_uniform", which '
    "counts the inputs alone"
)
_LABELS = (
    'of labels that are whole numbers it is "sparse_categorical_crossentropy", of 0/1 vectors '
    '"categorical_crossentropy"; whether logits are read follows from the output'
)
_HALF = "Theano's half is `padding` of kernel_size // 2 on each side, full of kernel_size - 1"
_ZEROS = 'windows are padded with zeros: "valid", "same" or numbers'

# For each kind of key, told by a word that it may hold: what to say of words that it may not.
ADVICE: dict[str, dict[str, str]] = {
    "same": {
        **dict.fromkeys(("half", "full"), _HALF),
        **dict.fromkeys(("reflect", "symmetric", "replicate", "circular", "edge", "wrap"), _ZEROS),
        "samelower": 'the odd place of "same" is at the end; before it, write numbers',
    },
    "leaky_relu": {
        **dict.fromkeys(("leaky", "lrelu"), _LEAKY),
        "ramp": "Darknet's ramp is 1.1 x above 0 and 0.1 x below, which nothing here is",
        "prelu": 'it learns its slope: a layer `type = "PReLU"` after this one',
        "relie": _LEAKY,
        "plse": "it is a sigmoid in pieces: nothing here is",
        "softmin": 'it is the softmax of -x: nothing here is; there is "softmax"',
        "glu": "it halves the channels, which no activation here does",
        "threshold": 'a layer `type = "ReLU"` has a `threshold`',
    },
    "he_normal": {
        **dict.fromkeys(("kaimingnormal", "msra", "msrafill"), _CUT.format(2, "fan_in")),
        "xaviernormal": _CUT.format(1, "fan_avg"),
        **dict.fromkeys(("xavier", "glorot", "xavierfill"), _XAVIER),
        **dict.fromkeys(("kaiming", "he"), 'it is "he_normal" or "he_uniform"'),
        "lecun": 'it is "lecun_normal" or "lecun_uniform"',
        **dict.fromkeys(("gaussian", "normal", "truncnormal"), _WIDTH),
        "uniform": _RANGE,
        "constant": 'it needs its number: `{ type = "Constant", value = 0.1 }`',
        **dict.fromkeys(
            ("dirac", "eye", "identity", "bilinear", "sparse", "stft", "convolutionaware"),
            "no initializer here makes it",
        ),
    },
    "l2": {
        **dict.fromkeys(("l1l2", "l1_l2"), '`{ type = "L1L2", l1 = 0.01, l2 = 0.01 }` has both'),
        "weightdecay": '`{ type = "L2", l2 = 0.0005 }`: half of what PyTorch calls so',
    },
    "huber": {
        **dict.fromkeys(
            (
                "crossentropyloss",
                "crossentropy",
                "softmaxloss",
                "softmaxwithloss",
                "nllloss",
                "nll",
            ),
            _LABELS,
        ),
        **dict.fromkeys(
            ("bcewithlogitsloss", "sigmoidcrossentropyloss"),
            'it is "binary_crossentropy" behind an output without activation',
        ),
        "logloss": 'it is "binary_crossentropy" or "categorical_crossentropy"',
        **dict.fromkeys(
            ("euclideanloss", "l2loss", "sse"),
            'it sums where "mean_squared_error" takes the mean: gradients are of another size',
        ),
        "kldivloss": 'it reads logarithms; "kl_divergence" reads probabilities',
        "poissonnllloss": 'it reads logarithms; "poisson" reads what is counted',
    },
    "accuracy": {
        "top5": 'it is "sparse_top_k_categorical_accuracy" or "top_k_categorical_accuracy"'
    },
}


def meant_word(word: object, choices: tuple[str, ...]) -> tuple[str | None, str]:
    """Return the choice that a word means, or None and what to say instead."""
    if not isinstance(word, str):
        return None, ""
    plain = plainly(word)
    kinds = [words for sign, words in ADVICE.items() if sign in choices]
    advice = next((words[plain] for words in kinds if plain in words), "")
    if advice or word.rpartition(".")[2] in {"LeakyReLU", "LeakyRelu"}:
        return None, advice or (_LEAKY if "leaky_relu" in choices else "")
    by_word = {plainly(choice): choice for choice in choices}
    if found := by_word.get(plain) or meant(word, SAME, choices):
        return found, ""
    if plain in ELSEWHERE:
        return None, f"nothing here is {short(word)}: it can be {', '.join(choices)}"
    return nearest(word, choices), ""


def is_same_word(word: str, choice: str) -> bool:
    """Whether a word of another framework means a choice, in all frameworks that have it."""
    return meant(word, SAME, (choice,)) == choice
