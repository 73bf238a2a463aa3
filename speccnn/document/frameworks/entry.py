"""A layer in another framework's words, read key by key."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple, TypeAlias, TypeGuard, final

from speccnn.document.foreign import plainly
from speccnn.fields import LARGEST, is_list, is_table
from speccnn.layers.base import Layer
from speccnn.layers.kinds import LAYERS

Table: TypeAlias = dict[str, object]

# Keys of every layer of a spec, which say nothing about what it computes.
OURS = ("name", "inputs", "trainable")
# A layer with one of these stands for several or for none: others cannot be put beside it.
COPIED = ("repeat", "when")
READ = ("bottom", "input")
DIGITS = 12


class Untold(Exception):  # noqa: N818  an answer, not a fault
    """Why a layer is not written in the words of a spec; the sentence that its author reads."""


@final
class Meaning(NamedTuple):
    """What a layer means: the layers of a spec that, one after the other, do the same.

    With `flat` they do so where what is read is a vector; on maps axes are counted otherwise.
    """

    layers: tuple[Table, ...]
    flat: bool = False


@final
class Entry:
    """The keys of a layer, each of which has to be taken once."""

    def __init__(self, table: Mapping[str, object]) -> None:
        table = _in_ours(table)
        self.kept: Table = {key: table[key] for key in (*OURS, *COPIED) if key in table}
        rest = {key: value for key, value in table.items() if key not in {*self.kept, "type"}}
        self._left: dict[str, tuple[str, object]] = {
            plainly(key): (key, value) for key, value in rest.items()
        }

    @property
    def left(self) -> tuple[str, ...]:
        """The keys that were not taken."""
        return tuple(key for key, _ in self._left.values())

    def has(self, *names: str) -> bool:
        """Whether one of these keys is there."""
        return any(plainly(name) in self._left for name in names)

    def take(self, *names: str, default: object = None) -> object:
        """Return the value of the one of these keys that is there; take them all."""
        found = [self._left.pop(plainly(name)) for name in names if plainly(name) in self._left]
        if len(found) > 1:
            raise Untold(f"`{found[0][0]}` and `{found[1][0]}` say the same: leave one out")
        return found[0][1] if found else default

    def drop(self, *names: str) -> None:
        """Take keys that say what follows from the layers before, or how to compute."""
        for name in names:
            self._left.pop(plainly(name), None)

    def only(self, name: str, values: tuple[object, ...], why: str) -> None:
        """Take a key that must have one of these values; raise `Untold` for any other."""
        if not self.has(name):
            return
        value = self.take(name)
        same = [v for v in values if v == value and isinstance(v, bool) == isinstance(value, bool)]
        if not same:
            raise Untold(why)

    def number(self, *names: str, default: float | None = None) -> float | None:
        """Take a number; raise `Untold` where another value stands, such as an expression."""
        value = self.take(*names, default=default)
        if value is None or is_number(value):
            return value
        raise Untold(f"`{names[0]}` is turned into another number here, so it must be one")

    def whole(self, *names: str, default: int | None = None) -> int | None:
        """Take a whole number."""
        value = self.number(*names, default=default)
        if value is None or isinstance(value, int):
            return value
        raise Untold(f"`{names[0]}` must be a whole number")

    def word(self, name: str, default: str) -> str:
        """Take a word."""
        value = self.take(name, default=default)
        if isinstance(value, str):
            return value
        raise Untold(f"`{name}` must be a word")

    def truth(self, *names: str, default: bool) -> bool:
        """Take `true` or `false`, or 1 or 0."""
        value = self.take(*names, default=default)
        if isinstance(value, bool) or (isinstance(value, int) and value in {0, 1}):
            return bool(value)
        raise Untold(f"`{names[0]}` must be true or false")

    def into(self, kind: str, **keys: object) -> Table:
        """Return a layer of a spec, with those of its keys that were written in a spec's words."""
        made, fields = layer(kind, **keys), model(kind).fields()
        for key in self.left:
            if key in fields and key not in made and key != "axis":
                made[key] = self.take(key)
        return made


def _in_ours(table: Mapping[str, object]) -> Mapping[str, object]:
    """Return a layer with the names of what it reads and gives under a spec's keys.

    Caffe has them as `bottom` and `top`, and the other keys in a table such as `pooling_param`.
    """
    made: Table = {}
    for key, value in table.items():
        if key.endswith("_param") and is_table(value) and not value.keys() & table.keys():
            made |= value
        elif key in READ and "inputs" not in table:
            made["inputs"] = value
        elif key == "top" and _is_name(value, table):
            made["name"] = value
        else:
            made[key] = value
    return made


