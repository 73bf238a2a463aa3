"""Exact functions of named sizes, in a canonical form.

A formula is a polynomial with whole coefficients over names and floor(f/m), where f is a formula
and m a whole number above 1. Convolution and pooling map n to floor((n + a)/s) + b; upsampling,
transposed convolution, padding, cropping and concatenation add and multiply. These stay in the
family, because whole multiples leave a floor, floor((m*x + r)/m) = x + floor(r/m), and floors
nest: floor((floor(x/s) + a)/t) = floor((x + a*s)/(s*t)) (Graham, Knuth and Patashnik, "Concrete
mathematics", section 3.2).
"""

from collections.abc import Mapping
from functools import cached_property
from math import factorial, gcd, lcm
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, final

if TYPE_CHECKING:
    from speccnn.sizes.condition import Condition

MOST_PARTS = 1_000
LARGEST = 2**128
MOST_EVALUATED = 1_000_000
PARTS_EACH = 8


class TooIntricateError(Exception):
    """A formula with too many parts, or a question about sizes with too many cases."""


class StillNamedError(Exception):
    """A formula where only a number will do, to say what is wrong with it."""


@final
class Effort:
    """How much was computed with formulas: a measure of work that no machine changes.

    A network may have `MOST_EVALUATED` evaluations; after these its questions are too intricate.
    """

    def __init__(self) -> None:
        self.evaluated = 0
        self._until = MOST_EVALUATED

    def renew(self) -> None:
        """Begin another network."""
        self._until = self.evaluated + MOST_EVALUATED

    @property
    def is_spent(self) -> bool:
        """Whether the network has had its share."""
        return self.evaluated > self._until


EFFORT = Effort()


@final
class Name(NamedTuple):
    """A size that is an unknown."""

    text: str


@final
class Floor(NamedTuple):
    """The whole part of a formula divided by a whole number."""

    inner: "Formula"
    divisor: int

    @property
    def text(self) -> str:
        """The quotient as people write it."""
        inner = str(self.inner)
        is_sum = len(self.inner.terms) > 1
        return f"floor({f'({inner})' if is_sum else inner} / {self.divisor})"


Atom: TypeAlias = Name | Floor
Monomial: TypeAlias = tuple[Atom, ...]
Terms: TypeAlias = Mapping[Monomial, int]


