"""What the templates of v1 scripts see beside those of Keras scripts: the graph, line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import final

from speccnn.backends.script.pictures import Pictures
from speccnn.backends.script.python import Python, assertion, own_source, statement
from speccnn.backends.script.recipe import Recipe
from speccnn.backends.script.v1_ops import Operations, operations_of
from speccnn.backends.v1.ends import End, ends_of
from speccnn.backends.v1.program import Line, Section, program_of
from speccnn.calls import Call, Reference, Value
from speccnn.graph.typed import TypedGraph
from speccnn.training.settings import Training

STEP = 4


@final
@dataclass(frozen=True)
class Scope:
    """Statements in a name scope, indented; in none if `name` is empty."""

    name: str
    statements: tuple[Python, ...]


@final
@dataclass(frozen=True)
class Verdict:
    """The classes of an output as arrays: which are true, and how likely each seems.

    `tensor` is what the session is asked for, `probabilities` and `truth` are expressions over what
    it gives, `found`, and over `labels`.
    """

    tensor: str
    truth: Python
    probabilities: Python

    @property
    def asked(self) -> Call:
        """The call that asks the session."""
        return Call("self.session.run", (self.tensor, own_source("self.fed(examples)")))


@final
@dataclass(frozen=True)
class Graph:
    """The function that builds the graph, and how its tensors are found by name.

    `columns` are the tensors that are measured, `rate` is the learning rate of a step.
    """

    operations: Operations
    scopes: tuple[Scope, ...]
    columns: dict[str, Value]
    rate: str
    verdicts: tuple[Verdict, ...]

    @property
    def verdict_tensors(self) -> list[Value]:
        """What the session is asked for, for all verdicts."""
        return [verdict.tensor for verdict in self.verdicts]


def graph_of(model: TypedGraph, training: Training, recipe: Recipe, pictures: Pictures) -> Graph:
    """Return the view of a network's graph."""
    sections = program_of(model, training)
    ends = ends_of(model, training)
    calls = [name for section in sections for line in section.lines for name in _names(line.call)]
    is_scheduled = recipe.schedule is not None
    return Graph(
        operations=operations_of(calls),
        scopes=tuple(_scopes(sections)),
        columns=_columns(ends),
        rate=f"Train/Optimizer/{'scheduled' if is_scheduled else 'learning'}_rate:0",
        verdicts=tuple(_verdicts(ends, pictures)),
    )


def _columns(ends: tuple[End, ...]) -> dict[str, Value]:
    columns: dict[str, Value] = {"loss": "Train/Loss/loss:0"}
    if len(ends) > 1:
        own = {f"{end.head.output}_loss": f"Train/Loss/{end.loss_name}:0" for end in ends}
        columns.update(own)
    for end in ends:
        columns.update(end.columns())
    return columns


def _scopes(sections: tuple[Section, ...]) -> Iterator[Scope]:
    """Yield the scopes that are not empty; a variable that nobody reads is not set."""
    lines = [line for section in sections for line in section.lines]
    later: set[str] = set()
    read: list[bool] = []
    for line in reversed(lines):
        read.append(line.variable in later)
        later.discard(line.variable)
        later.update(_names(line.call))
    is_read = dict(zip(map(id, reversed(lines)), read, strict=True))
    for section in sections:
        indent = STEP * (2 if section.scope else 1)
        statements = [it for line in section.lines for it in _statements(line, indent, is_read)]
        if statements:
            yield Scope(section.scope, tuple(statements))


def _statements(line: Line, indent: int, is_read: Mapping[int, bool]) -> Iterator[Python]:
    variable = line.variable if is_read[id(line)] or line.node else ""
    yield statement(variable, line.call, indent=indent)
    if line.node is not None:
        yield assertion(variable, line.node.output.live_shape, indent=indent)


def _names(value: Value) -> Iterator[str]:
    """Yield the first part of each name in a value: variables, functions, modules."""
    match value:
        case Call():
            yield value.target.partition(".")[0]
            for item in (*value.args, *value.kwargs.values()):
                yield from _names(item)
        case Reference():
            yield value.target.partition(".")[0]
        case tuple() | list():
            for item in value:
                yield from _names(item)
        case Mapping():
            for item in value.values():
                yield from _names(item)
        case _:
            pass


def _verdicts(ends: tuple[End, ...], pictures: Pictures) -> Iterator[Verdict]:
    """Yield how the classes of outputs are read, in the order of `pictures`."""
    places = {end.head.output: place for place, end in enumerate(ends)}
    for place, verdict in enumerate(pictures.verdicts):
        end = ends[places[verdict.output]]
        labels = "labels" if end.is_only else f"labels[{places[verdict.output]}]"
        found = f"found[{place}]" if pictures.are_many else "found"
        yield _verdict(end, labels, found, verdict.classes)


def _verdict(end: End, labels: str, found: str, classes: int) -> Verdict:
    if end.head.answers == "any_of":
        return Verdict(
            f"Train/Prediction/{end.named('predictions')}:0",
            own_source(f"{labels}[..., 0].round().astype(int)"),
            own_source(f"np.concatenate([1 - {found}, {found}], axis=-1)"),
        )
    return Verdict(
        f"Train/Prediction/{end.named('probabilities' if end.is_sure else 'predictions')}:0",
        own_source(labels if end.is_classes else f"{labels}.argmax(axis=-1)"),
        own_source(found if end.is_sure else f"np.eye({classes})[{found}]"),
    )
