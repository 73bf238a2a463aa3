"""What a block is told: the arguments of its uses against its parameters."""

from collections.abc import Callable, Mapping

from speccnn.diagnostics.sink import MOST_OF_A_CODE, Path, Sink, Traced
from speccnn.document.findings import WrongType
from speccnn.document.program import Block
from speccnn.fields import is_table
from speccnn.language.expression import Result
from speccnn.language.findings import WrongParameter
from speccnn.language.frames import Scope
from speccnn.language.template import TemplateError, resolved
from speccnn.language.variables import ANY, TYPES, as_result, is_of, kind_of, report_problem
from speccnn.words import nearest, short


def defaults_of(name: str, block: Block, variables: Scope, use: Traced, out: Sink) -> Scope | None:
    """Return the defaults of a block's parameters; those that must be given are left out."""
    found: dict[str, Result] = {}
    uses = ((f'in block "{name}", used here', use.path), *use.uses)
    for key, declared in block.parameters.items():
        at: Path = ("blocks", name, "parameters", key)
        if isinstance(declared, str) and declared in TYPES:
            continue
        try:
            result = as_result(resolved(declared, variables, at))
        except TemplateError as error:
            report_problem(error, Traced(error.path, uses), variables, out)
            return None
        if result is None:
            expected = f"the name of a type, or a default: {ANY}"
            out.report(WrongType(key, expected, short(declared)), at=Traced(at, uses))
            return None
        found[key] = result
    return found


def told(
    name: str,
    block: Block,
    given: object,
    defaults: Scope,
    trace: Callable[[Path], Traced],
    out: Sink,
) -> Scope | None:
    """Return what a use tells a block, or report what it should tell it and does not.

    `trace` leads from a path below the use to where it was written.
    """
    if not is_table(given):
        out.report(WrongType("with", "a table", short(given)), at=trace(("with",)))
        return None
    results = {key: as_result(value) for key, value in given.items()}
    problems = _problems(name, block, given, results, defaults)
    for finding, path in problems[: out.most]:
        out.report(finding, at=trace(path), part="value" if path[-1] in block.parameters else "key")
    for finding, _ in problems[out.most :]:
        out.count(finding)
    if problems:
        return None
    return {key: result for key, result in results.items() if result is not None}


def _problems(
    name: str,
    block: Block,
    given: dict[str, object],
    results: Mapping[str, Result | None],
    defaults: Scope,
) -> list[tuple[WrongParameter, Path]]:
    found: list[tuple[WrongParameter, Path]] = []
    missing = block.parameters.keys() - defaults.keys() - given.keys()
    free = [known for known in block.parameters if known not in given]
    for key, value in given.items():
        at: Path = ("with", key)
        if key not in block.parameters:
            meant = None
            if len(found) < MOST_OF_A_CODE:
                taken = [known for known in free if is_of(value, _kind(known, block, defaults))]
                only = [known for known in taken if known in missing]
                meant = nearest(key, taken) or (only[0] if len(only) == len(missing) == 1 else None)
                missing.discard(meant or "")
            problem = WrongParameter(name, short(key)[1:-1], "does not exist", meant)
            found.append((problem, at))
            continue
        kind = _kind(key, block, defaults)
        if not is_of(value, kind) or results[key] is None:
            problem = f"must be {TYPES[kind]}, not {short(value)}"
            found.append((WrongParameter(name, key, problem, None), at))
    absent = [WrongParameter(name, key, "has to be given", None) for key in sorted(missing)]
    return [*found, *((finding, ("with", finding.parameter)) for finding in absent)]


def _kind(key: str, block: Block, defaults: Scope) -> str:
    """Return the name of the type of a parameter: that of its default, or the one it says."""
    return kind_of(defaults[key]) if key in defaults else str(block.parameters[key])
