"""The arguments of Keras's `compile`, `fit` and callbacks, and where a spec says the same.

From the documentation of Keras 3 (keras.io/api: Model training APIs, Optimizers, Callbacks), with
the words that training scripts have for the same; in small letters, without `_` and `-`.
"""

from speccnn.diagnostics.sink import Path

TRAINING: Path = ("training",)
OPTIMIZER: Path = ("training", "optimizer")
CHECKPOINT: Path = ("training", "checkpoint")
TENSORBOARD: Path = ("training", "tensorboard")
STOPPING: Path = ("training", "early_stopping")
PRECISION: Path = ("training", "precision")
DATA: Path = ("data",)

# Tables in which a key may be at home that stands in another one, by accident.
HOMES: tuple[Path, ...] = (
    (),
    TRAINING,
    OPTIMIZER,
    STOPPING,
    CHECKPOINT,
    PRECISION,
    TENSORBOARD,
    ("training", "distribution"),
    DATA,
    ("lint",),
)

# The same thing under another name, with the same value.
SAME: dict[str, Path] = {
    "lr": (*OPTIMIZER, "learning_rate"),
    "baselr": (*OPTIMIZER, "learning_rate"),
    "initiallr": (*OPTIMIZER, "learning_rate"),
    "initiallearningrate": (*OPTIMIZER, "learning_rate"),
    "gradclip": (*OPTIMIZER, "global_clipnorm"),
    "gradientclip": (*OPTIMIZER, "global_clipnorm"),
    "gradientclipping": (*OPTIMIZER, "global_clipnorm"),
    "clipgradnorm": (*OPTIMIZER, "global_clipnorm"),
    "maxgradnorm": (*OPTIMIZER, "global_clipnorm"),
    "gradientclipval": (*OPTIMIZER, "clipvalue"),
    "lrschedule": (*TRAINING, "schedule"),
    "lrscheduler": (*TRAINING, "schedule"),
    "scheduler": (*TRAINING, "schedule"),
    "learningrateschedule": (*TRAINING, "schedule"),
    "randomseed": (*TRAINING, "seed"),
    "jitcompile": (*PRECISION, "xla"),
    "xla": (*PRECISION, "xla"),
    "earlystoppingpatience": (*STOPPING, "patience"),
    "earlystop": (*TRAINING, "early_stopping"),
    "histogramfreq": (*TENSORBOARD, "histograms_every_epochs"),
    "savefreq": (*CHECKPOINT, "every_steps"),
    "saveevery": (*CHECKPOINT, "every_steps"),
    "savesteps": (*CHECKPOINT, "every_steps"),
    "maxtokeep": (*CHECKPOINT, "keep"),
    "validationsplit": (*DATA, "validation"),
    "valsplit": (*DATA, "validation"),
    "validationfraction": (*DATA, "validation"),
    "testsplit": (*DATA, "test"),
    "testsize": (*DATA, "test"),
    "augmentation": (*DATA, "augment"),
    "augmentations": (*DATA, "augment"),
    "dataaugmentation": (*DATA, "augment"),
    "classweight": (*DATA, "class_weights"),
    "numclasses": (*DATA, "classes"),
    "nclasses": (*DATA, "classes"),
}

_NO_WEIGHTS = "a network starts from new weights: leave it out"
_ONE_RUN = "`speccnn train` and its script say it, not the spec: leave it out"
_POLICY = 'the policy of the numbers is `precision = "mixed_bfloat16"` in `training`'
_EACH_EPOCH = "an epoch reads all training examples once: leave it out"
_MEASURED = "`validation` in `data` is the share to measure on after each epoch"

