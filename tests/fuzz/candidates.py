"""One more layer for a network: its arguments as people write them, fitting or slightly wrong."""

from collections.abc import Sequence
from math import prod
from random import Random
from typing import Any, TypeAlias

from fuzz.pools import values
from oracle.arguments import AXES, FOREIGN
from oracle.fields import FIELDS
from oracle.verdicts import KINDS
from pydantic_core import ValidationError

from speccnn.graph.graph import Node
from speccnn.graph.infer import typed_node
from speccnn.graph.typed import TypedNode
from speccnn.layers.base import Reject
from speccnn.tensor import TensorType

Entry: TypeAlias = dict[str, Any]
Types: TypeAlias = tuple[TensorType, ...]

MERGES = tuple(kind for kind, model in KINDS.items() if model.merges)
SINGLES = tuple(kind for kind in KINDS if kind not in MERGES)
OF_RANK = {
    rank: tuple(kind for kind in SINGLES if AXES.get(kind) == rank - 1) for rank in range(1, 6)
}
OF_ANY_RANK = tuple(kind for kind in SINGLES if kind not in AXES)
OFTEN = frozenset({"padding", "strides", "dilation_rate", "groups", "output_padding", "broadcast"})
HUGE = (1000, 10**6, 2**31, 2**40)
CRASH = "T4 crash"
MISFITS = (
    *("Resizing", "RandomCrop", "RandomBrightness", "RandomContrast", "Reshape", "Permute"),
    *("Dense", "transposed", "transposed"),
)
NEAR = (-1, 0, 0, 1)


def chosen(rng: Random, rank: int) -> str:
    """Return the type of a layer that reads one tensor of this rank, seldom a slow one."""
    fitting = OF_RANK.get(rank, ())
    kind = rng.choice(fitting if fitting and rng.random() < 0.6 else OF_ANY_RANK)
    return chosen(rng, rank) if kind.startswith("Random") and rng.random() < 0.7 else kind


def arguments(rng: Random, kind: str, x: TensorType) -> Entry:
    """Return arguments that are fine on their own, and often fit what the layer reads."""
    fields = FIELDS[kind]
    optional = [name for name, field in fields.items() if not field.required]
    often = [name for name in optional if name in OFTEN and rng.random() < 0.4]
    rarely = rng.sample(optional, min(rng.choice((0, 0, 1, 1, 2, 3)), len(optional)))
    wanted = {name for name, field in fields.items() if field.required} | {*often, *rarely}
    found = {name: rng.choice(values(fields[name].good)) for name in fields if name in wanted}
    return found | _fitted(rng, kind, x)


def _fitted(rng: Random, kind: str, x: TensorType) -> Entry:
    """Return arguments that a random choice would hardly make fit."""
    slides = KINDS[kind].slides
    if slides and x.rank == AXES[kind] + 1 and rng.random() < 0.4:
        near = [max(1, size + rng.choice(NEAR)) for size in x.places]
        return {slides: near if max(near) <= 8 else rng.choice((1, 2, 3))}
    match kind:
        case "Reshape":
            return {"target_shape": _target(rng, x)} if rng.random() < 0.8 else {}
        case "Permute":
            return {"dims": rng.sample(range(1, x.rank + 1), x.rank)}
        case "CenterCrop" if x.rank == 3:
            return dict(zip(("height", "width"), (_near(rng, s) for s in x.places), strict=True))
        case "RandomCrop" if x.rank == 3:
            return dict(zip(("height", "width"), (_near(rng, s) for s in x.places), strict=True))
        case "Dropout" if rng.random() < 0.3:
            return {"noise_shape": [rng.choice((1, size)) for size in x.shape]}
        case _:
            return {}


def _near(rng: Random, size: int) -> int:
    return max(1, size - rng.choice((0, 0, 1, 2)))


def _target(rng: Random, x: TensorType) -> list[int]:
    """Return sizes that multiply to those of `x`, one of them perhaps left to be found."""
    rest, sizes = prod(x.shape), []
    for _ in range(rng.randint(0, 3)):
        divisors = [size for size in range(1, min(rest, 16) + 1) if rest % size == 0]
        sizes.append(rng.choice(divisors))
        rest //= sizes[-1]
    sizes.insert(rng.randint(0, len(sizes)), rest)
    if rng.random() < 0.4:
        sizes[rng.randrange(len(sizes))] = -1
    return sizes


