"""What a block is told: the arguments of its uses against its parameters."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

from speccnn.diagnostics.sink import Path, Sink, Traced
from speccnn.document.findings import WrongType
from speccnn.document.program import Block
from speccnn.fields import is_table
from speccnn.language.expression import Result
from speccnn.language.findings import WrongParameter
from speccnn.language.frames import Scope
from speccnn.language.template import TemplateError, resolved
from speccnn.language.variables import TYPES, as_result, is_of, kind_of, report_problem
from speccnn.words import nearest, short


@final
@dataclass(frozen=True)
class Told:
    """The values that a block's layers may read, and those that its use gave."""

    scope: Scope
    shown: Scope


def told(
    name: str,
    block: Block,
    given: object,
    variables: Scope,
    trace: Callable[[Path], Traced],
    out: Sink,
) -> Told | None:
    """Return what a use tells a block, or report what it should tell it and does not.

    `trace` leads from a path below the use to where it was written.
    """
    if not is_table(given):
        out.report(WrongType("with", "a table", short(given)), at=trace(("with",)))
        return None
    problems = _problems(name, block, given)
    for finding, path in problems:
        out.report(finding, at=trace(path), part="key" if path[-1] in given else "value")
    defaults = _defaults(name, block, variables, out)
    if problems or defaults is None:
        return None
    results = {key: as_result(value) for key, value in given.items()}
    shown = {key: result for key, result in results.items() if result is not None}
    return Told({**variables, **defaults, **shown}, shown)


def _problems(
    name: str, block: Block, given: dict[str, object]
) -> list[tuple[WrongParameter, Path]]:
    found: list[tuple[WrongParameter, Path]] = []
    missing = {key for key, value in block.parameters.items() if _is_type(value)} - given.keys()
    for key, value in given.items():
        at: Path = ("with", key)
        if key not in block.parameters:
            meant = nearest(key, [known for known in block.parameters if known not in given])
            missing.discard(meant or "")
            problem = WrongParameter(name, short(key)[1:-1], "does not exist", meant)
            found.append((problem, at))
            continue
        declared = block.parameters[key]
        kind = declared if _is_type(declared) else _kind(declared)
        if kind is not None and not is_of(value, str(kind)):
            problem = f"must be {TYPES[str(kind)]}, not {short(value)}"
            found.append((WrongParameter(name, key, problem, None), at))
    absent = [WrongParameter(name, key, "has to be given", None) for key in sorted(missing)]
    return [*found, *((finding, ("with", finding.parameter)) for finding in absent)]


def _is_type(declared: object) -> bool:
    """Whether a parameter is declared with the name of a type, which is no default."""
    return isinstance(declared, str) and declared in TYPES


def _kind(default: object) -> str | None:
    """Return the type of a parameter with a default; None where only the expression tells."""
    result = as_result(default)
    if result is None or (isinstance(result, str) and "${" in result):
        return None
    return kind_of(result)


def _defaults(name: str, block: Block, variables: Scope, out: Sink) -> dict[str, Result] | None:
    """Return the defaults of a block's parameters; those that must be given are left out."""
    found: dict[str, Result] = {}
    for key, declared in block.parameters.items():
        at: Path = ("blocks", name, "parameters", key)
        if _is_type(declared):
            continue
        try:
            result = as_result(resolved(declared, variables, at))
        except TemplateError as error:
            report_problem(error, Traced(error.path), variables, out)
            return None
        if result is None:
            expected = "the name of a type, or a default: a number, a string, true, false or a list"
            out.report(WrongType(key, expected, short(declared)), at=at)
            return None
        found[key] = result
    return found
