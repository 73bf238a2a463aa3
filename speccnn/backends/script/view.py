"""What templates may see: every decision about a script, taken before it is printed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import final

from speccnn.backends.script.python import Python
from speccnn.backends.variables import CHAIN, variables_of
from speccnn.calls import Call, Value
from speccnn.graph.typed import TypedGraph
from speccnn.tensor import LiveShape
from speccnn.training.settings import Training

SMALL_STEP = 500_000_000


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
    in one operation would wait more than they work.
    """

    name: str
    inputs: tuple[tuple[str, Call], ...]
    input_shapes: Mapping[str, LiveShape]
    output_count: int
    model: Call
    wires: tuple[Wire, ...]
    extra_layers: tuple[Python, ...]
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
    return Network(
        name=model.name,
        inputs=tuple(_inputs(model, variables)),
        input_shapes={name: given.live_shape for name, given in model.inputs.items()},
        output_count=len(outputs),
        model=Call("keras.Model", (), {**ends, "name": Python("NAME")}),
        wires=tuple(_wires(model, variables, is_mixed=_is_mixed(training))),
        extra_layers=extra_layers,
        is_small=_macs(model) * training.batch_size < SMALL_STEP,
    )


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
        if is_mixed and node.name in model.outputs:
            last = Call(last.target, last.args, {**last.kwargs, "dtype": "float32"})
        yield Wire(variables[node.name], last, reads, layer, is_made=not node.is_again)