def misfit(rng: Random, x: TensorType) -> tuple[str, Entry]:
    """Return a layer that does not fit in a way that a random one seldom has."""
    sliding = [kind for kind in OF_RANK.get(x.rank, ()) if KINDS[kind].slides]
    if sliding and rng.random() < 0.4:
        kind = rng.choice(sliding)
        wide = [size + rng.choice((0, 1, 1, 2, 4)) for size in x.places]
        return kind, {**arguments(rng, kind, x), str(KINDS[kind].slides): wide}
    over = [size + rng.choice((0, 1)) for size in (*x.shape, 1)][:2]
    kind = rng.choice(MISFITS)
    match kind:
        case "Resizing":
            both = {"crop_to_aspect_ratio": True, "pad_to_aspect_ratio": True}
            return kind, {"height": over[0], "width": over[1], **both}
        case "RandomCrop":
            return kind, {"height": over[0], "width": over[1]}
        case "RandomBrightness" | "RandomContrast":
            return kind, {"factor": 0.5, "value_range": rng.choice(([1, 0], [0, 0], [1.0, -1.0]))}
        case "Reshape":
            if rng.random() < 0.3:
                return kind, {"target_shape": [*x.shape, *(1,) * (8 - x.rank)]}
            target = _target(rng, x)
            return kind, {"target_shape": [*target[:-1], target[-1] + rng.choice((1, 3))]}
        case "Permute":
            axes = [*range(1, x.rank + rng.choice((0, 0, 1, 2)))]
            return kind, {"dims": rng.sample(axes, len(axes)) + rng.choice(([], [1], [2]))}
        case "Dense":
            return kind, {"units": rng.choice((2**31 - 1, 10**9))}
        case _:
            same = {"padding": "same", "output_padding": rng.choice((0, 1, 2))}
            sizes = {"kernel_size": rng.choice((1, 2, 4, 3)), "strides": rng.choice((1, 2))}
            return f"Conv{max(1, min(x.rank - 1, 3))}DTranspose", {"filters": 2, **sizes, **same}


def spoiled(rng: Random, kind: str, given: Entry) -> Entry:
    """Return arguments of which one is another than before, and probably wrong."""
    fields = FIELDS[kind]
    required = [name for name, field in fields.items() if field.required]
    sort = rng.random()
    if sort < 0.1:
        return given | dict([rng.choice(list(FOREIGN.items()))])
    if sort < 0.2 and required:
        return {name: value for name, value in given.items() if name != required[0]}
    numbers = [name for name, value in given.items() if _has_number(value)]
    if sort < 0.6 and numbers:
        name = rng.choice(numbers)
        return given | {name: _changed(rng, given[name])}
    name = rng.choice(list(fields))
    return given | {name: rng.choice(values(fields[name].wrong))}


def _has_number(value: object) -> bool:
    if isinstance(value, list):
        return any(map(_has_number, value))
    return isinstance(value, int | float) and not isinstance(value, bool)


def _changed(rng: Random, value: Any) -> object:  # noqa: ANN401  any value of a spec
    """Return a number one off, of another sign, of another type, too large; or a longer list."""
    if isinstance(value, list):
        if rng.random() < 0.3:
            return rng.choice((value + value[-1:], value[:-1], [value]))
        index = rng.randrange(len(value))
        return [*value[:index], _changed(rng, value[index]), *value[index + 1 :]]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return rng.choice((0, True, str(value)))
    changes = (value + 1, value - 1, 0, -value, -1, float(value), str(value), True, None, [value])
    return rng.choice((*changes, *HUGE))


def typed(
    kind: str, given: Entry, reads: Types, holder: TypedNode | None = None
) -> TypedNode | str:
    """Return a layer as speccnn types it, or the code of what it has against it."""
    if holder is None:
        try:
            layer = KINDS[kind].model_validate({"type": kind, **given})
        except ValidationError as error:
            return error.errors()[0]["type"]
    else:
        layer = holder.layer
    names = tuple(f"in{index}" for index in range(len(reads)))
    try:
        return typed_node(Node("x", layer, names, ()), reads, holder)
    except Reject as reject:
        return reject.finding.code
    except Exception:  # noqa: BLE001  the network will show it
        return CRASH


def alike(shape: Sequence[int], other: Sequence[int]) -> int:
    """Return in how many sizes two shapes of one rank differ; many where the ranks do."""
    if len(shape) != len(other):
        return 9
    return sum(a != b for a, b in zip(shape, other, strict=True))