@final
class Formula:
    """An exact function of named sizes that is no constant.

    Arithmetic with whole numbers and other formulas gives a formula, or a number where the names
    cancel; it raises `TooIntricateError` for a formula of more than `MOST_PARTS` terms and factors,
    and for numbers in it of more than 128 bits.
    `conditions` is shared by all formulas of a network: what must hold of its sizes.
    """

    def __init__(self, terms: Terms, conditions: "list[Condition]") -> None:
        self.terms = terms
        self.conditions = conditions
        self.parts = sum([1 + sum(map(_parts, monomial)) for monomial in terms])
        EFFORT.evaluated += 1 + self.parts // PARTS_EACH
        if self.parts > MOST_PARTS or not all(-LARGEST < n < LARGEST for n in terms.values()):
            raise TooIntricateError

    @classmethod
    def named(cls, name: str, conditions: "list[Condition]") -> "Formula":
        """Return the size that is called `name`."""
        return cls({(Name(name),): 1}, conditions)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that the formula depends on."""
        atoms = {atom for monomial in self.terms for atom in monomial}
        found = {atom.text for atom in atoms if isinstance(atom, Name)}
        return frozenset(found.union(*(a.inner.names for a in atoms if isinstance(a, Floor))))

    def at(self, sizes: Mapping[str, int]) -> int:
        """Return the value for sizes that are given by name."""
        EFFORT.evaluated += 1
        total = 0
        for monomial, coefficient in self.terms.items():
            product = coefficient
            for atom in monomial:
                is_name = isinstance(atom, Name)
                product *= sizes[atom.text] if is_name else atom.inner.at(sizes) // atom.divisor
            total += product
        return total

    def given(self, sizes: Mapping[str, int]) -> "Size":
        """Return the formula with numbers for some of its names."""
        total: Size = 0
        for monomial, coefficient in self.terms.items():
            product: Size = coefficient
            for atom in monomial:
                product = product * _given(atom, sizes, self.conditions)
            total = total + product
        return total

    def degree(self, name: str) -> int:
        """Return the degree in one of the names."""
        return max(sum(_degree(atom, name) for atom in monomial) for monomial in self.terms)

    def period(self, name: str) -> int:
        """Return a period P: on every class x = P*q + r the formula is a polynomial in q."""
        atoms = {atom for monomial in self.terms for atom in monomial if isinstance(atom, Floor)}
        return lcm(*(_period(atom, name) for atom in atoms if name in atom.inner.names))

    @property
    def rises(self) -> bool:
        """Whether it surely never falls as sizes grow: nothing but a constant is subtracted."""
        return all(
            (coefficient > 0 or not monomial) and all(_rises(atom) for atom in monomial)
            for monomial, coefficient in self.terms.items()
        )

    def __add__(self, other: "Size") -> "Size":
        terms = dict(self.terms)
        for monomial, coefficient in _terms(other).items():
            terms[monomial] = terms.get(monomial, 0) + coefficient
        return self.of(terms)

    def __mul__(self, other: "Size") -> "Size":
        if isinstance(other, int):
            return self.of({monomial: count * other for monomial, count in self.terms.items()})
        terms: dict[Monomial, int] = {}
        for monomial, coefficient in self.terms.items():
            for factor, count in other.terms.items():
                product = tuple(sorted((*monomial, *factor), key=_text))
                terms[product] = terms.get(product, 0) + coefficient * count
        return self.of(terms)

    def __floordiv__(self, divisor: int) -> "Size":
        whole = {monomial: count // divisor for monomial, count in self.terms.items()}
        rest = {monomial: count % divisor for monomial, count in self.terms.items()}
        constant = rest.pop((), 0)
        if divisor > LARGEST:
            raise TooIntricateError
        common = gcd(divisor, *rest.values())
        if common == divisor:
            return self.of(whole)
        rest = {monomial: count // common for monomial, count in rest.items() if count}
        constant, divisor = constant // common, divisor // common
        nested = _only_floor(rest)
        if nested is not None:
            inner = nested.inner + constant * nested.divisor
            quotient = inner // (nested.divisor * divisor)
        else:
            inner = self.of({**rest, (): constant})
            assert isinstance(inner, Formula), "what depends on a name is left"
            quotient = self.of({(Floor(inner, divisor),): 1})
        return quotient + self.of(whole)

    def __mod__(self, divisor: int) -> "Size":
        return self - self // divisor * divisor

    def __radd__(self, other: int) -> "Size":
        return self + other

    def __rmul__(self, other: int) -> "Size":
        return self * other

    def __sub__(self, other: "Size") -> "Size":
        return self + other * -1

    def __rsub__(self, other: int) -> "Size":
        return self * -1 + other

    def __neg__(self) -> "Size":
        return self * -1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Formula) and self.terms == other.terms

    @cached_property
    def _hash(self) -> int:
        return hash(frozenset(self.terms.items()))

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _written(self) -> str:
        terms = sorted(self.terms.items(), key=_order)
        text = "".join(
            f" {'-' if count < 0 else '+'} {_term(monomial, abs(count))}"
            for monomial, count in terms
        )
        return text.removeprefix(" + ").removeprefix(" ")

    def __str__(self) -> str:
        return self._written

    def __repr__(self) -> str:
        return f"Formula({self})"

    def of(self, terms: Terms) -> "Size":
        """Return the size of other terms, about the same network."""
        kept = {monomial: count for monomial, count in terms.items() if count}
        is_constant = not any(kept)
        return kept.get((), 0) if is_constant else Formula(kept, self.conditions)


Size: TypeAlias = int | Formula


def known(size: Size) -> int:
    """Return a size that is a number; raise `StillNamedError` for a formula."""
    if isinstance(size, Formula):
        raise StillNamedError
    return size


def names_of(size: Size) -> frozenset[str]:
    """Return the names that a size depends on."""
    return size.names if isinstance(size, Formula) else frozenset()


def valued(size: Size, sizes: Mapping[str, int]) -> int:
    """Return a size with numbers for its names."""
    return size.at(sizes) if isinstance(size, Formula) else size


def _terms(size: Size) -> Terms:
    return size.terms if isinstance(size, Formula) else {(): size}


def _text(atom: Atom) -> str:
    return atom.text


def _order(term: tuple[Monomial, int]) -> tuple[bool, bool, tuple[str, ...]]:
    monomial, count = term
    return not monomial, count < 0, tuple(map(_text, monomial))


def _term(monomial: Monomial, count: int) -> str:
    factors = [str(count)] if count > 1 or not monomial else []
    return "*".join([*factors, *map(_text, monomial)])


def _only_floor(terms: Terms) -> Floor | None:
    """Return the floor that is all there is, if so."""
    match list(terms.items()):
        case [((Floor() as atom,), 1)]:
            return atom
        case _:
            return None


def _parts(atom: Atom) -> int:
    return 1 if isinstance(atom, Name) else 1 + atom.inner.parts


def _given(atom: Atom, sizes: Mapping[str, int], conditions: "list[Condition]") -> Size:
    if isinstance(atom, Floor):
        return atom.inner.given(sizes) // atom.divisor
    return sizes[atom.text] if atom.text in sizes else Formula.named(atom.text, conditions)


def _degree(atom: Atom, name: str) -> int:
    return int(atom.text == name) if isinstance(atom, Name) else atom.inner.degree(name)


def _rises(atom: Atom) -> bool:
    return isinstance(atom, Name) or atom.inner.rises


def _period(atom: Floor, name: str) -> int:
    """Return a period of a quotient.

    On a class of the inner period the numerator is D*q + c, or a polynomial in q of a higher degree
    d that takes whole values. Modulo m the first repeats every m/gcd(D, m) steps, the second every
    m*d! steps, since d! times it has whole coefficients.
    """
    inner, divisor = atom
    period, degree = inner.period(name), inner.degree(name)
    if degree == 1 and len(inner.names) == 1:
        slope = inner.at({name: period}) - inner.at({name: 0})
        return period * (divisor // gcd(slope, divisor))
    return period * divisor * factorial(degree)
