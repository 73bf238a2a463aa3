"""Where the sizes that a layer refuses come from: the layers that made them, as notes."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias, final

from speccnn.diagnostics.finding import Finding
from speccnn.graph.graph import Node
from speccnn.layers.findings import ChannelsNotDivisible, StrideWithDilation
from speccnn.layers.merge_findings import NotTwoInputs, WrongInputCount
from speccnn.layers.size_findings import CroppedAway
from speccnn.layers.window_findings import (
    AXIS_NAMES,
    SizeNotExact,
    SizeRoundedDown,
    WindowDoesNotFit,
)
from speccnn.tensor import Shape, TensorType, shown

MOST_STEPS = 8
LONGEST_WAY = 2000
MOST_BRANCHES = 4

Types: TypeAlias = Mapping[str, TensorType]
Notes: TypeAlias = list[tuple[str, None]]

# What these say is wrong whatever the sizes are.
_WHATEVER_THE_SIZES = (StrideWithDilation, WrongInputCount, NotTwoInputs)


def origins(
    finding: Finding,
    node: Node,
    nodes: Mapping[str, Node],
    types: Types,
    sizes: Mapping[str, int] | None = None,
) -> Notes:
    """Return notes that lead from an input of the network to the sizes that a node refuses.

    `sizes` are numbers for the names of sizes. Layers that keep a size are left out, and so is the
    middle of a long way. Branches that are merged are told from where they part.
    """
    if isinstance(finding, _WHATEVER_THE_SIZES):
        return []
    ways = [_way(name, nodes) for name in dict.fromkeys(node.inputs)]
    if sizes:
        types = {name: types[name].at(sizes) for way in ways for name in way}
    if len(ways) > 1:
        return [(_branch(way, types), None) for way in _parted(ways)[:MOST_BRANCHES]]
    return [(text, None) for way in ways for text in _told(finding, way, types)]


@final
class _Step(NamedTuple):
    name: str
    value: object


def _way(name: str, nodes: Mapping[str, Node]) -> list[str]:
    """Return the names from an input of the network to a node; of a merge, along its first."""
    way = [name]
    while name in nodes and nodes[name].inputs and len(way) < LONGEST_WAY:
        name = nodes[name].inputs[0]
        way.append(name)
    return way[::-1]


def _parted(ways: list[list[str]]) -> list[list[str]]:
    """Return ways from the last place that they have in common, if they have one."""
    common = 0
    for names in zip(*ways, strict=False):
        if len(set(names)) > 1:
            break
        common += 1
    return [way[max(common - 1, 0) :] for way in ways]


def _branch(way: list[str], types: Types) -> str:
    steps = _steps(way, types, shown)
    last = way[-1]
    if len(steps) == 1:
        return f"`{last}` gives {steps[0].value}"
    return f"`{last}` gives {steps[-1].value}: {_chain(steps)}"


def _told(finding: Finding, way: list[str], types: Types) -> Iterator[str]:
    rank = types[way[-1]].rank
    match finding:
        case WindowDoesNotFit() | SizeNotExact() | SizeRoundedDown():
            names = [axis.name for axis in finding.axes]
            yield from _of_axes(names, way, types, rank)
        case CroppedAway():
            yield from _of_axes([finding.axis], way, types, rank)
        case ChannelsNotDivisible():
            if finding.side == "input":
                yield from _told_of("channels", "come", _steps(way, types, _at(rank, rank - 1)))
        case _:
            steps = _steps(way, types, shown)
            if len(steps) > 1:
                yield f"{steps[-1].value} comes from {_chain(steps)}"


def _of_axes(names: list[str], way: list[str], types: Types, rank: int) -> Iterator[str]:
    """Say where the sizes of axes come from, at once where it is the same for all of them."""
    axes = AXIS_NAMES[rank - 1]
    found = {name: _steps(way, types, _at(rank, axes.index(name))) for name in names}
    if all(steps == found[names[0]] for steps in found.values()):
        verb = "come" if len(names) > 1 else "comes"
        yield from _told_of(" and ".join(names), verb, found[names[0]])
        return
    for name, steps in found.items():
        yield from _told_of(name, "comes", steps)


def _told_of(what: str, verb: str, steps: list[_Step]) -> Iterator[str]:
    value = steps[-1].value
    size = f"{value} {what}" if what == "channels" else f"{what} of {value}"
    if len(steps) > 1:
        yield f"the {size} {verb} from {_chain(steps)}"
    else:
        are = {"channels": "are those"}.get(what, "is that" if verb == "comes" else "are those")
        yield f"the {size} {are} of `{steps[0].name}`"


def _at(rank: int, axis: int) -> Callable[[Shape], object]:
    return lambda shape: shape[axis] if len(shape) == rank else None


def _steps(way: list[str], types: Types, pick: Callable[[Shape], object]) -> list[_Step]:
    """Return what `pick` finds along a way, from where it finds anything, without repetitions."""
    steps: list[_Step] = []
    for name in way:
        value = pick(types[name].shape)
        if value is None:
            steps = []
        elif not steps or steps[-1].value != value:
            steps.append(_Step(name, value))
    return steps


def _chain(steps: list[_Step]) -> str:
    texts = [f"{step.name} {step.value}" for step in steps]
    if len(texts) > MOST_STEPS:
        half = MOST_STEPS // 2
        texts = [*texts[:half], f"{len(texts) - 2 * half} more", *texts[-half:]]
    return " -> ".join(texts)
