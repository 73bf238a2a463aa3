"""The exact set of input sizes for which a network is valid."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from math import gcd, prod
from typing import final

from speccnn.document.model import SizeRange
from speccnn.graph.named import names_in, written_sizes
from speccnn.graph.settle import meant_sizes
from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.sizes.condition import Condition, Zero
from speccnn.sizes.formula import Atom, Formula, Name, Size, TooIntricateError
from speccnn.sizes.sets import SizeSet, together
from speccnn.sizes.solve import EVERY, LARGEST, always, solve
from speccnn.tensor import Shape, TensorType

MOST_TRIED = 20_000


@final
@dataclass(frozen=True)
class Tie:
    """A weight whose shape depends on the input's size, so that a trained one fits few sizes.

    After `Flatten` it has a row for each number of a tensor, `of`, of shape `map_shape`; otherwise
    these are None and the weight's own shape.
    """

    layer: str
    weight: str
    shape: Shape
    of: str | None
    map_shape: Shape
    is_again: bool


@final
@dataclass(frozen=True)
class ValidSizes:
    """Which sizes the names of a network's inputs may stand for.

    `sizes` has for each name what conditions on it alone leave. `joint` are the conditions that
    must hold besides: those on several names, and those with too many cases to be solved.
    `example` meets all; None if none was found. `written` are the sizes that the spec has as
    numbers, and `meant` what it says of its names. `ties` are weights that depend on sizes, one
    for each use of a layer; `kept` the sizes around the written ones for which trained weights stay
    what they are: any of one name with any of another if `is_box`, and otherwise with the others as
    written.
    """

    model: TypedGraph
    sizes: Mapping[str, SizeSet]
    joint: tuple[Condition, ...]
    example: Mapping[str, int] | None
    written: Mapping[str, int]
    meant: Mapping[str, SizeSet]
    ties: tuple[Tie, ...]
    kept: Mapping[str, SizeSet]
    is_box: bool

    @property
    def is_empty(self) -> bool | None:
        """Whether no sizes are valid; None if none were found, but there may be some."""
        if self.example is not None:
            return False
        is_certain = any(map(_never, self.joint)) or not all(self.sizes.values())
        return True if is_certain else None

    @property
    def is_written_valid(self) -> bool:
        """Whether the sizes that the spec has as numbers are valid."""
        return all(size in self.sizes[name] for name, size in self.written.items()) and all(
            condition.holds(self.written) for condition in self.joint
        )


def valid_sizes(
    model: TypedGraph, inputs: Mapping[str, TensorType], ranges: Mapping[str, SizeRange]
) -> ValidSizes:
    """Return the valid sizes of a network, with `inputs` and `ranges` as its spec has them."""
    written = {} if names_in(inputs) else written_sizes(model.inputs, inputs)
    sizes = dict.fromkeys(model.names, EVERY)
    joint: list[Condition] = []
    for condition in dict.fromkeys(demand.condition for demand in model.demands):
        try:
            if len(condition.names) == 1:
                (name,) = condition.names
                sizes[name] &= solve(condition, name)
            elif not always(condition):
                joint.append(_simplest(condition))
        except TooIntricateError:
            joint.append(_simplest(condition))
    joint = list(dict.fromkeys(joint))
    ties = tuple(_ties(model))
    tied = [size for tie in ties for size in tie.map_shape]
    asked = written if ties else ()
    kept = {name: sizes[name] & _kept(name, tied, joint, written) for name in asked}
    return ValidSizes(
        model,
        sizes,
        tuple(joint),
        next(_examples(sizes, joint), None),
        written,
        {name: meant_sizes(asked) for name, asked in ranges.items() if name in sizes},
        ties,
        kept,
        bool(kept) and _is_box(kept, tied, joint),
    )


def _examples(
    sizes: Mapping[str, SizeSet], joint: Iterable[Condition]
) -> Iterator[Mapping[str, int]]:
    """Yield sizes that meet all conditions, among the first few of them."""
    for tried in islice(together(sizes), MOST_TRIED):
        if all(condition.holds(tried) for condition in joint):
            yield tried


def _never(condition: Condition) -> bool:
    """Whether an equation surely has no solution: a common factor does not divide the constant."""
    if not isinstance(condition, Zero):
        return False
    terms = condition.formula.terms
    common = gcd(*(count for monomial, count in terms.items() if monomial))
    return terms.get((), 0) % common != 0


def _simplest(condition: Condition) -> Condition:
    """Return an equation in the form that all its multiples share."""
    if not isinstance(condition, Zero):
        return condition
    terms = condition.formula.terms
    common = gcd(*terms.values())
    first = max(terms, key=str)
    sign = -1 if terms[first] < 0 else 1
    divided = condition.formula.of({term: sign * n // common for term, n in terms.items()})
    assert isinstance(divided, Formula), "an equation about names stays one"
    return Zero(divided)


def _ties(model: TypedGraph) -> Iterator[Tie]:
    for node in model.nodes:
        for weight in node.layer.weights(node.reads):
            if any(isinstance(size, Formula) for size in weight.shape):
                of, shape = _flattened(model, node)
                is_of_map = prod(shape) == weight.shape[0]
                yield Tie(
                    node.holder,
                    weight.name,
                    weight.shape,
                    of if is_of_map else None,
                    shape if is_of_map else weight.shape,
                    node.is_again,
                )


def _flattened(model: TypedGraph, node: TypedNode) -> tuple[str, Shape]:
    """Return what a node reads, or what became the vector that it reads."""
    name = node.inputs[0]
    while model.type_of(name).rank == 1 and name not in model.inputs:
        before = model.node(name)
        if prod(before.reads[0].shape) != prod(before.output.shape):
            break
        name = before.inputs[0]
    return name, model.type_of(name).shape


def _kept(
    name: str, tied: Iterable[Size], joint: Iterable[Condition], written: Mapping[str, int]
) -> SizeSet:
    """Return the sizes of one name that leave what is tied as it is, the others as written."""
    others = {other: size for other, size in written.items() if other != name}
    changed = [size.given(others) - size.at(written) for size in tied if isinstance(size, Formula)]
    changed += [it.formula.given(others) for it in joint if isinstance(it, Zero)]
    kept = EVERY
    for difference in changed:
        if isinstance(difference, Formula):
            try:
                kept &= solve(Zero(difference), name)
            except TooIntricateError:
                kept &= SizeSet.only(written[name])
    return kept


def _is_box(kept: Mapping[str, SizeSet], tied: Iterable[Size], joint: Iterable[Condition]) -> bool:
    """Whether any of the kept sizes go together: what never falls is flat between its corners."""
    low = {name: sizes.smallest() or 1 for name, sizes in kept.items()}
    high = {name: sizes.largest() or LARGEST for name, sizes in kept.items()}
    formulas = [*tied, *(it.formula for it in joint if isinstance(it, Zero))]
    return all(
        isinstance(size, int)
        or len(size.names) == 1
        or all(_is_flat(atom, low, high) for monomial in size.terms for atom in monomial)
        for size in formulas
    ) and all(isinstance(it, Zero) for it in joint)


def _is_flat(atom: Atom, low: Mapping[str, int], high: Mapping[str, int]) -> bool:
    if isinstance(atom, Name):
        return low[atom.text] == high[atom.text]
    inner, divisor = atom
    return inner.rises and inner.at(low) // divisor == inner.at(high) // divisor
