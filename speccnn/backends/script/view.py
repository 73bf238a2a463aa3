"""What templates may see: every decision about a script, taken before it is printed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, final

from speccnn.backends.script.python import Python
from speccnn.calls import Call, Value
from speccnn.graph.names import snake_case
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import LiveShape
from speccnn.training.base import Labels, Optimizer
from speccnn.training.datasets import DATASETS
from speccnn.training.optimizers import Adam, AdamW
from speccnn.training.settings import Data, SourceName, Training

LOW_IS_GOOD = ("loss", "error", "mse", "mae")
SMALL_STEP = 500_000_000
CHAIN = "x"
INPUTS = "inputs"
OUTPUTS = "outputs"


@final
@dataclass(frozen=True)
class Wire:
    """One line of the network: the variable it sets, the layer, the variables it reads.

    A layer that is used several times has a variable of its own, which the line before sets when
    it is `made` there.
    """

    variable: str
    call: Call
    reads: tuple[str, ...]
    layer: str | None = None
    is_made: bool = False


@final
@dataclass(frozen=True)
class Network:
    """The function that builds the model.

    `is_random` says that a layer draws random numbers in training; `is_small`, that several threads
    in one operation would wait more than they work.
    """

    name: str
    input: Call
    input_shape: LiveShape
    output_shape: LiveShape
    wires: tuple[Wire, ...]
    extra_layers: tuple[Python, ...]
    is_random: bool
    is_small: bool

    @property
    def is_penalised(self) -> bool:
        """Whether layers add penalties to the loss."""
        return any(
            name.endswith("_regularizer") for wire in self.wires for name in wire.call.kwargs
        )


@final
@dataclass(frozen=True)
class Recipe:
    """What is made small, how, and what is measured meanwhile.

    `squashes` says that metrics read probabilities where the network gives logits.
    """

    settings: Training
    optimizer: Call
    loss: Call
    metrics: tuple[Call, ...]
    labels: Labels
    squashes: bool

    @property
    def fused(self) -> str | None:
        """The optimizer of Keras's, if its update is one operation of TensorFlow's."""
        return _fused(self.settings.optimizer)

    @property
    def is_scaled(self) -> bool:
        """Whether gradients would vanish in float16 if the loss were not scaled."""
        precision = self.settings.precision
        return precision is not None and precision.policy == "mixed_float16"

    @property
    def descended(self) -> str:
        """The variable whose gradient is taken."""
        return "scaled_loss" if self.is_scaled else "loss"

    @property
    def best_is(self) -> Literal["min", "max"]:
        """Which value of the monitored metric the best checkpoint has."""
        checkpoint = self.settings.checkpoint
        assert checkpoint.monitor is not None, "nothing is monitored"
        if checkpoint.mode != "auto":
            return checkpoint.mode
        return "min" if checkpoint.monitor.endswith(LOW_IS_GOOD) else "max"


@final
@dataclass(frozen=True)
class Source:
    """Where the examples come from when the command line names no file."""

    name: SourceName
    title: str
    loader: str

    @property
    def is_bundled(self) -> bool:
        """Whether scikit-learn holds the examples, so that no download is needed."""
        return self.name == "digits"


def network_of(model: TypedGraph, extra_layers: tuple[Python, ...], training: Training) -> Network:
    """Return the view of a network with one input and one output."""
    assert len(model.inputs) == 1, "a script trains a network with one input"
    assert len(model.outputs) == 1, "a script trains a network with one output"
    ((name, given),) = model.inputs.items()
    arguments: dict[str, Value] = {"shape": Python("INPUT_SHAPE")}
    if given.dtype != "float32":
        arguments["dtype"] = given.dtype
    return Network(
        name=model.name,
        input=Call("keras.Input", (), {**arguments, "name": name}),
        input_shape=given.live_shape,
        output_shape=model.type_of(model.outputs[0]).live_shape,
        wires=tuple(_wires(model, is_mixed=_is_mixed(training))),
        extra_layers=extra_layers,
        is_random=any(node.layer.is_random for node in model.nodes),
        is_small=_macs(model) * training.batch_size < SMALL_STEP,
    )


def _fused(optimizer: Optimizer) -> str | None:
    match optimizer:
        case Adam(amsgrad=False) | AdamW(amsgrad=False):
            return optimizer.target
        case _:
            return None


def recipe_of(model: TypedGraph, training: Training) -> Recipe:
    """Return the view of how a network is trained."""
    settings: dict[str, Value] = {"learning_rate": Python("learning_rate")}
    settings |= {
        name: value
        for name, value in training.optimizer.arguments().items()
        if name != "learning_rate"
    }
    optimizer = Call(training.optimizer.target, (), settings)
    if _fused(training.optimizer):
        optimizer = Call("FusedAdam", (), {**settings, "name": "adam"})
    if training.precision is not None and training.precision.policy == "mixed_float16":
        optimizer = Call("keras.optimizers.LossScaleOptimizer", (optimizer,))
    loss = training.loss.lower(model.activation_of(model.outputs[0]))
    accuracy = training.loss.accuracy
    assert accuracy is not None or not training.metrics, "this loss has no accuracy"
    return Recipe(
        settings=training,
        optimizer=optimizer,
        loss=loss,
        metrics=tuple(
            Call(f"keras.metrics.{accuracy}", (), {"name": metric}) for metric in training.metrics
        ),
        labels=training.loss.labels,
        squashes=accuracy == "BinaryAccuracy"
        and bool(training.metrics)
        and loss.kwargs.get("from_logits") is True,
    )


def source_of(data: Data | None) -> Source | None:
    """Return the view of the named data set, if the spec names one."""
    if data is None:
        return None
    known = DATASETS[data.source]
    return Source(data.source, known.title, known.loader)


def _macs(model: TypedGraph) -> int:
    """Return the multiply-accumulates of one example; 0 where sizes have names."""
    counts = [node.macs for node in model.nodes]
    return sum(count for count in counts if isinstance(count, int))


def _is_mixed(training: Training) -> bool:
    """Whether layers compute in another type than their weights have."""
    return training.precision is not None and training.precision.policy != "float32"


def _wires(model: TypedGraph, *, is_mixed: bool) -> Iterator[Wire]:
    variables = {**dict.fromkeys(model.inputs, INPUTS), **_variables(model)}
    again = dict.fromkeys(node.holder for node in model.nodes if node.is_again)
    shared = {holder: f"shared_{number}" for number, holder in enumerate(again, 1)}
    for node in model.nodes:
        *before, last = node.lower()
        reads = tuple(variables[name] for name in node.inputs)
        layer = shared.get(node.holder)
        for place, call in enumerate(before, 1):
            padding = layer and f"{layer}_part_{place}"
            yield Wire(CHAIN, call, reads, padding, is_made=not node.is_again)
            reads = (CHAIN,)
        if is_mixed and node.name in model.outputs:
            last = Call(last.target, last.args, {**last.kwargs, "dtype": "float32"})
        yield Wire(variables[node.name], last, reads, layer, is_made=not node.is_again)


def _variables(model: TypedGraph) -> dict[str, str]:
    """Return the variable of each node: `x` where only the next node reads it."""
    counts = Counter[str]()
    variables: dict[str, str] = {}
    for place, node in enumerate(model.nodes):
        if node.name in model.outputs:
            variables[node.name] = OUTPUTS
        elif model.readers(node.name) == model.nodes[place + 1 : place + 2]:
            variables[node.name] = CHAIN
        else:
            kind = snake_case(node.layer.type)
            counts[kind] += 1
            variables[node.name] = f"{kind}_{counts[kind]}"
    return variables
