"""Where a name stands in a spec that an expression cannot read."""

from collections.abc import Iterator

from speccnn.diagnostics.sink import Path
from speccnn.fields import is_list, is_table

OWN = frozenset({"inputs", "variables", "layers"})
KNOWN = OWN | {"training", "data", "metadata", "sizes", "blocks", "lint"}


def place_of(name: str, root: object) -> tuple[str, Path]:
    """Return what a name is in a spec, in words, and where it stands; empty if it is nothing."""
    table = root if is_table(root) else {}
    return next(((words, path) for known, words, path in _names(table) if known == name), ("", ()))


def _names(root: dict[str, object]) -> Iterator[tuple[str, str, Path]]:
    """Yield names of a spec, each with what it is and where it stands."""
    for key, value in root.items():
        if not is_table(value) and key not in {"speccnn", "layers"}:
            yield key, f"`{key}` stands outside of `variables`, where expressions find it", (key,)
    yield from _inputs(root.get("inputs"))
    yield from _parameters(root.get("blocks"))
    for table, entries in root.items():
        said = "expressions find what stands in `variables`"
        for key in entries if is_table(entries) and table not in OWN else ():
            yield key, f"`{key}` stands in `{table}`; {said}", (table, key)
    layers = root.get("layers")
    for index, layer in enumerate(layers if is_list(layers) else ()):
        name = layer.get("name") if is_table(layer) else None
        if isinstance(name, str):
            yield name, f"`{name}` is a layer, and has no value", ("layers", index, "name")


def _parameters(blocks: object) -> Iterator[tuple[str, str, Path]]:
    for block, body in blocks.items() if is_table(blocks) else ():
        parameters = body.get("parameters") if is_table(body) else None
        for key in parameters if is_table(parameters) else ():
            words = f"`{key}` is a parameter of block `{block}`, for the layers of the block alone"
            yield key, words, ("blocks", block, "parameters", key)


def _inputs(inputs: object) -> Iterator[tuple[str, str, Path]]:
    for key, entry in inputs.items() if is_table(inputs) else ():
        yield key, f"`{key}` is an input, and has no value", ("inputs", key)
        shape = entry.get("shape") if is_table(entry) else entry
        for size in shape if is_list(shape) else ():
            if isinstance(size, str):
                words = f"`{size}` is a size of `{key}` that may be any number"
                yield size, f"{words}; an expression needs one, from `variables`", ("inputs", key)