# What a spec says in another way, or does not say.
ADVICE: dict[str, str] = {
    "weights": _NO_WEIGHTS,
    "initialweights": _NO_WEIGHTS,
    "pretrained": _NO_WEIGHTS,
    "pretrainedweights": _NO_WEIGHTS,
    "shuffle": "the examples are shuffled anew in each epoch: leave it out",
    "shufflebuffer": "all examples are shuffled in each epoch: leave it out",
    "buffersize": "all examples are shuffled in each epoch: leave it out",
    "mixedprecision": _POLICY,
    "amp": _POLICY,
    "fp16": _POLICY,
    "bf16": _POLICY,
    "sampleweight": "single examples have no weights; classes have, by `class_weights` in `data`",
    "sampleweights": "single examples have no weights; classes have, by `class_weights` in `data`",
    "weightedmetrics": "metrics weigh all examples alike: name them in `metrics`",
    "validationdata": _MEASURED,
    "validationsteps": "all validation examples are measured: leave it out",
    "validationbatchsize": "`batch_size` holds for validation, too: leave it out",
    "validationfreq": "validation follows each epoch: leave it out",
    "stepsperepoch": _EACH_EPOCH,
    "stepsperexecution": "how many steps run at once is chosen for you: leave it out",
    "initialepoch": "training goes on where the run directory's newest save is: leave it out",
    "resume": "training goes on where the run directory's newest save is: leave it out",
    "runeagerly": "training is compiled into graphs: leave it out",
    "autoscaleloss": "the loss is scaled where the precision needs it: leave it out",
    "verbose": _ONE_RUN,
    "filepath": _ONE_RUN,
    "logdir": _ONE_RUN,
    "savedir": _ONE_RUN,
    "rundir": _ONE_RUN,
    "outputdir": _ONE_RUN,
    "checkpointdir": _ONE_RUN,
    "callbacks": "they are tables of `training`: `early_stopping`, `checkpoint`, `tensorboard`",
    "saveweightsonly": "weights and optimizer are saved together: leave it out",
    "savebestonly": "the best is kept too with `monitor` in `checkpoint`",
    "savebest": "the best is kept too with `monitor` in `checkpoint`",
    "baseline": "an improvement is one over the best epoch so far: leave it out",
    "reducelronplateau": "a schedule depends on the step alone: see `schedule` in `training`",
    "warmup": "a schedule has it: see `schedule` in `training`",
    "warmupsteps": "a schedule has it: see `schedule` in `training`",
    "lrdecay": "a schedule has it: see `schedule` in `training`",
    "decay": "a schedule has it: see `schedule` in `training`",
    "labelsmoothing": "it belongs to the loss, as a key of its table",
    "fromlogits": "it follows from the activation of the output: leave it out",
    **dict.fromkeys(
        ("momentum", "nesterov", "rho", "beta1", "beta2", "betas", "epsilon", "eps", "amsgrad"),
        'it belongs to the optimizer, such as `optimizer = { type = "SGD", momentum = 0.9 }`',
    ),
    "gpu": "the script takes a GPU where there is one: leave it out",
    "tensorboarddir": _ONE_RUN,
    "device": "the script takes a GPU where there is one: leave it out",
    "gpus": 'all GPUs of the machine are used with `distribution = { strategy = "mirrored" }`',
    "numworkers": "how many threads read files is chosen for you: leave it out",
    "workers": "how many threads read files is chosen for you: leave it out",
    "usemultiprocessing": "how many threads read files is chosen for you: leave it out",
    "writegraph": "it is `graph` in `tensorboard`",
    "writeimages": "it is `images` in `tensorboard`",
    "updatefreq": "the history is written after each epoch: leave it out",
    "profilebatch": "a spec holds no profiling: leave it out",
    "embeddingsfreq": "a spec holds no embeddings: leave it out",
    "inputshape": "the shape of an input is in `inputs`, such as `image = [28, 28, 1]`",
    "imagesize": "the shape of an input is in `inputs`, such as `image = [28, 28, 1]`",
    "imgsize": "the shape of an input is in `inputs`, such as `image = [28, 28, 1]`",
    "targetsize": "the shape of an input is in `inputs`, such as `image = [28, 28, 1]`",
    "labelmode": "how labels are read follows from the loss: leave it out",
    "classmode": "how labels are read follows from the loss: leave it out",
    "colormode": "how many channels are read follows from the shape of the input: leave it out",
    "rescale": 'it is `scale` in `data`, such as `scale = "unit"`',
    "normalize": 'it is `scale` in `data`, such as `scale = "standard"`',
}
