"""The source of the layers that Keras lacks: for scripts, and for modules beside `.keras` files."""

import ast
from collections.abc import Collection, Iterator
from importlib.resources import files

from speccnn.graph.typed import TypedGraph, TypedNode
from speccnn.sizes.formula import Size

NAMESPACE = "extra_layers."
# What no layers and operations of Keras can say.
OURS_ALONE = frozenset({"LayerScale", "RandomCrop"})


def used_by(model: TypedGraph) -> set[str]:
    """Return the names of the layers of `extra_layers` that a network uses."""
    return {name for node in model.nodes for name in _used(node)}


def kept_by(model: TypedGraph) -> set[str]:
    """Return the names of those that a `.keras` file of the network has to keep.

    Beside what Keras cannot say these are layers that read another number of axes or channels when
    they are used again, since operations of Keras are made for one.
    """
    first = {node.name: _forms(node) for node in model.nodes}
    again = (node for node in model.nodes if _forms(node) != first[node.holder])
    return used_by(model) & OURS_ALONE | {name for node in again for name in _used(node)}


def sources_of(names: Collection[str]) -> tuple[str, ...]:
    """Return the source of these layers, in their order."""
    if not names:
        return ()
    folder = files("speccnn.backends").joinpath("tf/extra_layers").iterdir()
    modules = sorted((file for file in folder if file.name.endswith(".py")), key=lambda f: f.name)
    return tuple(
        source
        for module in modules
        for name, source in _classes(module.read_text("utf-8"))
        if name in names
    )


def module_of(model: TypedGraph) -> str | None:
    """Return the module that has to be imported before a `.keras` file of a network is loaded.

    None if Keras has all that the file needs.
    """
    sources = sources_of(kept_by(model))
    if not sources:
        return None
    opening = f'"""The layers of `{model.name}` that Keras lacks: import them to load it."""'
    imports = ["import keras"]
    if any("tf." in source for source in sources):
        imports.append("import tensorflow as tf")
    return "\n\n\n".join([f"{opening}\n\n" + "\n".join(imports), *sources]) + "\n"


def _used(node: TypedNode) -> set[str]:
    targets = (call.target for call in node.lower())
    return {it.removeprefix(NAMESPACE) for it in targets if it.startswith(NAMESPACE)}


def _forms(node: TypedNode) -> list[tuple[int, Size]]:
    return [(given.rank, given.channels) for given in node.reads]


def _classes(text: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the source, with its decorator, of each class of a module."""
    lines = text.splitlines()
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.ClassDef):
            first = statement.decorator_list[0].lineno - 1
            yield statement.name, "\n".join(lines[first : statement.end_lineno])
