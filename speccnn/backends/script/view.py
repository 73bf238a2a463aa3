"""What templates may see: every decision about a script, taken before it is printed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import final

from speccnn.backends.script.python import Python, identifier, shortened
from speccnn.backends.variables import CHAIN, variables_of
from speccnn.calls import Call, Value
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import LiveShape
from speccnn.training.settings import Training

SMALL_STEP = 500_000_000
WHOLE = ("LocalResponseNormalization",)  # on no device in all types of 16 bits
NOISE = (
    "Dropout",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "GaussianDropout",
    "GaussianNoise",
    "StochasticDepth",
)


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

    `inputs` are the variables of the inputs with their calls; `is_small` says that several threads
    in one operation would wait more than they work. `shared_noise` are the layers whose noise is
    that of the whole batch on every device, with what each is made of.
    """

    name: str
    inputs: tuple[tuple[str, Call], ...]
    input_shapes: Mapping[str, LiveShape]
    output_count: int
    model: Call
    wires: tuple[Wire, ...]
    extra_layers: tuple[Python, ...]
    shared_noise: Mapping[Python, Python]
    is_small: bool

    @property
    def has_inputs(self) -> bool:
        """Whether the network reads several inputs."""
        return len(self.inputs) > 1

    @property
    def has_outputs(self) -> bool:
        """Whether the network gives several outputs."""
        return self.output_count > 1

    @property
    def input_shape(self) -> LiveShape:
        """The shape of the one input."""
        (shape,) = self.input_shapes.values()
        return shape

    @property
    def adds_noise(self) -> bool:
        """Whether some noise is added that several devices share; other noise multiplies."""
        return "SharedGaussianNoise" in self.shared_noise

    @property
    def is_penalised(self) -> bool:
        """Whether layers add penalties to the loss."""
        return any(
            name.endswith("_regularizer") for wire in self.wires for name in wire.call.kwargs
        )


def network_of(model: TypedGraph, extra_layers: tuple[Python, ...], training: Training) -> Network:
    """Return the view of a network."""
    variables = variables_of(model)
    outputs = [Python(variables[name]) for name in model.outputs]
    inputs = [Python(variables[name]) for name in model.inputs]
    ends: dict[str, Value] = {
        "inputs": inputs[0] if len(inputs) == 1 else list[Value](inputs),
        "outputs": outputs[0] if len(outputs) == 1 else list[Value](outputs),
    }
    wires = tuple(_wires(model, variables, is_mixed=_is_mixed(training)))
    noise: dict[Python, Python] = {}
    if training.distribution is not None:
        noise = _shared_noise(wires)
        wires = tuple(replace(wire, call=_shared(wire.call)) for wire in wires)
    return Network(
        name=model.name,
        inputs=tuple(_inputs(model, variables)),
        input_shapes={name: given.live_shape for name, given in model.inputs.items()},
        output_count=len(outputs),
        model=Call("keras.Model", (), {**ends, "name": Python("NAME")}),
        wires=wires,
        extra_layers=extra_layers,
        shared_noise=noise,
        is_small=_macs(model) * training.batch_size < SMALL_STEP,
    )


def _shared_noise(wires: tuple[Wire, ...]) -> dict[Python, Python]:
    """Return the names of the noisy layers of several devices, with those of Keras's or ours."""
    kinds = {wire.call.target for wire in wires if _shared(wire.call) is not wire.call}
    return {
        identifier(_shared(Call(kind)).target): shortened(kind)
        for kind in sorted(kinds, key=lambda kind: kind.rpartition(".")[2])
    }


def _shared(call: Call) -> Call:
    """Return the call of the layer whose noise is that of the whole batch; others as they are."""
    kind = call.target.rpartition(".")[2]
    return Call(f"Shared{kind}", call.args, call.kwargs) if kind in NOISE else call


def _macs(model: TypedGraph) -> int:
    """Return the multiply-accumulates of one example; 0 where sizes have names."""
    counts = [node.macs for node in model.nodes]
    return sum(count for count in counts if isinstance(count, int))


def _is_mixed(training: Training) -> bool:
    """Whether layers compute in another type than their weights have."""
    return training.precision is not None and training.precision.policy != "float32"


def _inputs(model: TypedGraph, variables: dict[str, str]) -> Iterator[tuple[str, Call]]:
    is_one = len(model.inputs) == 1
    for name, given in model.inputs.items():
        shape = Python("INPUT_SHAPE") if is_one else given.live_shape
        arguments: dict[str, Value] = {"shape": shape}
        if given.dtype != "float32":
            arguments["dtype"] = given.dtype
        yield variables[name], Call("keras.Input", (), {**arguments, "name": name})


def _wires(model: TypedGraph, variables: dict[str, str], *, is_mixed: bool) -> Iterator[Wire]:
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
        if is_mixed and (node.name in model.outputs or node.layer.type in WHOLE):
            last = Call(last.target, last.args, {**last.kwargs, "dtype": "float32"})
        yield Wire(variables[node.name], last, reads, layer, is_made=not node.is_again)
