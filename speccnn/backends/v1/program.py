"""The graph of a network as a program: lines that are evaluated, or printed into a script."""

from collections.abc import Iterator, Mapping
from typing import final

from speccnn.backends.v1.ends import End, ends_of
from speccnn.backends.v1.recipe import clips, optimizer_call, rate_call
from speccnn.backends.v1.translate import translate
from speccnn.backends.variables import CHAIN, variables_of
from speccnn.calls import Call, Reference, Value
from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.tensor import LiveShape
from speccnn.training.settings import Training
from speccnn.values import Record

FLOAT = Reference("tf.float32")
LOSS, RATE = Reference("loss"), Reference("learning_rate")


@final
class Line(Record):
    """A variable that is set, and the call that gives its value; `node` is what it completes."""

    variable: str
    call: Value
    node: TypedNode | None = None


@final
class Section(Record):
    """Lines in a name scope; without one if it is empty."""

    scope: str
    lines: tuple[Line, ...]


def program_of(model: TypedGraph, training: Training | None) -> tuple[Section, ...]:
    """Return what builds a graph with placeholders, the network, and all that trains it.

    It reads the variable `seed`; `LEARNING_RATE`, where there is training; and `INPUT_SHAPE` and
    `OUTPUT_SHAPE`, where there is one of them. Raise `InexpressibleError` where `tf.compat.v1` has
    no counterpart.
    """
    ends = ends_of(model, training) if training else ()
    return (
        Section("", tuple(_start())),
        Section("input", (*_inputs(model), *(_labels(end) for end in ends))),
        Section("", (_is_training(), *network_of(model))),
        *(_trained(training, ends) if training else (_answers(model),)),
    )


def network_of(model: TypedGraph) -> Iterator[Line]:
    """Yield the lines of the network, which read its inputs and `is_training`."""
    variables = variables_of(model)
    for name, given in model.inputs.items():
        if given.dtype != "float32":
            read = Reference(variables[name])
            yield Line(variables[name], Call("tf.cast", (read, FLOAT)))
    for number, node in enumerate(model.nodes):
        reads = [Reference(variables[name]) for name in node.inputs]
        *before, last = node.lower()
        for call in before:
            yield Line(CHAIN, translate(call, reads, number))
            reads = [Reference(CHAIN)]
        yield Line(variables[node.name], translate(last, reads, number), node)


def _start() -> Iterator[Line]:
    yield Line("", Call("tf.set_random_seed", (Reference("seed"),)))
    yield Line("global_step", Call("step_variable"))


def _inputs(model: TypedGraph) -> Iterator[Line]:
    variables = variables_of(model)
    is_one = len(model.inputs) == 1
    for name, given in model.inputs.items():
        shape = _batches("INPUT_SHAPE") if is_one else _rows(given.live_shape)
        named: Mapping[str, Value] = {"name": "X" if is_one else name}
        call = Call("tf.placeholder", (Reference(f"tf.{given.dtype}"), shape), named)
        yield Line(variables[name], call)


def _labels(end: End) -> Line:
    named: Mapping[str, Value] = {"name": "Y" if end.is_only else f"Y_{end.head.output}"}
    given = end.head.type.live_shape
    if end.is_classes:
        kind, shape = Reference("tf.int64"), _rows(given[:-1])
    else:
        is_named = end.is_only and None not in given
        kind, shape = FLOAT, _batches("OUTPUT_SHAPE") if is_named else _rows(given)
    return Line(end.labels.target, Call("tf.placeholder", (kind, shape), named))


def _batches(shape: str) -> Value:
    return Call("batches_of", (Reference(shape),))


def _rows(shape: LiveShape) -> Value:
    return list[Value]([None, *shape])


def _is_training() -> Line:
    off = Call("tf.constant", (), {"value": False})
    no_axes: list[Value] = []
    named: Mapping[str, Value] = {"name": "is_training"}
    return Line("is_training", Call("tf.placeholder_with_default", (off, no_axes), named))


def _trained(training: Training, ends: tuple[End, ...]) -> Iterator[Section]:
    yield Section("Train/Loss/", tuple(_losses(ends)))
    yield Section("Train/Optimizer/", tuple(_steps(training)))
    yield Section("Train/Accuracy/", tuple(line for end in ends for line in _accuracy(end)))
    yield Section(
        "Train/Metrics/",
        tuple(
            Line("", _named("tf.identity", call, name))
            for end in ends
            for _, name, call in end.metrics()
        ),
    )
    yield Section("Train/Prediction/", tuple(line for end in ends for line in _predictions(end)))


def _losses(ends: tuple[End, ...]) -> Iterator[Line]:
    if len(ends) == 1 and ends[0].head.weight == 1:
        yield Line("loss", Call("loss_operation", (ends[0].loss,)))
        return
    parts: list[Value] = []
    for end in ends:
        variable = f"loss{end.number or '_of_labels'}"
        yield Line(variable, _named("tf.identity", end.loss, end.loss_name))
        parts.append(Call("tf.multiply", (end.head.weight, Reference(variable))))
    yield Line("loss", Call("loss_operation", (Call("tf.add_n", (parts,)),)))


def _steps(training: Training) -> Iterator[Line]:
    named: Mapping[str, Value] = {"name": "learning_rate"}
    no_axes: list[Value] = []
    given = Call("tf.placeholder_with_default", (Reference("LEARNING_RATE"), no_axes), named)
    yield Line("learning_rate", given)
    rate = rate_call(training.rate)
    if rate != RATE:
        yield Line("learning_rate", _named("tf.identity", rate, "scheduled_rate"))
    made = training.optimizer.lower(RATE)
    call = Call("train_operation", (LOSS, optimizer_call(made)), clips(made))
    yield Line("", call)


def _accuracy(end: End) -> Iterator[Line]:
    """Say how often the answers are right, where an output answers a question."""
    if end.accuracy is not None:
        name, variable = end.named("accuracy"), f"accuracy{end.number}"
        yield Line(variable, _named("tf.identity", end.accuracy, name))
        yield Line("", Call("add_scalar", (name, Reference(variable))))


def _predictions(end: End) -> Iterator[Line]:
    """Give the answers: the number of the class, the probabilities of any classes, or values."""
    name = end.named("predictions")
    match end.head.answers:
        case "one_of":
            chosen: Mapping[str, Value] = {"axis": -1, "name": name}
            yield Line("", Call("tf.argmax", (end.outputs,), chosen))
        case "any_of" if end.head.is_logits:
            yield Line("", _named("tf.sigmoid", end.outputs, name))
        case _:
            yield Line("", _named("tf.identity", end.outputs, name))
    if end.is_sure:
        kind = "tf.nn.softmax" if end.head.is_logits else "tf.identity"
        yield Line("", _named(kind, end.outputs, end.named("probabilities")))


def _answers(model: TypedGraph) -> Section:
    """Give what a network gives that is not trained."""
    variables = variables_of(model)
    is_one = len(model.outputs) == 1
    lines = (
        _named(
            "tf.identity",
            Reference(variables[name]),
            "predictions" if is_one else f"predictions_{name}",
        )
        for name in model.outputs
    )
    return Section("Train/Prediction/", tuple(Line("", line) for line in lines))


def _named(function: str, value: Value, name: str) -> Call:
    return Call(function, (value,), {"name": name})
