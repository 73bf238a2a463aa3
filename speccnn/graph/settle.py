"""What a network demands of sizes with names, against the sizes that they are meant to have.

A name stands for the sizes that `[sizes]` says, or else for all. Where no least size is said, small
ones may be too small for the network; from some size on, every one must be valid.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import NamedTuple, final

from speccnn.diagnostics.sink import Sink
from speccnn.document.model import SizeRange
from speccnn.graph.findings import UnknownName
from speccnn.graph.infer import place_of, refusal_at
from speccnn.graph.typed import Demand, TypedGraph, TypedNode
from speccnn.layers.named_size_findings import NoSuchSizes, SizesTooIntricate, WeightsDependOnSize
from speccnn.sizes.condition import Condition, NotNegative
from speccnn.sizes.formula import EFFORT, TooIntricateError, names_of
from speccnn.sizes.sets import SizeSet, together
from speccnn.sizes.solve import EVERY, always, solve
from speccnn.sizes.words import assigned, listed, said, words
from speccnn.tensor import shown
from speccnn.words import nearest

MOST_TRIED = 20_000
# What it takes to find the sizes of a try, in evaluations of formulas.
EACH_TRY = 20


def settle(model: TypedGraph, ranges: Mapping[str, SizeRange], out: Sink) -> None:
    """Report where a network is not valid for sizes that its names are meant to have."""
    for name, asked in ranges.items():
        if name not in model.names:
            finding = UnknownName(name, "size", nearest(name, model.names))
            out.report(finding, at=("sizes", name), part="key")
        elif not meant_sizes(asked):
            out.report(NoSuchSizes(name), at=("sizes", name))
    if model.names and not out.has_errors:
        _report_weights(model, out)
        meant = {name: _Meant.by(ranges.get(name)) for name in model.names}
        _Settling(model, meant, out).settle()


def settled_sizes(model: TypedGraph, ranges: Mapping[str, SizeRange]) -> dict[str, SizeSet]:
    """Return the sizes that each name stands for in a network that settles."""
    sizes = {name: meant_sizes(ranges[name]) if name in ranges else EVERY for name in model.names}
    for condition in dict.fromkeys(demand.condition for demand in model.demands):
        if len(condition.names) == 1:
            (name,) = condition.names
            sizes[name] &= solve(condition, name)
    return sizes


@final
class _Meant(NamedTuple):
    """The sizes that a name stands for; if `is_open`, a network may need larger ones."""

    sizes: SizeSet
    is_open: bool

    @classmethod
    def by(cls, asked: SizeRange | None) -> "_Meant":
        if asked is None:
            return cls(EVERY, is_open=True)
        return cls(meant_sizes(asked), is_open=asked.at_least is None)

    def are_met_by(self, valid: SizeSet) -> bool:
        """Whether the valid sizes are enough."""
        missing = self.sizes - valid
        if not missing or not self.is_open:
            return not missing
        largest = self.sizes.largest()
        return missing.is_bounded if largest is None else largest in valid


def meant_sizes(asked: SizeRange) -> SizeSet:
    """Return the sizes that a name stands for."""
    sizes = SizeSet.classes(asked.multiple_of, [asked.remainder])
    if asked.remainder >= asked.multiple_of:
        sizes -= EVERY
    if asked.at_most is not None:
        sizes -= SizeSet.starting_at(asked.at_most + 1)
    return sizes & SizeSet.starting_at(asked.at_least or 1)


def _report_weights(model: TypedGraph, out: Sink) -> None:
    for node in model.nodes:
        for weight in node.weights:
            names = {name for size in weight.shape for name in names_of(size)}
            if names:
                finding = WeightsDependOnSize(
                    weight.name, shown(weight.shape), tuple(sorted(names))
                )
                out.report(finding, at=(*node.path, "type"), layer=node.name)
                break


@final
@dataclass
class _Settling:
    """The walk over what a network demands, in the order of its nodes.

    `valid` holds for each name the sizes that are meant and that what came before takes; `failed`
    the nodes that were reported, and those that read them.
    """

    model: TypedGraph
    meant: Mapping[str, _Meant]
    out: Sink
    valid: dict[str, SizeSet] = field(default_factory=dict[str, SizeSet])
    failed: set[str] = field(default_factory=set[str])

    def settle(self) -> None:
        """Report every node that refuses a size that is meant, but none that reads such a one."""
        demands: dict[str, list[Demand]] = {}
        for demand in self.model.demands:
            demands.setdefault(demand.node.name, []).append(demand)
        self.valid = {name: self._large_enough(name) for name in self.meant}
        for node in self.model.nodes:
            is_downstream = not self.failed.isdisjoint(node.inputs)
            if is_downstream or not all(map(self._is_met, demands.get(node.name, ()))):
                self.failed.add(node.name)

    def _large_enough(self, name: str) -> SizeSet:
        """Return the sizes that are meant, without those for which windows are too large."""
        sizes = self.meant[name].sizes
        if not self.meant[name].is_open:
            return sizes
        for _, condition in self.model.demands:
            if isinstance(condition, NotNegative) and condition.names == frozenset({name}):
                sizes &= solve(condition, name)
        return sizes

    def _is_met(self, demand: Demand) -> bool:
        node, condition = demand
        try:
            if len(condition.names) > 1:
                failing = iter(()) if always(condition) else self._failing(condition)
                first = next(failing, None)
                return first is None or self._refuse(node, chain([first], failing), condition)
            (name,) = condition.names
            taken = solve(condition, name)
            if self.meant[name].are_met_by(taken):
                self.valid[name] &= taken
                return True
            refused = self.valid[name] - taken or self.meant[name].sizes - taken
            return self._refuse(node, [{name: refused.smallest() or 1}], condition)
        except TooIntricateError:
            self.out.report(SizesTooIntricate(), at=(*node.path, "type"), layer=node.name)
            return False

    def _failing(self, condition: Condition) -> Iterator[dict[str, int]]:
        """Yield sizes of several names for which a condition fails, smaller ones first.

        Raise `TooIntricateError` where there may be some that are too far to be found.
        """
        sizes = {name: self.valid[name] for name in sorted(condition.names)}
        tried, failed = 0, 0
        for given in islice(together(sizes), MOST_TRIED):
            tried += 1
            EFFORT.evaluated += EACH_TRY
            if EFFORT.is_spent:
                raise TooIntricateError
            if not condition.holds(given):
                failed += 1
                yield given
        if not failed and tried == MOST_TRIED:
            raise TooIntricateError

    def _refuse(
        self, node: TypedNode, tried: Iterable[dict[str, int]], condition: Condition
    ) -> bool:
        """Report why a node refuses the first of some sizes that it does; return False."""
        for given in tried:
            sizes = {name: self._typical(name) for name in self.meant} | given
            holder = self.model.node(node.holder) if node.is_again else None
            reject = refusal_at(sizes, node.node, node.reads, holder)
            if reject is not None:
                notes = [*self._circumstances(node, given, sizes), *self._advice(condition)]
                at = place_of(reject, node.node, self.out)
                self.out.report(reject.finding, at=at, layer=node.name, notes=notes)
                return False
        raise TooIntricateError

    def _circumstances(
        self, node: TypedNode, given: Mapping[str, int], sizes: Mapping[str, int]
    ) -> Iterator[tuple[str, None]]:
        """Yield what the node reads with these sizes, and what it reads in general."""
        gives = [
            f"{x.at(sizes)} from `{name}`" for name, x in zip(node.inputs, node.reads, strict=True)
        ]
        verb = "gives" if len(given) == 1 else "give"
        yield f"{assigned(given)} {verb} {listed(gives)}", None
        if len(node.reads) > 1:
            in_general = [
                f"`{name}` is {x}" for name, x in zip(node.inputs, node.reads, strict=True)
            ]
            yield f"in general {listed(in_general)}", None

    def _advice(self, condition: Condition) -> Iterator[tuple[str, None]]:
        """Yield what `[sizes]` might say, so that only valid sizes are meant."""
        names = sorted(condition.names)
        if len(names) > 1:
            yield f"the network takes only sizes with {said(condition)}", None
            yield f"if {listed(names)} are always equal: give them one name", None
            return
        (name,) = names
        sizes = self._taken(name)
        if not sizes:
            yield (
                f"no {name} suits all layers; this one takes {words(solve(condition, name))}",
                None,
            )
            return
        yield f"the network takes, as {name}, {words(sizes)}", None

    def _typical(self, name: str) -> int:
        """Return a size that fails nothing, as far as there is one."""
        return self._taken(name).smallest() or self.valid[name].smallest() or 1

    def _taken(self, name: str) -> SizeSet:
        """Return the sizes of those that are meant which all demands on this name alone take."""
        sizes = self.meant[name].sizes
        for _, condition in self.model.demands:
            if condition.names == frozenset({name}):
                with suppress(TooIntricateError):
                    sizes &= solve(condition, name)
        return sizes
