"""Whole layers in the words of other frameworks, written as a spec says them."""

from collections.abc import Iterator

from speccnn.diagnostics.sink import Path
from speccnn.document.foreign import LEFT_OUT, plainly
from speccnn.document.frameworks.entry import COPIED, OURS, Table
from speccnn.document.frameworks.meaning import shown, told
from speccnn.fields import is_list, is_table
from speccnn.fixes.candidate import Candidate, Case
from speccnn.fixes.draft import CannotEditError, Change, Draft, Insert, Remove, Rename, Set
from speccnn.fixes.wiring import free_name

LONGEST_NAME = 64
_STEMS = {
    "Flatten": "flat",
    "Dense": "sums",
    "BatchNormalization": "norm",
    "Conv2D": "conv",
}

# Layers that give a vector where they read one.
_KEEP_RANK = (
    "Dense", "Dropout", "Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax",
    "BatchNormalization", "LayerNormalization", "UnitNormalization", "GaussianNoise",
    "GaussianDropout", "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum",
    "Concatenate", "StochasticDepth", "LayerScale", "Rescaling", "Normalization",
)  # fmt: skip


def entry(case: Case) -> Iterator[Candidate]:
    """Yield the layers that mean the same; safe where that is sure, whatever is read."""
    answer = told(case.layer) if case.path[:-1] == case.layer_path else None
    if answer is None or answer.meaning is None:
        return
    layers, reads_vector = list(answer.meaning.layers), _reads_vector(case)
    if layers[0]["type"] == "Flatten" and len(layers) > 1 and reads_vector:
        layers = [layers[0] | layers[1], *layers[2:]]
    *before, last = layers
    inserts = tuple(Insert(case.layer_path, _with_name(case, layer)) for layer in before)
    changes = _rewritten(case.draft, case.layer_path, case.layer, last)
    title = _named(case.layer, layers)
    on_vectors = answer.meaning.flat and not reads_vector
    title += ", which is the same for vectors" if on_vectors else ""
    safe = not on_vectors and not (before and _is_reused(case))
    yield Candidate(title, (*inserts, *changes), safe)


def _with_name(case: Case, layer: Table) -> Table:
    """Return a layer that is put before, with a name, so that no other gets another one."""
    stem = _STEMS.get(str(layer["type"]), "part")
    name = free_name(case, f"{stem}_of_{case.layer.get('name', case.layer_path[-1])}")
    return {"type": layer["type"], "name": name[:LONGEST_NAME], **layer}


def _is_reused(case: Case) -> bool:
    """Whether another layer applies this one again, of which only the last part would be."""
    layers = case.draft.at(case.layer_path[:-1])
    tables = [table for table in layers if is_table(table)] if is_list(layers) else []
    return any("reuse" in table for table in tables)


def _named(old: Table, layers: list[Table]) -> str:
    """Return in words what to do; of one layer what changes."""
    (first, *others) = layers
    if others:
        own = {*OURS, *COPIED}
        return (
            f"write {shown({k: v for k, v in layer.items() if k not in own} for layer in layers)}"
        )
    new = {key: value for key, value in first.items() if key not in old or _differ(old[key], value)}
    if new:
        return f"write {shown([new])}"
    (gone, *more) = [key for key in old if key not in first]
    why = "" if more else LEFT_OUT.get(plainly(gone), "").removesuffix(": leave it out")
    keys = " and ".join(f"`{key}`" for key in (gone, *more))
    return f"leave {keys} out{f': {why}' if why else ''}"


def _rewritten(draft: Draft, path: Path, old: Table, new: Table) -> tuple[Change, ...]:
    """Return the changes that make one table of another; a key that goes gives its place."""
    gone = [key for key in old if key not in new]
    changes: list[Change] = [
        Set((*path, key), new[key]) for key in new if key in old and _differ(old[key], new[key])
    ]
    come = [key for key in new if key not in old]
    for key in sorted(come, key=lambda key: all(_differ(old[other], new[key]) for other in gone)):
        like = [other for other in gone if not _differ(old[other], new[key])] or gone
        if not like:
            changes.append(Set((*path, key), new[key]))
            continue
        changes.append(Rename((*path, like[0]), key))
        if _differ(old[like[0]], new[key]):
            changes.append(Set((*path, like[0]), new[key]))
        gone.remove(like[0])
    changes += [Remove((*path, key)) for key in gone]
    try:
        draft.edits(tuple(changes))
    except CannotEditError:
        return (Set(path, new),)
    return tuple(changes)


def _differ(one: object, other: object) -> bool:
    """Whether two values are written in two ways; 1 equals true, but is not written so."""
    return repr(one) != repr(other)


def _reads_vector(case: Case) -> bool:
    """Whether what the layer reads is known to have one axis, by what stands before it."""
    last = case.layer
    for _, last in case.upstream():
        gives = [_gives_vector(layer) for layer in reversed(_meant(last))]
        if known := [found for found in gives if found is not None]:
            return known[0]
    read = last.get("inputs")
    name = read[0] if is_list(read) and read else read
    shapes = {name: shape for name, _, shape in case.inputs()}
    if name is None and len(shapes) == 1 and case.layer_path[:1] == ("layers",):
        name = next(iter(shapes))
    return isinstance(name, str) and len(shapes.get(name, ())) == 1


def _meant(table: Table) -> tuple[Table, ...]:
    answer = told(table) if "type" in table else None
    return answer.meaning.layers if answer and answer.meaning else (table,)


def _gives_vector(layer: Table) -> bool | None:
    """Whether a layer gives a vector; None where that depends on what it reads."""
    kind = layer.get("type")
    if kind == "Flatten":
        return True
    if isinstance(kind, str) and kind.startswith("Global"):
        return not layer.get("keepdims", False)
    if kind == "Reshape":
        shape = layer.get("target_shape")
        return is_list(shape) and len(shape) == 1
    return None if kind in _KEEP_RANK else False