def _is_name(top: object, table: Mapping[str, object]) -> bool:
    """Whether what a layer gives is called as the layer is, and not as what it reads."""
    read = table.get("bottom", table.get("inputs"))
    return isinstance(top, str) and table.get("name", top) == top and read not in (top, [top])


Translate: TypeAlias = Callable[[Entry], Meaning]


def layer(kind: str, **keys: object) -> Table:
    """Return a layer of a spec; keys that are None are not written."""
    return {"type": kind} | {key: value for key, value in keys.items() if value is not None}


def one(made: Table, *, flat: bool = False) -> Meaning:
    """Return what is one layer."""
    return Meaning((made,), flat)


def function(entry: Entry, name: str) -> Meaning:
    """Return an activation function without arguments."""
    entry.drop("inplace")
    return one(entry.into("Activation", activation=name))


def model(kind: str) -> type[Layer]:
    """Return the class of a type of layer."""
    found = getattr(import_module(LAYERS[kind]), kind)
    assert issubclass(found, Layer), "the table of layers holds layers"
    return found


def on_each(value: object, axes: int, what: str) -> list[int]:
    """Return a size for each axis, from one number or one for each."""
    if isinstance(value, int) and not isinstance(value, bool):
        return [value] * axes
    if is_list(value) and len(value) == axes:
        numbers = [item for item in value if isinstance(item, int) and not isinstance(item, bool)]
        if len(numbers) == axes:
            return numbers
    raise Untold(f"`{what}` must be a number or {axes} of them")


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number that can be computed with."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= LARGEST


def factor(value: object) -> int | None:
    """Return a number of at least 1 that is whole, however it is written; None for any other."""
    return int(value) if is_number(value) and value >= 1 and value == int(value) else None


def alike(sizes: list[int]) -> object:
    """Return sizes as one number where they are the same on all axes."""
    return sizes if len(set(sizes)) > 1 else sizes[0]


def sides(before: list[int], after: list[int]) -> object:
    """Return explicit padding in its shortest form; None where there is none."""
    if not any((*before, *after)):
        return None
    if before != after:
        pairs = [list(pair) for pair in zip(before, after, strict=True)]
        return pairs if len(pairs) > 1 else pairs[0]
    return alike(before)


def less(number: float) -> float:
    """Return 1 - number without the noise of binary fractions."""
    return round(1 - number, DIGITS)


def axis_last(axis: object, *, default: object = None) -> tuple[int, bool]:
    """Return an axis counted channels first, batch and all, as a spec counts it.

    1 is the channels, which here are the last axis; the spatial axes come one earlier. From the
    end, -1 is the channels of a vector, but the width of a map: then the second value is true.
    """
    axis = default if axis is None else axis
    if axis == -1 and isinstance(axis, int):
        return -1, True
    if isinstance(axis, bool) or not isinstance(axis, int) or axis < 1:
        raise Untold(
            "the axis counts batch, channels, height, width there, and batch, height, width, "
            "channels here: `axis = -1` is the channels"
        )
    return (-1 if axis == 1 else axis - 1), False


def local_response(entry: Entry, size: int | None, alpha: float, bias: object) -> Meaning:
    """Return a normalisation by the mean of squares over `size` channels; TensorFlow sums them."""
    given = entry.number("alpha", default=alpha)
    if size is None or size % 2 == 0 or given is None:
        raise Untold("`LocalResponseNormalization` sums over as many channels on both sides")
    made = entry.into(
        "LocalResponseNormalization",
        depth_radius=(size - 1) // 2,
        bias=bias,
        alpha=float(f"{given / size:.12g}"),
        beta=entry.take("beta", default=0.75),
    )
    return one(made)


def flatten(entry: Entry, first: str, last: str) -> Meaning:
    """Return a flattening, whose first and last axes can only be all but the batch."""
    why = "`Flatten` keeps the batch and nothing else"
    entry.only(first, (1,), why=why)
    entry.only(last, (-1,), why=why)
    return one(entry.into("Flatten"))


def dropout(kind: str, entry: Entry, *names: str) -> Meaning:
    """Return a dropout, of half the numbers unless it says otherwise."""
    rate = entry.take(*names, default=None if entry.has("rate") else 0.5)
    return one(entry.into(kind, rate=rate))
