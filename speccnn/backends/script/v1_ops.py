"""The source of the operations that a v1 script calls: those that the graph target builds with."""

import ast
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import NamedTuple, final

from speccnn.backends.script.python import Python, own_source

# In the order in which they are read: first what makes a variable, last what trains.
MODULES = (
    *("variables", "windows", "pooling", "reshape", "merge", "activation", "norm", "noise"),
    *("losses", "training"),
)


@final
class Operations(NamedTuple):
    """Functions, the constants that they read, and whether they need the module `math`."""

    constants: tuple[Python, ...]
    functions: tuple[Python, ...]
    uses_math: bool


@final
class _Definition(NamedTuple):
    source: str
    reads: frozenset[str]
    is_function: bool


def operations_of(names: Iterable[str]) -> Operations:
    """Return the operations of these names, with all that they call, in the order of `MODULES`."""
    known = {name: found for module in MODULES for name, found in _definitions(module)}
    used: set[str] = set()
    queue = [name for name in names if name in known]
    while queue:
        name = queue.pop()
        if name not in used:
            used.add(name)
            queue += [other for other in known[name].reads if other in known]
    found = [definition for name, definition in known.items() if name in used]
    return Operations(
        constants=tuple(own_source(one.source) for one in found if not one.is_function),
        functions=tuple(own_source(one.source) for one in found if one.is_function),
        uses_math=any("math" in one.reads for one in found),
    )


def _definitions(module: str) -> Iterator[tuple[str, _Definition]]:
    """Yield the functions and constants of a module of operations by their names."""
    file = files("speccnn.backends").joinpath(f"tf/v1_ops/{module}.py")
    text = file.read_text("utf-8")
    for statement in ast.parse(text).body:
        source = ast.get_source_segment(text, statement)
        assert source is not None, "a statement has its text"
        reads = frozenset(node.id for node in ast.walk(statement) if isinstance(node, ast.Name))
        match statement:
            case ast.FunctionDef(name=name):
                yield name, _Definition(source, reads, is_function=True)
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield name, _Definition(source, reads, is_function=False)
            case _:
                pass
